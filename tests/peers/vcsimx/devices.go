package main

import (
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/simulator/esx"
	"github.com/vmware/govmomi/vim25/types"
)

// Disk is a virtual disk; its key in the scenario is its place, like "scsi0:1".
type Disk struct {
	SizeGB    int64   `json:"sizeGb"`
	UUID      *string `json:"uuid"`
	Datastore string  `json:"datastore"`
	File      string  `json:"file"`
	Backing   string  `json:"backing"`
	Mode      string  `json:"mode"`
	Deltas    *int    `json:"deltas"`
	Label     string  `json:"label"`
}

const disksPerSCSIController = 15
const reservedSCSIUnit = 7

// place takes "scsi0:1" apart.
func place(text string) (kind string, bus, unit int, err error) {
	parts := strings.SplitN(text, ":", 2)
	kind = strings.TrimRight(parts[0], "0123456789")
	bus, err = strconv.Atoi(strings.TrimPrefix(parts[0], kind))
	if err == nil && len(parts) == 2 {
		unit, err = strconv.Atoi(parts[1])
	}
	if err != nil {
		err = fmt.Errorf("%q is no place of a disk or controller, like scsi0:1", text)
	}
	return
}

func controller(name, model string) (types.BaseVirtualDevice, int32, error) {
	kind, bus, _, err := place(name)
	if err != nil {
		return nil, 0, err
	}
	first := map[string]int32{"scsi": 1000, "sata": 15000, "nvme": 31000, "ide": 200}[kind]
	key := first + int32(bus)
	base := types.VirtualController{BusNumber: int32(bus), VirtualDevice: types.VirtualDevice{Key: key,
		ControllerKey: 100, DeviceInfo: &types.Description{Label: kind + " controller " + strconv.Itoa(bus), Summary: model}}}
	scsi := types.VirtualSCSIController{VirtualController: base, ScsiCtlrUnitNumber: reservedSCSIUnit,
		SharedBus: types.VirtualSCSISharingNoSharing, HotAddRemove: types.NewBool(true)}
	switch model {
	case "lsilogic":
		return &types.VirtualLsiLogicController{VirtualSCSIController: scsi}, key, nil
	case "lsilogic-sas":
		return &types.VirtualLsiLogicSASController{VirtualSCSIController: scsi}, key, nil
	case "pvscsi":
		return &types.ParaVirtualSCSIController{VirtualSCSIController: scsi}, key, nil
	case "buslogic":
		return &types.VirtualBusLogicController{VirtualSCSIController: scsi}, key, nil
	case "ahci":
		return &types.VirtualAHCIController{VirtualSATAController: types.VirtualSATAController{VirtualController: base}}, key, nil
	case "nvme":
		return &types.VirtualNVMEController{VirtualController: base}, key, nil
	}
	return nil, 0, fmt.Errorf("no such model of controller: %q", model)
}

func addDevices(vm *simulator.VirtualMachine, name string, v VM) error {
	hardware := &vm.Config.Hardware
	hardware.NumCPU, hardware.NumCoresPerSocket, hardware.MemoryMB = 2, 1, 4096
	hardware.Device = append(hardware.Device, esx.VirtualDevice...)
	if v.Controllers == nil {
		v.Controllers = map[string]string{"scsi0": "lsilogic"}
	}
	if v.Disks == nil {
		v.Disks = map[string]Disk{"scsi0:0": {}}
	}
	placed := map[string]Disk{}
	for at, disk := range v.Disks {
		placed[at] = disk
	}
	model := or(v.Controllers["scsi0"], "lsilogic")
	controllers := map[string]string{}
	for at, kind := range v.Controllers {
		controllers[at] = kind
	}
	for bus, more := 0, v.MoreDisks; more > 0; bus++ {
		at := fmt.Sprintf("scsi%d", bus)
		if bus == 4 {
			at = "sata0"
		}
		for unit := 0; unit <= disksPerSCSIController && more > 0; unit++ {
			where := fmt.Sprintf("%s:%d", at, unit)
			if _, taken := placed[where]; !taken && unit != reservedSCSIUnit {
				placed[where] = Disk{SizeGB: 10}
				more--
			}
		}
		if _, there := controllers[at]; !there && bus < 4 {
			controllers[at] = model
		}
	}
	keys := map[string]int32{"ide0": 200, "ide1": 201}
	for at := range placed {
		on := strings.SplitN(at, ":", 2)[0]
		if _, there := controllers[on]; !there && on != "ide0" && on != "ide1" {
			controllers[on] = map[string]string{"scsi": model, "sata": "ahci", "nvme": "nvme"}[strings.TrimRight(on, "0123456789")]
		}
	}
	for _, at := range names(controllers) {
		device, key, err := controller(at, controllers[at])
		if err != nil {
			return err
		}
		keys[at] = key
		hardware.Device = append(hardware.Device, device)
	}
	files := newLayout(vm, name, v)
	layout := files.ex
	for i, at := range names(placed) {
		_, bus, unit, err := place(at)
		if err != nil {
			return err
		}
		on := strings.SplitN(at, ":", 2)[0]
		device := disk(vm, name, v, i, at, placed[at], files)
		kind := strings.TrimRight(on, "0123456789")
		device.Key = map[string]int32{"scsi": 2000, "sata": 16000, "nvme": 32000, "ide": 3000}[kind] + int32(bus*16+unit)
		device.ControllerKey = keys[on]
		number := int32(unit)
		device.UnitNumber = &number
		layout.Disk[len(layout.Disk)-1].Key = device.Key
		hardware.Device = append(hardware.Device, device)
	}
	return nil
}

