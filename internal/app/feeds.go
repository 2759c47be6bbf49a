package app

import (
	"context"
	"io"
	"net/url"
	"strings"
	"time"

	"onrecord/internal/gather/opml"
	"onrecord/internal/news"
)

// firstInterval is how often a new feed is asked until its pace is known.
const firstInterval = 15 * time.Minute

// NewFeed is a feed that an editor adds.
type NewFeed struct {
	URL    string
	Outlet string          // by name; made if it is not there; empty: the host of the address
	Kind   news.OutletKind // of an outlet that is made; empty: other
	Site   string          // its page; empty: the root of the feed's address
	Full   bool            // items carry their whole text
}

// AddFeed adds a feed and, if need be, its outlet. A feed that is there already is a Conflict.
func (a *App) AddFeed(ctx context.Context, f NewFeed) (news.Feed, error) {
	u, err := url.Parse(strings.TrimSpace(f.URL))
	if err != nil || u.Host == "" {
		return news.Feed{}, news.FieldErrorf("url", "%q is no feed address; give one that begins with http:// or https://", f.URL)
	}
	u.Fragment = "" // it names a place in the same document
	if f.Outlet == "" {
		f.Outlet = strings.TrimPrefix(u.Hostname(), "www.")
	}
	if f.Kind == "" {
		f.Kind = news.OtherOutlet
	}
	if f.Site == "" {
		f.Site = u.Scheme + "://" + u.Host + "/"
	}
	now := a.Clock.Now()
	feed := news.Feed{ID: news.NewID(now), URL: u.String(), Full: f.Full, State: news.FeedActive, Interval: firstInterval, Created: now}
	err = a.Store.Within(ctx, func(ctx context.Context) error {
		outlet, err := a.Store.OutletByName(ctx, f.Outlet)
		if news.KindOf(err) == news.NotFound {
			outlet = news.Outlet{ID: news.NewID(now), Name: f.Outlet, Kind: f.Kind, Homepage: f.Site, Created: now}
			err = a.Store.SaveOutlet(ctx, outlet)
		}
		if err != nil {
			return err
		}
		feed.OutletID = outlet.ID
		if _, err := a.Store.FeedByURL(ctx, feed.URL); err == nil {
			return &news.Error{Kind: news.Conflict, Field: "url", Message: feed.URL + " is a feed of the desk already"}
		}
		return a.Store.AddFeed(ctx, feed)
	})
	return feed, err
}

// Imported says what became of one entry of a list.
type Imported struct {
	Feed opml.Feed
	Err  error // nil: added; Conflict: it was there already
}

// ImportFeeds adds the feeds of an OPML document, each by itself, so that one that cannot be added costs only itself.
func (a *App) ImportFeeds(ctx context.Context, document []byte) ([]Imported, error) {
	feeds, err := opml.Read(document)
	if err != nil {
		return nil, err
	}
	out := make([]Imported, 0, len(feeds))
	for _, f := range feeds {
		_, err := a.AddFeed(ctx, NewFeed{URL: f.URL, Outlet: f.Title, Site: f.Site})
		if news.KindOf(err) == news.Unavailable || ctx.Err() != nil {
			return out, err
		}
		out = append(out, Imported{f, err})
	}
	return out, nil
}

// ExportFeeds writes all feeds as an OPML document.
func (a *App) ExportFeeds(ctx context.Context, w io.Writer) error {
	feeds, err := a.Store.Feeds(ctx)
	if err != nil {
		return err
	}
	out := make([]opml.Feed, 0, len(feeds))
	for _, f := range feeds {
		outlet, err := a.Store.Outlet(ctx, f.OutletID)
		if err != nil {
			return err
		}
		out = append(out, opml.Feed{URL: f.URL, Title: outlet.Name, Site: outlet.Homepage})
	}
	return opml.Write(w, "Feeds", out)
}
