package dkim

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"

	"onrecord/internal/news"
)

var moment = time.Unix(1700000000, 0)

// both gives a key of each kind, of example.org.
func both(t testing.TB) []Key {
	t.Helper()
	return []Key{generated(t, "example.org", "ed", Ed25519), generated(t, "example.org", "march-rsa", RSA)}
}

// records gives the keys' records as a name server would.
func records(keys []Key) func(name string) ([]string, error) {
	return func(name string) ([]string, error) {
		for _, k := range keys {
			if at, value := k.Record(); at == name {
				return []string{value}, nil
			}
		}
		return nil, fmt.Errorf("there is no %s", name)
	}
}

// faults verifies all signatures of a message with go-msgauth.
func faults(t testing.TB, message []byte, keys []Key) (out []error) {
	t.Helper()
	all, err := dkim.VerifyWithOptions(bytes.NewReader(message), &dkim.VerifyOptions{LookupTXT: records(keys)})
	if err != nil {
		t.Fatalf("%v in\n%s", err, message)
	}
	for _, v := range all {
		out = append(out, v.Err)
	}
	return out
}

func lines(l ...string) string { return strings.Join(l, "\r\n") + "\r\n" }

const fields = "Message-ID: <1@example.org>\r\nDate: Tue, 14 Nov 2023 22:13:20 +0000\r\nFrom: Daily Alert <alert@example.org>\r\nTo: ada@example.net\r\n"

// battery is messages of every build that is sent, and some that are not.
func battery() map[string]string {
	return map[string]string{
		"plain":                          fields + lines("Subject: What the strait did", "", "A line.", "Another."),
		"an 8-bit subject":               fields + lines("Subject: Grüße aus der Straße", "", "Zeile."),
		"a subject in encoded words":     fields + lines("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?= =?UTF-8?B?4oCT?=", " =?UTF-8?Q?_more?=", "", "Zeile."),
		"folded fields":                  fields + lines("Subject: What", "\tthe   strait", " \t did  ", "References: <a@example.org>", " <b@example.org>", "", "A line."),
		"a fold right after the colon":   fields + lines("Subject:", " What the strait did", "", "A line."),
		"an empty subject":               fields + lines("Subject:", "", "A line."),
		"a line of the header of spaces": fields + lines("Subject: What", " ", " did", "", "A line."),
		"capital letters in names":       strings.ToUpper(fields) + lines("SUBJECT: What", "", "A line."),
		"no subject":                     fields + lines("", "A line."),
		"no To":                          lines("From: alert@example.org", "Date: Tue, 14 Nov 2023 22:13:20 +0000", "", "A line."),
		"two fields To":                  fields + lines("To: bob@example.net", "Cc: eve@example.net", "", "A line."),
		"empty lines at the end":         fields + lines("", "A line.", "", "", ""),
		"lines with spaces at the end":   fields + lines("", "A line.  ", "\t", "Another \t", "   "),
		"spaces within and before":       fields + lines("", "  Indented  by  two.", "\tBy a tab,\t and  more.", " ", " one"),
		"no body":                        fields + lines(""),
		"a body of one empty line":       fields + lines("", ""),
		"a body of spaces":               fields + lines("", "  ", "\t"),
		"no line's end at the end":       fields + lines("") + "A line.",
		"spaces and no line's end":       fields + lines("") + "A line. \t",
		"an 8-bit body":                  fields + lines("", "Grüße aus der Straße", "\xff\xfe"),
		"a very long field":              fields + lines("Subject: "+strings.Repeat("What the strait did. ", 500), "", "A line."),
		"a very long folded field":       fields + "References:" + strings.Repeat("\r\n <0123456789abcdef@example.org>", 300) + lines("", "", "A line."),
		"a very long line":               fields + lines("", strings.Repeat("What the strait did. ", 500)),
		"many fields":                    fields + strings.Repeat("Received: from here by there\r\n", 300) + lines("Subject: x", "", "A line."),
		"bulk": fields + lines("Subject: What", "List-Id: <alert.example.org>", "List-Unsubscribe: <https://example.org/u/1>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
			"List-Archive: <https://example.org/alert>", "Feedback-ID: 1:alert:example", "Auto-Submitted: auto-generated", "Reply-To: desk@example.org", "", "A line."),
		"multipart": fields + lines("Subject: What", "MIME-Version: 1.0", "Content-Type: multipart/alternative;", ` boundary="=_b"`, "", "--=_b", "Content-Type: text/plain; charset=utf-8",
			"Content-Transfer-Encoding: quoted-printable", "", "Gr=C3=BC=C3=9Fe =", " more", "", "--=_b", "Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: base64", "",
			"PHA+QSBsaW5lLjwvcD4=", "", "--=_b--", ""),
		"signed by somebody before": "DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=a; c=simple; h=from; bh=AAAA; b=AAAA\r\n" + fields + lines("", "A line."),
	}
}

