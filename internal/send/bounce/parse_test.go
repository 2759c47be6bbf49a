package bounce

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"

	"onrecord/internal/news"
)

var update = flag.Bool("update", false, "write the golden files anew")

const verp = "bounces+k7q2.9fz3@digest.example.org"

var came = time.Date(2031, 3, 4, 5, 0, 10, 0, time.UTC)

// The samples are made up, from the documents of the formats and in the manner of the servers that they are named for.
func TestSamples(t *testing.T) {
	files, err := filepath.Glob("testdata/mails/*.eml")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d samples, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".eml"), func(t *testing.T) {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Parse("<"+verp+">", bytes.NewReader(source), came)
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			enc := json.NewEncoder(&b)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", "  ")
			for _, f := range got {
				if f.To != verp || !f.At.Equal(came) || f.By != "" {
					t.Errorf("sent to %q at %v by %q", f.To, f.At, f.By)
				}
				if err := enc.Encode(short(f)); err != nil {
					t.Fatal(err)
				}
			}
			golden := strings.TrimSuffix(file, ".eml") + ".json"
			if *update {
				if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if b.String() != string(want) {
				t.Errorf("got\n%s\nwant\n%s", b.String(), want)
			}
			// Line ends are no matter.
			again, err := Parse(verp, strings.NewReader(strings.ReplaceAll(strings.ReplaceAll(string(source), "\r\n", "\n"), "\n", "\r\n")), came)
			if fmt.Sprint(again, err) != fmt.Sprint(got, nil) {
				t.Errorf("with CRLF: %+v, %v", again, err)
			}
		})
	}
}

// short leaves out what is the same everywhere, or empty.
func short(f news.Feedback) any {
	return struct {
		Kind      news.FeedbackKind
		Verdict   news.Verdict `json:",omitempty"`
		Address   string       `json:",omitempty"`
		Status    string       `json:",omitempty"`
		Reply     string       `json:",omitempty"`
		MessageID string       `json:",omitempty"`
		Sender    string       `json:",omitempty"`
	}{f.Kind, f.Verdict, f.Address, f.Status, f.Reply, f.MessageID, f.Sender}
}

func TestAHugeMailIsReadAsFarAsItIsKept(t *testing.T) {
	report, err := os.ReadFile("testdata/mails/postfix-unknown-user.eml")
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := bytes.Cut(report, []byte("The body of the mail"))
	endless := &counted{r: io.MultiReader(bytes.NewReader(head), endlessText{})}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got, err := Parse(verp, endless, came)
	runtime.ReadMemStats(&after)
	if err != nil || len(got) != 1 || got[0].Status != "5.1.1" || got[0].MessageID != "e17.s204@digest.example.org" {
		t.Fatalf("%+v, %v", got, err)
	}
	if endless.n > MaxBytes+1<<16 {
		t.Errorf("%d bytes were read", endless.n)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
		t.Errorf("%d bytes of memory for a mail of which %d are kept", used, MaxBytes)
	}
}

type endlessText struct{}

func (endlessText) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = "any text at all\r\n"[i%17]
	}
	return len(p), nil
}

type counted struct {
	r io.Reader
	n int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += n
	return n, err
}

