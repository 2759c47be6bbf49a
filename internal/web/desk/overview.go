package desk

import (
	"net/http"
	"strconv"

	"onrecord/internal/news"
)

// many is how many rows a list of the desk shows.
const many = 200

type overviewPage struct {
	Drafts   []editionRow
	Broken   []feedRow
	Parked   []news.ParkedJob
	Left     int
	Stories  []news.Story
	Feeds    int
	Readers  []readers
	Waiting  bool // something waits for an editor
	Upcoming []news.Publication
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
		if row.State == news.FeedBroken || row.State == news.FeedGone {
			p.Broken = append(p.Broken, row)
		}
	}
	editions, err := d.editionRows(r)
	if err != nil {
		return err
	}
	for _, e := range editions {
		if e.State == news.Draft {
			p.Drafts = append(p.Drafts, e)
		}
	}
	if p.Parked, err = d.Actions.Parked(ctx, 5); err != nil {
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
	if p.Upcoming, err = d.Store.Publications(ctx); err != nil {
		return err
	}
	for _, publication := range p.Upcoming {
		counts, err := d.Store.SubscriptionCounts(ctx, publication.ID)
		if err != nil {
			return err
		}
		p.Readers = append(p.Readers, readers{publication, counts[news.Active], counts[news.Pending], counts[news.Ended]})
	}
	p.Waiting = len(p.Drafts)+len(p.Broken)+len(p.Parked) > 0
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

type watchesPage struct {
	Watches []news.Watch
	Notices []news.Notice
	Kinds   []news.ChangeKind
}

func (d *desk) watches(w http.ResponseWriter, r *http.Request) error {
	watches, err := d.Store.Watches(r.Context())
	if err != nil {
		return err
	}
	notices, err := d.Store.LatestNotices(r.Context(), 50)
	if err != nil {
		return err
	}
	kinds := []news.ChangeKind{news.FirstDenial, news.FirstConfirm, news.FirstNamed, news.NewOrigin, news.TextChanged, news.Corrected, news.FirstReport}
	return d.show(w, r, http.StatusOK, "watches", "Watches and notices", watchesPage{watches, notices, kinds})
}

func (d *desk) addWatch(w http.ResponseWriter, r *http.Request) error {
	now := d.Clock.Now()
	watch := news.Watch{ID: news.NewID(now), Kind: news.ChangeKind(r.PostFormValue("kind")), StoryID: news.ID(r.PostFormValue("story")), Created: now}
	switch watch.Kind {
	case news.FirstReport, news.NewOrigin, news.FirstDenial, news.FirstNamed, news.TextChanged, news.Corrected, news.FirstConfirm:
	default:
		return news.FieldErrorf("kind", "%q is nothing that can be watched", watch.Kind)
	}
	if watch.StoryID != "" {
		if _, err := d.Store.Story(r.Context(), watch.StoryID); err != nil {
			return err
		}
	}
	if err := d.Store.SaveWatch(r.Context(), watch); err != nil {
		return err
	}
	return d.done(w, r, "The watch is set.", "/desk/watches")
}

func (d *desk) deleteWatch(w http.ResponseWriter, r *http.Request) error {
	if err := d.Store.DeleteWatch(r.Context(), news.ID(r.PathValue("id"))); err != nil {
		return err
	}
	return d.done(w, r, "The watch is gone.", "/desk/watches")
}
