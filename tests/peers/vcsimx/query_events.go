package main

import (
	"reflect"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/types"
)

// queryEvents answers EventManager.QueryEvents: the simulator's own manager knows no other time than
// now. Events of entities that the user may not see are left out.
func queryEvents(user string, filter types.EventFilterSpec) *methods.QueryEventsBody {
	limit := int(filter.MaxCount)
	if limit <= 0 || limit > 1000 {
		limit = 1000
	}
	result := new(types.QueryEventsResponse)
	for _, event := range world.events {
		if len(result.Returnval) < limit && eventMatches(event, filter) && eventVisible(user, event.GetEvent()) {
			result.Returnval = append(result.Returnval, event)
		}
	}
	return &methods.QueryEventsBody{Res: result}
}

func eventVisible(user string, event *types.Event) bool {
	if event.Vm == nil || simulator.Map.Get(event.Vm.Vm) == nil {
		return granted(user, content().RootFolder, "System.View")
	}
	return granted(user, event.Vm.Vm, "System.View")
}

func eventMatches(event types.BaseEvent, filter types.EventFilterSpec) bool {
	base := event.GetEvent()
	if t := filter.Time; t != nil {
		if t.BeginTime != nil && base.CreatedTime.Before(*t.BeginTime) ||
			t.EndTime != nil && base.CreatedTime.After(*t.EndTime) {
			return false
		}
	}
	if len(filter.EventTypeId)+len(filter.Type) > 0 {
		kind := reflect.TypeOf(event).Elem()
		matches := false
		for _, id := range append(filter.EventTypeId, filter.Type...) {
			id = strings.TrimPrefix(id, "vim.event.")
			parent, embedded := kind.FieldByName(id)
			matches = matches || kind.Name() == id || embedded && parent.Anonymous
		}
		if !matches {
			return false
		}
	}
	if filter.Entity == nil {
		return true
	}
	wanted := filter.Entity.Entity
	for _, argument := range arguments(base) {
		if argument == wanted && filter.Entity.Recursion != types.EventFilterSpecRecursionOptionChildren {
			return true
		}
		if filter.Entity.Recursion == types.EventFilterSpecRecursionOptionSelf {
			continue
		}
		for _, above := range ancestors(argument) {
			if above == wanted {
				return true
			}
		}
	}
	return false
}

func arguments(event *types.Event) []types.ManagedObjectReference {
	var all []types.ManagedObjectReference
	if event.Vm != nil {
		all = append(all, event.Vm.Vm)
	}
	if event.Host != nil {
		all = append(all, event.Host.Host)
	}
	if event.Ds != nil {
		all = append(all, event.Ds.Datastore)
	}
	if event.Datacenter != nil {
		all = append(all, event.Datacenter.Datacenter)
	}
	return all
}
