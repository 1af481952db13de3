// Command vcsimx plays a vCenter or an ESXi host that is as well or as sick as a scenario file says.
// The protocol, the inventory and the property collector are those of govmomi's simulator.
package main

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/tls"
	"flag"
	"fmt"
	"io/ioutil"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/vmware/govmomi/simulator"
)

func main() {
	file := flag.String("scenario", "", "scenario `file`, see README.md")
	listen := flag.String("listen", "127.0.0.1:0", "`address` and port; port 0 takes a free one")
	certificate := flag.String("cert", "", "certificate, PEM `file`")
	key := flag.String("key", "", "its key, PEM `file`")
	dump := flag.Bool("print", false, "print the names and references of the inventory and end")
	calls := flag.String("calls", "", "write a line per request to this `file`: method, user, status")
	flag.Parse()
	log.SetOutput(ioutil.Discard)
	if err := run(*file, *listen, *certificate, *key, *dump, *calls); err != nil {
		fmt.Fprintln(os.Stderr, "vcsimx:", err)
		os.Exit(1)
	}
}

func run(file, listen, certificate, key string, dump bool, calls string) error {
	scenario, err := loadScenario(file)
	if err != nil {
		return err
	}
	if err := build(scenario); err != nil {
		return fmt.Errorf("%s: %v", file, err)
	}
	if dump {
		for _, path := range names(rights.byPath) {
			fmt.Println(rights.byPath[path].Type, rights.byPath[path].Value, path)
		}
		return nil
	}
	if calls != "" {
		if callLog, err = os.OpenFile(calls, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0600); err != nil {
			return err
		}
		defer callLog.Close()
	}
	world.service.Listen = &url.URL{}
	world.service.RegisterSDK(simulator.Map)
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: front{}, TLSConfig: &tls.Config{Certificates: []tls.Certificate{pair}},
		ErrorLog: log.New(ioutil.Discard, "", 0), ReadHeaderTimeout: 30 * time.Second}
	if !scenario.Wire.HTTP2 {
		server.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){}
	}
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, syscall.SIGINT)
	failed := make(chan error, 1)
	go func() { failed <- server.ServeTLS(listener, "", "") }()
	leaf := pair.Certificate[0]
	fmt.Printf("url=https://%s/sdk sha1=%s sha256=%s pid=%d\n", listener.Addr(),
		thumbprint(fmt.Sprintf("%X", sha1.Sum(leaf))), thumbprint(fmt.Sprintf("%X", sha256.Sum256(leaf))), os.Getpid())
	select {
	case err := <-failed:
		return err
	case <-ended:
	}
	// What stalls on purpose is not waited for.
	soon, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if server.Shutdown(soon) != nil {
		_ = server.Close()
	}
	if left := sessions.count(); left > 0 {
		fmt.Fprintf(os.Stderr, "vcsimx: %d sessions were never logged out\n", left)
	}
	return nil
}

func thumbprint(hex string) string {
	var pairs []string
	for i := 0; i+1 < len(hex); i += 2 {
		pairs = append(pairs, hex[i:i+2])
	}
	return strings.Join(pairs, ":")
}
