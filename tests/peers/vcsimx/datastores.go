package main

import (
	"fmt"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

const gigabyte = int64(1) << 30

// Datastore is mounted on the hosts named, or on every host of its datacenter.
type Datastore struct {
	Datacenter  string           `json:"datacenter"`
	Pod         string           `json:"pod"`
	Type        string           `json:"type"`
	CapacityGB  int64            `json:"capacityGb"`
	FreeGB      int64            `json:"freeGb"`
	Maintenance string           `json:"maintenance"`
	Local       bool             `json:"local"`
	RemoteHost  string           `json:"remoteHost"`
	RemotePath  string           `json:"remotePath"`
	Hosts       map[string]Mount `json:"hosts"`
}

// Mount is how one host has a datastore.
type Mount struct {
	AccessMode string `json:"accessMode"`
	Mounted    *bool  `json:"mounted"`
	Accessible *bool  `json:"accessible"`
	Reason     string `json:"inaccessibleReason"`
}

func addDatastores(s *Scenario) error {
	for _, name := range names(s.StoragePods) {
		dc, ok := world.datacenters[s.StoragePods[name].Datacenter]
		if !ok {
			return fmt.Errorf("storagePod %s: no such datacenter", name)
		}
		pod := &simulator.StoragePod{}
		pod.Name = name
		pod.ChildType = []string{"Datastore"}
		pod.Summary = &types.StoragePodSummary{Name: name}
		pod.PodStorageDrsEntry = new(types.PodStorageDrsEntry)
		putChild(dc.DatastoreFolder, pod)
		world.pods[name] = pod
	}
	for _, name := range names(s.Datastores) {
		if err := addDatastore(name, s.Datastores[name]); err != nil {
			return fmt.Errorf("datastore %s: %v", name, err)
		}
	}
	return nil
}

func addDatastore(name string, d Datastore) error {
	if world.esx {
		d.Datacenter = "ha-datacenter"
	}
	dc, ok := world.datacenters[d.Datacenter]
	if !ok {
		return fmt.Errorf("no datacenter %q", d.Datacenter)
	}
	folder := dc.DatastoreFolder
	if d.Pod != "" {
		pod, ok := world.pods[d.Pod]
		if !ok {
			return fmt.Errorf("no storagePod %q", d.Pod)
		}
		folder = pod.Self
	}
	if d.Type == "" {
		d.Type = "VMFS"
	}
	if d.CapacityGB == 0 {
		d.CapacityGB = 2048
	}
	if d.FreeGB == 0 {
		d.FreeGB = d.CapacityGB / 2
	}
	if d.Maintenance == "" {
		d.Maintenance = "normal"
	}
	if d.Hosts == nil {
		d.Hosts = map[string]Mount{}
		for host, system := range world.hosts {
			if datacenterOf(system) == dc {
				d.Hosts[host] = Mount{}
			}
		}
	}
	id := strings.ReplaceAll(derivedUUID("datastore", name), "-", "")
	url := fmt.Sprintf("ds:///vmfs/volumes/%s-%s-%s-%s/", id[:8], id[8:16], id[16:20], id[20:])

	ds := &simulator.Datastore{}
	ds.Name = name
	putChild(folder, ds)
	self := ds.Self
	ds.Browser = types.ManagedObjectReference{Type: "HostDatastoreBrowser", Value: "datastoreBrowser-" + self.Value}
	ds.Summary = types.DatastoreSummary{Datastore: &self, Name: name, Url: url, Type: d.Type,
		Capacity: d.CapacityGB * gigabyte, FreeSpace: d.FreeGB * gigabyte,
		MultipleHostAccess: types.NewBool(len(d.Hosts) > 1), MaintenanceMode: d.Maintenance}
	ds.Info = datastoreInfo(name, url, d)
	for _, host := range names(d.Hosts) {
		system, ok := world.hosts[host]
		if !ok {
			return fmt.Errorf("no host %q", host)
		}
		mount := d.Hosts[host]
		info := types.HostMountInfo{Path: strings.TrimPrefix(url, "ds://"), AccessMode: mount.AccessMode,
			Mounted: mount.Mounted, Accessible: mount.Accessible, InaccessibleReason: mount.Reason}
		if info.AccessMode == "" {
			info.AccessMode = string(types.HostMountModeReadWrite)
		}
		if info.Mounted == nil {
			info.Mounted = types.NewBool(true)
		}
		if info.Accessible == nil {
			info.Accessible = types.NewBool(*info.Mounted)
		}
		ds.Host = append(ds.Host, types.DatastoreHostMount{Key: system.Self, MountInfo: info})
		// One host that reaches it is enough for the summary.
		ds.Summary.Accessible = ds.Summary.Accessible || *info.Accessible
		system.Datastore = append(system.Datastore, self)
		resource := computeResource(system)
		if simulator.FindReference(resource.Datastore, self) == nil {
			resource.Datastore = append(resource.Datastore, self)
		}
	}
	dc.Datastore = append(dc.Datastore, self)
	world.datastores[name] = ds
	return nil
}

func computeResource(host *simulator.HostSystem) *mo.ComputeResource {
	switch parent := simulator.Map.Get(*host.Parent).(type) {
	case *simulator.ClusterComputeResource:
		return &parent.ComputeResource
	case *mo.ComputeResource:
		return parent
	}
	panic("a host without a compute resource")
}

func datastoreInfo(name, url string, d Datastore) types.BaseDatastoreInfo {
	base := types.DatastoreInfo{Name: name, Url: url, FreeSpace: d.FreeGB * gigabyte,
		MaxFileSize: 62 << 40}
	volume := types.HostFileSystemVolume{Type: d.Type, Name: name, Capacity: d.CapacityGB * gigabyte}
	switch d.Type {
	case "VMFS":
		local := d.Local
		return &types.VmfsDatastoreInfo{DatastoreInfo: base, Vmfs: &types.HostVmfsVolume{
			HostFileSystemVolume: volume, BlockSizeMb: 1, MaxBlocks: 63 << 20, MajorVersion: 6,
			Version: "6.82", Uuid: strings.Trim(strings.TrimPrefix(url, "ds:///vmfs/volumes"), "/"),
			Extent: []types.HostScsiDiskPartition{{DiskName: "naa." + derivedUUID("lun", name)[:8], Partition: 1}},
			Local:  &local}}
	case "NFS", "NFS41":
		return &types.NasDatastoreInfo{DatastoreInfo: base, Nas: &types.HostNasVolume{
			HostFileSystemVolume: volume, RemoteHost: d.RemoteHost, RemotePath: d.RemotePath}}
	case "vsan":
		return &types.VsanDatastoreInfo{DatastoreInfo: base, MembershipUuid: derivedUUID("vsan", name)}
	case "VVOL":
		return &types.VvolDatastoreInfo{DatastoreInfo: base}
	}
	return &base
}
