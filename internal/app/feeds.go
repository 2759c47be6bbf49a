package app

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/url"
	"strings"
	"time"

	"onrecord/internal/gather/opml"
	"onrecord/internal/news"
	"onrecord/internal/platform/fetch"
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
	Own    bool            // it is the house's own social outlet, whose posts become notices
}

// AddFeed adds a feed and, if need be, its outlet. A feed that is there already is a Conflict; one that was removed is taken
// up again where it was left.
func (a *App) AddFeed(ctx context.Context, n NewFeed) (news.Feed, error) {
	u, err := a.feedAddress(n.URL)
	if err != nil {
		return news.Feed{}, err
	}
	now := a.Clock.Now()
	if kind := cmp.Or(n.Kind, news.OtherOutlet); n.Own && kind == news.OtherOutlet {
		n.Kind = news.Social // no other kind can be the house's own
	}
	outlet := news.Outlet{
		ID: news.NewID(now), Name: cmp.Or(strings.TrimSpace(n.Outlet), strings.TrimPrefix(u.Hostname(), "www.")), Kind: cmp.Or(n.Kind, news.OtherOutlet),
		Homepage: cmp.Or(n.Site, u.Scheme+"://"+u.Host+"/"), Own: n.Own, Created: now,
	}
	if err := outletFault(outlet); err != nil { // also where there is one of that name already
		return news.Feed{}, err
	}
	feed := news.Feed{ID: news.NewID(now), URL: u.String(), Full: n.Full, State: news.FeedActive, Interval: firstInterval, Created: now}
	err = a.Store.Within(ctx, func(ctx context.Context) error {
		if outlet, err = a.outlet(ctx, outlet); err != nil {
			return err
		}
		feed.OutletID = outlet.ID
		switch old, err := a.Store.FeedByURL(ctx, feed.URL); {
		case err == nil && old.State == news.FeedRemoved:
			feed.ID, feed.Created = old.ID, old.Created
			return a.Store.ChangeFeed(ctx, feed)
		case err == nil:
			return &news.Error{Kind: news.Conflict, Field: "url", Message: feed.URL + " is a feed of the desk already"}
		case news.KindOf(err) != news.NotFound:
			return err
		}
		return a.Store.AddFeed(ctx, feed)
	})
	return feed, err
}

// feedAddress reads the address of a feed, and refuses one that would never be asked.
func (a *App) feedAddress(given string) (*url.URL, error) {
	given = strings.TrimSpace(given)
	if err := (news.Feed{URL: given, OutletID: "any"}).Validate(); err != nil {
		return nil, err
	}
	u, err := url.Parse(given)
	if err != nil {
		return nil, err
	}
	u.Fragment, u.RawFragment = "", "" // it names a place in the same document
	var refused *news.Error
	if errors.As(fetch.MayAsk(u.String(), a.Config.Loopback), &refused) {
		return nil, news.FieldErrorf("url", "%s", refused.Message)
	}
	return u, nil
}

// outlet gives the outlet of that name; it is added if there is none.
func (a *App) outlet(ctx context.Context, o news.Outlet) (news.Outlet, error) {
	known, err := a.Store.OutletByName(ctx, o.Name)
	if news.KindOf(err) == news.NotFound {
		return o, a.Store.SaveOutlet(ctx, o)
	}
	if err == nil && o.Own && !known.Own {
		known.Own = true
		err = a.Store.SaveOutlet(ctx, known)
	}
	return known, err
}

// outletFault says why there can be no such outlet, about the field in which its name is asked for.
func outletFault(o news.Outlet) error {
	var fault *news.Error
	if errors.As(o.Validate(), &fault) && fault.Field == "name" {
		return news.FieldErrorf("outlet", "%s", fault.Message)
	}
	return o.Validate()
}

// Feed gives a feed of the desk and its outlet, by id or address.
func (a *App) Feed(ctx context.Context, name string) (news.Feed, news.Outlet, error) {
	f, o, err := a.Store.Feed(ctx, news.ID(name))
	if news.KindOf(err) == news.NotFound {
		if f, err = a.Store.FeedByURL(ctx, strings.TrimSpace(name)); err == nil {
			f, o, err = a.Store.Feed(ctx, f.ID)
		}
	}
	if err == nil && f.State == news.FeedRemoved {
		err = news.Errorf(news.NotFound, "there is no such feed")
	}
	return f, o, err
}

