package main

import (
	"regexp"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// authorization answers who may do what; the simulator's own manager says yes to everybody.
type authorization struct {
	simulator.AuthorizationManager
}

func stockAuthorization() *simulator.AuthorizationManager {
	manager := simulator.Map.Get(*content().AuthorizationManager).(*simulator.AuthorizationManager)
	manager.RoleList = rights.list
	for _, role := range manager.RoleList {
		if role.Name == "Admin" {
			describePrivileges(&manager.AuthorizationManager, role.Privilege)
		}
	}
	return manager
}

// describePrivileges lists every privilege with a label: its last word, spelled out.
func describePrivileges(manager *mo.AuthorizationManager, ids []string) {
	for _, id := range ids {
		dot := strings.LastIndex(id, ".")
		manager.PrivilegeList = append(manager.PrivilegeList, types.AuthorizationPrivilege{PrivId: id,
			Name: id[dot+1:], PrivGroupName: id[:dot]})
		words := strings.ToLower(capital.ReplaceAllString(id[dot+1:], "$1 $2"))
		label := strings.ToUpper(words[:1]) + words[1:]
		manager.Description.Privilege = append(manager.Description.Privilege, &types.ElementDescription{
			Description: types.Description{Label: label, Summary: label}, Key: id})
	}
}

var capital = regexp.MustCompile("([a-z])([A-Z])")

func onESX() *soap.Fault { return simulator.Fault("", new(types.NotImplemented)) }

// HasPrivilegeOnEntities of the session asked about; an unknown session has none.
func (m *authorization) HasPrivilegeOnEntities(ctx *simulator.Context, req *types.HasPrivilegeOnEntities) soap.HasFault {
	if world.esx {
		return &methods.HasPrivilegeOnEntitiesBody{Fault_: onESX()}
	}
	user, known := sessions.user(req.SessionId)
	return &methods.HasPrivilegeOnEntitiesBody{Res: &types.HasPrivilegeOnEntitiesResponse{
		Returnval: availability(req.Entity, req.PrivId, func(entity types.ManagedObjectReference, id string) bool {
			return known && granted(user, entity, id)
		})}}
}

// HasUserPrivilegeOnEntities of any user.
func (m *authorization) HasUserPrivilegeOnEntities(ctx *simulator.Context, req *types.HasUserPrivilegeOnEntities) soap.HasFault {
	if world.esx {
		return &methods.HasUserPrivilegeOnEntitiesBody{Fault_: onESX()}
	}
	return &methods.HasUserPrivilegeOnEntitiesBody{Res: &types.HasUserPrivilegeOnEntitiesResponse{
		Returnval: availability(req.Entities, req.PrivId, func(entity types.ManagedObjectReference, id string) bool {
			return granted(req.UserName, entity, id)
		})}}
}

// HasPrivilegeOnEntity is the older form, for one entity.
func (m *authorization) HasPrivilegeOnEntity(ctx *simulator.Context, req *types.HasPrivilegeOnEntity) soap.HasFault {
	user, known := sessions.user(req.SessionId)
	result := make([]bool, len(req.PrivId))
	for i, id := range req.PrivId {
		result[i] = known && granted(user, req.Entity, id)
	}
	return &methods.HasPrivilegeOnEntityBody{Res: &types.HasPrivilegeOnEntityResponse{Returnval: result}}
}

// FetchUserPrivilegeOnEntities lists what a user has.
func (m *authorization) FetchUserPrivilegeOnEntities(ctx *simulator.Context, req *types.FetchUserPrivilegeOnEntities) soap.HasFault {
	if world.esx {
		return &methods.FetchUserPrivilegeOnEntitiesBody{Fault_: onESX()}
	}
	res := new(types.FetchUserPrivilegeOnEntitiesResponse)
	for _, entity := range req.Entities {
		result := types.UserPrivilegeResult{Entity: entity}
		if role := roleOn(req.UserName, entity); role != nil {
			result.Privileges = role.Privilege
		}
		res.Returnval = append(res.Returnval, result)
	}
	return &methods.FetchUserPrivilegeOnEntitiesBody{Res: res}
}

// RetrieveEntityPermissions lists those of the entity, and those it inherits.
func (m *authorization) RetrieveEntityPermissions(ctx *simulator.Context, req *types.RetrieveEntityPermissions) soap.HasFault {
	res := new(types.RetrieveEntityPermissionsResponse)
	res.Returnval = permissionsOf(req.Entity)
	if req.Inherited {
		for _, above := range ancestors(req.Entity) {
			for _, permission := range permissionsOf(above) {
				if permission.Propagate {
					res.Returnval = append(res.Returnval, permission)
				}
			}
		}
	}
	return &methods.RetrieveEntityPermissionsBody{Res: res}
}

// RetrieveAllPermissions of the whole system.
func (m *authorization) RetrieveAllPermissions(*types.RetrieveAllPermissions) soap.HasFault {
	res := new(types.RetrieveAllPermissionsResponse)
	for entity := range rights.at {
		res.Returnval = append(res.Returnval, permissionsOf(entity)...)
	}
	return &methods.RetrieveAllPermissionsBody{Res: res}
}

func permissionsOf(entity types.ManagedObjectReference) []types.Permission {
	var all []types.Permission
	for _, user := range names(rights.at[entity]) {
		given := rights.at[entity][user]
		on := entity
		all = append(all, types.Permission{Entity: &on, Principal: principal(user), RoleId: given.role.RoleId, Propagate: given.propagate})
	}
	return all
}

func availability(entities []types.ManagedObjectReference, ids []string,
	has func(types.ManagedObjectReference, string) bool) []types.EntityPrivilege {
	var all []types.EntityPrivilege
	for _, entity := range entities {
		result := types.EntityPrivilege{Entity: entity}
		for _, id := range ids {
			result.PrivAvailability = append(result.PrivAvailability,
				types.PrivilegeAvailability{PrivId: id, IsGranted: has(entity, id)})
		}
		all = append(all, result)
	}
	return all
}
