package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/simulator/esx"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// Host is an ESXi host (or what claims to be one).
type Host struct {
	Cluster            string   `json:"cluster"`
	Datacenter         string   `json:"datacenter"`
	Product            Product  `json:"product"`
	Connection         string   `json:"connection"`
	Power              string   `json:"power"`
	Maintenance        bool     `json:"maintenance"`
	Lockdown           string   `json:"lockdown"`
	License            string   `json:"license"`
	ClockOffsetSeconds int      `json:"clockOffsetSeconds"`
	NTPServers         []string `json:"ntpServers"`
	NTPRunning         *bool    `json:"ntpRunning"`
	UUID               string   `json:"uuid"`
}

// Product is HostSystem.config.product.
type Product struct {
	Name        string `json:"name"`
	Version     string `json:"version"`
	Build       string `json:"build"`
	ProductLine string `json:"productLineId"`
}

func addHost(ctx context.Context, client *vim25.Client, name string, h Host) error {
	spec := types.HostConnectSpec{HostName: name}
	var task *object.Task
	var err error
	if cluster, ok := world.clusters[h.Cluster]; ok {
		task, err = object.NewClusterComputeResource(client, cluster.Self).AddHost(ctx, spec, true, nil, nil)
	} else if dc, ok := world.datacenters[h.Datacenter]; ok {
		folder := object.NewFolder(client, dc.HostFolder)
		task, err = folder.AddStandaloneHost(ctx, spec, true, nil, nil)
	} else {
		return fmt.Errorf("neither a cluster %q nor a datacenter %q", h.Cluster, h.Datacenter)
	}
	if err != nil {
		return err
	}
	info, err := task.WaitForResult(ctx, nil)
	if err != nil {
		return err
	}
	ref := info.Result.(types.ManagedObjectReference)
	// A standalone host's task results in its compute resource or in the host itself.
	if resource, ok := simulator.Map.Get(ref).(*mo.ComputeResource); ok {
		ref = resource.Host[0]
	}
	host := simulator.Map.Get(ref).(*simulator.HostSystem)
	world.hosts[name] = host
	describeHost(host, name, h)
	return nil
}

// adoptLoneHost takes the one host that the simulator has when it plays an ESXi host itself.
func adoptLoneHost(s *Scenario) error {
	if len(s.Hosts) != 1 || len(s.Datacenters)+len(s.Clusters) > 0 {
		return errors.New("kind esxi has exactly one host, no datacenters and no clusters")
	}
	host := simulator.Map.Get(esx.HostSystem.Reference()).(*simulator.HostSystem)
	for name, h := range s.Hosts {
		world.hosts[name] = host
		host.Name = name
		host.Summary.Config.Name = name
		simulator.Map.Get(*host.Parent).(*mo.ComputeResource).Name = name
		describeHost(host, name, h)
	}
	world.datacenters["ha-datacenter"] = datacenterOf(host)
	return nil
}

func describeHost(host *simulator.HostSystem, name string, h Host) {
	product := host.Config.Product
	about(&product, About{Name: h.Product.Name, Version: h.Product.Version, Build: h.Product.Build,
		APIVersion: h.Product.Version, ProductLine: h.Product.ProductLine})
	host.Config.Product = product
	host.Summary.Config.Product = &product
	if h.UUID == "" {
		h.UUID = derivedUUID("host", name)
	}
	host.Summary.Hardware.Uuid = h.UUID
	host.Hardware.SystemInfo.Uuid = h.UUID

	host.Runtime.ConnectionState = types.HostSystemConnectionStateConnected
	if h.Connection != "" {
		host.Runtime.ConnectionState = types.HostSystemConnectionState(h.Connection)
	}
	host.Runtime.PowerState = types.HostSystemPowerStatePoweredOn
	if h.Power != "" {
		host.Runtime.PowerState = types.HostSystemPowerState(h.Power)
	}
	host.Runtime.InMaintenanceMode = h.Maintenance
	host.Config.LockdownMode = types.HostLockdownModeLockdownDisabled
	if h.Lockdown != "" {
		host.Config.LockdownMode = types.HostLockdownMode(h.Lockdown)
	}
	host.Config.AdminDisabled = types.NewBool(host.Config.LockdownMode != types.HostLockdownModeLockdownDisabled)

	dateTime := types.HostDateTimeInfo{
		TimeZone:  types.HostDateTimeSystemTimeZone{Key: "UTC", Name: "UTC", Description: "UTC"},
		NtpConfig: &types.HostNtpConfig{Server: h.NTPServers},
	}
	host.Config.DateTimeInfo = &dateTime
	running := h.NTPRunning == nil || *h.NTPRunning
	host.Config.Service = &types.HostServiceInfo{Service: []types.HostService{{
		Key: "ntpd", Label: "NTP Daemon", Policy: "on", Running: running}}}
	clock := &hostClock{offset: time.Duration(h.ClockOffsetSeconds) * time.Second}
	clock.DateTimeInfo = dateTime
	clock.Self = types.ManagedObjectReference{Type: "HostDateTimeSystem",
		Value: "dateTimeSystem-" + host.Self.Value}
	self := simulator.Map.Put(clock).Reference()
	host.ConfigManager.DateTimeSystem = &self
	// A host that does not answer has nothing to tell but its name and state.
	if host.Runtime.ConnectionState != types.HostSystemConnectionStateConnected {
		host.Runtime.PowerState = types.HostSystemPowerStateUnknown
	}
}

// hostClock is a host's HostDateTimeSystem: the simulator has none.
type hostClock struct {
	mo.HostDateTimeSystem
	offset time.Duration
}

// QueryDateTime answers with the host's own time.
func (c *hostClock) QueryDateTime(*types.QueryDateTime) soap.HasFault {
	return &methods.QueryDateTimeBody{Res: &types.QueryDateTimeResponse{
		Returnval: time.Now().UTC().Add(c.offset)}}
}
