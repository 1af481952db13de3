package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"github.com/vmware/govmomi/vim25/types"
	"github.com/vmware/govmomi/vim25/xml"
)

// answer is a response before it goes out: faults of the wire are applied to it as a whole.
type answer struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func newAnswer() *answer { return &answer{status: http.StatusOK, header: http.Header{}} }

// Header, Write and WriteHeader make it a http.ResponseWriter for the simulator.
func (a *answer) Header() http.Header { return a.header }

func (a *answer) Write(text []byte) (int, error) { return a.body.Write(text) }

// WriteHeader keeps the status.
func (a *answer) WriteHeader(status int) { a.status = status }

const envelopeStart = xml.Header + `<soapenv:Envelope xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" ` +
	`xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" ` +
	`xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>`
const envelopeEnd = "</soapenv:Body></soapenv:Envelope>\n"

// respond encodes a method's result like the simulator does.
func respond(result interface{}) *answer {
	a := newAnswer()
	a.body.Write(encoded(result))
	return a
}

// encoded is a request or a response in its envelope.
func encoded(message interface{}) []byte {
	var text bytes.Buffer
	text.WriteString(envelopeStart)
	name := reflect.TypeOf(message).Elem().Name()
	_ = xml.NewEncoder(&text).EncodeElement(message, xml.StartElement{Name: xml.Name{Space: "urn:vim25", Local: name}})
	text.WriteString(envelopeEnd)
	return text.Bytes()
}

// faulty is a SOAP fault of a type given by name, with a privilege where the type has one.
func faulty(name, message, privilege string) *answer {
	a := newAnswer()
	a.status = http.StatusInternalServerError
	detail := ""
	if kind, ok := types.TypeFunc()(name); ok {
		value := reflect.New(kind).Elem()
		if field := value.FieldByName("PrivilegeId"); field.IsValid() {
			field.SetString(or(privilege, "System.View"))
			value.FieldByName("Object").Set(reflect.ValueOf(content().RootFolder))
		}
		var inner bytes.Buffer
		_ = xml.NewEncoder(&inner).EncodeElement(value.Addr().Interface(), xml.StartElement{Name: xml.Name{Local: "X"}})
		text := strings.TrimSuffix(strings.TrimPrefix(inner.String(), "<X>"), "</X>")
		detail = fmt.Sprintf(`<detail><%[1]sFault xmlns="urn:vim25" xsi:type="%[1]s">%[2]s</%[1]sFault></detail>`, name, text)
	}
	a.body.WriteString(envelopeStart + "<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>")
	_ = xml.EscapeText(&a.body, []byte(message))
	a.body.WriteString("</faultstring>" + detail + "</soapenv:Fault>" + envelopeEnd)
	return a
}

var (
	goDeclaration = []byte(` xmlns:XMLSchema-instance="http://www.w3.org/2001/XMLSchema-instance"`)
	goAttribute   = []byte(` XMLSchema-instance:type="`)
)

// likeVSphere writes xsi:type, as vSphere does, where Go declares a prefix of its own again and
// again. Quotes are escaped in text, so that only attributes are touched.
func (a *answer) likeVSphere() {
	if !world.scenario.Wire.GoPrefixes && bytes.Contains(a.body.Bytes(), goDeclaration) {
		text := bytes.ReplaceAll(a.body.Bytes(), goDeclaration, nil)
		a.body = *bytes.NewBuffer(bytes.ReplaceAll(text, goAttribute, []byte(` xsi:type="`)))
	}
}

// send writes all of it, compressed if both sides want that.
func (a *answer) send(w http.ResponseWriter, r *http.Request) {
	for key, values := range a.header {
		w.Header()[key] = values
	}
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	}
	if world.scenario.Wire.Gzip && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		w.WriteHeader(a.status)
		packed := gzip.NewWriter(w)
		_, _ = packed.Write(a.body.Bytes())
		_ = packed.Close()
		return
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body.Bytes())
}
