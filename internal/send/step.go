package send

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/send/letter"
)

// Options are what the step needs.
type Options struct {
	Store   Store
	People  *People // who subscribed, and what mails they asked for
	Ways    []Way
	Paces   []Pace
	Links   Links
	Bounces Bounces
	Signer  func() (Signer, error) // asked for each edition and single mail; nil: mails are not signed
	From    string                 // the mailbox that mails come from where a publication names none
	// SoftBounces is after how many soft bounces an address gets no more mail; 0 stands for DefaultSoftBounces.
	SoftBounces int
	Next        Next // hands on a mailing that is to go on; nil: it goes on when it is next looked for
	Summons     Next // hands on summonses of editors; nil: they are not told of a mailing that has stopped by itself
	Counts      Counts
	Clock       news.Clock
	Log         *slog.Logger
}

// DefaultSoftBounces is after how many soft bounces on different days an address gets no more mail.
const DefaultSoftBounces = 5

// Step mails editions, and what readers asked for.
type Step struct {
	store       Store
	people      *People
	relays      []*relay
	limits      limits
	links       Links
	bounces     Bounces
	signer      func() (Signer, error)
	from        string
	softBounces int
	next        Next
	summons     Next
	counts      Counts
	clock       news.Clock
	log         *slog.Logger
	pages       *letter.Writer
	tempo       tempo
}

// New makes the step.
func New(o Options) (*Step, error) {
	pages, err := letter.New()
	if err != nil {
		return nil, err
	}
	if len(o.Ways) == 0 {
		return nil, news.FieldErrorf("smtp", "there is no mail server to send by")
	}
	if o.SoftBounces == 0 {
		o.SoftBounces = DefaultSoftBounces
	}
	if o.Signer == nil {
		o.Signer = func() (Signer, error) { return unsigned{}, nil }
	}
	var relays []*relay
	for _, w := range o.Ways {
		relays = append(relays, newRelay(w))
	}
	return &Step{o.Store, o.People, relays, newLimits(o.Paces), o.Links, o.Bounces, o.Signer, o.From, o.SoftBounces, o.Next, o.Summons, o.Counts, o.Clock, o.Log, pages, usual()}, nil
}

// Run mails an edition to those who are still to get it, as far as they can be sent to now, or sends one mail: an errand, by which
// somebody confirms or gets a link, or a summons, which tells an editor that they are wanted. An edition that has not appeared is a
// Conflict. What has to wait is taken up again by another run, when it is due (see store.DueSendings); that is no error. If another run
// is at it, nothing is done.
func (s *Step) Run(ctx context.Context, id news.ID) error {
	e, err := s.store.Edition(ctx, id)
	if news.KindOf(err) == news.NotFound {
		return s.single(ctx, id)
	}
	if err != nil {
		return err
	}
	if e.State != news.Published {
		return news.Errorf(news.Conflict, "the edition of %s has not appeared", e.Slug)
	}
	p, err := s.store.Publication(ctx, e.PublicationID)
	if err != nil {
		return err
	}
	v, err := s.store.BeginSending(ctx, e.ID, s.clock.Now())
	if err != nil || v.State != news.Listing && v.State != news.Underway {
		return err
	}
	release, err := s.store.LockSending(ctx, v.Number)
	if news.KindOf(err) == news.Conflict {
		return nil
	}
	if err != nil {
		return err
	}
	defer release()
	return s.mail(ctx, p, e, v)
}

