package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// VM is a virtual machine or a template. What is left out is that of a healthy Linux VM.
type VM struct {
	Host                string              `json:"host"`
	Datastore           string              `json:"datastore"`
	UUID                string              `json:"uuid"`
	InstanceUUID        string              `json:"instanceUuid"`
	Template            bool                `json:"template"`
	GuestID             string              `json:"guestId"`
	GuestFullName       string              `json:"guestFullName"`
	HardwareVersion     string              `json:"hardwareVersion"`
	Power               string              `json:"power"`
	Connection          string              `json:"connection"`
	ConsolidationNeeded *bool               `json:"consolidationNeeded"`
	Tools               Tools               `json:"tools"`
	HostName            string              `json:"hostName"`
	Address             string              `json:"address"`
	Networks            []string            `json:"networks"`
	Controllers         map[string]string   `json:"controllers"`
	Disks               map[string]Disk     `json:"disks"`
	MoreDisks           int                 `json:"moreDisks"`
	ExtraConfig         map[string]string   `json:"extraConfig"`
	MoreExtraConfig     int                 `json:"moreExtraConfig"`
	Snapshots           map[string]Snapshot `json:"snapshots"`
	Files               []string            `json:"files"`
	NoConfig            bool                `json:"noConfig"`
}

// Tools is the state of VMware Tools.
type Tools struct {
	Running string `json:"running"`
	Version string `json:"version"`
}

// Snapshot may have others below it; the deepest one of the last branch is the current one.
type Snapshot struct {
	Description string              `json:"description"`
	At          string              `json:"at"`
	Power       string              `json:"power"`
	Quiesced    bool                `json:"quiesced"`
	Children    map[string]Snapshot `json:"children"`
}