func TestHostileStructures(t *testing.T) {
	nested := "From: MAILER-DAEMON@mx.example.net\r\n"
	for i := range 2000 {
		nested += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	many := "Content-Type: multipart/report; boundary=b\r\n\r\n" + strings.Repeat("--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n", 10000)
	recipients := "Content-Type: message/delivery-status\r\n\r\n" + strings.Repeat("Final-Recipient: rfc822;a@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n", 10000)
	var text strings.Builder
	text.WriteString("From: postmaster@example.org\r\n\r\n")
	for i := range 10000 {
		fmt.Fprintf(&text, "<a%d@example.org>: 5.1.1\r\n\r\n", i)
	}
	for name, tt := range map[string]struct {
		mail string
		most int
	}{
		"nested": {nested, 1}, "parts": {many, 1}, "recipients": {recipients, most}, "text": {text.String(), most},
		"fields":       {strings.Repeat("X: y\r\n", 100000), 1},
		"one line":     {"From: postmaster@example.org\r\n\r\n<a@example.org> " + strings.Repeat("5.1.1 ", 100000), 1},
		"no boundary":  {"Content-Type: multipart/report\r\n\r\n--\r\n\r\n", 1},
		"long field":   {"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n" + strings.Repeat(" x\r\n", 200000), 1},
		"only folding": {strings.Repeat(" \r\n", 100000), 1},
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			got, err := Parse(verp, strings.NewReader(tt.mail), came)
			if err != nil || len(got) < 1 || len(got) > tt.most {
				t.Errorf("%d feedbacks, %v", len(got), err)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

func TestABrokenSourceIsAnError(t *testing.T) {
	broken := errors.New("the connection broke")
	got, err := Parse(verp, io.MultiReader(strings.NewReader("From: x\r\n\r\n"), iotest.ErrReader(broken)), came)
	if !errors.Is(err, broken) || got != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAddresses(t *testing.T) {
	for in, want := range map[string]string{
		"rfc822; reader@example.org":                          "reader@example.org",
		"RFC822;<reader@example.org>":                         "reader@example.org",
		"reader@example.org":                                  "reader@example.org",
		"rfc822;reader+2Bnews@example.org":                    "reader+news@example.org",
		"rfc822;reader+3Dnews@example.org":                    "reader=news@example.org",
		"rfc822;reader+2024@example.org":                      "reader+2024@example.org",
		"rfc822;reader+2B+x@example.org":                      "reader+2B+x@example.org",
		"rfc822;reader+AB@example.org":                        "reader+AB@example.org",
		`utf-8;ä\x{E4}@example.org`:                           "ää@example.org",
		`utf-8;a\x{110000}\x{D800}@example.org`:               `a\x{110000}\x{D800}@example.org`,
		`utf-8;a\x{0A}b@example.org`:                          "",
		"rfc822;reader@example.org (Reader)":                  "reader@example.org",
		"x400; /c=us/":                                        "",
		"rfc822;":                                             "",
		"rfc822;reader":                                       "",
		"rfc822;@example.org":                                 "",
		"rfc822;a@example.org, b@example.org":                 "",
		"rfc822;a b@example.org":                              "",
		"rfc822;" + strings.Repeat("a", 400) + "@example.org": "",
	} {
		if got := typedAddress(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/mails/*.eml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(verp, source)
	}
	f.Fuzz(func(t *testing.T, to string, source []byte) {
		got, err := Parse(to, bytes.NewReader(source), came)
		if err != nil || len(got) == 0 || len(got) > most {
			t.Fatalf("%d feedbacks, %v", len(got), err)
		}
		for _, f := range got {
			switch f.Kind {
			case news.FeedbackBounced:
				if f.Verdict == news.VerdictNone || f.Verdict == news.VerdictLater {
					t.Errorf("a bounce that says nothing: %+v", f)
				}
			case news.FeedbackDelayed:
				if f.Verdict == news.VerdictDead || f.Verdict == news.VerdictNone {
					t.Errorf("a delay that says too much: %+v", f)
				}
			case news.FeedbackComplained, news.FeedbackDelivered, news.FeedbackAutoReply, news.FeedbackUnknown:
				if f.Verdict != news.VerdictNone {
					t.Errorf("a verdict without a bounce: %+v", f)
				}
			default:
				t.Errorf("no kind: %+v", f)
			}
			if f.Verdict == news.VerdictDead && f.Status == "" {
				t.Errorf("dead without a code: %+v", f)
			}
			for _, s := range []string{f.To, f.Sender, f.Address, f.MessageID, f.Status, f.Reply} {
				if !utf8.ValidString(s) || strings.ContainsAny(s, "\r\n\x00") {
					t.Errorf("%q in %+v", s, f)
				}
			}
			if utf8.RuneCountInString(f.Reply) > news.MaxReply || len(f.Address) > 320 || len(f.Sender) > 320 || len(f.MessageID) > 998 || len(f.Status) > 9 {
				t.Errorf("too long: %+v", f)
			}
		}
	})
}
