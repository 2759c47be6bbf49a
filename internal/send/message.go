package send

import (
	netmail "net/mail"
	"strings"
	"unicode"

	"github.com/wneessen/go-mail"

	"onrecord/internal/news"
)

// to addresses a letter to one reader. An address that no message can carry is Invalid.
func (l letter) to(d news.Delivery) (*mail.Msg, error) {
	link := l.links.Address(ToUnsubscribe, d.Subscription, never)
	m, err := l.envelope.message(d.Address, string(d.ID))
	if err != nil {
		return nil, err
	}
	m.Subject(l.subject)
	m.SetDateWithValue(l.date)
	m.SetGenHeaderPreformatted("List-Unsubscribe", bracket(link))                     // RFC 2369
	m.SetGenHeaderPreformatted("List-Unsubscribe-Post", "List-Unsubscribe=One-Click") // RFC 8058
	m.SetGenHeaderPreformatted("List-Archive", bracket(l.archive))
	m.SetBodyString(mail.TypeTextPlain, strings.ReplaceAll(l.text, l.mark, link))
	m.AddAlternativeString(mail.TypeTextHTML, strings.ReplaceAll(l.html, l.mark, link))
	return m, nil
}

// envelope is what every mail of a publication has.
type envelope struct {
	from   string // the mailbox that it comes from
	domain string // of that mailbox
	list   string // which list it belongs to
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
	return envelope{from: a.String(), domain: domain, list: p.Slug + "." + domain}, nil
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

// direction is which way a language is written.
func direction(language string) string {
	switch base, _, _ := strings.Cut(strings.ToLower(language), "-"); base {
	case "ar", "fa", "he", "ur", "ps", "yi", "dv", "ckb", "sd", "ug":
		return "rtl"
	}
	return "ltr"
}
