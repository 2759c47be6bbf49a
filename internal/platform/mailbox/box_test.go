package mailbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/send/bounce"
	"onrecord/internal/testkit/dovecot"
)

const ours = "bounces+k7q2@digest.example.org"

// report is a mail as an MDA leaves it, about one reader.
func report(reader string) string {
	return `Return-Path: <>
Delivered-To: bounces@digest.example.org
X-Original-To: ` + ours + `
From: MAILER-DAEMON@mx.example.net
To: somebody@example.org
Subject: Undelivered
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; ` + reader + `
Action: failed
Status: 5.1.1

--b
Content-Type: text/plain

.
..a line that begins with dots
.. and ends the mail
--b--
`
}

type shelf struct {
	mu   sync.Mutex
	kept []news.Feedback
	on   func([]news.Feedback) error // nil: it is stored
}

func (s *shelf) take(_ context.Context, f []news.Feedback) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.on != nil {
		if err := s.on(f); err != nil {
			return err
		}
	}
	s.kept = append(s.kept, f...)
	return nil
}

func (s *shelf) readers() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for _, f := range s.kept {
		all = append(all, f.Address)
	}
	return strings.Join(all, " ")
}

// ways are the addresses of a user's mailbox in every way that it can be read.
func ways(s *dovecot.Server, user string) map[string]string {
	return map[string]string{
		"imaps":         "imaps://" + user + "@" + s.IMAPS + "/INBOX",
		"imap+starttls": "imap+starttls://" + user + "@" + s.IMAP,
		"imap":          "imap://" + user + "@" + s.IMAP,
		"pop3s":         "pop3s://" + user + "@" + s.POP3S,
		"pop3+starttls": "pop3+starttls://" + user + "@" + s.POP3,
		"pop3":          "pop3://" + user + "@" + s.POP3,
	}
}

func box(t *testing.T, s *dovecot.Server, address string, take news.Taker, change func(*Options)) *Box {
	t.Helper()
	a, err := ParseAddress(address)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{
		Address: a, Password: dovecot.Password, Taken: "Onrecord/Taken", Parse: bounce.Parse, Take: take, Log: slog.New(slog.DiscardHandler),
		Ours:  func(a string) bool { return strings.HasPrefix(a, "bounces+") },
		Clock: news.ClockFunc(func() time.Time { return time.Now().UTC() }),
	}
	if s != nil {
		o.Roots = s.Roots
	}
	if change != nil {
		change(&o)
	}
	return New(o)
}

// user makes a name of a test.
func user(t *testing.T) string {
	return strings.ToLower(strings.NewReplacer("/", "-", "+", "-").Replace(t.Name()))
}

func TestMailsAreTakenInAndGone(t *testing.T) {
	s := dovecot.New(t)
	for way := range ways(s, "") {
		t.Run(way, func(t *testing.T) {
			name := user(t)
			shelf := &shelf{}
			b := box(t, s, ways(s, name)[way], shelf.take, nil)
			s.Deliver(t, name, report("one@example.net"))
			s.Deliver(t, name, report("two@example.net"))
			if taken, more, err := b.Look(t.Context()); taken != 2 || more || err != nil {
				t.Fatalf("%d, %v, %v", taken, more, err)
			}
			if got := shelf.readers(); got != "one@example.net two@example.net" {
				t.Errorf("of %s", got)
			}
			by, _, _ := strings.Cut(strings.TrimSuffix(way, "s"), "+")
			if f := shelf.kept[0]; f.To != ours || f.Status != "5.1.1" || f.By != by || f.At.IsZero() {
				t.Errorf("%+v", f)
			}
			want := 0
			if by == "imap" {
				want = 2
			}
			if left, moved := s.Mails(t, name, ""), s.Mails(t, name, "Onrecord/Taken"); left != 0 || moved != want {
				t.Errorf("%d are left and %d moved", left, moved)
			}
			if taken, _, err := b.Look(t.Context()); taken != 0 || err != nil {
				t.Errorf("again: %d, %v", taken, err)
			}
		})
	}
}

