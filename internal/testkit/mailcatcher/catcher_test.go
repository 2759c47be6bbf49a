package mailcatcher_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/smtp"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"onrecord/internal/testkit/mailcatcher"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func start(t *testing.T, o mailcatcher.Options) *mailcatcher.Catcher {
	t.Helper()
	c, err := mailcatcher.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// post sends a mail with the standard library's client, which shares no code with the server.
func post(t *testing.T, c *mailcatcher.Catcher, id, body string, to ...string) error {
	t.Helper()
	mail := "From: =?utf-8?q?The_H=C3=A4rbour?= <desk@example.org>\r\nTo: you@example.org\r\nSubject: =?utf-8?q?D=C3=A9j=C3=A0_vu?=\r\nMessage-ID: <" + id + ">\r\n" + body
	return smtp.SendMail(c.Addr(), nil, "bounce@example.org", to, []byte(mail))
}

const parts = "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n" +
	"--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nCaf=E9\r\n" +
	"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Café <a href=\"https://x.example/?a=1&amp;b=2\">out</a> <a href=\"#down\">down</a><script>alert(1)</script></p>\r\n--b--\r\n"

func TestAMailIsKeptAndTakenApart(t *testing.T) {
	c := start(t, mailcatcher.Options{})
	if err := post(t, c, "1@x", parts, "ada@example.org", "bo@example.org"); err != nil {
		t.Fatal(err)
	}
	got := c.Messages()
	if len(got) != 2 || got[0].To != "ada@example.org" || got[1].To != "bo@example.org" {
		t.Fatalf("kept %+v", got)
	}
	m := got[0]
	if m.ID != "1@x" || m.From != "bounce@example.org" || m.Subject != "Déjà vu" || m.Broken != "" {
		t.Errorf("kept as %+v", m)
	}
	if strings.TrimSpace(m.Text) != "Café" || !strings.Contains(m.HTML, "<p>Café") {
		t.Errorf("text %q, page %q", m.Text, m.HTML)
	}
}

func TestAMailThatComesAgainIsCounted(t *testing.T) {
	c := start(t, mailcatcher.Options{})
	for _, to := range []string{"ada@example.org", "ADA@example.org", "bo@example.org"} {
		if err := post(t, c, "1@x", parts, to); err != nil {
			t.Fatal(err)
		}
	}
	if c.Count() != 2 || c.Repeats() != 1 {
		t.Errorf("%d mails, %d again; the same one to another reader is no repeat", c.Count(), c.Repeats())
	}
}

func TestMailsOutliveTheServer(t *testing.T) {
	folder := t.TempDir()
	c := start(t, mailcatcher.Options{Folder: folder})
	for i := range 12 {
		if err := post(t, c, fmt.Sprintf("%d@x", i), parts, fmt.Sprintf("r%d@example.org", i)); err != nil {
			t.Fatal(err)
		}
	}
	before := c.Messages()
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	c = start(t, mailcatcher.Options{Folder: folder})
	after := c.Messages()
	if len(after) != len(before) {
		t.Fatalf("%d of %d mails are left", len(after), len(before))
	}
	for i, m := range after {
		if b := before[i]; m.To != b.To || m.From != b.From || string(m.Source) != string(b.Source) || !m.At.Equal(b.At) || m.HTML != b.HTML {
			t.Errorf("mail %d was %s to %s and is %s to %s", i, b.ID, b.To, m.ID, m.To)
		}
	}
	if err := post(t, c, "3@x", parts, "r3@example.org"); err != nil {
		t.Fatal(err)
	}
	if c.Count() != 12 || c.Repeats() != 1 {
		t.Errorf("%d mails, %d again: a mail from before is not known", c.Count(), c.Repeats())
	}
}

