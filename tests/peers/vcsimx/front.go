package main

import (
	"bytes"
	"crypto/subtle"
	"fmt"
	"io/ioutil"
	"net/http"
	"os"
	"regexp"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// front stands before the simulator: it knows the users, answers what the simulator cannot, and does
// to an answer what the scenario's faults say.
type front struct{}

var methodName = regexp.MustCompile(`<(?:[\w.-]+:)?Body(?:\s[^>]*)?>\s*<(?:[\w.-]+:)?(\w+)`)

// callLog, if there is one, has a line for every call that was answered.
var callLog *os.File

const largestRequest = 16 << 20

func (front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/sdk/vimServiceVersions.xml":
		serviceVersions(w)
		return
	case strings.TrimSuffix(r.URL.Path, "/") != "/sdk" && r.URL.Path != "/sdk/vimService":
		http.NotFound(w, r)
		return
	case r.Method != http.MethodPost:
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	body, err := ioutil.ReadAll(http.MaxBytesReader(w, r.Body, largestRequest))
	if err != nil {
		return
	}
	method := ""
	if found := methodName.FindSubmatch(body); found != nil {
		method = string(found[1])
	}
	key, user := sessions.of(r)
	fault := nextFault(method, user)
	if fault != nil && fault.EndSession {
		sessions.end(key)
		r.Header.Del("Cookie")
		key, user = "", ""
	}
	if fault != nil {
		if fault.before(w, r) {
			return
		}
	}
	a := reply(method, user, key, body, r)
	a.likeVSphere()
	if callLog != nil {
		fmt.Fprintf(callLog, "%s %s %d\n", method, or(user, "-"), a.status)
	}
	if fault != nil && fault.after(a, w, r) {
		return
	}
	a.send(w, r)
}

// serviceVersions tells which versions of the API are spoken: all up to that of the scenario.
func serviceVersions(w http.ResponseWriter) {
	current := content().About.ApiVersion
	w.Header().Set("Content-Type", "text/xml")
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8" ?><namespaces version="1.0"><namespace><name>urn:vim25</name>`+
		`<version>%s</version><priorVersions>`, current)
	for _, version := range []string{"7.0.3.0", "7.0.2.0", "7.0.1.0", "7.0.0.0", "6.7.3", "6.7.2", "6.7.1", "6.7", "6.5", "6.0", "5.5", "5.1", "5.0", "4.1"} {
		if version < current {
			fmt.Fprintf(w, "<version>%s</version>", version)
		}
	}
	fmt.Fprint(w, `</priorVersions></namespace></namespaces>`)
}

// open may be called by anybody.
var open = map[string]bool{"RetrieveServiceContent": true, "Login": true}

func reply(method, user, key string, body []byte, r *http.Request) *answer {
	for _, name := range world.scenario.Unsupported {
		if name == method {
			return faulty("MethodNotFound", method, "")
		}
	}
	if problem := unlikeSchema(body); problem != "" && !world.scenario.Wire.Lax {
		return faulty("InvalidRequest", method+": "+problem, "")
	}
	if key == "" && !open[method] && !beforeLogin(method, body) {
		return faulty("NotAuthenticated", "The session is not authenticated.", "System.View")
	}
	switch method {
	case "Login":
		return login(body, r)
	case "Logout":
		sessions.end(key)
	case "QueryEvents":
		if decoded, err := simulator.UnmarshalBody(types.TypeFunc(), body); err == nil {
			return respond(queryEvents(user, decoded.Body.(*types.QueryEvents).Filter).Res)
		}
	case "CurrentTime":
		return respond(&types.CurrentTimeResponse{Returnval: now()})
	}
	if world.scenario.Replay {
		return replayed(method, key, body, r)
	}
	return simulated(body, r)
}

// beforeLogin: clients read the service content and the current session to find out where they are.
func beforeLogin(method string, body []byte) bool {
	if method != "RetrieveProperties" && method != "RetrievePropertiesEx" && method != "Fetch" {
		return false
	}
	return world.scenario.Session.Unauthenticated == "missing" ||
		bytes.Contains(body, []byte(`"ServiceInstance"`)) || bytes.Contains(body, []byte(`"SessionManager"`))
}

// simulated has the simulator answer.
func simulated(body []byte, r *http.Request) *answer {
	request := r.Clone(r.Context())
	request.URL.Path = "/sdk"
	request.Body = ioutil.NopCloser(bytes.NewReader(body))
	a := newAnswer()
	world.service.ServeMux.ServeHTTP(a, request)
	return a
}

func login(body []byte, r *http.Request) *answer {
	const refused = "Cannot complete login due to an incorrect user name or password."
	decoded, err := simulator.UnmarshalBody(types.TypeFunc(), body)
	if err != nil {
		return faulty("InvalidRequest", err.Error(), "")
	}
	request := decoded.Body.(*types.Login)
	for name, user := range world.scenario.Users {
		if canonical(name) != canonical(request.UserName) ||
			subtle.ConstantTimeCompare([]byte(user.Password), []byte(request.Password)) != 1 {
			continue
		}
		if user.LoginFault != "" {
			return faulty(user.LoginFault, or(user.LoginMessage, "Login is refused."), "System.View")
		}
		if !hasAnyRole(name) {
			return faulty("NoPermission", "Permission to perform this operation was denied.", "System.View")
		}
		request.UserName = principal(name)
		a := simulated(encoded(request), r)
		for _, cookie := range (&http.Response{Header: a.header}).Cookies() {
			if cookie.Name == soap.SessionCookieName {
				sessions.add(cookie.Value, name)
				// vSphere writes the value in quotes.
				a.header.Set("Set-Cookie", fmt.Sprintf(`%s="%s"; Path=/; HttpOnly; Secure;`, cookie.Name, cookie.Value))
			}
		}
		return a
	}
	return faulty("InvalidLogin", refused, "")
}

func hasAnyRole(user string) bool {
	for _, given := range rights.at {
		if role, ok := given[canonical(user)]; ok && role.role.Name != "NoAccess" {
			return true
		}
	}
	return false
}
