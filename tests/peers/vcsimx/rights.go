package main

import (
	"fmt"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/simulator/esx"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// right is a role given to one user on one entity.
type right struct {
	role      *types.AuthorizationRole
	propagate bool
}

// rights: who has which role where, and the roles by name.
var rights struct {
	roles  map[string]*types.AuthorizationRole
	list   []types.AuthorizationRole
	sets   map[int32]map[string]bool
	at     map[types.ManagedObjectReference]map[string]right
	byPath map[string]types.ManagedObjectReference
}

// addRights resolves users, roles and the paths on which they have them. The roles of the system
// have their names of the API: NoAccess, View, ReadOnly, Admin.
func addRights(s *Scenario) error {
	rights.roles = map[string]*types.AuthorizationRole{}
	rights.sets = map[int32]map[string]bool{}
	rights.at = map[types.ManagedObjectReference]map[string]right{}
	rights.list = append(rights.list, esx.RoleList...)
	known := map[string]bool{}
	for _, role := range esx.RoleList {
		for _, privilege := range role.Privilege {
			known[privilege] = true
		}
	}
	for i, name := range names(s.Roles) {
		for _, privilege := range s.Roles[name] {
			if !known[privilege] {
				return fmt.Errorf("role %s: no privilege %q", name, privilege)
			}
		}
		// Every role that a person makes brings these three along.
		privileges := append([]string{"System.Anonymous", "System.Read", "System.View"}, s.Roles[name]...)
		rights.list = append(rights.list, types.AuthorizationRole{RoleId: int32(10 + i), Name: name,
			Info: &types.Description{Label: name, Summary: name}, Privilege: privileges})
	}
	for i := range rights.list {
		role := &rights.list[i]
		rights.roles[role.Name] = role
		rights.sets[role.RoleId] = map[string]bool{}
		for _, privilege := range role.Privilege {
			rights.sets[role.RoleId][privilege] = true
		}
	}
	nameEntities()
	for _, user := range names(s.Users) {
		for path, permission := range s.Users[user].Permissions {
			role, ok := rights.roles[permission.Role]
			if !ok {
				return fmt.Errorf("user %s: no role %q", user, permission.Role)
			}
			entity, ok := rights.byPath[path]
			if !ok {
				return fmt.Errorf("user %s: nothing at %q", user, path)
			}
			if rights.at[entity] == nil {
				rights.at[entity] = map[string]right{}
			}
			rights.at[entity][canonical(user)] = right{role, permission.Propagate == nil || *permission.Propagate}
		}
	}
	simulator.Map.Put(&authorization{AuthorizationManager: *stockAuthorization()})
	return nil
}

// nameEntities gives every entity its inventory path: "/dc01/host/cl01/esx01".
func nameEntities() {
	rights.byPath = map[string]types.ManagedObjectReference{"/": content().RootFolder}
	for _, entity := range simulator.Map.All("") {
		path := ""
		for _, ref := range append([]types.ManagedObjectReference{entity.Reference()}, ancestors(entity.Reference())...) {
			if ref != content().RootFolder {
				path = "/" + nameOf(simulator.Map.Get(ref).(mo.Entity)) + path
			}
		}
		if path != "" {
			rights.byPath[path] = entity.Reference()
		}
	}
}

func nameOf(entity mo.Entity) string {
	if network, ok := entity.(*mo.Network); ok {
		return network.Name
	}
	return entity.Entity().Name
}

// ancestors from the parent up to the root folder.
func ancestors(ref types.ManagedObjectReference) []types.ManagedObjectReference {
	var all []types.ManagedObjectReference
	entity, ok := simulator.Map.Get(ref).(mo.Entity)
	for ok && entity.Entity().Parent != nil && len(all) < 32 {
		ref = *entity.Entity().Parent
		all = append(all, ref)
		entity, ok = simulator.Map.Get(ref).(mo.Entity)
	}
	return all
}

// canonical is the one form under which a user is kept: VSPHERE.LOCAL\asr is asr@vsphere.local.
func canonical(user string) string {
	if parts := strings.SplitN(user, `\`, 2); len(parts) == 2 {
		user = parts[1] + "@" + parts[0]
	}
	return strings.ToLower(user)
}

// principal is the form in which vCenter names a user.
func principal(user string) string {
	if parts := strings.SplitN(user, "@", 2); len(parts) == 2 {
		return strings.ToUpper(parts[1]) + `\` + parts[0]
	}
	return user
}

// roleOn is the role that counts: the nearest one on the way up that reaches down this far. On the
// way from a VM to the root, the folders count and the resource pools do not.
func roleOn(user string, ref types.ManagedObjectReference) *types.AuthorizationRole {
	user = canonical(user)
	if given, ok := rights.at[ref][user]; ok {
		return given.role
	}
	for _, above := range ancestors(ref) {
		if given, ok := rights.at[above][user]; ok && given.propagate {
			return given.role
		}
	}
	return nil
}

func granted(user string, ref types.ManagedObjectReference, privilege string) bool {
	role := roleOn(user, ref)
	return role != nil && rights.sets[role.RoleId][privilege]
}