func signs(t testing.TB, s *Signer, message string) []byte {
	t.Helper()
	field, err := s.Sign("example.org", []byte(message), moment)
	if err != nil {
		t.Fatal(err)
	}
	return append(field, message...)
}

func TestWhatIsSignedVerifies(t *testing.T) {
	keys := both(t)
	s := NewSigner(keys)
	for name, message := range battery() {
		t.Run(name, func(t *testing.T) {
			got := faults(t, signs(t, s, message), keys)
			if len(got) < 2 || got[0] != nil || got[1] != nil {
				t.Errorf("%v in\n%s", got, signs(t, s, message))
			}
		})
	}
}

// tampered is what somebody on the way could do to a message.
var tampered = map[string]func(string) string{
	"a word of the body": func(m string) string { return strings.Replace(m, "A line.", "A lie.", 1) },
	"a line more":        func(m string) string { return m + "More.\r\n" },
	"another subject":    func(m string) string { return strings.Replace(m, "Subject: What", "Subject: That", 1) },
	"another From":       func(m string) string { return strings.Replace(m, "alert@example.org", "alert@example.com", 1) },
	"a second From":      func(m string) string { return "From: eve@example.com\r\n" + m },
	"a second subject":   func(m string) string { return "Subject: Buy\r\n" + m },
	"a second To":        func(m string) string { return "To: eve@example.com\r\n" + m },
	"a second date":      func(m string) string { return "Date: Wed, 15 Nov 2023 22:13:20 +0000\r\n" + m },
	"another way out": func(m string) string {
		return strings.Replace(m, "https://example.org/u/1", "https://example.com/u", 1)
	},
	"no one-click": func(m string) string {
		return strings.Replace(m, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", "", 1)
	},
	"another feedback address": func(m string) string { return strings.Replace(m, "Feedback-ID: 1", "Feedback-ID: 2", 1) },
	"another time of signing":  func(m string) string { return strings.ReplaceAll(m, "t=1700000000", "t=1700000001") },
}

func TestWhatWasTamperedWithIsRefused(t *testing.T) {
	keys := both(t)
	message := string(signs(t, NewSigner(keys), battery()["bulk"]))
	for name, change := range tampered {
		changed := change(message)
		if changed == message {
			t.Fatalf("%s: nothing was changed", name)
		}
		for _, err := range faults(t, []byte(changed), keys) {
			if err == nil {
				t.Errorf("%s goes unnoticed", name)
			}
		}
	}
}

func TestWhatReceiversDoOnTheWayDoesNoHarm(t *testing.T) {
	keys := both(t)
	message := string(signs(t, NewSigner(keys), battery()["bulk"]))
	for name, changed := range map[string]string{
		"fields before":           "Received: from here by there\r\nReturn-Path: <bounce@example.org>\r\n" + message,
		"fields folded elsewhere": strings.Replace(message, "Subject: What", "Subject:\r\n What", 1),
		"names in small letters":  strings.Replace(message, "List-Id:", "list-id:", 1),
		"spaces at a line's end":  strings.Replace(message, "A line.\r\n", "A line.  \r\n\r\n", 1),
	} {
		if got := faults(t, []byte(changed), keys); len(got) != 2 || got[0] != nil || got[1] != nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestTheFieldItself(t *testing.T) {
	keys := append(both(t), generated(t, "example.org", "a"+strings.Repeat("-long-selector", 4), RSA))
	s := NewSigner(keys)
	out, err := s.Sign("example.org", []byte(battery()["multipart"]), moment)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(out), "DKIM-Signature: v=1; "); n != 3 || !strings.HasSuffix(string(out), "\r\n") {
		t.Errorf("%d fields:\n%s", n, out)
	}
	if !strings.HasPrefix(string(out), "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n d=example.org;\r\n s=march-rsa;\r\n t=1700000000; h=") {
		t.Errorf("begins\n%.200s", out)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(out), "\r\n"), "\r\n") {
		if len(line) > 78 || strings.TrimRight(line, " \t") != line || line == "" {
			t.Errorf("line %q", line)
		}
	}
	unfolded := strings.ReplaceAll(string(out), "\r\n ", "")
	if want := "; h=content-type:mime-version:subject:to:from:date:message-id:from:to:subject:date;bh="; strings.Count(unfolded, want) != 3 {
		t.Errorf("not %s in\n%s", want, unfolded)
	}
	if n := strings.Count(unfolded, "bh="); n != 3 {
		t.Errorf("%d body hashes", n)
	}
}

func TestWhatNoTwoReceiversReadAlikeIsNotSigned(t *testing.T) {
	s := NewSigner(both(t))
	for name, message := range map[string]string{
		"nothing":                      "",
		"no empty line":                fields,
		"half a field":                 "From: a@example.org",
		"no From":                      lines("To: a@example.org", "", "A line."),
		"two Froms":                    fields + lines("From: eve@example.com", "", "A line."),
		"no colon":                     fields + lines("Subject", "", "A line."),
		"no name":                      fields + lines(": x", "", "A line."),
		"a space in a name":            fields + lines("Subject : x", "", "A line."),
		"a fold first":                 " x\r\n" + fields + lines("", "A line."),
		"an 8-bit name":                fields + lines("Sübject: x", "", "A line."),
		"a CR in a field":              fields + lines("Subject: x\ry", "", "A line."),
		"a LF in a field":              fields + lines("Subject: x\nBcc: y", "", "A line."),
		"a NUL in a field":             fields + lines("Subject: x\x00", "", "A line."),
		"an escape in a field":         fields + lines("Subject: x\x1b[2J", "", "A line."),
		"lines without CR":             strings.ReplaceAll(fields, "\r", "") + "\nA line.\n",
		"a CR in the body":             fields + lines("", "A\rline."),
		"a LF in the body":             fields + lines("", "A\nline."),
		"a LF first in the body":       fields + "\r\n\nA line.",
		"a CR at the end":              fields + "\r\nA line.\r",
		"a LF among the last":          fields + "\r\nA line.\r\n\n",
		"LF and CR":                    fields + "\r\nA line.\n\r",
		"a NUL in the body":            fields + lines("", "A\x00line."),
		"nothing but a LF in the body": fields + "\r\n\n",
	} {
		if out, err := s.Sign("example.org", []byte(message), moment); news.KindOf(err) != news.Invalid || out != nil {
			t.Errorf("%s: %q, %v", name, out, err)
		}
	}
}

func TestWhoseMailIsSigned(t *testing.T) {
	s := NewSigner([]Key{generated(t, "example.org", "a", Ed25519), generated(t, "mail.example.com", "a", Ed25519), generated(t, "news.mail.example.com", "b", Ed25519),
		generated(t, "github.io", "a", Ed25519)})
	for domain, want := range map[string]string{
		"example.org":             "example.org",
		"Example.ORG":             "example.org",
		"mail.example.org":        "example.org",
		"a.b.example.org":         "example.org",
		"notexample.org":          "",
		"example.net":             "",
		"org":                     "",
		"":                        "",
		"example.com":             "",
		"other.example.com":       "",
		"mail.example.com":        "mail.example.com",
		"x.mail.example.com":      "mail.example.com",
		"x.news.mail.example.com": "news.mail.example.com",
		"github.io":               "github.io",
		"somebody.github.io":      "", // another's, though below
		"no domain":               "",
	} {
		out, err := s.Sign(domain, []byte(battery()["plain"]), moment)
		if err != nil {
			t.Fatal(err)
		}
		if s.Signs(domain) != (want != "") || (out != nil) != (want != "") || want != "" && !bytes.Contains(out, []byte(" d="+want+";")) || (len(s.Keys(domain)) == 1) != (want != "") {
			t.Errorf("%s: %v, %s", domain, s.Signs(domain), out)
		}
	}
	if out, err := NewSigner(nil).Sign("example.org", []byte("no message"), moment); out != nil || err != nil {
		t.Errorf("without keys: %q, %v", out, err)
	}
	var none *Signer
	if none.Signs("example.org") {
		t.Error("a signer that is not there signs")
	}
}

func TestManySignAtOnce(t *testing.T) {
	keys := both(t)[:1]
	s := NewSigner(keys)
	messages := []string{}
	for _, name := range slices.Sorted(maps.Keys(battery())) {
		messages = append(messages, battery()[name])
	}
	var wait sync.WaitGroup
	for g := range 8 {
		wait.Go(func() {
			for i := range messages {
				m := messages[(i+g*3)%len(messages)]
				if out, err := s.Sign("example.org", []byte(m), moment); err != nil {
					t.Error(err)
				} else if got := faults(t, append(out, m...), keys); got[0] != nil {
					t.Errorf("%v in\n%s", got, m)
				}
			}
		})
	}
	wait.Wait()
}

// FuzzSign: whatever the bytes, they are signed so that they verify, or refused.
func FuzzSign(f *testing.F) {
	keys := both(f)[:1]
	s := NewSigner(keys)
	for _, m := range battery() {
		f.Add([]byte(m))
	}
	for _, m := range []string{"", "\r\n", "From:\r\n\r\n", "From:a\r\n \r\n\r\n \r\n", "from:\r\n\t\r\n\r\n\t \r\n x"} {
		f.Add([]byte(m))
	}
	f.Fuzz(func(t *testing.T, message []byte) {
		before := bytes.Clone(message)
		out, err := s.Sign("example.org", message, moment)
		if !bytes.Equal(message, before) {
			t.Fatal("the message was changed")
		}
		if err != nil {
			if news.KindOf(err) != news.Invalid || out != nil {
				t.Fatalf("%q, %v", out, err)
			}
			return
		}
		all, err := dkim.VerifyWithOptions(bytes.NewReader(append(out, message...)), &dkim.VerifyOptions{LookupTXT: records(keys)})
		if err != nil || len(all) == 0 || all[0].Err != nil {
			t.Fatalf("%v, %v in %q", all, err, append(out, message...))
		}
	})
}

// FuzzKeyFile: whatever the bytes, a file is a key or refused by its name.
func FuzzKeyFile(f *testing.F) {
	folder := f.TempDir()
	for _, k := range both(f) {
		path, err := k.Save(folder)
		if err != nil {
			f.Fatal(err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	path := filepath.Join(f.TempDir(), "a._domainkey.example.org.pem")
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		keys, err := Load(filepath.Dir(path))
		if err != nil {
			if news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), path) {
				t.Fatal(err)
			}
			return
		}
		if _, err := NewSigner(keys).Sign("example.org", []byte(fields+"\r\n"), moment); err != nil || len(keys) != 1 {
			t.Fatalf("%v, %v", keys, err)
		}
	})
}