// mail does one run over a mailing that nobody else is at.
func (s *Step) mail(ctx context.Context, p news.Publication, e news.Edition, v news.Sending) error {
	number := v.Number
	mails, err := s.newMails(p, e, number)
	if news.KindOf(err) == news.Invalid {
		// A setting or the edition itself stands in the way, and will until somebody mends it.
		v.State, v.Said, v.Next = news.Paused, news.ReplyLine(err.Error()), time.Time{}
		return errors.Join(err, s.store.Within(ctx, func(ctx context.Context) error {
			if err := s.store.ChangeSending(ctx, number, []news.SendingState{news.Listing, news.Underway}, v); err != nil {
				return err
			}
			return s.tellHalted(ctx, v)
		}))
	}
	if err != nil {
		return err
	}
	r := &run{Step: s, number: number, owner: rand.Text(), mails: mails, paces: paces{limits: s.limits}, arrives: v.Counts.Sent > 0}
	for _, one := range s.relays {
		r.lanes = append(r.lanes, newLane(one))
	}
	if err := s.store.OwnSending(ctx, number, r.owner); err != nil {
		return err
	}
	for more := true; more; {
		if more, err = s.store.ListReaders(ctx, number, r.owner, s.clock.Now(), listAtOnce); err != nil {
			return fmt.Errorf("listing the readers of %s: %w", e.Slug, err)
		}
	}
	if v, err := s.store.Sending(ctx, e.ID); err != nil || v.State != news.Underway { // an editor was quicker than the list
		return err
	}
	return s.conclude(ctx, e, r, r.do(ctx))
}

// listAtOnce is how many readers are put on the list in one transaction: enough that it costs little, and few enough that others
// who write do not wait long.
const listAtOnce = 10_000

// conclude notes what comes after a run that ended with err.
func (s *Step) conclude(ctx context.Context, e news.Edition, r *run, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	v, lost := s.store.Sending(ctx, e.ID)
	if lost != nil {
		return errors.Join(err, lost)
	}
	now := s.clock.Now()
	underway := []news.SendingState{news.Underway}
	switch {
	case v.State != news.Underway: // an editor paused or cancelled it meanwhile
		s.logMailed(ctx, e, v)
		return nil
	case r.halted != nil:
		v.State, v.Said = news.Paused, news.ReplyLine(r.halted.Error())
		s.log.LogAttrs(ctx, slog.LevelError, "a mailing is paused until the mail server takes our mail again", slog.String("edition", e.Slug), slog.String("because", v.Said))
	case err != nil && news.KindOf(err) != news.Unavailable:
		return err
	case err != nil:
		v.Said, v.Next = news.ReplyLine(err.Error()), now.Add(jitter(rerun))
		s.log.LogAttrs(ctx, slog.LevelWarn, "a mailing waits", slog.String("edition", e.Slug), slog.Int("open", v.Counts.Open()), slog.String("because", v.Said))
	case v.Counts.Open() == 0:
		v.State, v.Said, v.Ended = news.Finished, "", now
	default:
		due, err := s.store.NextDeferred(ctx, v.Number)
		if err != nil {
			return err
		}
		if v.Counts.Waiting > 0 { // it was paused and resumed while the run came to its end
			due = time.Time{}
		}
		v.Said, v.Next = "", due
	}
	err = s.store.Within(ctx, func(ctx context.Context) error {
		if err := s.store.ChangeSending(ctx, v.Number, underway, v); err != nil || r.halted == nil {
			return err
		}
		return s.tellHalted(ctx, v)
	})
	if news.KindOf(err) == news.Conflict { // an editor was quicker
		v, err = s.store.Sending(ctx, e.ID)
	}
	if err == nil {
		s.logMailed(ctx, e, v)
	}
	return err
}

// logMailed says how a mailing stands after a run.
func (s *Step) logMailed(ctx context.Context, e news.Edition, v news.Sending) {
	s.log.LogAttrs(ctx, slog.LevelInfo, "mailed", slog.String("edition", e.Slug), slog.String("state", string(v.State)), slog.Int("sent", v.Counts.Sent),
		slog.Int("deferred", v.Counts.Deferred), slog.Int("bounced", v.Counts.Bounced), slog.Int("suppressed", v.Counts.Suppressed),
		slog.Int("waiting", v.Counts.Waiting), slog.Int("cancelled", v.Counts.Cancelled))
}

// rerun is after how long a mailing whose mail servers were all away is taken up again.
const rerun = time.Minute
