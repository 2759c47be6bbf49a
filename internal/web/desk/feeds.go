package desk

import (
	"errors"
	"net/http"

	"onrecord/internal/news"
)

type feedRow struct {
	news.Feed
	Outlet news.Outlet
}

type feedsPage struct {
	Rows  []feedRow
	New   NewFeed
	Field string // which field the error is about
	Error string
	Kinds []news.OutletKind
}

func (d *desk) feedRows(r *http.Request) ([]feedRow, error) {
	outlets, err := d.Store.Outlets(r.Context())
	if err != nil {
		return nil, err
	}
	byID := map[news.ID]news.Outlet{}
	for _, o := range outlets {
		byID[o.ID] = o
	}
	feeds, err := d.Store.Feeds(r.Context())
	if err != nil {
		return nil, err
	}
	rows := make([]feedRow, 0, len(feeds))
	for _, f := range feeds {
		rows = append(rows, feedRow{f, byID[f.OutletID]})
	}
	return rows, nil
}

func (d *desk) feeds(w http.ResponseWriter, r *http.Request) error {
	return d.showFeeds(w, r, http.StatusOK, feedsPage{})
}

func (d *desk) showFeeds(w http.ResponseWriter, r *http.Request, status int, p feedsPage) error {
	var err error
	if p.Rows, err = d.feedRows(r); err != nil {
		return err
	}
	p.Kinds = []news.OutletKind{news.Newspaper, news.Agency, news.Broadcaster, news.Government, news.Social, news.OtherOutlet}
	return d.show(w, r, status, "feeds", "Feeds", p)
}

func (d *desk) addFeed(w http.ResponseWriter, r *http.Request) error {
	f := NewFeed{URL: r.PostFormValue("url"), Outlet: r.PostFormValue("outlet"), Kind: r.PostFormValue("kind"), Full: r.PostFormValue("full") != ""}
	err := d.Actions.AddFeed(r.Context(), f)
	switch news.KindOf(err) {
	case "":
		return d.done(w, r, "The feed is added and will be asked within the minute.", "/desk/feeds")
	case news.Invalid, news.Conflict:
		p := feedsPage{New: f, Field: "url", Error: sentence(err.Error())}
		var e *news.Error
		if errors.As(err, &e) {
			p.Error = sentence(e.Message)
			switch e.Field { // the others are about what the address leads to
			case "name", "outlet":
				p.Field = "outlet"
			case "kind":
				p.Field = e.Field
			}
		}
		return d.showFeeds(w, r, http.StatusUnprocessableEntity, p)
	}
	return err
}

func (d *desk) changeFeed(w http.ResponseWriter, r *http.Request) error {
	id := news.ID(r.PathValue("id"))
	var err error
	var said string
	switch r.PostFormValue("do") {
	case "ask":
		err, said = d.Store.AskFeedNow(r.Context(), id), "The feed is asked now."
	case "pause":
		err, said = d.Store.SetFeedState(r.Context(), id, news.FeedPaused), "The feed is paused."
	case "resume":
		err, said = d.Store.SetFeedState(r.Context(), id, news.FeedActive), "The feed is asked again."
	default:
		err = news.FieldErrorf("do", "choose ask, pause or resume")
	}
	if err != nil {
		return err
	}
	return d.done(w, r, said, "/desk/feeds")
}