func TestIMAPDeletesWhereNoFolderIsSet(t *testing.T) {
	s := dovecot.New(t)
	name := user(t)
	shelf := &shelf{}
	s.Deliver(t, name, report("one@example.net"))
	b := box(t, s, ways(s, name)["imaps"], shelf.take, func(o *Options) { o.Taken = "" })
	if taken, _, err := b.Look(t.Context()); taken != 1 || err != nil {
		t.Fatal(taken, err)
	}
	if left, moved := s.Mails(t, name, ""), s.Mails(t, name, "Onrecord/Taken"); left != 0 || moved != 0 {
		t.Errorf("%d are left and %d moved", left, moved)
	}
}

func TestWhatIsNotStoredStays(t *testing.T) {
	s := dovecot.New(t)
	for _, way := range []string{"imaps", "pop3s"} {
		t.Run(way, func(t *testing.T) {
			name := user(t)
			bad := errors.New("the database says no")
			shelf := &shelf{on: func(f []news.Feedback) error {
				if f[0].Address == "two@example.net" {
					return bad
				}
				return nil
			}}
			for _, reader := range []string{"one", "two", "three"} {
				s.Deliver(t, name, report(reader+"@example.net"))
			}
			b := box(t, s, ways(s, name)[way], shelf.take, nil)
			taken, more, err := b.Look(t.Context())
			if taken != 2 || more || !errors.Is(err, bad) || !strings.Contains(err.Error(), "bounce.mailbox: what came back") {
				t.Errorf("%d, %v, %v", taken, more, err)
			}
			if left := s.Mails(t, name, ""); left != 1 {
				t.Errorf("%d are left", left)
			}
			shelf.on = nil
			if taken, _, err := b.Look(t.Context()); taken != 1 || err != nil || shelf.readers() != "one@example.net three@example.net two@example.net" {
				t.Errorf("%d, %v, %s", taken, err, shelf.readers())
			}
		})
	}
}

func TestWhereNothingIsStoredTheRestIsLeft(t *testing.T) {
	s := dovecot.New(t)
	name := user(t)
	asked := 0
	shelf := &shelf{on: func([]news.Feedback) error { asked++; return errors.New("the database is gone") }}
	for i := range 10 {
		s.Deliver(t, name, report(fmt.Sprintf("r%d@example.net", i)))
	}
	if taken, _, err := box(t, s, ways(s, name)["imaps"], shelf.take, nil).Look(t.Context()); taken != 0 || err == nil || asked != stubborn {
		t.Errorf("%d taken, %d asked, %v", taken, asked, err)
	}
	if left := s.Mails(t, name, ""); left != 10 {
		t.Errorf("%d are left", left)
	}
}

// wire is a connection that can be cut: a process that is killed looks the same to the server.
func wire(t *testing.T, to string) (address string, cut func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server, err := net.Dial("tcp", to)
	if err != nil {
		t.Fatal(err)
	}
	cut = func() { l.Close(); server.Close() }
	go func() {
		client, err := l.Accept()
		if err != nil {
			return
		}
		defer client.Close()
		go io.Copy(server, client)
		io.Copy(client, server)
	}()
	t.Cleanup(cut)
	return l.Addr().String(), cut
}

func TestAfterACrashAMailIsReadAgain(t *testing.T) {
	s := dovecot.New(t)
	for scheme, server := range map[string]string{"imap": s.IMAP, "pop3": s.POP3} {
		t.Run(scheme, func(t *testing.T) {
			name := user(t)
			address, crash := wire(t, server)
			shelf := &shelf{}
			take := func(ctx context.Context, f []news.Feedback) error {
				defer crash()
				return shelf.take(ctx, f)
			}
			s.Deliver(t, name, report("one@example.net"))
			s.Deliver(t, name, report("two@example.net"))
			if _, _, err := box(t, s, scheme+"://"+name+"@"+address, take, nil).Look(t.Context()); err == nil {
				t.Error("a crash that is no error")
			}
			if left := s.Mails(t, name, ""); left != 2 {
				t.Errorf("%d are left", left)
			}
			b := box(t, s, scheme+"://"+name+"@"+server, shelf.take, nil)
			if taken, _, err := b.Look(t.Context()); taken != 2 || err != nil {
				t.Errorf("%d, %v", taken, err)
			}
			if got := shelf.readers(); got != "one@example.net one@example.net two@example.net" {
				t.Errorf("of %s", got)
			}
		})
	}
}

