package main

import (
	"context"
	"errors"
	"fmt"
	"os/user"
	"time"
	"unicode/utf8"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/platform/address"
)

// caller names whoever runs the command, for what is kept of who did what.
func caller() string {
	if u, err := user.Current(); err == nil {
		return u.Username + " at the command line"
	}
	return "the command line"
}

type editionMailingCmd struct {
	settings
	ID     string `arg:"" help:"The edition's id."`
	JSON   bool   `name:"json" help:"Print JSON Lines."`
	Follow bool   `help:"Print it again whenever it has changed, until the mailing has ended."`
}

// Run says how the mailing of an edition stands.
func (c *editionMailingCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		if _, err := a.Store.Edition(ctx, news.ID(c.ID)); err != nil {
			return missing(err, "edition", c.ID, listEditions)
		}
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for last := (news.Sending{Number: -1}); ; {
			v, err := a.Store.Sending(ctx, news.ID(c.ID))
			if err != nil && news.KindOf(err) != news.NotFound {
				return err
			}
			if v != last {
				if err := c.print(s, a, v); err != nil {
					return err
				}
				last = v
			}
			if !c.Follow || v.State == news.Finished || v.State == news.Cancelled {
				return nil
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-tick.C:
			}
		}
	})
}

func (c *editionMailingCmd) print(s *streams, a *app.App, v news.Sending) error {
	words := "Not mailed yet: that begins when it appears."
	if v.Number > 0 {
		words = v.Words(a.Clock.Now(), moment)
	}
	if c.JSON {
		return printJSON(s, []mailingRow{{news.ID(c.ID), orElse(string(v.State), "none"), words, v.Counts.Total(), v.Counts, stamp(v.Began), stamp(v.Next), stamp(v.Ended)}})
	}
	out := s.people()
	if v.Number == 0 {
		_, err := fmt.Fprintln(out, words)
		return err
	}
	n := v.Counts
	cancelled := ""
	if v.State == news.Cancelled {
		cancelled = fmt.Sprintf(", %d cancelled", n.Cancelled)
	}
	_, err := fmt.Fprintf(out, "%s: %d waiting, %d sent, %d deferred, %d bounced, %d suppressed%s, of %d. %s\n",
		v.State, n.Waiting, n.Sent, n.Deferred, n.Bounced, n.Suppressed, cancelled, n.Total(), oneLine(words))
	return err
}

// mailingRow is a mailing as JSON. The counts add up to total.
type mailingRow struct {
	Edition news.ID `json:"edition"`
	State   string  `json:"state"` // none: it has not begun
	Words   string  `json:"words"`
	Total   int     `json:"total"`
	news.DeliveryCounts
	Began *string `json:"began"`
	Next  *string `json:"next"` // when there is something to do; null: now, or nothing
	Ended *string `json:"ended"`
}

type editionPauseCmd struct {
	settings
	ID string `arg:"" help:"The edition's id."`
}

// Run pauses a mailing.
func (c *editionPauseCmd) Run(ctx context.Context, s *streams) error {
	return control(ctx, s, c.settings, c.ID, "paused", func(a *app.App, id news.ID) error { return a.PauseMailing(ctx, id, caller()) })
}

type editionResumeCmd struct {
	settings
	ID string `arg:"" help:"The edition's id."`
}

// Run resumes a mailing.
func (c *editionResumeCmd) Run(ctx context.Context, s *streams) error {
	return control(ctx, s, c.settings, c.ID, "resumed; it goes on wherever 'onrecord serve' runs", func(a *app.App, id news.ID) error { return a.ResumeMailing(ctx, id) })
}

type editionCancelCmd struct {
	settings
	ID string `arg:"" help:"The edition's id."`
}

// Run cancels a mailing.
func (c *editionCancelCmd) Run(ctx context.Context, s *streams) error {
	return control(ctx, s, c.settings, c.ID, "cancelled; who had not got it does not get it", func(a *app.App, id news.ID) error { return a.CancelMailing(ctx, id, caller()) })
}

// control changes a mailing and says what was done.
func control(ctx context.Context, s *streams, f settings, id, done string, do func(*app.App, news.ID) error) error {
	return f.with(ctx, s, func(a *app.App) error {
		if err := do(a, news.ID(id)); err != nil {
			return missing(err, "edition", id, listEditions)
		}
		_, err := fmt.Fprintln(s.out, done)
		return err
	})
}

type editionTestCmd struct {
	settings
	ID       string   `arg:"" help:"The edition's id, in any state."`
	To       []string `arg:"" name:"address" help:"Whom the test goes to, 20 addresses at most."`
	Language string   `help:"The language of the mail's frame; else the publication's." placeholder:"TAG"`
}

