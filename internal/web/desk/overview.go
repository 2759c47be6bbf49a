package desk

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"onrecord/internal/news"
)

// many is how many rows a list of the desk shows.
const many = 200

type overviewPage struct {
	Held    []editionRow // whose hour passed while the machine was off
	Paused  []mailingRow
	Soon    []editionRow // drafts of which editors are told: their hour is near, or has just passed
	Untold  bool         // no editor can be told by mail
	Drafts  []editionRow
	Going   []mailingRow // mailings that are under way
	Broken  []feedRow
	Parked  []news.ParkedJob
	Lost    []news.Correction // whose words no longer stand in the newest text
	Left    int
	Stories []news.Story
	Feeds   int
	Readers []readers
	Waiting bool      // something waits for an editor
	Asked   time.Time // when a feed was asked last
	Next    []next
	Unread  int // mails that came back lately and that nobody could read
	Back    int // mails that came back lately
}

// next is when a publication appears next.
type next struct {
	Publication news.Publication
	Due         time.Time
}

// mailingRow is a mailing that has not ended.
type mailingRow struct {
	news.Sending
	Edition     news.Edition
	Publication news.Publication
	Words       string
}

// mailings gives those that are paused, and those that are under way.
func (d *desk) mailings(ctx context.Context) (paused, going []mailingRow, err error) {
	all, err := d.Store.OpenSendings(ctx)
	if err != nil {
		return nil, nil, err
	}
	now := d.Clock.Now()
	at := clock(d.zone(ctx), now)
	for _, v := range all {
		row := mailingRow{Sending: v, Words: v.Words(now, at)}
		if row.Edition, err = d.Store.Edition(ctx, v.EditionID); err != nil {
			return nil, nil, err
		}
		if row.Publication, err = d.Store.Publication(ctx, row.Edition.PublicationID); err != nil {
			return nil, nil, err
		}
		if v.State == news.Paused {
			paused = append(paused, row)
		} else {
			going = append(going, row)
		}
	}
	return paused, going, nil
}

// readers are the subscriptions of a publication, counted.
type readers struct {
	Publication            news.Publication
	Active, Pending, Ended int
}

func (d *desk) overview(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var p overviewPage
	rows, err := d.feedRows(r)
	if err != nil {
		return err
	}
	p.Feeds = len(rows)
	for _, row := range rows {
		if row.CheckedAt.After(p.Asked) {
			p.Asked = row.CheckedAt
		}
		if row.State == news.FeedBroken || row.State == news.FeedGone {
			p.Broken = append(p.Broken, row)
		}
	}
	editions, err := d.editionRows(r)
	if err != nil {
		return err
	}
	for _, e := range editions {
		switch kind, _ := e.Wants(e.Publication, d.Clock.Now()); {
		case kind == news.ToRelease:
			p.Held = append(p.Held, e)
		case kind == news.ToApprove:
			p.Soon = append(p.Soon, e)
		case e.State == news.Draft:
			p.Drafts = append(p.Drafts, e)
		}
	}
	if p.Paused, p.Going, err = d.mailings(ctx); err != nil {
		return err
	}
	told, err := d.Store.UsersWithMail(ctx)
	if err != nil {
		return err
	}
	p.Untold = told == 0
	if p.Parked, err = d.Actions.Parked(ctx, 5); err != nil {
		return err
	}
	if p.Lost, err = d.Store.LostCorrections(ctx, 5); err != nil {
		return err
	}
	left, err := d.Actions.Left(ctx)
	if err != nil {
		return err
	}
	for _, n := range left {
		p.Left += n
	}
	if p.Stories, err = d.Store.Stories(ctx, 8); err != nil {
		return err
	}
	publications, err := d.Store.Publications(ctx)
	if err != nil {
		return err
	}
	for _, publication := range publications {
		p.Next = append(p.Next, next{publication, publication.Schedule.Next(d.Clock.Now())})
		counts, err := d.Store.SubscriptionCounts(ctx, publication.ID)
		if err != nil {
			return err
		}
		p.Readers = append(p.Readers, readers{publication, counts[news.Active], counts[news.Pending], counts[news.Ended]})
	}
	back, err := d.Store.CameBackSince(ctx, d.Clock.Now().Add(-lately))
	if err != nil {
		return err
	}
	p.Unread = back[news.FeedbackUnknown]
	for _, n := range back {
		p.Back += n
	}
	p.Waiting = len(p.Held)+len(p.Paused)+len(p.Soon)+len(p.Drafts)+len(p.Broken)+len(p.Parked)+len(p.Lost)+p.Unread > 0
	return d.show(w, r, http.StatusOK, "overview", "The desk", p)
}

type jobsPage struct {
	Parked []news.ParkedJob
	Left   map[news.Step]int
	Steps  []news.Step
}

func (d *desk) jobs(w http.ResponseWriter, r *http.Request) error {
	parked, err := d.Actions.Parked(r.Context(), many)
	if err != nil {
		return err
	}
	left, err := d.Actions.Left(r.Context())
	if err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, "jobs", "Jobs", jobsPage{parked, left, news.Steps()})
}

func (d *desk) retry(w http.ResponseWriter, r *http.Request) error {
	number, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil {
		return news.Errorf(news.NotFound, "there is no such job")
	}
	if err := d.Actions.Retry(r.Context(), number); err != nil {
		return err
	}
	return d.done(w, r, "The job is run again.", "/desk/jobs")
}
