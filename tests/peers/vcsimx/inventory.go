package main

import (
	"context"
	"fmt"
	"reflect"
	"sort"
	"time"

	"github.com/google/uuid"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// world is the one simulated system of this process: govmomi's registry is global, too.
var world struct {
	scenario    *Scenario
	service     *simulator.Service
	esx         bool
	datacenters map[string]*simulator.Datacenter
	clusters    map[string]*simulator.ClusterComputeResource
	hosts       map[string]*simulator.HostSystem
	pods        map[string]*simulator.StoragePod
	datastores  map[string]*simulator.Datastore
	networks    map[string]types.ManagedObjectReference
	vms         map[string]*simulator.VirtualMachine
	events      []types.BaseEvent
}

// now is the time of the simulated system.
func now() time.Time {
	return time.Now().UTC().Add(time.Duration(world.scenario.ClockOffsetSeconds) * time.Second)
}

// derivedUUID is the same for the same words in the same system, and differs between systems.
func derivedUUID(words ...string) string {
	seed := world.scenario.About.InstanceUUID
	for _, word := range words {
		seed += "/" + word
	}
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte(seed)).String()
}

func build(s *Scenario) error {
	world.scenario = s
	world.esx = s.Kind == "esxi"
	if s.Kind != "" && s.Kind != "esxi" && s.Kind != "vcenter" {
		return fmt.Errorf("kind %q is neither vcenter nor esxi", s.Kind)
	}
	world.datacenters = map[string]*simulator.Datacenter{}
	world.clusters = map[string]*simulator.ClusterComputeResource{}
	world.hosts = map[string]*simulator.HostSystem{}
	world.pods = map[string]*simulator.StoragePod{}
	world.datastores = map[string]*simulator.Datastore{}
	world.networks = map[string]types.ManagedObjectReference{}
	world.vms = map[string]*simulator.VirtualMachine{}

	model := simulator.VPX()
	if world.esx {
		model = simulator.ESX()
	} else if s.About.InstanceUUID == "" {
		s.About.InstanceUUID = uuid.New().String()
	}
	model.Datacenter, model.Datastore, model.Machine = 0, 0, 0
	about(&model.ServiceContent.About, s.About)
	if err := model.Create(); err != nil {
		return err
	}
	world.service = model.Service

	steps := []func(*Scenario) error{addPlaces, addNetworks, addDatastores, addVMs, addOverrides,
		addRights, addLicenses, addEvents}
	for _, step := range steps {
		if err := step(s); err != nil {
			return err
		}
	}
	simulator.Map.Put(&collector{PropertyCollector: simulator.PropertyCollector{
		PropertyCollector: mo.PropertyCollector{Self: content().PropertyCollector}}})
	simulator.Map.Put(&views{ViewManager: *simulator.Map.ViewManager()})
	return nil
}

func content() types.ServiceContent {
	return simulator.Map.Get(vim25.ServiceInstance).(*simulator.ServiceInstance).Content
}

func about(info *types.AboutInfo, a About) {
	set := func(field *string, value string) {
		if value != "" {
			*field = value
		}
	}
	set(&info.InstanceUuid, a.InstanceUUID)
	set(&info.Name, a.Name)
	set(&info.Version, a.Version)
	set(&info.Build, a.Build)
	set(&info.ApiVersion, a.APIVersion)
	set(&info.ProductLineId, a.ProductLine)
	info.FullName = fmt.Sprintf("%s %s build-%s", info.Name, info.Version, info.Build)
	info.LicenseProductVersion = info.Version
}

// names are the keys of a map, in order: so that the same scenario gives the same references.
func names(m interface{}) []string {
	var all []string
	for _, key := range reflect.ValueOf(m).MapKeys() {
		all = append(all, key.String())
	}
	sort.Strings(all)
	return all
}

// addPlaces creates datacenters, clusters and hosts by the simulator's own methods.
func addPlaces(s *Scenario) error {
	ctx := context.Background()
	client, err := vim25.NewClient(ctx, world.service)
	if err != nil {
		return err
	}
	if world.esx {
		return adoptLoneHost(s)
	}
	root := object.NewRootFolder(client)
	for _, name := range names(s.Datacenters) {
		dc, err := root.CreateDatacenter(ctx, name)
		if err != nil {
			return fmt.Errorf("datacenter %s: %v", name, err)
		}
		world.datacenters[name] = simulator.Map.Get(dc.Reference()).(*simulator.Datacenter)
	}
	for _, name := range names(s.Clusters) {
		dc, ok := world.datacenters[s.Clusters[name].Datacenter]
		if !ok {
			return fmt.Errorf("cluster %s: no datacenter %q", name, s.Clusters[name].Datacenter)
		}
		cluster, err := object.NewFolder(client, dc.HostFolder).CreateCluster(ctx, name,
			types.ClusterConfigSpecEx{})
		if err != nil {
			return fmt.Errorf("cluster %s: %v", name, err)
		}
		world.clusters[name] = simulator.Map.Get(cluster.Reference()).(*simulator.ClusterComputeResource)
	}
	for _, name := range names(s.Hosts) {
		if err := addHost(ctx, client, name, s.Hosts[name]); err != nil {
			return fmt.Errorf("host %s: %v", name, err)
		}
	}
	return nil
}

func addNetworks(s *Scenario) error {
	for dc, datacenter := range world.datacenters {
		world.networks[dc+"/VM Network"] = datacenter.Network[0]
	}
	for name, network := range s.Networks {
		dc, ok := world.datacenters[network.Datacenter]
		if !ok {
			return fmt.Errorf("network %s: no datacenter %q", name, network.Datacenter)
		}
		added := &mo.Network{Name: name}
		added.ManagedEntity.Name = name
		putChild(dc.NetworkFolder, added)
		self := added.Self
		added.Summary = &types.NetworkSummary{Network: &self, Name: name, Accessible: true}
		dc.Network = append(dc.Network, self)
		world.networks[network.Datacenter+"/"+name] = self
		for _, host := range world.hosts {
			if datacenterOf(host) == dc {
				host.Network = append(host.Network, self)
				added.Host = append(added.Host, host.Self)
			}
		}
	}
	return nil
}

// putChild registers an entity below a folder, as the simulator does for its own.
func putChild(folder types.ManagedObjectReference, child mo.Entity) {
	var parent *mo.Folder
	switch f := simulator.Map.Get(folder).(type) {
	case *simulator.Folder:
		parent = &f.Folder
	case *simulator.StoragePod:
		parent = &f.Folder
	}
	simulator.Map.PutEntity(parent, child)
	parent.ChildEntity = append(parent.ChildEntity, child.Reference())
}

func datacenterOf(e mo.Entity) *simulator.Datacenter {
	for e != nil {
		if dc, ok := e.(*simulator.Datacenter); ok {
			return dc
		}
		parent := e.Entity().Parent
		if parent == nil {
			return nil
		}
		e, _ = simulator.Map.Get(*parent).(mo.Entity)
	}
	return nil
}
