package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/ioutil"
	"path/filepath"
)

// Scenario is what a scenario file says, after its includes are merged. README.md beside this file
// describes every key; one that is not described here is an error.
type Scenario struct {
	Kind               string                `json:"kind"`
	About              About                 `json:"about"`
	ClockOffsetSeconds int                   `json:"clockOffsetSeconds"`
	Users              map[string]User       `json:"users"`
	Roles              map[string][]string   `json:"roles"`
	Licenses           map[string]License    `json:"licenses"`
	Evaluation         *Evaluation           `json:"evaluation"`
	Datacenters        map[string]Datacenter `json:"datacenters"`
	Clusters           map[string]Cluster    `json:"clusters"`
	Hosts              map[string]Host       `json:"hosts"`
	StoragePods        map[string]StoragePod `json:"storagePods"`
	Datastores         map[string]Datastore  `json:"datastores"`
	Networks           map[string]Network    `json:"networks"`
	VMs                map[string]VM         `json:"vms"`
	Many               map[string]Many       `json:"many"`
	Events             map[string]Event      `json:"events"`
	Paging             Paging                `json:"paging"`
	Session            SessionRules          `json:"session"`
	Wire               Wire                  `json:"wire"`
	Faults             map[string]Fault      `json:"faults"`
	Unsupported        []string              `json:"unsupportedMethods"`
	Replay             bool                  `json:"replay"`
}

// About is the product that ServiceContent.about tells of.
type About struct {
	InstanceUUID string `json:"instanceUuid"`
	Name         string `json:"name"`
	Version      string `json:"version"`
	Build        string `json:"build"`
	APIVersion   string `json:"apiVersion"`
	ProductLine  string `json:"productLineId"`
}

// User can log in and sees what its permissions allow. Hide names properties per type that are
// answered with NoPermission whatever the role says.
type User struct {
	Password     string                `json:"password"`
	LoginFault   string                `json:"loginFault"`
	LoginMessage string                `json:"loginMessage"`
	Permissions  map[string]Permission `json:"permissions"`
	Hide         map[string][]string   `json:"hide"`
}

// Permission gives a role on an inventory path, by default down to everything below it.
type Permission struct {
	Role      string `json:"role"`
	Propagate *bool  `json:"propagate"`
}

// License is one that LicenseManager lists.
type License struct {
	Name     string `json:"name"`
	Edition  string `json:"edition"`
	Total    int32  `json:"total"`
	Used     int32  `json:"used"`
	CostUnit string `json:"costUnit"`
}

// Evaluation is the state of the evaluation period.
type Evaluation struct {
	HoursLeft int `json:"hoursLeft"`
}

// Datacenter has no properties of its own.
type Datacenter struct{}

// Cluster belongs to a datacenter; DRS may be told to leave single VMs alone.
type Cluster struct {
	Datacenter string              `json:"datacenter"`
	DRS        Balancing           `json:"drs"`
	Overrides  map[string]Override `json:"overrides"`
}

// Balancing is the setting of DRS or Storage DRS.
type Balancing struct {
	Enabled  bool   `json:"enabled"`
	Behavior string `json:"behavior"`
}

// Override is the setting for one VM.
type Override struct {
	Enabled  *bool  `json:"enabled"`
	Behavior string `json:"behavior"`
}

// StoragePod is a datastore cluster.
type StoragePod struct {
	Datacenter string              `json:"datacenter"`
	DRS        Balancing           `json:"drs"`
	Overrides  map[string]Override `json:"overrides"`
}

// Network is a standard network of a datacenter besides "VM Network", which every one has.
type Network struct {
	Datacenter string `json:"datacenter"`
}

// Many stands for Count VMs of one kind, named key-00001 and so on.
type Many struct {
	Count int `json:"count"`
	VM    VM  `json:"vm"`
}

// Paging says how many objects an answer holds at most.
type Paging struct {
	Default int `json:"default"`
	Max     int `json:"max"`
}

// SessionRules says how sessions end and how a request without one is answered.
type SessionRules struct {
	IdleSeconds     int    `json:"idleSeconds"`
	Unauthenticated string `json:"unauthenticated"`
}

// Wire is the look of answers: like vSphere's, or like Go's encoder writes them.
type Wire struct {
	GoPrefixes bool `json:"goPrefixes"`
	Gzip       bool `json:"gzip"`
	HTTP2      bool `json:"http2"`
	Lax        bool `json:"lax"`
}

// loadScenario reads a file and what it includes; later keys win, null removes (RFC 7396).
func loadScenario(file string) (*Scenario, error) {
	merged, err := readMerged(file, 0)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(merged)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	scenario := new(Scenario)
	if err := decoder.Decode(scenario); err != nil {
		return nil, fmt.Errorf("%s: %v", file, err)
	}
	return scenario, scenario.expand()
}

func readMerged(file string, depth int) (map[string]interface{}, error) {
	if depth > 8 {
		return nil, fmt.Errorf("%s: includes are nested too deeply", file)
	}
	text, err := ioutil.ReadFile(file)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var own map[string]interface{}
	if err := decoder.Decode(&own); err != nil {
		return nil, fmt.Errorf("%s: %v", file, err)
	}
	delete(own, "comment")
	include, ok := own["include"].(string)
	if !ok {
		return own, nil
	}
	delete(own, "include")
	if !filepath.IsAbs(include) {
		include = filepath.Join(filepath.Dir(file), include)
	}
	base, err := readMerged(include, depth+1)
	if err != nil {
		return nil, err
	}
	return merge(base, own).(map[string]interface{}), nil
}

func merge(base, patch interface{}) interface{} {
	changes, ok := patch.(map[string]interface{})
	if !ok {
		return patch
	}
	result, ok := base.(map[string]interface{})
	if !ok {
		result = map[string]interface{}{}
	}
	for key, value := range changes {
		if value == nil {
			delete(result, key)
		} else {
			result[key] = merge(result[key], value)
		}
	}
	return result
}

// expand turns "many" into single VMs.
func (s *Scenario) expand() error {
	if s.VMs == nil {
		s.VMs = map[string]VM{}
	}
	for prefix, many := range s.Many {
		for i := 1; i <= many.Count; i++ {
			s.VMs[fmt.Sprintf("%s-%05d", prefix, i)] = many.VM
		}
	}
	return nil
}