// disk has a chain of files: its base and a delta for every snapshot taken since.
func disk(vm *simulator.VirtualMachine, name string, v VM, index int, at string, d Disk, files *layout) *types.VirtualDisk {
	datastore := or(d.Datastore, v.Datastore)
	stem := fmt.Sprintf("[%s] %s/%s", datastore, name, name)
	if index > 0 {
		stem += fmt.Sprintf("_%d", index)
	}
	base := or(d.File, stem+".vmdk")
	chain := []string{base}
	deltas := files.depth
	if d.Deltas != nil {
		deltas = *d.Deltas
	}
	for i := 1; i <= deltas; i++ {
		chain = append(chain, fmt.Sprintf("%s-%06d.vmdk", strings.TrimSuffix(base, ".vmdk"), i))
	}
	if d.SizeGB == 0 {
		d.SizeGB = 40
	}
	uuid := "6000C29" + derivedUUID("disk", name, at)[7:]
	if d.UUID != nil {
		uuid = *d.UUID
	}
	device := &types.VirtualDisk{CapacityInKB: d.SizeGB << 20, CapacityInBytes: d.SizeGB << 30}
	device.DeviceInfo = &types.Description{Label: or(d.Label, fmt.Sprintf("Hard disk %d", index+1)),
		Summary: fmt.Sprintf("%d KB", d.SizeGB<<20)}
	device.DiskObjectId = fmt.Sprintf("%s-%d", vm.Self.Value, index)
	var ref *types.ManagedObjectReference
	if ds, ok := world.datastores[datastore]; ok {
		ref = &ds.Self
	}
	device.Backing = backing(or(d.Backing, "flat"), or(d.Mode, "persistent"), uuid, chain, ref)
	files.add(device, chain, d.SizeGB)
	return device
}

func backing(kind, mode, uuid string, chain []string, datastore *types.ManagedObjectReference) types.BaseVirtualDeviceBackingInfo {
	file := types.VirtualDeviceFileBackingInfo{FileName: chain[len(chain)-1], Datastore: datastore}
	switch kind {
	case "rdm":
		return &types.VirtualDiskRawDiskMappingVer1BackingInfo{VirtualDeviceFileBackingInfo: file, DiskMode: mode,
			Uuid: uuid, CompatibilityMode: "physicalMode", LunUuid: "02000000006006016", DeviceName: "vml.02000000006006016"}
	case "sesparse":
		b := &types.VirtualDiskSeSparseBackingInfo{VirtualDeviceFileBackingInfo: file, DiskMode: mode, Uuid: uuid}
		if len(chain) > 1 {
			b.Parent = backing(kind, mode, uuid, chain[:len(chain)-1], datastore).(*types.VirtualDiskSeSparseBackingInfo)
		}
		return b
	case "sparse":
		return &types.VirtualDiskSparseVer2BackingInfo{VirtualDeviceFileBackingInfo: file, DiskMode: mode, Uuid: uuid}
	case "pmem":
		return &types.VirtualDiskLocalPMemBackingInfo{VirtualDeviceFileBackingInfo: file, DiskMode: mode, Uuid: uuid}
	}
	b := &types.VirtualDiskFlatVer2BackingInfo{VirtualDeviceFileBackingInfo: file, DiskMode: mode, Uuid: uuid,
		ThinProvisioned: types.NewBool(true), ContentId: "fffffffe"}
	if len(chain) > 1 {
		b.Parent = backing(kind, mode, uuid, chain[:len(chain)-1], datastore).(*types.VirtualDiskFlatVer2BackingInfo)
	}
	return b
}

func nic(vm, network string, index int, ref types.ManagedObjectReference) *types.VirtualVmxnet3 {
	sum := crc32.ChecksumIEEE([]byte(world.scenario.About.InstanceUUID + vm + network))
	card := &types.VirtualVmxnet3{}
	card.Key = int32(4000 + index)
	card.ControllerKey = 100
	card.DeviceInfo = &types.Description{Label: fmt.Sprintf("Network adapter %d", index+1), Summary: network}
	card.MacAddress = fmt.Sprintf("00:50:56:%02x:%02x:%02x", sum>>16&0x3f, sum>>8&0xff, sum&0xff)
	card.AddressType = "assigned"
	card.Connectable = &types.VirtualDeviceConnectInfo{Connected: true, StartConnected: true}
	card.Backing = &types.VirtualEthernetCardNetworkBackingInfo{Network: &ref,
		VirtualDeviceDeviceBackingInfo: types.VirtualDeviceDeviceBackingInfo{DeviceName: network}}
	return card
}
