package main

import (
	"fmt"

	"github.com/vmware/govmomi/vim25/types"
)

// addOverrides says which VMs DRS and Storage DRS leave alone.
func addOverrides(s *Scenario) error {
	for name, cluster := range s.Clusters {
		config := &types.ClusterConfigInfoEx{DrsConfig: types.ClusterDrsConfigInfo{
			Enabled:           types.NewBool(cluster.DRS.Enabled),
			DefaultVmBehavior: types.DrsBehavior(or(cluster.DRS.Behavior, "fullyAutomated"))}}
		for _, vm := range names(cluster.Overrides) {
			machine, ok := world.vms[vm]
			if !ok {
				return fmt.Errorf("cluster %s: no vm %q", name, vm)
			}
			override := cluster.Overrides[vm]
			config.DrsVmConfig = append(config.DrsVmConfig, types.ClusterDrsVmConfigInfo{Key: machine.Self,
				Enabled: override.Enabled, Behavior: types.DrsBehavior(override.Behavior)})
		}
		world.clusters[name].ConfigurationEx = config
	}
	for name, pod := range s.StoragePods {
		entry := world.pods[name].PodStorageDrsEntry
		entry.StorageDrsConfig.PodConfig.Enabled = pod.DRS.Enabled
		entry.StorageDrsConfig.PodConfig.DefaultVmBehavior = or(pod.DRS.Behavior, "automated")
		for _, vm := range names(pod.Overrides) {
			machine, ok := world.vms[vm]
			if !ok {
				return fmt.Errorf("storagePod %s: no vm %q", name, vm)
			}
			entry.StorageDrsConfig.VmConfig = append(entry.StorageDrsConfig.VmConfig, types.StorageDrsVmConfigInfo{
				Vm: &machine.Self, Enabled: pod.Overrides[vm].Enabled, Behavior: pod.Overrides[vm].Behavior})
		}
	}
	return nil
}
