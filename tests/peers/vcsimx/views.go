package main

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// views adds to a view what the simulator forgets (the datastores of a datastore cluster) and takes
// away what the user may not see.
type views struct {
	simulator.ViewManager
}

// CreateContainerView as the simulator makes it, corrected.
func (m *views) CreateContainerView(ctx *simulator.Context, req *types.CreateContainerView) soap.HasFault {
	body := m.ViewManager.CreateContainerView(ctx, req)
	made, ok := body.(*methods.CreateContainerViewBody)
	if !ok || made.Res == nil {
		return body
	}
	view := ctx.Session.Get(made.Res.Returnval).(*simulator.ContainerView)
	wanted := len(req.Type) == 0
	for _, kind := range req.Type {
		wanted = wanted || kind == "Datastore" || kind == "ManagedEntity"
	}
	for _, pod := range world.pods {
		for _, child := range pod.ChildEntity {
			if wanted && req.Recursive && below(child, req.Container) && simulator.FindReference(view.View, child) == nil {
				view.View = append(view.View, child)
			}
		}
	}
	visible := view.View[:0]
	for _, ref := range view.View {
		if granted(ctx.Session.UserName, ref, "System.View") {
			visible = append(visible, ref)
		}
	}
	view.View = visible
	return body
}

func below(ref, container types.ManagedObjectReference) bool {
	for _, above := range ancestors(ref) {
		if above == container {
			return true
		}
	}
	return false
}