// letter is a mail of 15 KB as an edition's is.
func letter() []byte {
	m := strings.Replace(battery()["bulk"], "\r\n\r\n", "\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", 1)
	for len(m) < 15<<10 {
		m += "<td style=3D\"padding:8px 0\"><a href=3D\"https://example.org/alert/story\">What=\r\n the strait did</a> and who says so, on whose authority.</td></tr>\r\n"
	}
	return []byte(m)
}

// indented is one whose markup has runs of spaces, which must be taken out before it is hashed.
func indented() []byte { return bytes.ReplaceAll(letter(), []byte("<td"), []byte("    <td")) }

func benchmark(b *testing.B, message []byte, keys ...Key) {
	s := NewSigner(keys)
	b.ReportAllocs()
	b.SetBytes(int64(len(message)))
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := s.Sign("example.org", message, moment); err != nil {
				b.Error(err)
			}
		}
	})
}

func BenchmarkSign(b *testing.B) {
	keys := both(b)
	b.Run("ed25519", func(b *testing.B) { benchmark(b, letter(), keys[0]) })
	b.Run("ed25519 indented", func(b *testing.B) { benchmark(b, indented(), keys[0]) })
	b.Run("rsa", func(b *testing.B) { benchmark(b, letter(), keys[1]) })
	b.Run("both", func(b *testing.B) { benchmark(b, letter(), keys...) })
}

// BenchmarkGoMsgauth is what the library that was looked at first takes for the same.
func BenchmarkGoMsgauth(b *testing.B) {
	key := both(b)[0]
	message := letter()
	b.ReportAllocs()
	b.SetBytes(int64(len(message)))
	names := strings.Split("content-type:mime-version:content-transfer-encoding:reply-to:auto-submitted:feedback-id:list-archive:list-unsubscribe-post:list-unsubscribe:list-id:subject:to:from:date:message-id:"+once, ":")
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			var out bytes.Buffer
			if err := dkim.Sign(&out, bytes.NewReader(message), &dkim.SignOptions{Domain: "example.org", Selector: "ed", Signer: key.private,
				HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed, HeaderKeys: names}); err != nil {
				b.Error(err)
			}
		}
	})
}
