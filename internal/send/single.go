package send

import (
	"bytes"
	"context"
	"errors"

	"github.com/wneessen/go-mail"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
)

// single sends the mail with an id that is no edition.
func (s *Step) single(ctx context.Context, id news.ID) error {
	v, err := s.store.Summons(ctx, id)
	if news.KindOf(err) == news.NotFound {
		return s.confirmation(ctx, id)
	}
	if err != nil {
		return err
	}
	return s.summon(ctx, v)
}

// sendOne sends one mail that is no edition, by the first mail server that is there.
func (s *Step) sendOne(ctx context.Context, from envelope, to string, m *mail.Msg) error {
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return err
	}
	signer, err := s.signer()
	if err != nil {
		return err
	}
	fields, err := signer.Sign(from.domain, b.Bytes(), s.clock.Now())
	if err != nil {
		return err
	}
	source := append(fields, b.Bytes()...)
	var away error
	for _, w := range s.relays {
		conn, err := w.Open(ctx)
		if err != nil {
			away = err
			continue
		}
		err = conn.Offer(ctx, &smtp.Message{From: from.address, To: to, Data: source})
		if err == nil {
			_, err = conn.End(nil)
		}
		return errors.Join(err, conn.Close())
	}
	return away
}
