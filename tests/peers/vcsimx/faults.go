package main

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

// Fault is something that goes wrong with calls of one method ("*": of any).
type Fault struct {
	Method string `json:"method"`
	User   string `json:"user"`
	Skip   int    `json:"skip"`
	Times  int    `json:"times"`

	EndSession bool     `json:"endSession"`
	RemoveVMs  []string `json:"removeVms"`

	Fault     string            `json:"fault"`
	Message   string            `json:"message"`
	Privilege string            `json:"privilege"`
	Status    int               `json:"status"`
	Header    map[string]string `json:"header"`
	Body      *string           `json:"body"`

	StallSeconds float64 `json:"stallSeconds"`
	PerSecond    int     `json:"bytesPerSecond"`
	At           *Place  `json:"at"`
	Cut          bool    `json:"cut"`
	Truncate     bool    `json:"truncate"`
	Malformed    bool    `json:"malformed"`
	EntityBomb   bool    `json:"entityBomb"`
	FloodMB      int     `json:"floodMegabytes"`
	FloodShape   string  `json:"floodShape"`

	seen int
}

// Place in an answer: a number of bytes, or a part of it like "50%".
type Place struct {
	bytes   int
	percent int
}

// UnmarshalJSON reads both forms.
func (p *Place) UnmarshalJSON(text []byte) error {
	value := strings.Trim(string(text), `"`)
	var err error
	if strings.HasSuffix(value, "%") {
		p.percent, err = strconv.Atoi(strings.TrimSuffix(value, "%"))
	} else {
		p.bytes, err = strconv.Atoi(value)
	}
	return err
}

func (p *Place) in(length int) int {
	at := length / 2
	if p != nil && p.percent > 0 {
		at = length * p.percent / 100
	} else if p != nil {
		at = p.bytes
	}
	if at > length {
		at = length
	}
	return at
}

var counting sync.Mutex

// counted are the faults with their counters; the scenario's own are values of a map.
var counted = map[string]*Fault{}

// nextFault is the first one, by name, that concerns this call.
func nextFault(method, user string) *Fault {
	counting.Lock()
	defer counting.Unlock()
	for _, name := range names(world.scenario.Faults) {
		fault, ok := counted[name]
		if !ok {
			copied := world.scenario.Faults[name]
			fault = &copied
			counted[name] = fault
		}
		if fault.Method != "*" && fault.Method != method || fault.User != "" && !strings.EqualFold(fault.User, user) {
			continue
		}
		fault.seen++
		if fault.seen > fault.Skip && (fault.Times == 0 || fault.seen <= fault.Skip+fault.Times) {
			return fault
		}
	}
	return nil
}

// before does what needs no answer of the simulator; true if that was the answer.
func (f *Fault) before(w http.ResponseWriter, r *http.Request) bool {
	for _, name := range f.RemoveVMs {
		removeVM(name)
	}
	switch {
	case f.Fault != "":
		a := faulty(f.Fault, or(f.Message, f.Fault), f.Privilege)
		a.send(w, r)
	case f.Status != 0:
		for key, value := range f.Header {
			w.Header().Set(key, value)
		}
		if w.Header().Get("Content-Type") == "" {
			w.Header().Set("Content-Type", "text/html")
		}
		w.WriteHeader(f.Status)
		text := fmt.Sprintf("<html><body><h1>%d %s</h1></body></html>\n", f.Status, http.StatusText(f.Status))
		if f.Body != nil {
			text = *f.Body
		}
		fmt.Fprint(w, text)
	case f.Body != nil:
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
		fmt.Fprint(w, *f.Body)
	case f.EntityBomb:
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
		fmt.Fprint(w, entityBomb())
	case f.FloodMB > 0:
		flood(w, f.FloodMB, f.FloodShape)
	default:
		return false
	}
	return true
}

