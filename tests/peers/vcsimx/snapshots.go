package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

// layout collects the files of a VM for layoutEx.
type layout struct {
	ex    *types.VirtualMachineFileLayoutEx
	depth int
	next  int32
}

func newLayout(vm *simulator.VirtualMachine, name string, v VM) *layout {
	l := &layout{ex: &types.VirtualMachineFileLayoutEx{Timestamp: now()}}
	vm.LayoutEx = l.ex
	if vm.Snapshot != nil {
		l.depth = depth(vm.Snapshot.RootSnapshotList)
	}
	directory := fmt.Sprintf("[%s] %s/", v.Datastore, name)
	l.file(directory+name+".vmx", "config", 4<<10)
	l.file(directory+name+".nvram", "nvram", 264<<10)
	for i := 1; i <= l.depth; i++ {
		l.file(fmt.Sprintf("%s%s-Snapshot%d.vmsn", directory, name, i), "snapshotData", 28<<10)
	}
	for _, leftover := range v.Files {
		l.file(leftover, "diskDescriptor", 512)
	}
	return l
}

func (l *layout) file(name, kind string, size int64) int32 {
	l.ex.File = append(l.ex.File, types.VirtualMachineFileLayoutExFileInfo{Key: l.next, Name: name,
		Type: kind, Size: size, UniqueSize: size, Accessible: types.NewBool(true)})
	l.next++
	return l.next - 1
}

func (l *layout) add(disk *types.VirtualDisk, chain []string, sizeGB int64) {
	entry := types.VirtualMachineFileLayoutExDiskLayout{Key: disk.Key}
	for i, name := range chain {
		descriptor := l.file(name, "diskDescriptor", 512)
		extent, size := "-flat.vmdk", sizeGB<<30
		if i > 0 {
			extent, size = "-delta.vmdk", 1<<30
		}
		data := l.file(strings.TrimSuffix(name, ".vmdk")+extent, "diskExtent", size)
		entry.Chain = append(entry.Chain, types.VirtualMachineFileLayoutExDiskUnit{FileKey: []int32{descriptor, data}})
	}
	l.ex.Disk = append(l.ex.Disk, entry)
}

func depth(list []types.VirtualMachineSnapshotTree) int {
	if len(list) == 0 {
		return 0
	}
	return 1 + depth(list[len(list)-1].ChildSnapshotList)
}

func addSnapshots(vm *simulator.VirtualMachine, v VM) {
	if len(v.Snapshots) == 0 {
		return
	}
	info := new(types.VirtualMachineSnapshotInfo)
	var id int32
	info.RootSnapshotList = tree(vm, v.Snapshots, &id)
	last := info.RootSnapshotList[len(info.RootSnapshotList)-1]
	for len(last.ChildSnapshotList) > 0 {
		last = last.ChildSnapshotList[len(last.ChildSnapshotList)-1]
	}
	info.CurrentSnapshot = &last.Snapshot
	vm.Snapshot = info
	for _, root := range info.RootSnapshotList {
		vm.RootSnapshot = append(vm.RootSnapshot, root.Snapshot)
	}
}

func tree(vm *simulator.VirtualMachine, snapshots map[string]Snapshot, id *int32) []types.VirtualMachineSnapshotTree {
	var list []types.VirtualMachineSnapshotTree
	for _, name := range names(snapshots) {
		s := snapshots[name]
		*id++
		object := &simulator.VirtualMachineSnapshot{}
		object.Vm = vm.Self
		object.Self = types.ManagedObjectReference{Type: "VirtualMachineSnapshot",
			Value: fmt.Sprintf("snapshot-%s-%d", strings.TrimPrefix(vm.Self.Value, "vm-"), *id)}
		simulator.Map.Put(object)
		at, err := moment(or(s.At, "-7d"))
		if err != nil {
			at = now().Add(-7 * 24 * time.Hour)
		}
		node := types.VirtualMachineSnapshotTree{Snapshot: object.Self, Vm: vm.Self, Name: name,
			Description: s.Description, Id: *id, CreateTime: at, Quiesced: s.Quiesced,
			State: types.VirtualMachinePowerState(or(s.Power, "poweredOff")), ReplaySupported: types.NewBool(false)}
		node.ChildSnapshotList = tree(vm, s.Children, id)
		list = append(list, node)
	}
	return list
}
