package send

import (
	netmail "net/mail"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/wneessen/go-mail"

	"onrecord/internal/news"
	"onrecord/internal/send/letter"
)

// host is the site's name as people read it.
func (s *Step) host() string {
	if u, err := url.Parse(s.links.base); err == nil && u.Host != "" {
		return u.Host
	}
	return s.links.base
}

// envelope is what every mail of a publication has.
type envelope struct {
	from    string // the mailbox that it comes from, with its name
	address string // the same without
	domain  string // of that mailbox
	list    string // which list it belongs to
}

func (s *Step) envelope(p news.Publication) (envelope, error) {
	from := p.From
	if from == "" {
		from = s.from
	}
	a, err := netmail.ParseAddress(from)
	if err != nil {
		return envelope{}, news.FieldErrorf("mail.from", "%q is no mailbox that mails can come from; set one like Daily Alert <alert@example.org>", from)
	}
	if a.Name == "" {
		a.Name = p.Name
	}
	a.Name = phrase(a.Name)
	domain := a.Address[strings.LastIndexByte(a.Address, '@')+1:]
	return envelope{from: a.String(), address: a.Address, domain: domain, list: p.Slug + "." + domain}, nil
}

// message begins a message. The Message-ID follows from what the message is for, so that one that is sent again is known
// again.
func (e envelope) message(to, id string) (*mail.Msg, error) {
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := m.From(e.from); err != nil {
		return nil, news.FieldErrorf("mail.from", "%q is no mailbox: %v", e.from, err)
	}
	if err := m.To(to); err != nil {
		return nil, news.FieldErrorf("email", "%q is no mail address: %v", to, err)
	}
	m.SetMessageIDWithValue(oneLine(id + "@" + e.domain))
	m.SetGenHeaderPreformatted("List-Id", bracket(e.list)) // RFC 2919
	return m, nil
}

// carry puts a letter into a message.
func (e envelope) carry(m *mail.Msg, l letter.Letter, at time.Time) {
	m.Subject(phrase(l.Subject))
	m.SetDateWithValue(at)
	m.SetGenHeader("Content-Language", l.Language)
	m.SetBodyString(mail.TypeTextPlain, l.Text)
	m.AddAlternativeString(mail.TypeTextHTML, l.HTML)
}

// bracket makes the value of a header that go-mail passes on as it is: an address in angle brackets, on one line.
func bracket(address string) string { return "<" + oneLine(address) + ">" }

// oneLine makes a text fit for a header: no line break, no control or formatting character, and no space but single ones.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(c rune) bool {
		return unicode.IsSpace(c) || unicode.Is(unicode.Cc, c) || c == 0x2028 || c == 0x2029
	}), " ")
}

// phrase makes words fit for a header that is shown. What looks like an encoded word (RFC 2047, section 2) is broken up, so
// that nobody can have a mail program decode something that was not encoded here.
func phrase(s string) string { return strings.ReplaceAll(oneLine(s), "=?", "= ?") }