// Run sends an edition as a test.
func (c *editionTestCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		all, err := a.TestMail(ctx, news.ID(c.ID), c.Language, c.To)
		if err != nil {
			return missing(err, "edition", c.ID, listEditions)
		}
		var failed error
		for _, one := range all {
			if one.Err != nil {
				s.complain(fmt.Errorf("%s: %w", address.Show(one.Address), one.Err))
				failed = errQuiet
				continue
			}
			if _, err := fmt.Fprintln(s.people(), "sent to", address.Show(one.Address)); err != nil {
				return errors.Join(failed, err)
			}
		}
		return failed
	})
}

type editionDeliveriesCmd struct {
	settings
	ID      string `arg:"" help:"The edition's id."`
	State   string `help:"Only those that are waiting, sent, deferred, bounced, suppressed or cancelled." enum:",waiting,sent,deferred,bounced,suppressed,cancelled" default:"" placeholder:"STATE"`
	Address string `help:"Only those whose address begins so." placeholder:"START"`
	JSON    bool   `name:"json" help:"Print JSON Lines."`
}

// Run prints what became of each message, however many there are.
func (c *editionDeliveriesCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		e, err := a.Store.Edition(ctx, news.ID(c.ID))
		if err != nil {
			return missing(err, "edition", c.ID, listEditions)
		}
		v, err := a.Store.Sending(ctx, e.ID)
		if news.KindOf(err) == news.NotFound {
			return news.Errorf(news.Conflict, "the edition of %s is not being mailed yet; that begins when it appears", e.Slug)
		}
		if err != nil {
			return err
		}
		if note := forgottenNote(v, a.Config.MailKeep); note != "" {
			fmt.Fprintf(s.err, "deleted at %s, for %s; 'onrecord edition mailing %s' has the counts\n", moment(v.Forgotten), note, e.ID)
			return nil
		}
		show := c.table(s)
		if c.JSON {
			lines := jsonLines(s.out)
			show = func(all []news.Addressed) error {
				for _, m := range all {
					if err := lines.Encode(deliveryRow{m.To(), m.State, m.Attempts, m.Unheard, stamp(m.Began), stamp(m.At), stamp(m.Due), m.Status, m.Reply, m.MovedTo()}); err != nil {
						return err
					}
				}
				return nil
			}
		}
		f := news.DeliveryFilter{State: news.DeliveryState(c.State), Address: c.Address}
		for {
			const page = 1000
			found, after, err := a.Store.FindDeliveries(ctx, v.Number, f, page)
			if err != nil {
				return err
			}
			if err := show(found); err != nil {
				return fmt.Errorf("printing: %w", err)
			}
			if f.After = after; after == "" {
				return nil
			}
		}
	})
}

// table gives what prints messages below one another, page by page, for a list may be longer than memory. A column is as wide as what
// is in it on the pages so far.
func (c *editionDeliveriesCmd) table(s *streams) func([]news.Addressed) error {
	const columns = "%-10s  %5v  %-17s  %-6s  %-*s  %s\n"
	wide, head := len("ADDRESS"), false
	return func(all []news.Addressed) error {
		shown := rows(all, func(m news.Addressed) string {
			to := dash(address.Show(oneLine(m.To())))
			if now := m.MovedTo(); now != "" {
				to += " (now " + address.Show(oneLine(now)) + ")"
			}
			wide = max(wide, utf8.RuneCountInString(to))
			return to
		})
		out := s.people()
		if !head {
			head = true
			fmt.Fprintf(out, columns, "STATE", "TRIED", "NEXT", "CODE", wide, "ADDRESS", "REPLY")
			if len(all) == 0 {
				fmt.Fprintln(out, "(none)")
			}
		}
		for i, m := range all {
			if _, err := fmt.Fprintf(out, columns, m.State, m.Attempts, moment(m.Due), dash(m.Status), wide, shown[i], oneLine(m.Reply)); err != nil {
				return err
			}
		}
		return nil
	}
}

// deliveryRow is one message as JSON, with the names that the table of the desk has.
type deliveryRow struct {
	Email        string             `json:"email"` // where it went
	State        news.DeliveryState `json:"state"`
	Attempts     int                `json:"attempts"`
	Unheard      int                `json:"unheard"` // after how many of them no answer came to the last dot: there may be a copy of each
	FirstAttempt *string            `json:"first_attempt"`
	Since        *string            `json:"since"`
	NextTry      *string            `json:"next_try"`
	Status       string             `json:"status"`
	Reply        string             `json:"reply"`
	MovedTo      string             `json:"moved_to"` // the address that the reader has now, if they have left that one
}
