package main

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/vmware/govmomi/vim25/soap"
)

// sessions are known by their key, which is also the value of the cookie.
var sessions = sessionTable{open: map[string]*session{}}

type session struct {
	user string
	used time.Time
}

type sessionTable struct {
	mutex sync.Mutex
	open  map[string]*session
}

func (t *sessionTable) user(key string) (string, bool) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if s, ok := t.open[key]; ok {
		return s.user, true
	}
	return "", false
}

func (t *sessionTable) add(key, user string) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.open[key] = &session{user, time.Now()}
}

func (t *sessionTable) end(key string) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	delete(t.open, key)
}

func (t *sessionTable) count() int {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return len(t.open)
}

// of finds the session of a request. A cookie that leads nowhere is taken off the request, so that
// the simulator sees nobody.
func (t *sessionTable) of(r *http.Request) (key, user string) {
	cookie, err := r.Cookie(soap.SessionCookieName)
	if err != nil {
		return "", ""
	}
	key = strings.Trim(cookie.Value, `"`)
	t.mutex.Lock()
	defer t.mutex.Unlock()
	s, ok := t.open[key]
	idle := time.Duration(world.scenario.Session.IdleSeconds) * time.Second
	if ok && idle > 0 && time.Since(s.used) > idle {
		delete(t.open, key)
		ok = false
	}
	if !ok {
		r.Header.Del("Cookie")
		return "", ""
	}
	s.used = time.Now()
	return key, s.user
}
