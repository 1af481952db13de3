// Command vsphere_govmomi reads what the search for clashing UUIDs and the check of a master target
// need, of all VMs, as a program on VMware's Go library does it. For scripts/bench-vsphere.
package main

import (
	"context"
	"fmt"
	"net/url"
	"os"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/view"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

func main() {
	ctx := context.Background()
	address, err := url.Parse(os.Getenv("GOVC_URL"))
	check(err)
	address.User = url.UserPassword(os.Getenv("GOVC_USERNAME"), os.Getenv("GOVC_PASSWORD"))
	client, err := govmomi.NewClient(ctx, address, true)
	check(err)
	defer client.Logout(ctx)
	machines, err := view.NewManager(client.Client).CreateContainerView(ctx,
		client.ServiceContent.RootFolder, []string{"VirtualMachine"}, true)
	check(err)
	var all []mo.VirtualMachine
	check(machines.Retrieve(ctx, []string{"VirtualMachine"}, os.Args[1:], &all))
	uuids := map[string]int{}
	keys := 0
	for _, vm := range all {
		uuids[vm.Config.Uuid]++
		keys += len(vm.Config.ExtraConfig)
		for _, device := range vm.Config.Hardware.Device {
			if disk, ok := device.(*types.VirtualDisk); ok {
				if backing, ok := disk.Backing.(*types.VirtualDiskFlatVer2BackingInfo); ok {
					uuids[backing.Uuid]++
				}
			}
		}
	}
	fmt.Println(len(all), "VMs,", len(uuids), "UUIDs,", keys, "settings")
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
