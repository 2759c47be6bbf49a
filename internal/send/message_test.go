package send_test

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"context"

	gomail "github.com/emersion/go-message/mail"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
	"onrecord/internal/send"
	"onrecord/internal/testkit/mailcatcher"
)

func caught(t *testing.T) mailcatcher.Message {
	t.Helper()
	d := open(t, 1)
	if err := d.step.Run(t.Context(), d.edition.ID); err != nil {
		t.Fatal(err)
	}
	return d.Messages()[0]
}

func TestTheHeadersOfAnEdition(t *testing.T) {
	m := caught(t)
	for name, want := range map[string]string{
		"From":                  `"Harbour Desk" <desk@harbour.example>`,
		"To":                    "<r0@example.org>",
		"Subject":               "The Harbour Digest: Ministry denies the pier was ever for sale",
		"Date":                  "Sun, 02 Mar 2031 05:00:00 +0000",
		"List-Id":               "<harbour.harbour.example>",
		"List-Archive":          "<" + site + "/harbour/archive>",
		"List-Unsubscribe":      "<" + site + "/unsubscribe/" + link(t, m, send.ToUnsubscribe) + ">",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		"Mime-Version":          "1.0",
	} {
		if got := m.Header.Get(name); got != want {
			t.Errorf("%s: %s\nwant %s", name, got, want)
		}
	}
	if kind, _, _ := m.Header.ContentType(); kind != "multipart/alternative" || strings.Index(string(m.Source), "text/plain") > strings.Index(string(m.Source), "text/html") {
		t.Errorf("the mail is %s; the text goes first (RFC 2046, section 5.1.4)", kind)
	}
	if !strings.HasSuffix(m.ID, "@harbour.example") || m.Header.Has("Received") || m.Header.Has("X-Mailer") || m.Header.Has("User-Agent") {
		t.Errorf("Message-ID %s, headers %v", m.ID, m.Header.Map())
	}
	for i, line := range strings.Split(string(m.Source), "\r\n") {
		if len(line) > 200 || strings.ContainsAny(line, "\r\n\x00") {
			t.Errorf("line %d is %q", i+1, line)
		}
	}
}

func TestAMailWrittenFromTheRight(t *testing.T) {
	d := open(t, 1)
	d.publications[0].Language, d.publications[0].From = "he-IL", "desk@harbour.example"
	d.publications[0].Name = "תקציר הנמל"
	if err := d.step.Run(t.Context(), d.edition.ID); err != nil {
		t.Fatal(err)
	}
	m := d.Messages()[0]
	if want := `<html lang="he" dir="rtl">`; !strings.Contains(m.HTML, want) {
		t.Errorf("no %s", want)
	}
	if from, err := m.Header.AddressList("From"); err != nil || from[0].Name != "תקציר הנמל" {
		t.Errorf("from %v, %v", from, err)
	}
}

// TestTheWayOutIsInBothParts sees that the mark of the letter became the reader's own link.
func TestTheWayOutIsInBothParts(t *testing.T) {
	m := caught(t)
	want := site + "/unsubscribe/" + link(t, m, send.ToUnsubscribe)
	if !strings.Contains(m.HTML, `href="`+want+`"`) || !strings.Contains(m.Text, "\n"+want+"\r\n") && !strings.Contains(m.Text, "\n"+want+"\n") {
		t.Errorf("no %s in\n%s\n%s", want, m.Text, m.HTML)
	}
	if strings.Contains(string(m.Source), ".invalid") {
		t.Error("a mark is left")
	}
}

// outbox is a relay that keeps what it is given.
type outbox struct{ offered, sent [][]byte }

func (o *outbox) Open(context.Context) (send.Conn, error) { return o, nil }
func (o *outbox) Close() error                            { return nil }
func (o *outbox) Broken() bool                            { return false }
func (o *outbox) Offer(_ context.Context, m *smtp.Message) error {
	o.offered = append(o.offered, bytes.Clone(m.Data))
	return nil
}
func (o *outbox) End(*smtp.Message) (string, error) {
	o.sent = o.offered
	return "250 ok", nil
}