func TestWhatATestCanAskFor(t *testing.T) {
	c := start(t, mailcatcher.Options{})
	c.Refuse("Gone@example.org", 550, -1)
	c.Refuse("full@example.org", 451, 1)
	for i, step := range []struct{ to, want string }{{"gone@example.org", "550 \"5.1.1"}, {"gone@example.org", "550 \"5.1.1"}, {"full@example.org", "451 \"4.2.1"}, {"full@example.org", ""}} {
		err := post(t, c, fmt.Sprintf("%d@x", i), parts, step.to)
		if got := fmt.Sprint(err); (err == nil) != (step.want == "") || err != nil && !strings.HasPrefix(got, step.want) {
			t.Errorf("%s: %v, want %q", step.to, err, step.want)
		}
	}
	c.Cut(1)
	if err := post(t, c, "cut@x", parts, "ada@example.org"); err == nil {
		t.Error("the answer came")
	}
	if c.Count() != 2 {
		t.Errorf("%d mails, want the second to the full mailbox and the one that was cut off", c.Count())
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := c.Wait(ctx, 3); err == nil || !strings.Contains(err.Error(), "2 of 3") {
		t.Errorf("waiting for one too many: %v", err)
	}
	waited := make(chan error)
	go func() { waited <- c.Wait(t.Context(), 3) }()
	if err := post(t, c, "last@x", parts, "ada@example.org"); err != nil {
		t.Fatal(err)
	}
	if err := <-waited; err != nil {
		t.Error(err)
	}
}

// get gives a page and what it says to the browser.
func get(t *testing.T, h http.Handler, path string) (int, http.Header, string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Code, w.Result().Header, string(body)
}

func TestThePages(t *testing.T) {
	c := start(t, mailcatcher.Options{})
	h := c.Handler("/mail")
	if _, _, page := get(t, h, "/mail/"); !strings.Contains(page, "No mail yet") {
		t.Error("an empty list does not say so")
	}
	if err := post(t, c, "1@x", parts, "ada@example.org"); err != nil {
		t.Fatal(err)
	}
	if err := post(t, c, "1@x", parts, "ada@example.org"); err != nil {
		t.Fatal(err)
	}
	if err := post(t, c, "2@x", "Content-Type: text/plain\r\n\r\nOnly <b>text</b>\r\n", "bo@example.org"); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string][]string{
		"/mail/":          {"Déjà vu", "ada@example.org", "2 mails, 1 came again", `href="/mail/1"`},
		"/mail/0":         {"Déjà vu", "The Härbour", `src="/mail/0/html"`, "Café", "/mail/0/source"},
		"/mail/1":         {"Only &lt;b&gt;text&lt;/b&gt;", "checked"},
		"/mail/0/html":    {`<a href="https://x.example/?a=1&amp;b=2" target="_blank">`, `<a href="#down">`},
		"/mail/0/source":  {"Message-ID: <1@x>", "Caf=E9"},
		"/mail/style.css": {"--against"},
	} {
		code, header, page := get(t, h, path)
		if code != http.StatusOK {
			t.Errorf("%s: %d", path, code)
		}
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%s has no %s:\n%s", path, w, page)
			}
		}
		policy := header.Get("Content-Security-Policy")
		switch {
		case strings.HasSuffix(path, "/html"):
			if !strings.HasPrefix(policy, "sandbox ") || strings.Contains(policy, "allow-scripts") || strings.Contains(policy, "allow-same-origin") || !strings.Contains(policy, "default-src 'none'") {
				t.Errorf("a mail may: %s", policy)
			}
		case strings.HasSuffix(path, "/source"):
			if header.Get("Content-Type") != "text/plain; charset=utf-8" || header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("the source is shown as %s", header.Get("Content-Type"))
			}
		case !strings.HasSuffix(path, ".css") && !strings.HasPrefix(policy, "default-src 'none'"):
			t.Errorf("%s may: %s", path, policy)
		}
	}
	for _, path := range []string{"/mail/2", "/mail/-1", "/mail/x", "/mail/9999999999999999999/html"} {
		if code, _, _ := get(t, h, path); code != http.StatusNotFound {
			t.Errorf("%s: %d", path, code)
		}
	}
}
