package app

import (
	"bytes"
	"context"
	"errors"
	"io"

	"onrecord/internal/news"
	"onrecord/internal/platform/mailbox"
	"onrecord/internal/send"
	"onrecord/internal/send/bounce"
)

// CameBack is what is made of one mail that came back.
type CameBack struct {
	To    string          // the address that it was sent to, as far as that is known
	Ours  bool            // we made that address
	Told  []news.Feedback // what the mail says, for TakeBack
	About []news.Returned // whose messages that is about
}

// ReadBack reads a mail that came back, to its end, though only the first mebibyte is looked at. to is the address that it was sent to; if it is empty, that is looked for in the header.
func (a *App) ReadBack(ctx context.Context, to string, in io.Reader) (b CameBack, err error) {
	source, err := io.ReadAll(io.LimitReader(in, bounce.MaxBytes))
	if err == nil {
		_, err = io.Copy(io.Discard, in) // whoever writes it to us is not to think that we failed
	}
	if err != nil {
		return b, err
	}
	b.To = to
	if to == "" {
		b.To = mailbox.Recipient(source, a.steps.Send.Ours)
	}
	b.Ours = a.steps.Send.Ours(b.To)
	if b.Told, err = bounce.Parse(b.To, bytes.NewReader(source), a.Clock.Now()); err != nil {
		return b, err
	}
	for i := range b.Told {
		b.Told[i].By = send.Piped
		r := news.Returned{Feedback: b.Told[i]}
		if r.Kind != news.FeedbackAutoReply { // which is dropped, whoever it is from
			r, err = a.steps.Send.About(ctx, b.Told[i])
		}
		if err == nil {
			err = a.nameReturned(ctx, &r)
		}
		if err != nil {
			return b, err
		}
		b.About = append(b.About, r)
	}
	return b, nil
}

// nameReturned fills in whose message it is about, and of which edition.
func (a *App) nameReturned(ctx context.Context, r *news.Returned) error {
	if r.Subscriber != "" {
		u, err := a.Store.Subscriber(ctx, r.Subscriber)
		if err != nil {
			return err
		}
		r.Address = u.Address
	}
	if r.Sending == 0 {
		return nil
	}
	v, err := a.Store.SendingByNumber(ctx, r.Sending)
	if news.KindOf(err) == news.NotFound {
		return nil
	}
	e, lost := a.Store.Edition(ctx, v.EditionID)
	p, gone := a.Store.Publication(ctx, e.PublicationID)
	r.EditionID, r.Edition, r.Publication = e.ID, e.Slug, p.Name
	return errors.Join(err, lost, gone)
}

// TakeBack keeps what came back and does what it says, once however often it is told. An error says that it is to be told again.
func (a *App) TakeBack(ctx context.Context, b CameBack) error { return a.steps.Send.Took(ctx, b.Told) }
