package send

import (
	"bytes"
	"crypto/rand"
	"fmt"
	netmail "net/mail"
	"strings"
	"sync"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/send/form"
	"onrecord/internal/send/letter"
)

// Signer signs mails, see dkim.Signer.
type Signer interface {
	// Sign gives the header fields that go in front of a mail from a domain; none, if there is no key for it.
	Sign(domain string, mail []byte, at time.Time) ([]byte, error)
}

// unsigned leaves mails as they are.
type unsigned struct{}

func (unsigned) Sign(string, []byte, time.Time) ([]byte, error) { return nil, nil }

// mails writes the messages of an edition. Each variant is laid out and encoded once; for a reader only their own parts are
// filled in, and the whole is signed.
type mails struct {
	step        *Step
	publication news.Publication
	edition     news.Edition
	number      int64
	envelope    envelope
	signer      Signer

	mu       sync.Mutex
	variants map[string]*form.Form // by language
}

func (s *Step) newMails(p news.Publication, e news.Edition, number int64) (*mails, error) {
	envelope, err := s.envelope(p)
	if err != nil {
		return nil, err
	}
	signer, err := s.signer()
	if err != nil {
		return nil, err
	}
	l := &mails{step: s, publication: p, edition: e, number: number, envelope: envelope, signer: signer, variants: map[string]*form.Form{}}
	_, err = l.variant("") // so that what no reader can be sent is known before any is
	return l, err
}

// sender is where bounces of a parcel come back to.
func (l *mails) sender(p *parcel) string {
	if a := l.step.bounces.Address(l.number, p.Subscription); a != "" {
		return a
	}
	return l.envelope.address
}

// sheet is what a message is written on; it is used again for the next one.
type sheet struct{ mail, whole []byte }

// write makes the message of a parcel, on a sheet that nobody else uses until the message is gone.
func (l *mails) write(on *sheet, p *parcel) ([]byte, error) {
	f, err := l.variant(p.Language)
	if err != nil {
		return nil, err
	}
	// What readers gave was looked at when it came; this is the last look before it stands in a header.
	if a, err := netmail.ParseAddress("<" + p.Address + ">"); err != nil || a.Address != p.Address {
		return nil, news.FieldErrorf("email", "%q is no mail address", p.Address)
	}
	on.mail, err = f.Fill(on.mail[:0], p.Address, l.id(p.Subscription), l.step.links.Address(ToUnsubscribe, p.Subscription, never), l.preferences(p.Subscription))
	if err != nil { // all but the address is our own
		return nil, news.FieldErrorf("email", "%w", err)
	}
	fields, err := l.signer.Sign(l.envelope.domain, on.mail, l.step.clock.Now())
	on.whole = append(append(on.whole[:0], fields...), on.mail...)
	return on.whole, err
}

// preferences is the link to a reader's own page. It expires some time after the edition, so that a mail that is sent again is the
// same mail.
func (l *mails) preferences(subscription news.ID) string {
	return l.step.links.Preferences(subscription, l.edition.PublishedAt)
}

// id is what a message has before the @ of its Message-ID. It follows from what the message is, so that one that is sent again
// is known again.
func (l *mails) id(subscription news.ID) string {
	return fmt.Sprintf("%d.%s", l.number, subscription)
}

// variant gives the form in a language.
func (l *mails) variant(language string) (*form.Form, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if f := l.variants[language]; f != nil {
		return f, nil
	}
	f, err := l.compile(language)
	if err == nil {
		l.variants[language] = f
	}
	return f, err
}

func (l *mails) compile(language string) (*form.Form, error) {
	// The marks cannot be guessed, so nobody can put one into a report. That of a link is as long as the link.
	const anybody = "01r5mf9xc0z7anz33gfbbgymq6"
	unsubscribe := markFor(l.step.links.Address(ToUnsubscribe, anybody, never))
	preferences := markFor(l.preferences(anybody))
	to, id := strings.ToLower(rand.Text())+"@to.invalid", strings.ToLower(rand.Text())

	base := l.step.links.base + "/" + l.publication.Slug + "/"
	links := letter.Links{Unsubscribe: unsubscribe, Preferences: preferences, Web: base + l.edition.Slug, Archive: base + "archive", Postal: l.publication.Postal}
	edition, links := l.step.counted(l.edition, links)
	written, err := l.step.pages.Edition(l.publication, edition, language, links)
	if err != nil {
		return nil, err
	}
	m, err := l.envelope.message(to, id)
	if err != nil {
		return nil, err
	}
	l.envelope.carry(m, written, l.edition.PublishedAt)
	m.SetGenHeaderPreformatted("List-Unsubscribe", bracket(unsubscribe))              // RFC 2369
	m.SetGenHeaderPreformatted("List-Unsubscribe-Post", "List-Unsubscribe=One-Click") // RFC 8058
	m.SetGenHeaderPreformatted("List-Archive", bracket(links.Archive))
	m.SetGenHeaderPreformatted("Feedback-ID", l.feedback())
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return nil, err
	}
	return form.Compile(b.Bytes(), []string{to, id, unsubscribe, preferences})
}

// feedback is what large mailbox providers count complaints by: the edition, the publication, the kind of mail, and the sender,
// which is the same in all mails.
func (l *mails) feedback() string {
	return oneLine(strings.ReplaceAll(l.edition.Slug+":"+l.publication.Slug+":edition:"+l.envelope.domain, " ", "-"))
}

// markFor makes a mark as long as a link that nobody can guess. It is an address itself, so that templates let it through.
func markFor(link string) string {
	mark := "https://" + strings.ToLower(rand.Text()) + ".invalid/"
	return mark + strings.Repeat("x", max(0, len(link)-len(mark)))
}

// never is when the links to end a subscription expire.
var never time.Time
