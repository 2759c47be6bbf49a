package send_test

import (
	"bytes"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"context"

	gomail "github.com/emersion/go-message/mail"
	"github.com/wneessen/go-mail"
	"golang.org/x/net/html"

	"onrecord/internal/news"
	"onrecord/internal/send"
	"onrecord/internal/testkit/mailcatcher"
)

var update = flag.Bool("update", false, "write the golden files again")

// golden compares with a file in testdata. The signed part of links differs by the ids and is left out.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not as it was; look at the difference and, if it is as you want it, run with -update:\n%s", path, got)
	}
}

// plain takes out of a mail's part what differs from run to run: the tokens and the line ends of mail.
func plain(t *testing.T, m mailcatcher.Message, part string, p send.Purpose) string {
	return strings.ReplaceAll(strings.ReplaceAll(part, link(t, m, p), "TOKEN"), "\r\n", "\n")
}

func caught(t *testing.T) mailcatcher.Message {
	t.Helper()
	d := open(t, 1)
	if err := d.step.Run(t.Context(), d.edition.ID); err != nil {
		t.Fatal(err)
	}
	return d.Messages()[0]
}

func TestTheEditionAsMailed(t *testing.T) {
	m := caught(t)
	golden(t, "edition.txt", plain(t, m, m.Text, send.ToUnsubscribe))
	golden(t, "edition.html", plain(t, m, m.HTML, send.ToUnsubscribe))
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

// TestThePageOfAMail looks at the HTML as old mail programs and readers without eyes do.
func TestThePageOfAMail(t *testing.T) {
	m := caught(t)
	if len(m.HTML) > 100_000 {
		t.Errorf("it is %d bytes", len(m.HTML))
	}
	doc, err := html.Parse(strings.NewReader(m.HTML))
	if err != nil {
		t.Fatal(err)
	}
	ids, fragments := map[string]bool{}, []string{}
	count := map[string]int{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		count[n.Data]++
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
		}
		ids[attr["id"]] = true
		switch n.Data {
		case "html":
			if attr["lang"] != "en" || attr["dir"] != "ltr" {
				t.Errorf("the page is in %q, written %q", attr["lang"], attr["dir"])
			}
		case "table":
			if attr["role"] != "presentation" {
				t.Error("a table says that it is one")
			}
		case "a":
			if f, ok := strings.CutPrefix(attr["href"], "#"); ok {
				fragments = append(fragments, f)
			} else if !strings.HasPrefix(attr["href"], "https://") {
				t.Errorf("a link goes to %q", attr["href"])
			}
		case "script", "img", "link", "iframe", "form":
			t.Errorf("there is a <%s>", n.Data)
		}
	}
	if count["h1"] != 1 || count["h2"] != 2 || count["h3"] != 4 {
		t.Errorf("headings: %v", count)
	}
	if len(fragments) != 4 || slices.ContainsFunc(fragments, func(f string) bool { return !ids[f] }) {
		t.Errorf("the contents lead to %v", fragments)
	}
}

func TestALongEditionStaysWhatMailProgramsShow(t *testing.T) {
	d := open(t, 1)
	e := &d.editions[0]
	for i := range 400 {
		e.Sections[0].Items = append(e.Sections[0].Items, news.EditionItem{Headline: fmt.Sprint("Item ", i), Outlet: "Radio Skerry", Summary: strings.Repeat("Words that fill the page. ", 20), URL: "https://skerry.example/"})
	}
	if err := d.step.Run(t.Context(), e.ID); err != nil {
		t.Fatal(err)
	}
	m := d.Messages()[0]
	if len(m.HTML) > 100_000 || len(m.HTML) < 80_000 {
		t.Errorf("it is %d bytes", len(m.HTML))
	}
	left := e.Items() - strings.Count(m.HTML, "<h3 ")
	if want := fmt.Sprintf("And %d more on the web", left); left == 0 || !strings.Contains(m.HTML, want) || !strings.Contains(m.Text, want) {
		t.Errorf("it does not say %q", want)
	}
	if !strings.Contains(m.HTML, "/unsubscribe/") {
		t.Error("the way out was cut off")
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
	for _, want := range []string{`<html lang="he-IL" dir="rtl">`, `align="right"`, "border-right:2px"} {
		if !strings.Contains(m.HTML, want) {
			t.Errorf("no %s", want)
		}
	}
	if from, err := m.Header.AddressList("From"); err != nil || from[0].Name != "תקציר הנמל" {
		t.Errorf("from %v, %v", from, err)
	}
}

// outbox is a relay that keeps what it is given.
type outbox struct{ sent []*bytes.Buffer }

func (o *outbox) Open(context.Context) (send.Conn, error) { return o, nil }
func (o *outbox) Close() error                            { return nil }
func (o *outbox) Send(_ context.Context, m *mail.Msg) error {
	var b bytes.Buffer
	_, err := m.WriteTo(&b)
	o.sent = append(o.sent, &b)
	return err
}

// FuzzNothingFromOutsideBecomesAHeader puts hostile words wherever words from outside go, and reads the mail again.
func FuzzNothingFromOutsideBecomesAHeader(f *testing.F) {
	f.Add("Title", "Name", "reader@example.org", "Harbour <desk@harbour.example>")
	f.Add("T\r\nBcc: x@y.example\r\n\r\nbody", "N\nX-Evil: 1", "a@b.example\r\nRCPT TO:<c@d.example>", "\"D\r\nX: 1\" <desk@harbour.example>")
	f.Add("=?utf-8?q?Bcc:_x?=", "=?utf-8?b?DQo=?=", "\"a b\"@example.org", "=?utf-8?q?=0D=0AX-Evil:_1?= <d@h.example>")
	f.Add("\u2028\u0085\x00\xff", strings.Repeat("long ", 300), "ü@exämple.org", "a@[127.0.0.1]")
	f.Add(strings.Repeat("é", 500), "N", "x@example.org", strings.Repeat("é", 200)+" <a@b.example>")
	known := []string{"Content-Type", "Date", "From", "List-Archive", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-Id", "Mime-Version", "Subject", "To"}
	f.Fuzz(func(t *testing.T, title, name, to, from string) {
		day := time.Date(2031, 3, 2, 5, 0, 0, 0, time.UTC)
		p := news.Publication{ID: "p", Slug: "harbour", Name: name, From: from, Language: title, Schedule: news.Schedule{Zone: "UTC"}}
		e := edition(p.ID)
		e.Title, e.Standfirst, e.Sections[0].Items[0].Headline, e.Sections[0].Items[0].URL = title, name, title, to
		s := &store{state: state{publications: []news.Publication{p}, editions: []news.Edition{e}, subscribers: []news.Subscriber{{ID: "u", Address: to}},
			subscriptions: []news.Subscription{{ID: news.NewID(day), SubscriberID: "u", PublicationID: p.ID, State: news.Active}}}}
		box := &outbox{}
		step, err := send.New(send.Options{Store: s, Relay: box, Links: send.NewLinks(key, site), Clock: news.ClockFunc(func() time.Time { return day }), Log: slog.New(slog.DiscardHandler)})
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
			if s.deliveries[0].State != news.Failed || s.deliveries[0].Error == "" {
				t.Errorf("nothing was sent, and the delivery is %+v", s.deliveries[0])
			}
			return
		}
		source := box.sent[0].Bytes()
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
