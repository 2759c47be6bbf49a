package store

import (
	"context"
	"fmt"
	"time"

	"onrecord/internal/news"
)

const sendingColumns = `number, edition_id, state, listed, waiting, sent, deferred, bounced, suppressed, next_at, said, began, ended`

func scanSending(r row) (v news.Sending, err error) {
	c := &v.Counts
	err = r.Scan(&v.Number, &v.EditionID, &v.State, &v.Listed, &c.Waiting, &c.Sent, &c.Deferred, &c.Bounced, &c.Suppressed,
		stamp{&v.Next}, &v.Said, stamp{&v.Began}, stamp{&v.Ended})
	if v.State == news.Cancelled {
		// What was still open when it was cancelled is not changed row by row; it is read so.
		c.Cancelled, c.Waiting, c.Deferred = c.Waiting+c.Deferred, 0, 0
	}
	return v, err
}

// Sending gives the mailing of an edition, NotFound if there is none yet.
func (s *Store) Sending(ctx context.Context, editionID news.ID) (news.Sending, error) {
	return one(ctx, s, "mailing", scanSending, `SELECT `+sendingColumns+` FROM sending WHERE edition_id = $1`, editionID)
}

// SendingByNumber gives a mailing by its number.
func (s *Store) SendingByNumber(ctx context.Context, number int64) (news.Sending, error) {
	return one(ctx, s, "mailing", scanSending, `SELECT `+sendingColumns+` FROM sending WHERE number = $1`, number)
}

// PausedSendings gives the mailings that are paused, the newest first.
func (s *Store) PausedSendings(ctx context.Context, limit int) ([]news.Sending, error) {
	return list(ctx, s, scanSending, `SELECT `+sendingColumns+` FROM sending WHERE state = $1 ORDER BY number DESC LIMIT $2`, news.Paused, limit)
}

// DeliveryCounts gives how many deliveries of an edition are in each state; none, if it is not being mailed.
func (s *Store) DeliveryCounts(ctx context.Context, editionID news.ID) (news.DeliveryCounts, error) {
	v, err := s.Sending(ctx, editionID)
	if news.KindOf(err) == news.NotFound {
		return news.DeliveryCounts{}, nil
	}
	return v.Counts, err
}

// BeginSending notes that an edition is to be mailed, and gives its mailing; one that has begun is left as it is.
func (s *Store) BeginSending(ctx context.Context, editionID news.ID, now time.Time) (v news.Sending, err error) {
	err = s.Within(ctx, func(ctx context.Context) error {
		_, err := s.exec(ctx, `INSERT INTO sending (edition_id, state, listed, waiting, sent, deferred, bounced, suppressed, next_at, said, began, ended)
			VALUES ($1, $2, '', 0, 0, 0, 0, 0, 0, '', $3, 0) ON CONFLICT (edition_id) DO NOTHING`, editionID, news.Listing, micros(now))
		if err != nil {
			return err
		}
		v, err = s.Sending(ctx, editionID)
		return err
	})
	return v, err
}

// OwnSending gives a run alone the right to write to a mailing, until another run takes it.
func (s *Store) OwnSending(ctx context.Context, number int64, owner string) error {
	return must("mailing")(s.exec(ctx, `UPDATE sending SET owner = $2 WHERE number = $1`, number, owner))
}

// owned turns a write that changed nothing into the Conflict that it is.
func owned(n int64, err error) error {
	if err == nil && n == 0 {
		return news.Errorf(news.Conflict, "another machine has taken over this mailing")
	}
	return err
}

// ListReaders puts the next readers on the list of a mailing, at most so many, and says whether there may be more: those with
// an active subscription who are not pausing, and whom the edition is for. When there are none left, the mailing is under way.
func (s *Store) ListReaders(ctx context.Context, number int64, owner string, now time.Time, limit int) (more bool, err error) {
	err = s.Within(ctx, func(ctx context.Context) error {
		v, err := s.SendingByNumber(ctx, number)
		if err != nil || v.State != news.Listing {
			return err
		}
		e, err := s.Edition(ctx, v.EditionID)
		if err != nil {
			return err
		}
		condition, args := where(news.ReaderFilter{PublicationID: e.PublicationID, State: news.Active, Audience: e.Audience})
		k := len(args)
		n, err := s.exec(ctx, fmt.Sprintf(`INSERT INTO delivery (sending, subscription_id, state, attempts, began, at, due, status, reply)
			SELECT $%d, s.id, $%d, 0, 0, $%d, 0, '', ''`+readersFrom+`%s AND u.paused_until <= $%[3]d AND s.id > $%[5]d ORDER BY s.id LIMIT $%[6]d`,
			k+1, k+2, k+3, condition, k+4, k+5), append(args, number, news.Waiting, micros(now), v.Listed, limit)...)
		if err != nil {
			return err
		}
		if more = n == int64(limit); more {
			last, err := one(ctx, s, "reader", scanID, `SELECT subscription_id FROM delivery WHERE sending = $1 ORDER BY subscription_id DESC LIMIT 1`, number)
			if err != nil {
				return err
			}
			v.Listed = last
		} else {
			v.State = news.Underway
		}
		return owned(s.exec(ctx, `UPDATE sending SET state = $3, listed = $4, waiting = waiting + $5 WHERE number = $1 AND owner = $2`,
			number, owner, v.State, v.Listed, n))
	})
	return more, err
}

// ChangeSending changes the state of a mailing from one of those given to another, with what there is to say of it and when
// there is something to do next. A mailing in another state is a Conflict.
func (s *Store) ChangeSending(ctx context.Context, number int64, from []news.SendingState, v news.Sending) error {
	var is news.SendingState
	err := s.Within(ctx, func(ctx context.Context) error {
		before, err := s.SendingByNumber(ctx, number)
		if err != nil {
			return err
		}
		is = before.State
		for _, state := range from {
			if state == is {
				_, err := s.exec(ctx, `UPDATE sending SET state = $2, said = $3, next_at = $4, ended = $5, queued_at = 0 WHERE number = $1 AND state = $6`,
					number, v.State, v.Said, micros(v.Next), micros(v.Ended), is)
				return err
			}
		}
		return news.Errorf(news.Conflict, "the mailing is %s", is)
	})
	return err
}

// soon is how long after a send job was asked for it is asked for again, if there is still something to do: the machine that
// had it may be gone. One that is at work lets nobody else in.
const soon = time.Minute

// farthest is later than anything of a mailing is put off. What is due after that was put off by a clock that was wrong.
const farthest = 6 * time.Hour

// DueSendings gives the editions whose mailing has something to do at now, and marks them as asked for.
func (s *Store) DueSendings(ctx context.Context, now time.Time) (taken []news.ID, err error) {
	due, err := list(ctx, s, scanID, `SELECT edition_id FROM sending WHERE state IN ($1, $2) AND (next_at <= $3 OR next_at > $5)
		AND (queued_at <= $4 OR queued_at > $3) ORDER BY number`, news.Listing, news.Underway, micros(now), micros(now.Add(-soon)), micros(now.Add(farthest)))
	if err != nil {
		return nil, err
	}
	for _, id := range due {
		n, err := s.exec(ctx, `UPDATE sending SET queued_at = $2 WHERE edition_id = $1 AND (queued_at <= $3 OR queued_at > $2)`, id, micros(now), micros(now.Add(-soon)))
		if err != nil {
			return nil, err
		}
		if n > 0 {
			taken = append(taken, id)
		}
	}
	return taken, nil
}
