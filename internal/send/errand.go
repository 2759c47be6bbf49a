package send

import (
	"context"
	"errors"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
	"onrecord/internal/send/letter"
)

// note is a mail to one reader that is no edition: a few words, and one link under a button.
type note struct {
	letter.Letter
	to   string
	link string
	keep bool   // its text belongs to the proof
	auto string // what the mail is, to programs that answer mails (RFC 3834, section 5)
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
	messageID, err := s.sendNote(ctx, p, n, e.ID)
	var refusal *smtp.Refusal
	c := news.Consent{SubscriptionID: e.SubscriptionID, At: s.clock.Now(), Act: news.ConfirmMailed, MessageID: messageID}
	switch {
	case err == nil && !n.keep:
		return nil
	case err == nil:
		c.Mail = strings.ReplaceAll(n.Text, n.link, "LINK") // the reader's own, which opens what it is for
	case errors.As(err, &refusal) && refusal.Final():
		// An address that takes no mail is the asker's mistake, and no editor can mend it.
		s.log.InfoContext(ctx, "a mail to a reader was refused", "errand", id, "code", refusal.Code, "status", refusal.Enhanced)
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
	reader, err := s.people.Store.Subscriber(ctx, e.SubscriberID)
	if err != nil {
		return n, p, err
	}
	n.to, n.auto = e.Address, "auto-replied"
	small := letter.Small{Publication: p, Language: reader.Language, Host: s.host(), Postal: p.Postal}
	var write func(letter.Small) (letter.Letter, error)
	switch e.Kind {
	case news.ToConfirm, news.ToAsk:
		if subscription.State != news.Pending && reader.Suppressed == "" {
			return note{}, p, nil
		}
		within := confirmWithin
		if write = s.pages.Confirm; e.Kind == news.ToAsk {
			within, write = askWithin, s.pages.Ask
		}
		n.keep, small.Days, small.Link = true, inDays(within), s.links.Address(ToConfirm, e.SubscriptionID, e.At.Add(within))
	case news.ToMove:
		// An operator's word that an address gets no mail holds against other readers who name it, too.
		other, err := s.people.Store.SubscriberByAddress(ctx, e.Address)
		if err != nil && news.KindOf(err) != news.NotFound {
			return note{}, p, err
		}
		if err == nil && other.Suppressed == news.ByOperator {
			return note{}, p, nil
		}
		n.keep, small.Days, small.Link = true, inDays(confirmWithin), s.links.Address(ToMove, e.ID, e.At.Add(confirmWithin))
		write = s.pages.NewAddress
	case news.ToTell:
		moving, err := s.people.moving(ctx, e.SubscriberID)
		if err != nil || moving.ID == "" {
			return note{}, p, err
		}
		write, small.Link = s.pages.Moving, s.links.Preferences(e.SubscriptionID, e.At)
	case news.ToManage:
		write, small.Link, small.Days = s.pages.Preferences, s.links.Preferences(e.SubscriptionID, e.At), inDays(preferencesWithin)
	default:
		return n, p, news.Errorf(news.Invalid, "no mail is for %q", e.Kind)
	}
	n.link = small.Link
	n.Letter, err = write(small)
	return n, p, err
}

func inDays(d time.Duration) int { return int(d / (24 * time.Hour)) }

// sendNote makes the mail of a note and sends it by the first mail server that is there.
func (s *Step) sendNote(ctx context.Context, p news.Publication, n note, id news.ID) (messageID string, err error) {
	from, err := s.envelope(p)
	if err != nil {
		return "", err
	}
	m, err := from.message(n.to, string(id))
	if err != nil {
		return "", err
	}
	from.carry(m, n.Letter, s.clock.Now())
	m.SetGenHeaderPreformatted("Auto-Submitted", n.auto)
	return oneLine(string(id) + "@" + from.domain), s.sendOne(ctx, from, s.bounces.Address(0, id), n.to, m)
}
