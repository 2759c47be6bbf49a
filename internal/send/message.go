package send

import (
	"bytes"
	"embed"
	"fmt"
	htmltemplate "html/template"
	netmail "net/mail"
	"net/url"
	"strings"
	texttemplate "text/template"
	"time"

	"github.com/wneessen/go-mail"

	"onrecord/internal/news"
)

//go:embed templates
var files embed.FS

// templates are the parts of the mails.
type templates struct {
	editionText, confirmText *texttemplate.Template
	editionHTML, confirmHTML *htmltemplate.Template
}

func parse() (t templates, err error) {
	if t.editionText, err = texttemplate.New("edition.txt").Funcs(texttemplate.FuncMap{"upper": strings.ToUpper, "underline": underline, "wrap": wrap}).ParseFS(files, "templates/edition.txt"); err != nil {
		return t, err
	}
	if t.confirmText, err = texttemplate.New("confirm.txt").Funcs(texttemplate.FuncMap{"wrap": wrap}).ParseFS(files, "templates/confirm.txt"); err != nil {
		return t, err
	}
	if t.editionHTML, err = htmltemplate.ParseFS(files, "templates/edition.html"); err != nil {
		return t, err
	}
	t.confirmHTML, err = htmltemplate.ParseFS(files, "templates/confirm.html")
	return t, err
}

// page is what the templates of an edition are filled with.
type page struct {
	Publication news.Publication
	Edition     news.Edition
	Date        string // in the publication's zone
	Direction   string // ltr or rtl
	Web         string // the edition on the site
	Archive     string
	Unsubscribe string
	Zone        *time.Location
}

// When gives a report's day in the publication's zone.
func (p page) When(t time.Time) string { return t.In(p.Zone).Format("2 January") }

// letter is an edition ready to be addressed: both parts with a mark where the reader's own link goes, so that they are
// made once.
type letter struct {
	step        *Step
	publication news.Publication
	from        string
	domain      string
	subject     string
	date        time.Time
	archive     string
	text, html  string
}

// mark stands for the reader's own link in the parts of a letter. It is an address, so that both templates let it through.
const mark = "https://unsubscribe.invalid/"

func (s *Step) letter(p news.Publication, e news.Edition) (letter, error) {
	from, domain, err := s.sender(p)
	if err != nil {
		return letter{}, err
	}
	zone, err := time.LoadLocation(p.Schedule.Zone)
	if err != nil {
		return letter{}, news.FieldErrorf("zone", "%q is no time zone", p.Schedule.Zone)
	}
	v := page{
		Publication: p, Edition: e, Date: e.Due.In(zone).Format("Monday, 2 January 2006"), Direction: direction(p.Language), Zone: zone,
		Web: s.links.base + "/" + p.Slug + "/" + e.Slug, Archive: s.links.base + "/" + p.Slug + "/archive", Unsubscribe: mark,
	}
	l := letter{step: s, publication: p, from: from, domain: domain, subject: oneLine(p.Name + ": " + e.Title), date: e.PublishedAt, archive: v.Archive}
	var b bytes.Buffer
	if err := s.pages.editionText.Execute(&b, v); err != nil {
		return l, fmt.Errorf("writing the text of %s: %w", e.Slug, err)
	}
	l.text = b.String()
	b.Reset()
	if err := s.pages.editionHTML.Execute(&b, v); err != nil {
		return l, fmt.Errorf("writing the page of %s: %w", e.Slug, err)
	}
	l.html = b.String()
	return l, nil
}

