package e2e

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	mathrand "math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// ended is the folder of a demonstration that came to the end of its six days, made once for all tests of this package: going on from a copy
// of it takes a second where the six days take twenty.
var ended = sync.OnceValues(func() (string, error) {
	path, err := binary()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(filepath.Dir(path), "ended")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return "", err
	}
	// Ports of its own: the usual ones may be somebody else's by the time a copy goes on.
	state := map[string]string{"end": "2026-11-22T05:00:00Z", "password": rand.Text()[:12]}
	for _, name := range []string{"site", "mail", "world"} {
		if state[name], err = listenable(); err != nil {
			return "", err
		}
	}
	text, err := json.Marshal(state)
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(folder, "demo.json"), text, 0o600); err != nil {
		return "", err
	}
	out, err := exec.Command(path, "demo", "--once", "--data", folder).CombinedOutput() //nolint:noctx // bounded by the test run
	if err != nil {
		return "", &buildError{err, out}
	}
	return folder, nil
})

// world gives a copy of that folder.
func world(t *testing.T) string {
	t.Helper()
	program(t)
	from, err := ended()
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "world")
	if err := os.CopyFS(folder, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return folder
}

// listenable is an address that can be listened on again and again: its port is none that a system gives to whoever connects to something
// (RFC 6335, section 6; Linux takes them from 32768 on).
func listenable() (string, error) {
	for range 100 {
		a := fmt.Sprintf("127.0.0.1:%d", 10_000+mathrand.IntN(20_000)) //nolint:gosec // a port is no secret
		if l, err := net.Listen("tcp", a); err == nil {                //nolint:noctx // closed at once
			return a, l.Close()
		}
	}
	return "", fmt.Errorf("no port is free")
}

// command runs the program on a folder and gives what it printed.
func command(t *testing.T, folder string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), program(t), append(args, "--set", "data="+folder)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}