// after does to the simulator's answer what the fault says; true if it was sent that way.
func (f *Fault) after(a *answer, w http.ResponseWriter, r *http.Request) bool {
	text := a.body.Bytes()
	at := f.At.in(len(text))
	switch {
	case f.PerSecond > 0:
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
		w.WriteHeader(a.status)
		trickle(w, r, text, f.PerSecond)
		return true
	case f.Cut || f.StallSeconds > 0:
		for key, values := range a.header {
			w.Header()[key] = values
		}
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
		w.Header().Set("Content-Length", strconv.Itoa(len(text)))
		w.WriteHeader(a.status)
		_, _ = w.Write(text[:at])
		w.(http.Flusher).Flush()
		if f.StallSeconds > 0 {
			select {
			case <-time.After(time.Duration(f.StallSeconds * float64(time.Second))):
			case <-r.Context().Done():
			}
		}
		if f.Cut {
			panic(http.ErrAbortHandler)
		}
		_, _ = w.Write(text[at:])
		return true
	case f.Truncate:
		a.body.Truncate(at)
	case f.Malformed:
		// The next end tag from here on ends something else.
		if close := bytes.Index(text[at:], []byte("</")); close >= 0 {
			text[at+close+2] = '_'
		}
	}
	return false
}

// trickle keeps the connection alive and gets nowhere.
func trickle(w http.ResponseWriter, r *http.Request, text []byte, perSecond int) {
	const perPiece = 10
	piece := (perSecond + perPiece - 1) / perPiece
	for len(text) > 0 {
		if piece > len(text) {
			piece = len(text)
		}
		if _, err := w.Write(text[:piece]); err != nil {
			return
		}
		w.(http.Flusher).Flush()
		text = text[piece:]
		select {
		case <-time.After(time.Second / perPiece):
		case <-r.Context().Done():
			return
		}
	}
}

func removeVM(name string) {
	vm, ok := world.vms[name]
	if !ok || simulator.Map.Get(vm.Self) == nil {
		return
	}
	simulator.Map.Remove(vm.Self)
	remove := func(list *[]types.ManagedObjectReference) { simulator.RemoveReference(list, vm.Self) }
	remove(&simulator.Map.Get(*vm.Parent).(*simulator.Folder).ChildEntity)
	for _, host := range world.hosts {
		remove(&host.Vm)
	}
	for _, ds := range world.datastores {
		remove(&ds.Vm)
	}
	if vm.ResourcePool != nil {
		remove(&simulator.Map.Get(*vm.ResourcePool).(*simulator.ResourcePool).Vm)
	}
}

// entityBomb would grow to gigabytes in a parser that follows it.
func entityBomb() string {
	bomb := `<?xml version="1.0"?><!DOCTYPE bomb [<!ENTITY a0 "lollollollol">`
	for i := 1; i < 12; i++ {
		bomb += fmt.Sprintf(`<!ENTITY a%d "%s">`, i, strings.Repeat(fmt.Sprintf("&a%d;", i-1), 10))
	}
	return bomb + "]>" + strings.TrimPrefix(envelopeStart, `<?xml version="1.0" encoding="UTF-8"?>`) + "&a11;" + envelopeEnd
}

// flood sends an answer of this size: "text" is one endless name, "objects" are VMs without end.
func flood(w http.ResponseWriter, megabytes int, shape string) {
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	piece := bytes.Repeat([]byte("x"), 1<<16)
	start, end := envelopeStart+`<RetrievePropertiesExResponse xmlns="urn:vim25"><returnval>`,
		`</returnval></RetrievePropertiesExResponse>`+envelopeEnd
	if shape == "objects" {
		one := `<objects><obj type="VirtualMachine">vm-1</obj><propSet><name>name</name><val xsi:type="xsd:string">web</val></propSet></objects>`
		piece = []byte(strings.Repeat(one, (1<<16)/len(one)))
	} else {
		start += `<objects><obj type="VirtualMachine">vm-1</obj><propSet><name>name</name><val xsi:type="xsd:string">`
		end = `</val></propSet></objects>` + end
	}
	fmt.Fprint(w, start)
	for sent := 0; sent < megabytes<<20; sent += len(piece) {
		if _, err := w.Write(piece); err != nil {
			return
		}
	}
	fmt.Fprint(w, end)
}
