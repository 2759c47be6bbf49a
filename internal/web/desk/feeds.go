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
	Rows []feedRow
	New  feedForm
}

// feedForm is a feed as an editor sees it, or typed it.
type feedForm struct {
	FeedForm
	Field string // which field the error is about
	Error string
	Kinds []news.OutletKind
}

func formOfFeed(f FeedForm) feedForm { return feedForm{FeedForm: f, Kinds: news.OutletKinds()} }

// refuse gives the form with what is wrong in it; false if the error is about nothing that was typed.
func (f feedForm) refuse(err error) (feedForm, bool) {
	var e *news.Error
	if !errors.As(err, &e) || e.Kind != news.Invalid && e.Kind != news.Conflict {
		return f, false
	}
	f.Field, f.Error = e.Field, sentence(e.Message)
	if f.Field != "outlet" && f.Field != "kind" && f.Field != "own" { // the others are about what the address leads to
		f.Field = "url"
	}
	return f, true
}

// typedFeed is what came in the form of a feed.
func typedFeed(r *http.Request) FeedForm {
	return FeedForm{URL: r.PostFormValue("url"), Outlet: r.PostFormValue("outlet"), Kind: r.PostFormValue("kind"), Full: r.PostFormValue("full") != "", Own: r.PostFormValue("own") != ""}
}

type feedPage struct {
	Feed   news.Feed
	Outlet news.Outlet
	Form   feedForm
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
	return d.showFeeds(w, r, http.StatusOK, formOfFeed(FeedForm{}))
}

func (d *desk) showFeeds(w http.ResponseWriter, r *http.Request, status int, f feedForm) error {
	rows, err := d.feedRows(r)
	if err != nil {
		return err
	}
	return d.show(w, r, status, "feeds", "Feeds", feedsPage{rows, f})
}

func (d *desk) addFeed(w http.ResponseWriter, r *http.Request) error {
	typed := typedFeed(r)
	err := d.Actions.AddFeed(r.Context(), typed)
	if err == nil {
		return d.done(w, r, "The feed is added and will be asked within the minute.", "/desk/feeds")
	}
	if f, refused := formOfFeed(typed).refuse(err); refused {
		return d.showFeeds(w, r, http.StatusUnprocessableEntity, f)
	}
	return err
}

// feedOf gives the feed that an address of the desk is about.
func (d *desk) feedOf(r *http.Request) (p feedPage, err error) {
	p.Feed, p.Outlet, err = d.Store.Feed(r.Context(), news.ID(r.PathValue("id")))
	if err == nil && p.Feed.State == news.FeedRemoved {
		err = news.Errorf(news.NotFound, "this feed was removed; add its address again to have it back")
	}
	p.Form = formOfFeed(FeedForm{URL: p.Feed.URL, Outlet: p.Outlet.Name, Kind: string(p.Outlet.Kind), Full: p.Feed.Full, Own: p.Outlet.Own})
	return p, err
}

func (d *desk) feed(w http.ResponseWriter, r *http.Request) error {
	p, err := d.feedOf(r)
	if err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, "feed", "Feed of "+p.Outlet.Name, p)
}

func (d *desk) askRemoveFeed(w http.ResponseWriter, r *http.Request) error {
	p, err := d.feedOf(r)
	if err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, "feed-remove", "Remove a feed of "+p.Outlet.Name, p)
}

// saveFeed keeps what an editor typed; what cannot be taken is shown again as it was typed.
func (d *desk) saveFeed(w http.ResponseWriter, r *http.Request) error {
	p, err := d.feedOf(r)
	if err != nil {
		return err
	}
	typed := typedFeed(r)
	if err = d.Actions.SetFeed(r.Context(), p.Feed.ID, typed); err == nil {
		return d.done(w, r, "The feed is changed.", "/desk/feeds")
	}
	var refused bool
	if p.Form, refused = formOfFeed(typed).refuse(err); refused {
		return d.show(w, r, http.StatusUnprocessableEntity, "feed", "Feed of "+p.Outlet.Name, p)
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
	case "save":
		return d.saveFeed(w, r)
	case "remove":
		err, said = d.Actions.RemoveFeed(r.Context(), id), "The feed is removed: it is no longer asked, and the reports that it brought stay."
	default:
		err = news.FieldErrorf("do", "choose ask, pause, resume, save or remove")
	}
	if err != nil {
		return err
	}
	return d.done(w, r, said, "/desk/feeds")
}
