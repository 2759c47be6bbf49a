package smtp_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
	"onrecord/internal/testkit/certificate"
	"onrecord/internal/testkit/smtpsink"
)

// serve talks to each who connects.
func serve(t *testing.T, talk func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	t.Cleanup(func() { _ = l.Close(); wait.Wait() })
	wait.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			wait.Go(func() { defer c.Close(); talk(c) })
		}
	})
	return l.Addr().String()
}

// shows reads what a client says and tells of each line.
func shows(c io.ReadWriter, said chan<- string, answers map[string]string) {
	for lines := bufio.NewScanner(c); lines.Scan(); {
		line := lines.Text()
		said <- line
		verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
		answer, ok := answers[verb]
		if !ok {
			answer = "250 ok"
		}
		if answer == "TLS" {
			return
		}
		_, _ = io.WriteString(c, answer+"\r\n")
	}
}

func TestACertificateThatNobodyBelievesGetsNothing(t *testing.T) {
	folder := t.TempDir()
	roots, err := certificate.Write(folder)
	if err != nil {
		t.Fatal(err)
	}
	pair, err := tls.LoadX509KeyPair(filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem"))
	if err != nil {
		t.Fatal(err)
	}
	own, err := smtp.Authorities(filepath.Join(folder, "cert.pem"))
	if err != nil {
		t.Fatal(err)
	}
	for _, how := range []string{"required", "implicit", "opportunistic"} {
		for name, c := range map[string]struct {
			roots *x509.CertPool
			good  bool
		}{"nobody believes it": {nil, false}, "it is believed": {roots, true}, "it is believed by the setting": {own, true}} {
			t.Run(how+"/"+name, func(t *testing.T) {
				said := make(chan string, 1000)
				addr := serve(t, func(conn net.Conn) {
					secured := tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{pair}})
					if how != "implicit" {
						_, _ = io.WriteString(conn, "220 here\r\n")
						shows(conn, said, map[string]string{"EHLO": "250-here\r\n250 STARTTLS", "STARTTLS": "TLS"})
						_, _ = io.WriteString(conn, "220 go on\r\n")
						shows(secured, said, nil)
						return
					}
					_, _ = io.WriteString(secured, "220 here\r\n")
					shows(secured, said, nil)
				})
				conn, err := relay(t, addr, smtp.Options{TLS: how, Roots: c.roots, Timeout: 5 * time.Second}).Open(t.Context())
				if (err == nil) != c.good || err != nil && news.KindOf(err) != news.Unavailable {
					t.Fatalf("got %v", err)
				}
				if err == nil {
					_ = conn.Close()
				}
				for {
					select {
					case line := <-said:
						if strings.HasPrefix(line, "MAIL") || strings.HasPrefix(line, "AUTH") {
							t.Errorf("it was told %q", line)
						}
						continue
					default:
					}
					break
				}
			})
		}
	}
}

