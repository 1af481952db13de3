package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
)

// With "replay" an answer is made once and then served from memory: what a client needs for it is
// measured without what the simulator needs to encode it. Pages are followed to the end at once.
var memory = struct {
	sync.Mutex
	pages map[string]*answer
}{pages: map[string]*answer{}}

// A view's reference holds the session's key, which differs each time.
var viewOfSession = regexp.MustCompile(`session\[[^\]]*\][0-9a-f-]+`)
var tokenElement = regexp.MustCompile(`<token>([^<]*)</token>`)

const firstBytes = 4096

func replayed(method, key string, body []byte, r *http.Request) *answer {
	switch method {
	case "RetrieveProperties", "RetrievePropertiesEx":
	case "ContinueRetrievePropertiesEx":
		memory.Lock()
		defer memory.Unlock()
		if token := tokenElement.FindSubmatch(body); token != nil {
			if page, ok := memory.pages[string(token[1])]; ok {
				return page
			}
		}
		return simulated(body, r)
	default:
		return simulated(body, r)
	}
	normal := viewOfSession.ReplaceAll(body, []byte("view"))
	if bytes.Equal(normal, body) {
		return simulated(body, r)
	}
	sum := sha256.Sum256(normal)
	id := hex.EncodeToString(sum[:8])
	memory.Lock()
	defer memory.Unlock()
	if page, ok := memory.pages[id]; ok {
		return page
	}
	page := simulated(body, r)
	for i, name := 1, id; ; i++ {
		page.likeVSphere()
		head := page.body.Bytes()
		if len(head) > firstBytes {
			head = head[:firstBytes]
		}
		token := tokenElement.FindSubmatchIndex(head)
		memory.pages[name] = page
		if token == nil {
			return memory.pages[id]
		}
		next := fmt.Sprintf("%s-%d", id, i)
		own := string(head[token[2]:token[3]])
		page.body = *bytes.NewBuffer([]byte(strings.Replace(page.body.String(), own, next, 1)))
		page = simulated([]byte(envelopeStart+`<ContinueRetrievePropertiesEx xmlns="urn:vim25"><_this type="PropertyCollector">`+
			content().PropertyCollector.Value+`</_this><token>`+own+`</token></ContinueRetrievePropertiesEx>`+envelopeEnd), r)
		name = next
	}
}