func addVMs(s *Scenario) error {
	for _, name := range names(s.VMs) {
		if err := addVM(name, s.VMs[name]); err != nil {
			return fmt.Errorf("vm %s: %v", name, err)
		}
	}
	return nil
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

func addVM(name string, v VM) error {
	host, ok := world.hosts[v.Host]
	if !ok {
		return fmt.Errorf("no host %q", v.Host)
	}
	store, ok := world.datastores[v.Datastore]
	if !ok {
		return fmt.Errorf("no datastore %q", v.Datastore)
	}
	dc := datacenterOf(host)
	vm := &simulator.VirtualMachine{}
	vm.Name = name
	putChild(dc.VmFolder, vm)
	world.vms[name] = vm

	directory := fmt.Sprintf("[%s] %s/", v.Datastore, name)
	guestID := or(v.GuestID, "ubuntu64Guest")
	fullName := or(v.GuestFullName, "Ubuntu Linux (64-bit)")
	pool := computeResource(host).ResourcePool
	power := types.VirtualMachinePowerState(or(v.Power, "poweredOn"))
	if v.Template {
		power = types.VirtualMachinePowerStatePoweredOff
		pool = nil
	}
	running := or(v.Tools.Running, "guestToolsRunning")
	if power != types.VirtualMachinePowerStatePoweredOn {
		running = "guestToolsNotRunning"
	}
	modified := now().Add(-30 * 24 * time.Hour).Truncate(time.Second)
	vm.ResourcePool = pool
	vm.Config = &types.VirtualMachineConfigInfo{
		ChangeVersion: modified.Format(time.RFC3339Nano), Modified: modified, Name: name,
		GuestFullName: fullName, GuestId: guestID, Version: or(v.HardwareVersion, "vmx-15"),
		Uuid:         or(v.UUID, derivedUUID("vm", name)),
		InstanceUuid: or(v.InstanceUUID, derivedUUID("instance", name)),
		Template:     v.Template, Firmware: "bios",
		Files: types.VirtualMachineFileInfo{VmPathName: directory + name + ".vmx",
			SnapshotDirectory: directory, LogDirectory: directory},
		Tools:                 &types.ToolsConfigInfo{ToolsVersion: 2147483647},
		ChangeTrackingEnabled: types.NewBool(false),
	}
	for _, key := range names(v.ExtraConfig) {
		vm.Config.ExtraConfig = append(vm.Config.ExtraConfig,
			&types.OptionValue{Key: key, Value: v.ExtraConfig[key]})
	}
	for i := 0; i < v.MoreExtraConfig; i++ {
		id := derivedUUID("key", fmt.Sprint(i))
		vm.Config.ExtraConfig = append(vm.Config.ExtraConfig, &types.OptionValue{
			Key: fmt.Sprintf("pciBridge%d.functions.%s", i, id[:8]), Value: id + id[:31]})
	}
	vm.Guest = &types.GuestInfo{ToolsRunningStatus: running, GuestId: guestID, GuestFullName: fullName,
		GuestFamily: "linuxGuest", HostName: v.HostName, IpAddress: v.Address,
		ToolsVersionStatus2: or(v.Tools.Version, "guestToolsUnmanaged"),
		ToolsVersionStatus:  or(v.Tools.Version, "guestToolsUnmanaged"), ToolsVersion: "11360",
		ToolsStatus: types.VirtualMachineToolsStatusToolsOk, GuestState: "running"}
	if running == "guestToolsNotRunning" {
		vm.Guest.ToolsStatus = types.VirtualMachineToolsStatusToolsNotRunning
		vm.Guest.GuestState = "notRunning"
	}
	if v.Tools.Version == "guestToolsNotInstalled" {
		vm.Guest.ToolsStatus = types.VirtualMachineToolsStatusToolsNotInstalled
	}
	consolidation := v.ConsolidationNeeded
	if consolidation == nil {
		consolidation = types.NewBool(false)
	}
	vm.Runtime = types.VirtualMachineRuntimeInfo{Host: &host.Self, PowerState: power,
		ConnectionState:     types.VirtualMachineConnectionState(or(v.Connection, "connected")),
		ConsolidationNeeded: consolidation}
	if power == types.VirtualMachinePowerStatePoweredOn {
		boot := now().Add(-48 * time.Hour).Truncate(time.Second)
		vm.Runtime.BootTime = &boot
	}

	addSnapshots(vm, v)
	if err := addDevices(vm, name, v); err != nil {
		return err
	}
	if err := connect(vm, name, v, dc, store); err != nil {
		return err
	}
	summarize(vm)
	host.Vm = append(host.Vm, vm.Self)
	if pool != nil {
		resources := simulator.Map.Get(*pool).(*simulator.ResourcePool)
		resources.Vm = append(resources.Vm, vm.Self)
	}
	if v.NoConfig {
		vm.Config, vm.LayoutEx, vm.Guest, vm.Snapshot = nil, nil, nil, nil
	}
	return nil
}

// connect tells datastores and networks of the VM, and the VM of them.
func connect(vm *simulator.VirtualMachine, name string, v VM, dc *simulator.Datacenter,
	home *simulator.Datastore) error {
	used := map[string]bool{home.Name: true}
	for _, file := range vm.LayoutEx.File {
		used[strings.Trim(strings.SplitN(file.Name, "]", 2)[0], "[ ")] = true
	}
	for _, datastore := range names(used) {
		ds, ok := world.datastores[datastore]
		if !ok {
			return fmt.Errorf("no datastore %q", datastore)
		}
		vm.Datastore = append(vm.Datastore, ds.Self)
		ds.Vm = append(ds.Vm, vm.Self)
	}
	if v.Networks == nil {
		v.Networks = []string{"VM Network"}
	}
	for i, network := range v.Networks {
		ref, ok := world.networks[dc.Name+"/"+network]
		if !ok {
			return fmt.Errorf("no network %q", network)
		}
		vm.Network = append(vm.Network, ref)
		net := simulator.Map.Get(ref).(*mo.Network)
		net.Vm = append(net.Vm, vm.Self)
		card := nic(name, network, i, ref)
		vm.Config.Hardware.Device = append(vm.Config.Hardware.Device, card)
		if i == 0 && v.Address != "" {
			vm.Guest.Net = []types.GuestNicInfo{{Network: network, Connected: true, DeviceConfigId: card.Key,
				MacAddress: card.MacAddress, IpAddress: []string{v.Address},
				IpConfig: &types.NetIpConfigInfo{IpAddress: []types.NetIpConfigInfoIpAddress{{
					IpAddress: v.Address, PrefixLength: 24, State: "preferred"}}}}}
		}
	}
	return nil
}

func summarize(vm *simulator.VirtualMachine) {
	c := vm.Config
	var disks int32
	for _, device := range c.Hardware.Device {
		if _, ok := device.(*types.VirtualDisk); ok {
			disks++
		}
	}
	self := vm.Self
	vm.Summary = types.VirtualMachineSummary{Vm: &self, Runtime: vm.Runtime,
		OverallStatus: types.ManagedEntityStatusGreen,
		Guest: &types.VirtualMachineGuestSummary{GuestId: c.GuestId, GuestFullName: c.GuestFullName,
			ToolsStatus: vm.Guest.ToolsStatus, ToolsRunningStatus: vm.Guest.ToolsRunningStatus,
			ToolsVersionStatus2: vm.Guest.ToolsVersionStatus2, HostName: vm.Guest.HostName,
			IpAddress: vm.Guest.IpAddress},
		Config: types.VirtualMachineConfigSummary{Name: c.Name, Template: c.Template,
			VmPathName: c.Files.VmPathName, NumCpu: c.Hardware.NumCPU, MemorySizeMB: c.Hardware.MemoryMB,
			NumEthernetCards: int32(len(vm.Network)), NumVirtualDisks: disks, Uuid: c.Uuid,
			InstanceUuid: c.InstanceUuid, GuestId: c.GuestId, GuestFullName: c.GuestFullName},
		Storage: &types.VirtualMachineStorageSummary{Timestamp: c.Modified}}
}
