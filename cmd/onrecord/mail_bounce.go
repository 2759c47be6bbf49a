package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/platform/address"
)

type mailBounceCmd struct {
	settings
	File string `arg:"" optional:"" default:"-" help:"The mail, as it came; - is standard input."`
	To   string `help:"The address that it was sent to. If not given: what its header says (Delivered-To, X-Original-To, Envelope-To, To)." placeholder:"ADDRESS"`
	Take bool   `help:"Take it in, too, as what comes by the other ways. A mail server may pipe mails to this; what cannot be stored now ends with status 75, and it keeps the mail."`
	JSON bool   `name:"json" help:"Print JSON Lines."`
}

// exitLater says to a mail server that it is to keep a mail and try again: EX_TEMPFAIL of sysexits.h, which Postfix's pipe(8) and
// local(8), Exim and Sendmail heed. Any other status but 0 would make a bounce of the bounce, and that is lost.
const exitLater = 75

// later is an error after which the same may work.
type later struct{ error }

func (e later) Unwrap() error { return e.error }

// Run reads a mail that came back.
func (c *mailBounceCmd) Run(ctx context.Context, s *streams) error {
	err := c.with(ctx, s, func(a *app.App) error {
		in := s.in
		if c.File != "-" {
			f, err := os.Open(c.File)
			if err != nil {
				return news.FieldErrorf(c.File, "cannot be read: %w", cause(err))
			}
			defer func() { _ = f.Close() }()
			in = f
		}
		b, err := a.ReadBack(ctx, c.To, in)
		if err != nil {
			return err
		}
		if c.Take {
			if err := a.TakeBack(ctx, b); err != nil {
				return err
			}
		}
		if c.JSON {
			return printJSON(s, rows(b.About, func(r news.Returned) bounceRow {
				return bounceRow{returnedLine(r), b.To, b.Ours, r.MessageID}
			}))
		}
		return c.show(s, b)
	})
	if err != nil && c.Take {
		return later{err} // whatever it was: a mail that is kept is not lost while somebody mends it
	}
	return err
}

// cause leaves out the name of a file, where it stands before already.
func cause(err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return path.Err
	}
	return err
}

func (c *mailBounceCmd) show(s *streams, b app.CameBack) error {
	out := s.people()
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(out, "%-9s %s\n", name, oneLine(value))
		}
	}
	made := ", which was not made here"
	if b.Ours {
		made = ", which was made here for one message"
	}
	if b.To == "" {
		b.To, made = "nobody that can be told", ""
	}
	line("sent to", b.To+made)
	for _, r := range b.About {
		fmt.Fprintln(out)
		line("what", r.Words())
		line("address", address.Show(r.Address))
		if r.Edition != "" {
			line("edition", r.Publication+", "+r.Edition)
		}
		line("code", r.Status)
		line("words", r.Reply)
	}
	if !c.Take {
		_, err := fmt.Fprintln(s.err, "nothing was changed; --take takes it in")
		return err
	}
	return nil
}

// bounceRow is what is made of a mail that came back, as JSON.
type bounceRow struct {
	returnedRow
	To        string `json:"to"`
	Ours      bool   `json:"ours"` // we made that address
	MessageID string `json:"message_id"`
}
