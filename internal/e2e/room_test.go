package e2e

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"testing"
	"time"
)

// TestOneAddressDoesNotTakeAllStreams opens streams of notices on the real program until it refuses: behind the proxy on this machine, each address has 200
// at most, others still have theirs, and what the proxy says of nobody is not limited as if it were one reader.
func TestOneAddressDoesNotTakeAllStreams(t *testing.T) {
	const most = 200
	at, err := listenable()
	if err != nil {
		t.Fatal(err)
	}
	s := &served{t: t, folder: t.TempDir(), address: at, role: "web"}
	s.start()
	t.Cleanup(s.kill)
	ask := func(from string) (*http.Response, net.Conn) {
		t.Helper()
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		if _, err := fmt.Fprintf(c, "GET /events HTTP/1.1\r\nHost: %s\r\n%s\r\n", at, from); err != nil {
			t.Fatal(err)
		}
		res, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatal(err)
		}
		return res, c
	}
	const crowd, other = "X-Forwarded-For: 192.0.2.7\r\n", "X-Forwarded-For: 192.0.2.8\r\n"
	var one net.Conn
	for i := range most {
		var res *http.Response
		if res, one = ask(crowd); res.StatusCode != http.StatusOK {
			t.Fatalf("stream %d is answered %s", i+1, res.Status)
		}
	}
	if res, _ := ask(crowd); res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
		t.Errorf("one too many is answered %s, %v", res.Status, res.Header)
	}
	if res, _ := ask(other); res.StatusCode != http.StatusOK {
		t.Errorf("another address is answered %s", res.Status)
	}
	for range most + 1 {
		if res, _ := ask(""); res.StatusCode != http.StatusOK {
			t.Fatalf("a proxy that does not say for whom is answered %s", res.Status)
		}
	}
	if err := one.Close(); err != nil {
		t.Fatal(err)
	}
	for late := time.After(20 * time.Second); ; { // that it is gone is heard a moment later
		if res, _ := ask(crowd); res.StatusCode == http.StatusOK {
			return
		}
		select {
		case <-late:
			t.Fatal("who goes makes no room")
		case <-time.After(20 * time.Millisecond):
		}
	}
}