// to addresses a letter to one reader. An address that no message can carry is Invalid.
func (l letter) to(d news.Delivery) (*mail.Msg, error) {
	link := l.step.links.Address(ToUnsubscribe, d.Subscription)
	m, err := l.step.envelope(l.publication, l.from, l.domain, d.Address, d.ID)
	if err != nil {
		return nil, err
	}
	m.Subject(l.subject)
	m.SetDateWithValue(l.date)
	m.SetGenHeaderPreformatted("List-Unsubscribe", "<"+link+">")                      // RFC 2369
	m.SetGenHeaderPreformatted("List-Unsubscribe-Post", "List-Unsubscribe=One-Click") // RFC 8058
	m.SetGenHeaderPreformatted("List-Archive", "<"+l.archive+">")
	m.SetBodyString(mail.TypeTextPlain, strings.ReplaceAll(l.text, mark, link))
	m.AddAlternativeString(mail.TypeTextHTML, strings.ReplaceAll(l.html, mark, link))
	return m, nil
}

// envelope begins a message: from whom, to whom, and the headers that every mail of a publication has. The Message-ID
// follows from what the message is for, so that one that is sent again is known again.
func (s *Step) envelope(p news.Publication, from, domain, to string, id news.ID) (*mail.Msg, error) {
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := m.From(from); err != nil {
		return nil, news.FieldErrorf("from", "%q is no mailbox: %v", from, err)
	}
	if err := m.To(to); err != nil {
		return nil, news.FieldErrorf("email", "%q is no mail address: %v", to, err)
	}
	m.SetMessageIDWithValue(string(id) + "@" + domain)
	m.SetGenHeaderPreformatted("List-Id", "<"+p.Slug+"."+domain+">") // RFC 2919
	return m, nil
}

// sender gives the mailbox that a publication's mails come from, and its domain.
func (s *Step) sender(p news.Publication) (from, domain string, err error) {
	from = p.From
	if from == "" {
		from = s.from
	}
	a, err := netmail.ParseAddress(from)
	if err != nil {
		return "", "", news.FieldErrorf("mail.from", "%q is no mailbox that mails can come from; set one like Daily Alert <alert@example.org>", from)
	}
	if a.Name == "" {
		a.Name = oneLine(p.Name)
	}
	_, domain, _ = strings.Cut(a.Address, "@")
	return a.String(), domain, nil
}

// confirming writes the mail by which somebody confirms that they asked. It says nothing but that.
func (s *Step) confirming(p news.Publication, subscription news.Subscription, to string) (*mail.Msg, error) {
	from, domain, err := s.sender(p)
	if err != nil {
		return nil, err
	}
	m, err := s.envelope(p, from, domain, to, subscription.ID)
	if err != nil {
		return nil, err
	}
	// Asking again makes a new mail, which is no repeat of the one before.
	m.SetMessageIDWithValue(fmt.Sprintf("%s.%d@%s", subscription.ID, subscription.Changed.UnixMicro(), domain))
	m.SetDateWithValue(s.clock.Now())
	m.Subject(oneLine("Please confirm: " + p.Name))
	m.SetGenHeaderPreformatted("Auto-Submitted", "auto-replied") // RFC 3834, section 5
	v := struct {
		Publication           news.Publication
		Link, Host, Direction string
	}{p, s.links.Address(ToConfirm, subscription.ID), s.links.base, direction(p.Language)}
	if u, err := url.Parse(s.links.base); err == nil && u.Host != "" {
		v.Host = u.Host
	}
	var text, html bytes.Buffer
	if err := s.pages.confirmText.Execute(&text, v); err != nil {
		return nil, err
	}
	if err := s.pages.confirmHTML.Execute(&html, v); err != nil {
		return nil, err
	}
	m.SetBodyString(mail.TypeTextPlain, text.String())
	m.AddAlternativeString(mail.TypeTextHTML, html.String())
	return m, nil
}

// direction is which way a language is written.
func direction(language string) string {
	switch base, _, _ := strings.Cut(strings.ToLower(language), "-"); base {
	case "ar", "fa", "he", "ur", "ps", "yi", "dv", "ckb", "sd", "ug":
		return "rtl"
	}
	return "ltr"
}

// oneLine makes a text fit for a header: no line break, no control character.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(c rune) bool { return c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 || c == ' ' }), " ")
}
