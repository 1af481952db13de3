package main

import (
	"fmt"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// Event is one that the event manager tells of. Type is the name in the API, like VmRelocatedEvent.
type Event struct {
	Type            string `json:"type"`
	At              string `json:"at"`
	User            string `json:"user"`
	Message         string `json:"message"`
	VM              string `json:"vm"`
	SourceVM        string `json:"sourceVm"`
	Host            string `json:"host"`
	SourceHost      string `json:"sourceHost"`
	Datastore       string `json:"datastore"`
	SourceDatastore string `json:"sourceDatastore"`
	Template        bool   `json:"template"`
}

// moment understands "2026-11-20T10:00:00Z" and what lies before now: "-36h", "-3d", "-10m".
func moment(text string) (time.Time, error) {
	if strings.HasSuffix(text, "d") {
		days, err := strconv.ParseFloat(strings.TrimSuffix(text, "d"), 64)
		return now().Add(time.Duration(days * 24 * float64(time.Hour))).Truncate(time.Millisecond), err
	}
	if strings.HasPrefix(text, "-") {
		before, err := time.ParseDuration(text)
		return now().Add(before).Truncate(time.Millisecond), err
	}
	return time.Parse(time.RFC3339, text)
}

func addEvents(s *Scenario) error {
	for _, name := range names(s.Events) {
		event, err := makeEvent(s.Events[name])
		if err != nil {
			return fmt.Errorf("event %s: %v", name, err)
		}
		world.events = append(world.events, event)
	}
	sort.SliceStable(world.events, func(i, j int) bool {
		return world.events[i].GetEvent().CreatedTime.Before(world.events[j].GetEvent().CreatedTime)
	})
	for i, event := range world.events {
		event.GetEvent().Key = int32(i + 1)
		event.GetEvent().ChainId = int32(i + 1)
	}
	return nil
}

// An entity that is gone is still named in its events, by a reference that leads nowhere.
func reference(kind, name string, found mo.Entity) types.ManagedObjectReference {
	if found != nil && !reflect.ValueOf(found).IsNil() {
		return found.Reference()
	}
	return types.ManagedObjectReference{Type: kind, Value: "gone-" + derivedUUID(kind, name)[:8]}
}

func vmArgument(name string) types.VmEventArgument {
	return types.VmEventArgument{EntityEventArgument: types.EntityEventArgument{Name: name},
		Vm: reference("VirtualMachine", name, world.vms[name])}
}

func hostArgument(name string) types.HostEventArgument {
	return types.HostEventArgument{EntityEventArgument: types.EntityEventArgument{Name: name},
		Host: reference("HostSystem", name, world.hosts[name])}
}

func datastoreArgument(name string) *types.DatastoreEventArgument {
	if name == "" {
		return nil
	}
	return &types.DatastoreEventArgument{EntityEventArgument: types.EntityEventArgument{Name: name},
		Datastore: reference("Datastore", name, world.datastores[name])}
}

func makeEvent(e Event) (types.BaseEvent, error) {
	kind, ok := types.TypeFunc()(e.Type)
	if !ok {
		return nil, fmt.Errorf("no type %q", e.Type)
	}
	value := reflect.New(kind)
	event, ok := value.Interface().(types.BaseEvent)
	if !ok {
		return nil, fmt.Errorf("%s is no event", e.Type)
	}
	at, err := moment(or(e.At, "-1d"))
	if err != nil {
		return nil, err
	}
	base := event.GetEvent()
	base.CreatedTime = at
	base.UserName = or(e.User, "VSPHERE.LOCAL\\Administrator")
	base.FullFormattedMessage = or(e.Message, e.Type+" on "+e.VM)
	if e.VM != "" {
		vm := vmArgument(e.VM)
		base.Vm = &vm
	}
	if e.Host == "" && e.VM != "" {
		e.Host = world.scenario.VMs[e.VM].Host
	}
	if e.Host != "" {
		host := hostArgument(e.Host)
		base.Host = &host
		if system := world.hosts[e.Host]; system != nil {
			dc := datacenterOf(system)
			base.Datacenter = &types.DatacenterEventArgument{Datacenter: dc.Self,
				EntityEventArgument: types.EntityEventArgument{Name: dc.Name}}
		}
	}
	base.Ds = datastoreArgument(e.Datastore)
	set := func(field string, to interface{}) {
		if f := value.Elem().FieldByName(field); f.IsValid() {
			f.Set(reflect.ValueOf(to))
		}
	}
	if e.SourceVM != "" {
		set("SourceVm", vmArgument(e.SourceVM))
		set("SrcTemplate", vmArgument(e.SourceVM))
	}
	if e.SourceHost != "" || e.Host != "" {
		set("SourceHost", hostArgument(or(e.SourceHost, e.Host)))
	}
	if e.SourceDatastore != "" {
		set("SourceDatastore", datastoreArgument(e.SourceDatastore))
	}
	set("Template", e.Template)
	return event, nil
}
