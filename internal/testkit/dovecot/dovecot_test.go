package dovecot

import (
	"bufio"
	"crypto/tls"
	"net"
	"strings"
	"testing"
	"time"
)

func TestItAnswersOnEveryPort(t *testing.T) {
	s := New(t)
	for _, port := range []struct {
		address, greeting string
		tls               bool
	}{{s.IMAP, "* OK", false}, {s.IMAPS, "* OK", true}, {s.POP3, "+OK", false}, {s.POP3S, "+OK", true}} {
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", port.address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(20 * time.Second))
		if port.tls {
			c = tls.Client(c, &tls.Config{RootCAs: s.Roots, ServerName: "127.0.0.1"})
		}
		if line, err := bufio.NewReader(c).ReadString('\n'); err != nil || !strings.HasPrefix(line, port.greeting) {
			t.Errorf("%s: %q, %v", port.address, line, err)
		}
	}
}
