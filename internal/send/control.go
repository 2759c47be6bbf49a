package send

import (
	"context"
	"slices"
	"time"

	"onrecord/internal/news"
)

// Pause stops the mailing of an edition until it is resumed, in the name of who. What a mail server has at that moment is still
// accounted for. A mailing that is paused or has ended, and an edition that is not being mailed, are a Conflict.
func (s *Step) Pause(ctx context.Context, editionID news.ID, who string) error {
	return s.control(ctx, editionID, []news.SendingState{news.Listing, news.Underway}, "paused", func(v *news.Sending) {
		v.State, v.Said, v.Next = news.Paused, news.PausedBy+who, time.Time{}
	})
}

// Resume lets a paused mailing go on where it stopped, and has it taken up at once. Any other is a Conflict.
func (s *Step) Resume(ctx context.Context, editionID news.ID) error {
	err := s.control(ctx, editionID, []news.SendingState{news.Paused}, "resumed", func(v *news.Sending) {
		v.State, v.Said, v.Next = news.Underway, "", time.Time{}
		if v.Listed != news.WholeList {
			v.State = news.Listing
		}
	})
	if err != nil || s.next == nil {
		return err
	}
	return s.next(ctx, editionID)
}

// Cancel ends the mailing of an edition, in the name of who: who has not got it does not get it. It cannot be undone. A mailing
// that has ended, and an edition that is not being mailed, are a Conflict.
func (s *Step) Cancel(ctx context.Context, editionID news.ID, who string) error {
	return s.control(ctx, editionID, []news.SendingState{news.Listing, news.Underway, news.Paused}, "cancelled", func(v *news.Sending) {
		v.State, v.Said, v.Next, v.Ended = news.Cancelled, news.CancelledBy+who, time.Time{}, s.clock.Now()
	})
}

// control changes a mailing that is in one of some states. done is what cannot be done in the others.
func (s *Step) control(ctx context.Context, editionID news.ID, from []news.SendingState, done string, change func(*news.Sending)) error {
	e, err := s.store.Edition(ctx, editionID)
	if err != nil {
		return err
	}
	for {
		v, err := s.store.Sending(ctx, editionID)
		if news.KindOf(err) == news.NotFound {
			return news.Errorf(news.Conflict, "the edition of %s is not being mailed yet, so it cannot be %s; that begins when it appears", e.Slug, done)
		}
		if err != nil {
			return err
		}
		if string(v.State) == done {
			return news.Errorf(news.Conflict, "the mailing of the edition of %s is %s already", e.Slug, done)
		}
		if !slices.Contains(from, v.State) {
			return news.Errorf(news.Conflict, "the mailing of the edition of %s %s, so it cannot be %s", e.Slug, stands[v.State], done)
		}
		was := v.State
		change(&v)
		// Somebody may change it in the same moment; then it is looked at again.
		if err = s.store.ChangeSending(ctx, v.Number, []news.SendingState{was}, v); news.KindOf(err) != news.Conflict {
			return err
		}
	}
}

// stands says how a mailing stands.
var stands = map[news.SendingState]string{
	news.Listing:   "has just begun",
	news.Underway:  "is going out",
	news.Paused:    "is paused",
	news.Cancelled: "was cancelled",
	news.Finished:  "is finished",
}

// heedEvery is how often an editor's word is looked for in the database, besides with every outcome that is written down: a run all of whose messages
// wait for their time writes none.
const heedEvery = 500 * time.Millisecond

// heed ends the run when the mailing is no longer to go out.
func (r *run) heed() {
	tick := time.NewTicker(heedEvery)
	defer tick.Stop()
	for {
		select {
		case <-r.ctx.Done():
			return
		case <-tick.C:
		}
		if v, err := r.store.Sending(r.ctx, r.mails.edition.ID); err == nil && v.State != news.Underway {
			r.stop(nil)
			return
		}
	}
}
