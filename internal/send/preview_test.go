package send_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

func TestAPreviewIsTheMailThatReadersGet(t *testing.T) {
	d := open(t, 1)
	ok(t, d.step.Run(t.Context(), d.edition.ID))
	sent := d.Messages()[0]
	v, err := d.step.Preview(t.Context(), d.edition.ID, "")
	ok(t, err)
	// What is a reader's own differs, and the boundary, which is drawn by lot.
	for _, name := range []string{"Subject", "From", "Date", "List-Id", "List-Archive", "List-Unsubscribe-Post", "Feedback-ID", "Content-Language"} {
		var got string
		for _, f := range v.Fields {
			if f.Name == name {
				got = f.Value
			}
		}
		if want := sent.Header.Get(name); got == "" || want == "" || got != want && name != "Subject" && name != "From" {
			t.Errorf("%s is %q in the preview and %q in the mail", name, got, want)
		}
	}
	own := func(s string) string {
		for _, link := range []string{"/unsubscribe/", "/preferences/"} {
			before, rest, found := strings.Cut(s, site+link)
			if !found {
				t.Fatalf("no link to %s in:\n%s", link, s)
			}
			s = before + rest[strings.IndexAny(rest, "\"\n"):]
		}
		return s
	}
	mailText := strings.ReplaceAll(sent.Text, "\r\n", "\n")
	if own(v.Text) != own(mailText) || own(v.HTML) != own(sent.HTML) {
		t.Errorf("the preview is not the mail:\n%s\n%s", v.Text, mailText)
	}
	if v.Language != "en" || len(v.Languages) < 2 || v.HTMLSize < len(v.HTML) || v.HTMLSize > len(v.Source) || !bytes.Contains(v.Source, []byte("reader@example.org")) || v.Field("Subject") == "" || v.Field("Nothing") != "" {
		t.Errorf("%q of %v, HTML of %d bytes", v.Language, v.Languages, v.HTMLSize)
	}
	if v, err := d.step.Preview(t.Context(), d.edition.ID, "he"); err != nil || v.Language != "he" {
		t.Errorf("in Hebrew: %q, %v", v.Language, err)
	}
	_, err = d.step.Preview(t.Context(), d.edition.ID, "xx")
	is(t, err, news.Invalid, "use one of en, he")
	_, err = d.step.Test(t.Context(), d.edition.ID, "xx", []string{"ada@example.org"})
	is(t, err, news.Invalid, "use one of en, he")
	_, err = d.step.Preview(t.Context(), "nowhere", "")
	is(t, err, news.NotFound, "edition")
	for _, state := range []news.EditionState{news.Draft, news.Approved} {
		d.editions[0].State, d.editions[0].PublishedAt = state, time.Time{}
		if v, err := d.step.Preview(t.Context(), d.edition.ID, ""); err != nil || v.Field("Date") != "Sun, 02 Mar 2031 05:00:00 +0000" {
			t.Errorf("%s: %v, dated %q", state, err, v.Field("Date"))
		}
	}
}

func TestATestGoesToWhomTheEditorNames(t *testing.T) {
	d := open(t, 1)
	d.editions[0].State, d.editions[0].PublishedAt = news.Draft, time.Time{}
	d.Refuse("full@example.org", 452, -1)
	all, err := d.step.Test(t.Context(), d.edition.ID, "", []string{" Ada <ada@example.org>", "", "full@example.org", "ada@EXAMPLE.org", "ben@example.org"})
	ok(t, err)
	var told []string
	for _, one := range all {
		told = append(told, fmt.Sprint(one.Address, " ", one.Err))
	}
	if got := strings.Join(told, "; "); got != "ada@example.org <nil>; full@example.org the mail server did not take the message: 452 4.2.1 try again later; ben@example.org <nil>" {
		t.Errorf("told: %s", got)
	}
	mails := d.Messages()
	if len(mails) != 2 || mails[0].To != "ada@example.org" || mails[1].To != "ben@example.org" || mails[0].Header.Get("Message-ID") == mails[1].Header.Get("Message-ID") {
		t.Fatalf("%d mails came", len(mails))
	}
	m := mails[0]
	if !strings.Contains(m.Header.Get("Subject"), "[Test]") || m.Header.Get("List-Unsubscribe") != "<"+site+"/unsubscribe/test>" || m.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" ||
		!strings.Contains(m.Text, site+"/unsubscribe/test\n") && !strings.Contains(m.Text, site+"/unsubscribe/test\r\n") || strings.Contains(m.Text, "reader@") {
		t.Errorf("the test has the header %v and the text\n%s", m.Header, m.Text)
	}
	if len(d.sendings)+len(d.deliveries) > 0 {
		t.Error("the test was accounted for")
	}

	many := make([]string, 21)
	for i := range many {
		many[i] = fmt.Sprintf("e%d@example.org", i)
	}
	for _, c := range []struct {
		to   []string
		says string
	}{
		{nil, "say whom the test goes to"}, {[]string{" "}, "say whom"}, {many, "20 addresses at most, and these are 21"},
		{[]string{"ada@example.org", "ben"}, `"ben" is no mail address: there is no @`},
		{[]string{"ada@example.org\r\nBcc: all@example.org"}, "is no mail address"},
	} {
		_, err := d.step.Test(t.Context(), d.edition.ID, "", c.to)
		is(t, err, news.Invalid, c.says)
	}
	_, err = d.step.Test(t.Context(), "nowhere", "", many[:1])
	is(t, err, news.NotFound, "edition")
	if d.Count() != 2 {
		t.Errorf("%d mails came in the end", d.Count())
	}
	ok(t, d.Close())
	all, err = d.step.Test(t.Context(), d.edition.ID, "", many[:2])
	if err != nil || len(all) != 2 || news.KindOf(all[0].Err) != news.Unavailable || all[1].Err == nil {
		t.Errorf("without a mail server: %v, %v", all, err)
	}
}