func TestAFullMailboxIsReadBatchByBatchAndAHugeMailByItsBeginning(t *testing.T) {
	s := dovecot.New(t)
	for _, way := range []string{"imaps", "pop3s"} {
		t.Run(way, func(t *testing.T) {
			name := user(t)
			shelf := &shelf{}
			huge := report("huge@example.net") + strings.Repeat(strings.Repeat(".", 9000)+"\n", 200)
			s.Deliver(t, name, huge)
			for i := range 4 {
				s.Deliver(t, name, report(fmt.Sprintf("r%d@example.net", i)))
			}
			b := box(t, s, ways(s, name)[way], shelf.take, func(o *Options) { o.Batch, o.Keep = 2, 4096 })
			for i, want := range []struct {
				taken int
				more  bool
			}{{2, true}, {2, true}, {1, false}} {
				if taken, more, err := b.Look(t.Context()); taken != want.taken || more != want.more || err != nil {
					t.Fatalf("%d: %d, %v, %v", i, taken, more, err)
				}
			}
			if got := shelf.readers(); got != "huge@example.net r0@example.net r1@example.net r2@example.net r3@example.net" {
				t.Errorf("of %s", got)
			}
		})
	}
}

func TestItRunsUntilItIsStopped(t *testing.T) {
	s := dovecot.New(t)
	name := user(t)
	ctx, stop := context.WithCancel(t.Context())
	came := make(chan string, 10)
	b := box(t, s, ways(s, name)["imaps"], func(_ context.Context, f []news.Feedback) error { came <- f[0].Address; return nil }, nil)
	s.Deliver(t, name, report("one@example.net"))
	ended := make(chan struct{})
	go func() { b.Run(ctx, 10*time.Millisecond); close(ended) }()
	if got := <-came; got != "one@example.net" {
		t.Error(got)
	}
	s.Deliver(t, name, report("two@example.net"))
	for got := range came {
		if got == "two@example.net" {
			break
		}
	}
	stop()
	<-ended
}

func TestErrorsSayWhatIsToBeMended(t *testing.T) {
	s := dovecot.New(t)
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone.Close()
	name := user(t)
	for what, tt := range map[string]struct {
		address string
		change  func(*Options)
		kind    news.Kind
		words   string
	}{
		"password, IMAP":    {ways(s, name)["imaps"], func(o *Options) { o.Password = "wrong" }, news.Forbidden, "bounce.password"},
		"password, POP3":    {ways(s, name)["pop3s"], func(o *Options) { o.Password = "wrong" }, news.Forbidden, "bounce.password"},
		"injection, POP3":   {ways(s, name)["pop3s"], func(o *Options) { o.Password = "a\r\nDELE 1" }, news.Invalid, "line breaks"},
		"no such folder":    {ways(s, name)["imaps"] + "/Nowhere", nil, news.Invalid, "no folder INBOX/Nowhere"},
		"strange, IMAP":     {ways(s, name)["imaps"], func(o *Options) { o.Roots = nil }, news.Unavailable, "is not trusted"},
		"strange, POP3":     {ways(s, name)["pop3s"], func(o *Options) { o.Roots = nil }, news.Unavailable, "is not trusted"},
		"strange, STARTTLS": {ways(s, name)["imap+starttls"], func(o *Options) { o.Roots = nil }, news.Unavailable, "no TLS that we trust"},
		"strange, STLS":     {ways(s, name)["pop3+starttls"], func(o *Options) { o.Roots = nil }, news.Unavailable, "no TLS that we trust"},
		"nobody there":      {"imaps://x@" + gone.Addr().String(), nil, news.Unavailable, "cannot be reached"},
		"not IMAP":          {"imap://x@" + s.POP3, nil, news.Unavailable, "broke off"},
		"not POP3":          {"pop3://x@" + s.IMAP, nil, news.Unavailable, "which is no POP3"},
	} {
		t.Run(what, func(t *testing.T) {
			_, _, err := box(t, s, tt.address, (&shelf{}).take, tt.change).Look(t.Context())
			if news.KindOf(err) != tt.kind || !strings.Contains(fmt.Sprint(err), tt.words) || !strings.HasPrefix(fmt.Sprint(err), "bounce.mailbox: ") {
				t.Errorf("of kind %q: %v", news.KindOf(err), err)
			}
		})
	}
}

