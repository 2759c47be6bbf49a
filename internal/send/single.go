package send

import (
	"bytes"
	"context"
	"errors"

	"github.com/wneessen/go-mail"

	"onrecord/internal/platform/smtp"
)

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