// FuzzNothingFromOutsideBecomesAHeader puts hostile words wherever words from outside go, and reads the mail again.
func FuzzNothingFromOutsideBecomesAHeader(f *testing.F) {
	f.Add("Title", "Name", "reader@example.org", "Harbour <desk@harbour.example>")
	f.Add("T\r\nBcc: x@y.example\r\n\r\nbody", "N\nX-Evil: 1", "a@b.example\r\nRCPT TO:<c@d.example>", "\"D\r\nX: 1\" <desk@harbour.example>")
	f.Add("=?utf-8?q?Bcc:_x?=", "=?utf-8?b?DQo=?=", "\"a b\"@example.org", "=?utf-8?q?=0D=0AX-Evil:_1?= <d@h.example>")
	f.Add("\u2028\u0085\x00\xff", strings.Repeat("long ", 300), "ü@exämple.org", "a@[127.0.0.1]")
	f.Add(strings.Repeat("é", 500), "N", "x@example.org", strings.Repeat("é", 200)+" <a@b.example>")
	known := []string{"Content-Language", "Content-Type", "Date", "Feedback-Id", "From", "List-Archive", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-Id", "Mime-Version", "Subject", "To"}
	f.Fuzz(func(t *testing.T, title, name, to, from string) {
		day := time.Date(2031, 3, 2, 5, 0, 0, 0, time.UTC)
		p := news.Publication{ID: "p", Slug: "harbour", Name: name, From: from, Language: title, Schedule: news.Schedule{Zone: "UTC"}}
		e := edition(p.ID)
		e.Title, e.Standfirst, e.Sections[0].Items[0].Headline, e.Sections[0].Items[0].URL = title, name, title, to
		s := &store{state: state{publications: []news.Publication{p}, editions: []news.Edition{e}, subscribers: []news.Subscriber{{ID: "u", Address: to}},
			subscriptions: []news.Subscription{{ID: news.NewID(day), SubscriberID: "u", PublicationID: p.ID, State: news.Active}}}}
		box := &outbox{}
		step, err := send.New(send.Options{Store: s, Ways: []send.Way{{Relay: box, Name: "box"}}, Links: send.NewLinks(key, site), Clock: news.ClockFunc(func() time.Time { return day }), Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		if err := step.Run(t.Context(), e.ID); err != nil {
			if news.KindOf(err) != news.Invalid {
				t.Errorf("%v is of kind %s", err, news.KindOf(err))
			}
			return
		}
		if len(box.sent) == 0 { // an address that no mail can carry
			if s.deliveries[0].State != news.Bounced || s.deliveries[0].Reply == "" {
				t.Errorf("nothing was sent, and the delivery is %+v", s.deliveries[0])
			}
			return
		}
		source := box.sent[0]
		r, err := gomail.CreateReader(bytes.NewReader(source))
		if err != nil {
			t.Fatalf("%v:\n%q", err, source)
		}
		var names []string
		for name := range r.Header.Map() {
			names = append(names, name)
		}
		slices.Sort(names)
		if !slices.Equal(names, known) {
			t.Errorf("headers %v:\n%q", names, source)
		}
		for h := r.Header.Fields(); h.Next(); {
			if text, err := h.Text(); err != nil || strings.ContainsAny(text, "\r\n\x00") {
				t.Errorf("%s: %q, %v", h.Key(), text, err)
			}
		}
		if list, err := r.Header.AddressList("To"); err != nil || len(list) != 1 {
			t.Errorf("to %v, %v:\n%q", list, err, source)
		}
		if subject, err := r.Header.Subject(); err != nil || !utf8.ValidString(subject) {
			t.Errorf("subject %q, %v", subject, err)
		}
		head, _, _ := bytes.Cut(source, []byte("\r\n\r\n"))
		for _, line := range bytes.Split(head, []byte("\r\n")) {
			if len(line) > 998 { // RFC 5322, section 2.1.1
				t.Errorf("a line of %d bytes", len(line))
			}
		}
		for n := 0; ; n++ {
			if _, err := r.NextPart(); err != nil {
				if n != 2 {
					t.Errorf("%d parts, %v", n, err)
				}
				break
			}
		}
	})
}