// FeedChange is what is to be different about a feed; what is nil stays.
type FeedChange struct {
	URL    *string
	Outlet *string          // by name; made, like the one before, if it is not there
	Kind   *news.OutletKind // of its outlet
	Full   *bool
	Own    *bool // its outlet is the house's own
	Paused *bool
}

// SetFeed changes a feed, named by id or address. What was known of the answers from another address is forgotten, and the new one
// is asked at once. The feed's reports go with it to another outlet, and their stories are weighed again; an outlet that has nothing
// left goes.
func (a *App) SetFeed(ctx context.Context, name string, c FeedChange) (f news.Feed, o news.Outlet, err error) {
	if c == (FeedChange{}) {
		return f, o, news.Errorf(news.Invalid, "nothing is to be changed; say what, as in --url https://courier.example/rss")
	}
	err = a.Store.Within(ctx, func(ctx context.Context) error {
		if f, o, err = a.Feed(ctx, name); err != nil {
			return err
		}
		if c.URL != nil {
			if f, err = a.moved(ctx, f, *c.URL); err != nil {
				return err
			}
		}
		if c.Full != nil {
			f.Full = *c.Full
		}
		switch {
		case c.Paused == nil:
		case *c.Paused:
			f.State = news.FeedPaused
		case f.State == news.FeedPaused || f.State == news.FeedGone:
			f.State, f.NextAt = news.FeedActive, time.Time{}
		}
		before := o
		if o, err = a.changed(ctx, o, c); err != nil {
			return err
		}
		f.OutletID = o.ID
		if err := a.Store.ChangeFeed(ctx, f); err != nil || o.ID == before.ID {
			return err
		}
		stories, err := a.Store.TouchFeed(ctx, f.ID)
		if err != nil {
			return err
		}
		if err := a.Flow.Hand(ctx, news.Weigh, stories...); err != nil {
			return err
		}
		return a.Store.DropOutlet(ctx, before.ID)
	})
	return f, o, err
}

// changed gives the outlet that a feed of o's belongs to after a change, stored.
func (a *App) changed(ctx context.Context, o news.Outlet, c FeedChange) (news.Outlet, error) {
	if c.Kind != nil {
		if err := c.Kind.Validate(); err != nil {
			return o, err
		}
	}
	if c.Outlet != nil && strings.TrimSpace(*c.Outlet) != o.Name {
		o.ID, o.Name, o.Created, o.Own = news.NewID(a.Clock.Now()), strings.TrimSpace(*c.Outlet), a.Clock.Now(), false
		if err := outletFault(o); err != nil {
			return o, err
		}
		var err error
		if o, err = a.outlet(ctx, o); err != nil {
			return o, err
		}
	}
	before := o
	if c.Kind != nil {
		o.Kind = *c.Kind
		o.Own = o.Own && o.Kind == news.Social
	}
	if c.Own != nil {
		o.Own = *c.Own
	}
	if o == before {
		return o, nil
	}
	return o, a.Store.SaveOutlet(ctx, o)
}

// moved gives the feed at another address, of which nothing is known yet.
func (a *App) moved(ctx context.Context, f news.Feed, given string) (news.Feed, error) {
	u, err := a.feedAddress(given)
	if err != nil || u.String() == f.URL {
		return f, err
	}
	switch other, err := a.Store.FeedByURL(ctx, u.String()); {
	case err == nil && other.State == news.FeedRemoved:
		return f, &news.Error{Kind: news.Conflict, Field: "url", Message: u.String() + " was removed from the desk; add it again and remove this feed instead"}
	case err == nil:
		return f, &news.Error{Kind: news.Conflict, Field: "url", Message: u.String() + " is a feed of the desk already"}
	case news.KindOf(err) != news.NotFound:
		return f, err
	}
	at := news.Feed{ID: f.ID, OutletID: f.OutletID, URL: u.String(), Full: f.Full, State: news.FeedActive, Interval: firstInterval, Created: f.Created}
	if f.State == news.FeedPaused {
		at.State = f.State
	}
	return at, nil
}

// RemoveFeed takes a feed, named by id or address, from the desk: it is no longer asked. The reports that it brought stay.
func (a *App) RemoveFeed(ctx context.Context, name string) (f news.Feed, err error) {
	err = a.Store.Within(ctx, func(ctx context.Context) error {
		if f, _, err = a.Feed(ctx, name); err != nil {
			return err
		}
		return a.Store.SetFeedState(ctx, f.ID, news.FeedRemoved)
	})
	return f, err
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