func TestAServerThatFallsSilentIsNotWaitedForForever(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	for _, scheme := range []string{"imap", "pop3"} {
		b := box(t, nil, scheme+"://x@"+silent.Addr().String(), (&shelf{}).take, func(o *Options) { o.Timeout = 30 * time.Millisecond })
		if _, _, err := b.Look(t.Context()); news.KindOf(err) != news.Unavailable || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", scheme, err)
		}
	}
}

func TestAddresses(t *testing.T) {
	for in, want := range map[string]Address{
		"imaps://user@mail.example.org/INBOX":              {false, Implicit, "mail.example.org", "mail.example.org:993", "user", "INBOX"},
		"imaps://b@example.org@mail.example.org":           {false, Implicit, "mail.example.org", "mail.example.org:993", "b@example.org", "INBOX"},
		"imap+starttls://b%40example.org@mail.example.org": {false, StartTLS, "mail.example.org", "mail.example.org:143", "b@example.org", "INBOX"},
		"imaps://user@mail.example.org:1993/Bounces/In/":   {false, Implicit, "mail.example.org", "mail.example.org:1993", "user", "Bounces/In"},
		"pop3s://user@mail.example.org":                    {true, Implicit, "mail.example.org", "mail.example.org:995", "user", ""},
		"pop3+starttls://user@[2001:db8::1]":               {true, StartTLS, "2001:db8::1", "[2001:db8::1]:110", "user", ""},
		"imap://user@localhost":                            {false, Loopback, "localhost", "localhost:143", "user", "INBOX"},
	} {
		if got, err := ParseAddress(in); got != want || err != nil {
			t.Errorf("%s gives %+v, %v", in, got, err)
		}
	}
	for in, words := range map[string]string{
		"":                                   "no way to read a mailbox",
		"mail.example.org":                   "no way",
		"https://user@mail.example.org":      `"https"`,
		"imaps://mail.example.org":           "imaps://user@",
		"imaps://user@":                      "imaps://user@",
		"imaps://user:secret@m.example":      "bounce.password",
		"imap://user@mail.example.org":       "in the clear",
		"pop3://user@192.0.2.1":              "pop3+starttls://",
		"pop3s://user@mail.example.org/Junk": "no folders",
		"imaps://us%0Aer@mail.example.org":   "line breaks",
		"imaps://user:sec%ret@m.example":     "no address",
		"imaps://user@mail.example.org?x=y":  "no address",
	} {
		_, err := ParseAddress(in)
		if news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), words) || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "sec%") {
			t.Errorf("%s: %v", in, err)
		}
	}
}

func TestWhomAMailWasSentTo(t *testing.T) {
	isOurs := func(a string) bool { return strings.HasPrefix(a, "bounces+") }
	for name, tt := range map[string]struct {
		ours   func(string) bool
		header string
		want   string
	}{
		"the best witness":  {nil, "To: d@x.example\nEnvelope-To: c@x.example\nX-Original-To: b@x.example\nDelivered-To: a@x.example\n", "a@x.example"},
		"the second":        {nil, "To: d@x.example\nEnvelope-To: c@x.example\nX-Original-To: b@x.example\n", "b@x.example"},
		"the third":         {nil, "To: d@x.example\nEnvelope-To: <c@x.example>\n", "c@x.example"},
		"the last":          {nil, "To: Somebody <d@x.example>, e@x.example\n", "d@x.example"},
		"ours":              {isOurs, "Delivered-To: a@x.example\nDelivered-To: bounces+1@x.example\nTo: bounces+2@x.example\n", "bounces+1@x.example"},
		"ours, passed on":   {isOurs, "Delivered-To: a@x.example\nTo: \"x\"\n <bounces+2@x.example>\n", "bounces+2@x.example"},
		"none of ours":      {isOurs, "Delivered-To: a@x.example\nTo: b@x.example\n", "a@x.example"},
		"nobody":            {isOurs, "Subject: bounces+1@x.example\n", ""},
		"not from the body": {isOurs, "Subject: x\n\nTo: bounces+1@x.example\n", ""},
		"broken":            {isOurs, "no field\n folded\nTO:\xff\xfe@x.example\n:\nTo\n", ""},
	} {
		if got := Recipient([]byte(tt.header), tt.ours); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
