package main

import (
	"bytes"
	"fmt"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
	"github.com/vmware/govmomi/vim25/xml"
)

// unlikeSchema says what is wrong with the elements of a request, or nothing. vSphere takes elements
// in the order of its schema; Go takes them in any, and passes over those that it does not know. So
// the request is written again from what was understood, and both must have the same elements.
func unlikeSchema(body []byte) string {
	decoded, err := simulator.UnmarshalBody(types.TypeFunc(), body)
	if err != nil {
		return err.Error()
	}
	sent, understood := elements(body), elements(encoded(decoded.Body))
	for i := 0; i < len(sent) || i < len(understood); i++ {
		switch {
		case i >= len(understood):
			return fmt.Sprintf("unexpected element <%s>", sent[i])
		case i >= len(sent):
			return fmt.Sprintf("element <%s> is missing", understood[i])
		case sent[i] != understood[i]:
			return fmt.Sprintf("element <%s> where <%s> belongs", sent[i], understood[i])
		}
	}
	return ""
}

// elements are the names of all elements below the body, in order.
func elements(envelope []byte) []string {
	var names []string
	decoder := xml.NewDecoder(bytes.NewReader(envelope))
	inside := false
	for {
		token, err := decoder.Token()
		if err != nil {
			return names
		}
		if start, ok := token.(xml.StartElement); ok {
			if inside {
				names = append(names, start.Name.Local)
			}
			inside = inside || start.Name.Local == "Body"
		}
	}
}
