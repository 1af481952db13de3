package main

import (
	"fmt"
	"strings"
	"sync"

	"github.com/google/uuid"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// collector is the simulator's PropertyCollector with what it lacks: rights, pages, and a fault for
// a property that does not exist. One per session; the simulator makes them by reflection.
type collector struct {
	simulator.PropertyCollector
	mutex sync.Mutex // of pages and sizes: one session may ask several things at once
	pages map[string][]types.ObjectContent
	sizes map[string]int
}

// RetrievePropertiesEx answers with the first page.
func (c *collector) RetrievePropertiesEx(ctx *simulator.Context, req *types.RetrievePropertiesEx) soap.HasFault {
	if req.Options.MaxObjects < 0 {
		return &methods.RetrievePropertiesExBody{Fault_: simulator.Fault("",
			&types.InvalidArgument{InvalidProperty: "options.maxObjects"})}
	}
	body := c.PropertyCollector.RetrievePropertiesEx(ctx, req).(*methods.RetrievePropertiesExBody)
	if body.Fault_ != nil {
		return body
	}
	objects, fault := c.permitted(ctx, body.Res.Returnval.Objects, req.SpecSet)
	if fault != nil {
		return &methods.RetrievePropertiesExBody{Fault_: fault}
	}
	body.Res.Returnval = c.page(objects, pageSize(int(req.Options.MaxObjects)))
	return body
}

// RetrieveProperties is the older form, without pages.
func (c *collector) RetrieveProperties(ctx *simulator.Context, req *types.RetrieveProperties) soap.HasFault {
	body := c.PropertyCollector.RetrieveProperties(ctx, req).(*methods.RetrievePropertiesBody)
	if body.Fault_ != nil {
		return body
	}
	body.Res.Returnval, body.Fault_ = c.permitted(ctx, body.Res.Returnval, req.SpecSet)
	return body
}

// ContinueRetrievePropertiesEx takes a token once; objects that are gone meanwhile are left out.
func (c *collector) ContinueRetrievePropertiesEx(ctx *simulator.Context, req *types.ContinueRetrievePropertiesEx) soap.HasFault {
	rest, size, ok := c.take(req.Token)
	if !ok {
		return &methods.ContinueRetrievePropertiesExBody{Fault_: simulator.Fault("",
			&types.InvalidProperty{Name: "token"})}
	}
	var there []types.ObjectContent
	for _, object := range rest {
		if ctx.Session.Get(object.Obj) != nil {
			there = append(there, object)
		}
	}
	result := c.page(there, size)
	if result == nil {
		result = new(types.RetrieveResult)
	}
	return &methods.ContinueRetrievePropertiesExBody{Res: &types.ContinueRetrievePropertiesExResponse{Returnval: *result}}
}

// CancelRetrievePropertiesEx forgets what is left.
func (c *collector) CancelRetrievePropertiesEx(req *types.CancelRetrievePropertiesEx) soap.HasFault {
	if _, _, ok := c.take(req.Token); !ok {
		return &methods.CancelRetrievePropertiesExBody{Fault_: simulator.Fault("", &types.InvalidProperty{Name: "token"})}
	}
	return &methods.CancelRetrievePropertiesExBody{Res: new(types.CancelRetrievePropertiesExResponse)}
}

// CreatePropertyCollector makes one of this kind, too.
func (c *collector) CreatePropertyCollector(ctx *simulator.Context, _ *types.CreatePropertyCollector) soap.HasFault {
	added := &collector{}
	added.Self.Type = "PropertyCollector"
	return &methods.CreatePropertyCollectorBody{Res: &types.CreatePropertyCollectorResponse{
		Returnval: ctx.Session.Put(added).Reference()}}
}

func (c *collector) take(token string) (rest []types.ObjectContent, size int, ok bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	rest, ok = c.pages[token]
	size = c.sizes[token]
	delete(c.pages, token)
	delete(c.sizes, token)
	return
}

func pageSize(asked int) int {
	paging := world.scenario.Paging
	if asked == 0 {
		asked = paging.Default
	}
	if paging.Max > 0 && (asked == 0 || asked > paging.Max) {
		asked = paging.Max
	}
	return asked
}

func (c *collector) page(objects []types.ObjectContent, size int) *types.RetrieveResult {
	if len(objects) == 0 {
		return nil
	}
	if size == 0 || len(objects) <= size {
		return &types.RetrieveResult{Objects: objects}
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.pages == nil {
		c.pages, c.sizes = map[string][]types.ObjectContent{}, map[string]int{}
	}
	token := uuid.New().String()
	c.pages[token], c.sizes[token] = objects[size:], size
	return &types.RetrieveResult{Token: token, Objects: objects[:size]}
}

// Without System.Read an entity still shows these.
var viewable = map[string]bool{"name": true, "parent": true, "effectiveRole": true,
	"VirtualMachine.datastore": true, "HostSystem.datastore": true}

// permitted removes what the user may not see and moves what he may not read to the missing set.
func (c *collector) permitted(ctx *simulator.Context, objects []types.ObjectContent,
	specs []types.PropertyFilterSpec) ([]types.ObjectContent, *soap.Fault) {
	asked := map[types.ManagedObjectReference]bool{}
	for _, spec := range specs {
		for _, object := range spec.ObjectSet {
			asked[object.Obj] = true
		}
	}
	result := make([]types.ObjectContent, 0, len(objects))
	for _, object := range objects {
		for _, missing := range object.MissingSet {
			if invalid, ok := missing.Fault.Fault.(*types.InvalidProperty); ok {
				return nil, simulator.Fault(fmt.Sprintf("property %q does not exist", invalid.Name), invalid)
			}
		}
		if ctx.Session == nil {
			result = append(result, object)
			continue
		}
		user := ctx.Session.UserName
		_, entity := simulator.Map.Get(object.Obj).(mo.Entity)
		if entity && !granted(user, object.Obj, "System.View") && !asked[object.Obj] {
			continue
		}
		result = append(result, forUser(user, entity, withUnset(object, specs)))
	}
	return result, nil
}

// withUnset adds the properties that were asked for and are not set, without value: whether one may
// read a property does not depend on whether there is something to read.
func withUnset(object types.ObjectContent, specs []types.PropertyFilterSpec) types.ObjectContent {
	known := map[string]bool{}
	for _, property := range object.PropSet {
		known[property.Name] = true
	}
	for _, spec := range specs {
		for _, set := range spec.PropSet {
			for _, path := range set.PathSet {
				if !known[path] && (set.Type == object.Obj.Type || set.Type == "ManagedEntity") {
					known[path] = true
					object.PropSet = append(object.PropSet, types.DynamicProperty{Name: path})
				}
			}
		}
	}
	return object
}

func forUser(user string, entity bool, object types.ObjectContent) types.ObjectContent {
	shown := types.ObjectContent{Obj: object.Obj, MissingSet: object.MissingSet}
	for _, property := range object.PropSet {
		privilege := missingPrivilege(user, entity, object.Obj, property.Name)
		if privilege == "" && property.Val == nil {
			continue
		}
		if privilege == "" {
			if entity && property.Name == "effectiveRole" {
				property.Val = &types.ArrayOfInt{Int: []int32{roleOn(user, object.Obj).RoleId}}
			}
			shown.PropSet = append(shown.PropSet, property)
			continue
		}
		shown.MissingSet = append(shown.MissingSet, types.MissingProperty{Path: property.Name,
			Fault: types.LocalizedMethodFault{LocalizedMessage: "Permission to perform this operation was denied.",
				Fault: &types.NoPermission{SecurityError: types.SecurityError{}, Object: object.Obj, PrivilegeId: privilege}}})
	}
	return shown
}

func missingPrivilege(user string, entity bool, ref types.ManagedObjectReference, path string) string {
	for name, account := range world.scenario.Users {
		if canonical(name) != canonical(user) {
			continue
		}
		for _, hidden := range account.Hide[ref.Type] {
			if path == hidden || strings.HasPrefix(path, hidden+".") {
				return "System.Read"
			}
		}
	}
	if ref.Type == "LicenseManager" && path == "evaluation" || ref.Type == "LicenseManager" && path == "licenses" {
		ref, entity = content().RootFolder, true
	}
	if !entity || granted(user, ref, "System.Read") {
		return ""
	}
	if !granted(user, ref, "System.View") {
		return "System.View"
	}
	if viewable[path] || viewable[ref.Type+"."+path] {
		return ""
	}
	return "System.Read"
}
