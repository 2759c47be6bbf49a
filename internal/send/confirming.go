package send

import (
	"bytes"
	"context"
	"errors"

	"github.com/wneessen/go-mail"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
)

// confirmation sends the mail by which somebody confirms that they asked.
func (s *Step) confirmation(ctx context.Context, id news.ID) (err error) {
	subscription, err := s.store.Subscription(ctx, id)
	if err != nil || subscription.State != news.Pending {
		return err
	}
	p, err := s.store.Publication(ctx, subscription.PublicationID)
	if err != nil {
		return err
	}
	reader, err := s.store.Subscriber(ctx, subscription.SubscriberID)
	if err != nil {
		return err
	}
	message, err := s.confirming(p, subscription, reader.Address)
	if err != nil {
		return err
	}
	err = s.sendOne(ctx, p, reader.Address, message)
	var refusal *smtp.Refusal
	if !errors.As(err, &refusal) || !refusal.Final() {
		return err
	}
	// An address that takes no mail is the asker's mistake, and no editor can mend it.
	s.log.InfoContext(ctx, "a confirming mail was refused", "subscription", id, "reply", refusal.Reply)
	return s.store.AddConsent(ctx, news.Consent{SubscriptionID: id, At: s.clock.Now(), Act: news.MailRefused, Note: refusal.Reply})
}

// sendOne sends one mail that is no edition, by the first mail server that is there.
func (s *Step) sendOne(ctx context.Context, p news.Publication, to string, m *mail.Msg) error {
	e, err := s.envelope(p)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return err
	}
	signer, err := s.signer()
	if err != nil {
		return err
	}
	fields, err := signer.Sign(e.domain, b.Bytes(), s.clock.Now())
	if err != nil {
		return err
	}
	source := append(fields, b.Bytes()...)
	var away error
	for _, w := range s.ways {
		conn, err := w.Open(ctx)
		if err != nil {
			away = err
			continue
		}
		err = conn.Offer(ctx, &smtp.Message{From: e.address, To: to, Data: source})
		if err == nil {
			_, err = conn.End(nil)
		}
		return errors.Join(err, conn.Close())
	}
	return away
}
