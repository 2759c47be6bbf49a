package send

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
)

// note is a mail to one reader that is no edition: a few words, and one link under a button.
type note struct {
	Subject, Heading    string
	Language, Direction string
	Before              []string // paragraphs
	Says                string   // in the text part, what to do with the link
	Button, Link        string
	After               []string
	Host                string

	to   string
	keep bool // its text belongs to the proof
}

// confirmation sends the errand with an id: it asks a reader to confirm, or brings them a link. One that has become idle, because the
// reader has answered, taken it back or been erased, sends nothing.
func (s *Step) confirmation(ctx context.Context, id news.ID) error {
	e, err := s.errand(ctx, id)
	if err != nil {
		return err
	}
	n, p, err := s.note(ctx, e)
	if err != nil || n.to == "" {
		return err
	}
	message, text, messageID, err := s.write(n, p, e)
	if err != nil {
		return err
	}
	line := line{relay: s.relay}
	defer line.hangUp()
	if err := line.open(ctx); err != nil {
		return err
	}
	err = line.send(ctx, message)
	var refusal *smtp.Refusal
	c := news.Consent{SubscriptionID: e.SubscriptionID, At: s.clock.Now(), Act: news.ConfirmMailed, MessageID: messageID}
	switch {
	case err == nil && !n.keep:
		return nil
	case err == nil:
		c.Mail = strings.ReplaceAll(text, n.Link, "LINK") // the reader's own, which opens what it is for
	case errors.As(err, &refusal) && refusal.Final():
		// An address that takes no mail is the asker's mistake, and no editor can mend it.
		s.log.InfoContext(ctx, "a mail to a reader was refused", "errand", id, "reply", refusal.Reply)
		c.Act, c.Note = news.MailRefused, refusal.Reply
	default:
		return err
	}
	return s.people.Store.AddConsent(context.WithoutCancel(ctx), c)
}

// errand gives an errand; of a job from before there were errands, whose id is a subscription's, the one that it stands for. Of an
// errand that is gone, with a reader who was erased or took it back, an empty one.
func (s *Step) errand(ctx context.Context, id news.ID) (news.Errand, error) {
	e, err := s.people.Store.Errand(ctx, id)
	if news.KindOf(err) != news.NotFound {
		return e, err
	}
	u, err := s.people.Store.Subscription(ctx, id)
	if news.KindOf(err) == news.NotFound {
		return news.Errand{}, nil
	}
	if err != nil {
		return e, err
	}
	reader, err := s.people.Store.Subscriber(ctx, u.SubscriberID)
	return news.Errand{ID: id, Kind: news.ToConfirm, SubscriberID: u.SubscriberID, SubscriptionID: u.ID, Address: reader.Address, At: u.Changed}, err
}

