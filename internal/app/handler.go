package app

import (
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/publish"
	"onrecord/internal/read/weights"
	"onrecord/internal/store"
	"onrecord/internal/web"
	"onrecord/internal/web/desk"
	"onrecord/internal/web/site"
)

// For how long, and in how much memory, the site keeps pages (docs/decisions/0019-a-page-is-kept-for-a-moment.md).
const (
	pageFresh  = 6 * time.Second
	pageOldest = 10 * time.Second
	pageBytes  = 64 << 20
)

// Handler serves the site, the desk below /desk, and the live notices.
func (a *App) Handler() (http.Handler, error) {
	languages := weights.Languages()
	why := func(language string) string { return notRead(language, languages) }
	shown := &pictures{App: a, slots: make(chan struct{}, picturesAtOnce)}
	get := shown.Get
	if !a.Config.Pictures {
		get = nil
	}
	readers, err := site.New(site.Options{
		Picture: get,
		Store:   a.Store, Readers: a.steps.People, WriteFeed: writeFeed, Events: a.steps.Hub, FindSpeakers: a.FindSpeakers, Clock: a.Clock, Log: a.Log, BaseURL: a.Config.BaseURL,
		Unread: why, Opened: a.countOpened(), Push: a.offered(), Keep: &site.Keep{Fresh: pageFresh, Oldest: pageOldest, Bytes: pageBytes},
	})
	if err != nil {
		return nil, err
	}
	editors, err := desk.New(desk.Options{
		Store: a.Store, Actions: a.editorActions(), Sessions: store.Sessions{Store: a.Store, Clock: a.Clock},
		Secure: strings.HasPrefix(a.Config.BaseURL, "https://"), Preview: readers.Preview, PreviewArticle: readers.PreviewArticle, PreviewPicture: readers.PreviewPicture, Unread: why, Clock: a.Clock, Log: a.Log,
	})
	if err != nil {
		return nil, err
	}
	told, err := a.hooks(a.steps.Send.Took)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/hooks/", told)
	mux.Handle("/", web.Secure(readers))
	mux.Handle("/desk/", web.Secure(readers.Forgetting(editors, "/desk/login")))
	mux.Handle("GET /desk", http.RedirectHandler("/desk/", http.StatusSeeOther))
	for pattern, h := range a.mount {
		mux.Handle(pattern, h)
	}
	return web.Behind(a.Config.TrustedProxies, mux), nil
}

// countOpened gives what is told of what readers open, as far as it is to be counted.
func (a *App) countOpened() func(edition, what news.ID) {
	if !a.Config.CountClicks {
		return nil
	}
	return func(edition, what news.ID) {
		if what != news.MailItself || a.Config.CountOpens {
			a.opened.Add(edition, what)
		}
	}
}

// editorActions gives the desk what editors can set off.
func (a *App) editorActions() desk.Actions {
	return desk.Actions{
		AddFeed: func(ctx context.Context, f desk.FeedForm) error {
			_, err := a.AddFeed(ctx, NewFeed{URL: f.URL, Outlet: f.Outlet, Kind: news.OutletKind(f.Kind), Full: f.Full, Own: f.Own})
			return err
		},
		SetFeed: func(ctx context.Context, id news.ID, f desk.FeedForm) error {
			_, _, err := a.SetFeed(ctx, string(id), FeedChange{URL: &f.URL, Outlet: &f.Outlet, Kind: (*news.OutletKind)(&f.Kind), Full: &f.Full, Own: &f.Own})
			return err
		},
		Statements: a,
		Speakers:   a,
		Stories:    a,
		Claims:     a,
		Readers:    deskReaders{a.Store, a},
		Mailings:   a,
		Articles:   deskArticles{a},
		RemoveFeed: func(ctx context.Context, id news.ID) error { _, err := a.RemoveFeed(ctx, string(id)); return err },
		Weigh:      func(ctx context.Context, id news.ID) error { return a.Flow.Hand(ctx, news.Weigh, id) },
		Draft:      a.Draft,
		Approve:    a.Approve,
		Withdraw:   a.Withdraw,
		Release:    a.Release,

		SetAudience:    a.SetAudience,
		AddPublication: a.addTypedPublication,
		SetPublication: a.setTypedPublication,

		Parked: a.Flow.Parked,
		Retry:  a.Flow.Retry,
		Left:   a.Flow.Left,
	}
}

// addTypedPublication adds a publication as it was typed at the desk.
func (a *App) addTypedPublication(ctx context.Context, f desk.PublicationForm) error {
	_, err := a.AddPublication(ctx, NewPublication{
		Slug: f.Slug, Name: f.Name, About: f.About, Language: f.Language, Days: f.Days, At: f.At, Zone: f.Zone, Sections: f.Sections, From: f.From, Postal: f.Postal,
		Late: f.Late, Remind: f.Remind,
	})
	return err
}

// setTypedPublication changes a publication to what was typed at the desk.
func (a *App) setTypedPublication(ctx context.Context, id news.ID, f desk.PublicationForm) error {
	p, err := a.Store.Publication(ctx, id)
	if err != nil {
		return err
	}
	_, err = a.SetPublication(ctx, p.Slug, PublicationChange{
		Name: &f.Name, About: &f.About, Language: &f.Language, Days: &f.Days, At: &f.At, Zone: &f.Zone, Sections: &f.Sections, From: &f.From, Postal: &f.Postal,
		Late: &f.Late, Remind: &f.Remind,
	})
	return err
}

// writeFeed writes a feed of editions in the format asked for.
func writeFeed(w io.Writer, f site.Feed) error {
	feed := publish.Feed{Publication: f.Publication, Editions: f.Editions, Pieces: f.Pieces, Site: f.Site, Self: f.Self, Page: f.Page}
	switch f.Format {
	case site.Atom:
		return feed.Atom(w)
	case site.JSON:
		return feed.JSONFeed(w)
	}
	return feed.RSS(w)
}