func TestAuthoritiesThatAreNone(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none.pem")
	if err := os.WriteFile(none, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{none, none + ".not"} {
		if _, err := smtp.Authorities(path); news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), none) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestALineThatCannotBeUsedIsClosed has servers fail before the first message; they see the end of the line at once.
func TestALineThatCannotBeUsedIsClosed(t *testing.T) {
	for name, c := range map[string]struct {
		greeting string
		answers  map[string]string
		options  smtp.Options
	}{
		"no greeting":         {"554 go away", nil, smtp.Options{TLS: "off"}},
		"nonsense":            {"hello there", nil, smtp.Options{TLS: "off"}},
		"no TLS":              {"220 here", nil, smtp.Options{}},
		"no login":            {"220 here", nil, smtp.Options{TLS: "off", User: "ada", Password: "secret"}},
		"not even EHLO":       {"220 here", map[string]string{"EHLO": "554 no", "HELO": "554 no"}, smtp.Options{TLS: "off"}},
		"a talkative one":     {strings.Repeat("220-and so on\r\n", 100_000), nil, smtp.Options{TLS: "off"}},
		"a line without end":  {strings.Repeat("220 and so on ", 100_000), nil, smtp.Options{TLS: "off"}},
		"an endless greeting": {"", map[string]string{"EHLO": strings.Repeat("250-X-AND-SO-ON\r\n", 50_000) + "250 ok"}, smtp.Options{TLS: "off"}},
	} {
		t.Run(name, func(t *testing.T) {
			ended := make(chan struct{})
			addr := serve(t, func(conn net.Conn) {
				defer close(ended)
				if c.greeting == "" {
					c.greeting = "220 here"
				}
				_, _ = io.WriteString(conn, c.greeting+"\r\n")
				shows(conn, make(chan string, 1000), c.answers)
			})
			c.options.Timeout = 20 * time.Second
			if _, err := relay(t, addr, c.options).Open(t.Context()); news.KindOf(err) != news.Unavailable {
				t.Fatalf("got %v", err)
			}
			select {
			case <-ended:
			case <-time.After(5 * time.Second):
				t.Error("the line is still open")
			}
		})
	}
}

func TestWhoIsToStopDoesNotWaitForAGreeting(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	addr := serve(t, func(conn net.Conn) {
		cancel()
		_, _ = io.Copy(io.Discard, conn)
	})
	began := time.Now()
	if _, err := relay(t, addr, smtp.Options{TLS: "off"}).Open(ctx); news.KindOf(err) != news.Unavailable {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestAMessageGoesToItsReaderOrToNobody announces one message and offers another.
func TestAMessageGoesToItsReaderOrToNobody(t *testing.T) {
	s, err := smtpsink.Start(t.Context(), smtpsink.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	conn := open(t, s.Addr(), smtp.Options{TLS: "off"})
	first, second, third := message(t, "ada@example.org"), message(t, "bo@example.org"), message(t, "cy@example.org")
	if err := conn.Offer(t.Context(), &first); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.End(&second); err != nil {
		t.Fatal(err)
	}
	if err := conn.Offer(t.Context(), &third); news.KindOf(err) != news.Unavailable || !conn.Broken() {
		t.Errorf("got %v", err)
	}
	if got := s.Received(); len(got) != 1 || len(got["ada@example.org"]) != 1 {
		t.Errorf("mails came: %v", got)
	}
}

// TestNobodyGetsAnEmptyMail has a server refuse the sender and take all that follows.
func TestNobodyGetsAnEmptyMail(t *testing.T) {
	for reply, kind := range map[string]news.Kind{"451 4.3.0 later": news.Unavailable, "550 5.7.1 not you": news.Conflict} {
		s, err := smtpsink.Start(t.Context(), smtpsink.Options{Behave: func(at smtpsink.Point, _ string) string {
			if at == smtpsink.Mail {
				return reply
			}
			return ""
		}})
		if err != nil {
			t.Fatal(err)
		}
		conn := open(t, s.Addr(), smtp.Options{TLS: "off"})
		var refusal *smtp.Refusal
		if _, err := conn.Send(t.Context(), message(t, "ada@example.org")); news.KindOf(err) != kind || errors.As(err, &refusal) || !conn.Broken() {
			t.Errorf("%s: got %v", reply, err)
		}
		_ = s.Close()
		if s.Mails() != 0 {
			t.Errorf("%s: an empty mail came", reply)
		}
	}
}

func TestRepliesInAllShapes(t *testing.T) {
	for name, c := range map[string]struct {
		end, want string
		kind      news.Kind
	}{
		"no words":                {"250", "250 ", ""},
		"no words, refused":       {"554", "554 ", news.Invalid},
		"lines of two codes":      {"250-2.0.0 taken\r\n452 4.2.2 full", "452 2.0.0 taken 4.2.2 full", news.Unavailable},
		"many lines":              {strings.Repeat("250-2.0.0 taken\r\n", 5000) + "250 done", "250 2.0.0 taken", ""},
		"a tab":                   {"250\t2.0.0 taken", "250 2.0.0 taken", ""},
		"a code that is none":     {"999 taken", "999", news.Unavailable},
		"a code of four":          {"2500 taken", "2500", news.Unavailable},
		"a yes that has no place": {"354 go on", "354", news.Unavailable},
	} {
		t.Run(name, func(t *testing.T) {
			conn := open(t, script(t, map[string]string{".": c.end}), smtp.Options{TLS: "off", Timeout: 5 * time.Second})
			reply, err := conn.Send(t.Context(), message(t, "ada@example.org"))
			if err != nil {
				reply = err.Error()
			}
			if news.KindOf(err) != c.kind || !strings.Contains(reply+" ", c.want) {
				t.Errorf("got %q, %v", reply, err)
			}
		})
	}
}