// note says what stands in the mail of an errand, in the name of which publication. An errand that is idle has no address to go to.
func (s *Step) note(ctx context.Context, e news.Errand) (n note, p news.Publication, err error) {
	if e.ID == "" || e.Kind == news.Dropped || !e.Used.IsZero() {
		return n, p, nil
	}
	subscription, err := s.people.Store.Subscription(ctx, e.SubscriptionID)
	if err != nil {
		return n, p, err
	}
	if p, err = s.people.Store.Publication(ctx, subscription.PublicationID); err != nil {
		return n, p, err
	}
	n = note{Language: "en", Direction: "ltr", Host: s.links.base, to: e.Address}
	if u, err := url.Parse(s.links.base); err == nil && u.Host != "" {
		n.Host = u.Host
	}
	comes := "It comes " + days(p.Schedule) + ", and every mail has a link that ends it at once."
	switch e.Kind {
	case news.ToConfirm, news.ToAsk:
		reader, err := s.people.Store.Subscriber(ctx, e.SubscriberID)
		if err != nil {
			return n, p, err
		}
		if subscription.State != news.Pending && reader.Suppressed == "" {
			n.to = ""
			return n, p, nil
		}
		n.Subject, n.Heading, n.keep = "Please confirm: "+p.Name, p.Name, true
		n.Says, n.Button = "To confirm, open this and press the button:", "Confirm the subscription"
		within := confirmWithin
		n.Before = []string{"Somebody, we hope it was you, asked for " + p.Name + " to be sent to this address. " + comes}
		if e.Kind == news.ToAsk {
			within = askWithin
			n.Before = []string{"This address stands on a list of readers of " + p.Name + ". " + comes + " We send it to you only if you confirm."}
		}
		n.Link = s.links.Address(ToConfirm, e.SubscriptionID, e.At.Add(within))
		n.After = []string{worksFor(within) + " If it was not you, or you do not want it, do nothing: without your word nothing is sent."}
	case news.ToMove:
		n.Subject, n.Heading, n.keep = "Please confirm your new address: "+p.Name, "Your new address", true
		n.Before = []string{"A reader of " + p.Name + ", we hope it was you, asked for their mails to be sent to this address from now on, and no longer to the one before."}
		n.Says, n.Button = "To confirm, open this and press the button:", "Send my mails here"
		n.Link = s.links.Address(ToMove, e.ID, e.At.Add(confirmWithin))
		n.After = []string{worksFor(confirmWithin) + " If it was not you, do nothing: without your word nothing changes."}
	case news.ToTell:
		moving, err := s.people.moving(ctx, e.SubscriberID)
		if err != nil || moving.ID == "" {
			n.to = ""
			return n, p, err
		}
		n.Subject, n.Heading = "Your mails are to go to another address: "+p.Name, "Another address for your mails"
		n.Before = []string{"Somebody, we hope it was you, asked on your page of preferences for your mails to be sent to " + masked(moving.Address) + " from now on. Nothing changes until that is confirmed there."}
		n.Says, n.Button = "If it was not you, open this and take it back:", "See it, or take it back"
		n.Link = s.links.Preferences(e.SubscriptionID, e.At)
		n.After = []string{"If it was you, there is nothing to do here."}
	case news.ToManage:
		n.Subject, n.Heading = "Your preferences: "+p.Name, "Your preferences"
		n.Before = []string{"Somebody, we hope it was you, asked for this link. It leads to the page where you choose what is sent to this address, pause it, change the address, or have all that is kept of you shown or erased."}
		n.Says, n.Button = "Open this:", "Your preferences"
		n.Link = s.links.Preferences(e.SubscriptionID, e.At)
		n.After = []string{"Whoever has this mail can do that, so do not pass it on. If it was not you, do nothing."}
	default:
		return n, p, news.Errorf(news.Invalid, "no mail is for %q", e.Kind)
	}
	return n, p, nil
}

// write makes the mail of a note.
func (s *Step) write(n note, p news.Publication, e news.Errand) (m *mail.Msg, text, messageID string, err error) {
	from, err := s.envelope(p)
	if err != nil {
		return nil, "", "", err
	}
	if m, err = from.message(n.to, string(e.ID)); err != nil {
		return nil, "", "", err
	}
	m.SetDateWithValue(s.clock.Now())
	m.Subject(phrase(n.Subject))
	m.SetGenHeaderPreformatted("Auto-Submitted", "auto-replied") // RFC 3834, section 5
	var plain, html strings.Builder
	if err := s.pages.noteText.Execute(&plain, n); err != nil {
		return nil, "", "", err
	}
	if err := s.pages.noteHTML.Execute(&html, n); err != nil {
		return nil, "", "", err
	}
	m.SetBodyString(mail.TypeTextPlain, plain.String())
	m.AddAlternativeString(mail.TypeTextHTML, html.String())
	return m, plain.String(), oneLine(string(e.ID) + "@" + from.domain), nil
}

func worksFor(d time.Duration) string {
	return fmt.Sprintf("The link works for %d days.", d/(24*time.Hour))
}

// days says on which days editions come, as people say it.
func days(s news.Schedule) string {
	if len(s.Days) == 7 {
		return "every day"
	}
	var b strings.Builder
	for i, d := range s.Days {
		switch {
		case i == 0:
			b.WriteString("every ")
		case i == len(s.Days)-1:
			b.WriteString(" and ")
		default:
			b.WriteString(", ")
		}
		b.WriteString(d.String())
	}
	return b.String()
}
