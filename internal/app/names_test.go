package app

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"onrecord/internal/platform/dkim"
)

// nameServer answers every question on loopback with what a function makes of it; nil is no answer.
func nameServer(t *testing.T, answer func(question []byte) []byte) *net.Resolver {
	t.Helper()
	conn, err := (&net.ListenConfig{}).ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	ok(t, err)
	ended := make(chan struct{})
	t.Cleanup(func() { _ = conn.Close(); <-ended })
	go func() {
		defer close(ended)
		question := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(question)
			if err != nil {
				return
			}
			if said := answer(question[:n]); said != nil {
				_, _ = conn.WriteTo(said, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func TestABrokenNameServerIsNotWaitedForNorBelieved(t *testing.T) {
	// A header says: an answer, to this question (RFC 1035, section 4.1.1).
	header := func(question []byte, code byte, answers byte) []byte {
		said := append([]byte(nil), question...)
		said[2], said[3] = 0x81, 0x80|code
		said[6], said[7] = 0, answers
		said[8], said[9], said[10], said[11] = 0, 0, 0, 0
		return said
	}
	for name, answer := range map[string]func([]byte) []byte{
		"silent":                         func([]byte) []byte { return nil },
		"noise":                          func([]byte) []byte { return []byte("HTTP/1.1 400 Bad Request\r\n") },
		"broken":                         func(q []byte) []byte { return header(q, 2, 0) },
		"unwilling":                      func(q []byte) []byte { return header(q, 5, 0) },
		"more answers told than given":   func(q []byte) []byte { return header(q, 0, 9) },
		"an answer that leads to itself": func(q []byte) []byte { n := len(q); return append(header(q, 0, 1), 0xc0, byte(n), 0, 16, 0, 1) },
	} {
		t.Run(name, func(t *testing.T) {
			dns := patient{nameServer(t, answer), 200 * time.Millisecond}
			c, _ := sender(t)
			c.dns, c.SMTPHost = dns, "127.0.0.1"
			begun := time.Now()
			keys, err := mailKeys(t.Context(), c.MailDKIM, dns)
			ok(t, err)
			for _, k := range keys {
				if k.State == KeyPublished || k.Why == "" {
					t.Errorf("%s: %s, %s", k.Name(), k.State, k.Why)
				}
			}
			for _, f := range c.domain(t.Context(), "mail.digest.example", []string{"mail.digest.example"}, []dkim.Key{keys[0].Key}, nil) {
				if f.OK || f.Found == "" || f.Mend == "" {
					t.Errorf("%+v", f)
				}
			}
			if took := time.Since(begun); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

func TestANameThatIsNotThereIsNoFault(t *testing.T) {
	asked := make(chan string, 10)
	dns := patient{nameServer(t, func(q []byte) []byte {
		asked <- string(q[12:])
		q[2], q[3] = 0x81, 0x83 // no such name
		return q
	}), 5 * time.Second}
	found, err := records(t.Context(), dns, "one._domainkey.digest.example")
	if err != nil || found != nil {
		t.Errorf("%v, %v", found, err)
	}
	// The name is asked for as it is, not among this machine's neighbours.
	for len(asked) > 0 {
		if q := <-asked; !strings.HasPrefix(q, "\x03one\x0a_domainkey\x06digest\x07example\x00") {
			t.Errorf("asked for %q", q)
		}
	}
}

func TestWhatTheDNSHasOfEachKey(t *testing.T) {
	c, z := sender(t)
	for selector, say := range map[string]func(name, right string){
		"gone":    func(string, string) {},
		"other":   func(name, _ string) { z.txt[name] = []string{"v=DKIM1; k=ed25519; p="} },
		"right":   func(name, right string) { z.txt[name] = []string{right} },
		"unasked": func(name, _ string) { z.broken[name] = &net.DNSError{Err: "server misbehaving"} },
		"retired": func(name, right string) { z.txt[name] = []string{right} },
	} {
		k, err := dkim.Generate("alone.example", selector, dkim.Ed25519)
		ok(t, err)
		_, err = k.Save(c.MailDKIM)
		ok(t, err)
		say(k.Record())
		if selector == "retired" {
			ok(t, k.Retire(c.MailDKIM))
		}
	}
	keys, err := mailKeys(t.Context(), c.MailDKIM, z)
	ok(t, err)
	var got []string
	for _, k := range keys {
		got = append(got, strings.TrimSpace(k.Selector+" "+k.State+" "+k.Why))
	}
	want := []string{
		"gone missing the record is not published",
		"other wrong the record says that the key was revoked: its p= is empty",
		"right published",
		"unasked unknown unasked._domainkey.alone.example cannot be looked up: server misbehaving",
		"retired published",
		"one published",
		"two published",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
