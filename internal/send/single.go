package send

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"

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

// sendOne sends one mail that is no edition, by the first mail server that takes it. Bounces of it come back to sender.
func (s *Step) sendOne(ctx context.Context, from envelope, sender, to string, m *mail.Msg) error {
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
	message := smtp.Message{From: cmp.Or(sender, from.address), To: to, Data: append(fields, b.Bytes()...)}
	var away error
	for _, r := range ready(s.relays) {
		opened, err := s.deliver(ctx, r, &message)
		if opened || ctx.Err() != nil {
			return err
		}
		away = err
	}
	return away
}

// ready puts first those that can be expected to take a mail at once.
func ready(all []*relay) []*relay {
	rank := func(r *relay) int {
		switch {
		case r.shaky():
			return 2
		case r.full():
			return 1
		}
		return 0
	}
	return slices.SortedStableFunc(slices.Values(all), func(a, b *relay) int { return rank(a) - rank(b) })
}

// deliver hands over one message on a connection of its own, one of those that the relay may have. opened: it was there.
func (s *Step) deliver(ctx context.Context, r *relay, m *smtp.Message) (opened bool, err error) {
	if !r.pace(ctx) || !r.takeFirst(ctx) {
		return false, news.Errorf(news.Unavailable, "%s: its turn did not come in time", r.Name)
	}
	defer r.give()
	conn, err := r.Open(ctx)
	if err != nil {
		r.fell(err, s.tempo)
		return false, err
	}
	err = conn.Offer(ctx, m)
	if err == nil {
		_, err = conn.End(nil)
	}
	return true, errors.Join(err, conn.Close())
}
