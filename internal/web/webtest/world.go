package webtest

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"onrecord/internal/news"
)

// World is a store in memory.
type World struct {
	Stream *Stream // the live notices; nil: there are none

	Fail error // what every call fails with; nil: none does
	Slow bool  // stories take long to be weighed

	Pubs         []news.Publication
	AllOfThem    []news.Edition
	Ledgers      map[news.ID]news.Ledger
	Reports      []news.Report
	Pictures     map[news.ID]news.Picture // by report
	Texts        []news.Revision
	Said         map[news.ID][]news.Statement  // by revision
	Mended       map[news.ID][]news.Correction // by revision
	Notes        []news.Notice                 // the newest first
	Users        []news.User
	OutletList   []news.Outlet
	FeedList     []news.Feed
	ParkedList   []news.ParkedJob
	WatchList    []news.Watch
	People       []news.Speaker
	Named        []news.Appearance       // names of sources in reports
	HeldBy       map[news.ID][]news.Held // by speaker
	SpeakerDeeds []news.SpeakerAct
	Likely       map[news.ID][]news.Suggestion // who may be the same
	Delivered    map[news.ID]news.DeliveryCounts
	Subscribed   map[news.SubscriptionState]int
	Acts         []news.ClaimAct // what editors did to claims
	Left         []news.Claim    // claims that have left their ledgers
	Moved        map[news.ID]news.ID
	MendingList  []news.Mending // the last first
	Begun        int            // transactions
	Sendings     []news.Sending
	Messages     map[int64][]news.Addressed // by mailing
	mailing      sync.Mutex                 // of Sendings
	CameBack     []news.Returned            // the newest first
	OpenedOf     []news.Opened
	Pieces       Pieces
}

func none(what string) error { return news.Errorf(news.NotFound, "there is no such %s", what) }

func find[T any](w *World, all []T, what string, is func(T) bool) (T, error) {
	var zero T
	if w.Fail != nil {
		return zero, w.Fail
	}
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], nil
	}
	return zero, none(what)
}

// Within runs fn.
func (w *World) Within(ctx context.Context, fn func(ctx context.Context) error) error {
	w.Begun++
	return fn(ctx)
}

// Publications gives all of them.
func (w *World) Publications(context.Context) ([]news.Publication, error) { return w.Pubs, w.Fail }

// Publication gives one by id.
func (w *World) Publication(_ context.Context, id news.ID) (news.Publication, error) {
	return find(w, w.Pubs, "publication", func(p news.Publication) bool { return p.ID == id })
}

// PublicationBySlug gives one by the name in its address.
func (w *World) PublicationBySlug(_ context.Context, slug string) (news.Publication, error) {
	return find(w, w.Pubs, "publication", func(p news.Publication) bool { return p.Slug == slug })
}

func (w *World) published(id news.ID) (out []news.Edition) {
	for _, e := range w.AllOfThem {
		if e.PublicationID == id && e.State == news.Published {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b news.Edition) int { return b.Due.Compare(a.Due) })
	return out
}

// Editions gives the published ones, the newest first.
func (w *World) Editions(_ context.Context, id news.ID, limit int) ([]news.Edition, error) {
	out := w.published(id)
	return out[:min(limit, len(out))], w.Fail
}

// AllEditions gives those in any state, the latest first.
func (w *World) AllEditions(_ context.Context, limit int) ([]news.Edition, error) {
	out := slices.Clone(w.AllOfThem)
	slices.SortFunc(out, func(a, b news.Edition) int { return b.Due.Compare(a.Due) })
	return out[:min(limit, len(out))], w.Fail
}

// Edition gives one by id.
func (w *World) Edition(_ context.Context, id news.ID) (news.Edition, error) {
	return find(w, w.AllOfThem, "edition", func(e news.Edition) bool { return e.ID == id })
}

// EditionBySlug gives one by its date.
func (w *World) EditionBySlug(_ context.Context, id news.ID, slug string) (news.Edition, error) {
	return find(w, w.AllOfThem, "edition", func(e news.Edition) bool { return e.PublicationID == id && e.Slug == slug })
}

// EditionsAround gives the published neighbours of a time.
func (w *World) EditionsAround(_ context.Context, id news.ID, due time.Time) (before, after news.Edition, err error) {
	for _, e := range w.published(id) {
		if e.Due.After(due) {
			after = e
		}
		if e.Due.Before(due) {
			return e, after, w.Fail
		}
	}
	return before, after, w.Fail
}

// SaveEdition keeps one.
func (w *World) SaveEdition(_ context.Context, e news.Edition) error {
	i := slices.IndexFunc(w.AllOfThem, func(have news.Edition) bool { return have.ID == e.ID })
	if i < 0 {
		w.AllOfThem = append(w.AllOfThem, e)
	} else {
		w.AllOfThem[i] = e
	}
	return w.Fail
}

// Ledger gives a story's ledger.
func (w *World) Ledger(_ context.Context, id news.ID) (news.Ledger, error) {
	l, ok := w.Ledgers[id]
	if w.Fail == nil && !ok {
		return l, none("story")
	}
	return l, w.Fail
}

// Story gives a story.
func (w *World) Story(ctx context.Context, id news.ID) (news.Story, error) {
	l, err := w.Ledger(ctx, id)
	return l.Story, err
}

// StoryVersion gives a story whose ledger was made from its reports as they are.
func (w *World) StoryVersion(ctx context.Context, id news.ID) (news.Story, int64, int64, error) {
	st, err := w.Story(ctx, id)
	return st, int64(st.Reports), int64(st.Reports), err
}

// Claim gives one, also one that has left its ledger.
func (w *World) Claim(_ context.Context, id news.ID) (news.Claim, error) {
	all := slices.Clone(w.Left)
	for _, l := range w.Ledgers {
		for _, c := range l.Claims {
			all = append(all, c.Claim)
		}
	}
	return find(w, all, "claim", func(c news.Claim) bool { return c.ID == id })
}

// Stories gives the newest ones.
func (w *World) Stories(_ context.Context, limit int) (out []news.Story, err error) {
	for _, l := range w.Ledgers {
		out = append(out, l.Story)
	}
	slices.SortFunc(out, func(a, b news.Story) int {
		if c := b.Last.Compare(a.Last); c != 0 {
			return c
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	return out[:min(limit, len(out))], w.Fail
}

// StoryReports gives a story's reports, the oldest first.
func (w *World) StoryReports(_ context.Context, id news.ID) (out []news.Report, err error) {
	for _, r := range w.Reports {
		if r.StoryID == id {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b news.Report) int { return a.Published.Compare(b.Published) })
	return out, w.Fail
}

// Report gives one.
func (w *World) Report(_ context.Context, id news.ID) (news.Report, error) {
	return find(w, w.Reports, "report", func(r news.Report) bool { return r.ID == id })
}

// Revisions gives a report's texts.
func (w *World) Revisions(_ context.Context, id news.ID) (out []news.Revision, err error) {
	for _, v := range w.Texts {
		if v.ReportID == id {
			out = append(out, v)
		}
	}
	return out, w.Fail
}

// NewestText gives the last of them.
func (w *World) NewestText(ctx context.Context, id news.ID) (news.Revision, error) {
	all, err := w.Revisions(ctx, id)
	if err == nil && len(all) == 0 {
		return news.Revision{}, none("revision")
	}
	if err != nil {
		return news.Revision{}, err
	}
	return all[len(all)-1], nil
}

// Statements gives those of one text.
func (w *World) Statements(_ context.Context, id news.ID) ([]news.Statement, error) {
	return w.Said[id], w.Fail
}

// Revision gives a text and its report.
func (w *World) Revision(ctx context.Context, id news.ID) (news.Revision, news.Report, error) {
	v, err := find(w, w.Texts, "text", func(v news.Revision) bool { return v.ID == id })
	if err != nil {
		return v, news.Report{}, err
	}
	r, err := w.Report(ctx, v.ReportID)
	return v, r, err
}

// Corrections gives what editors said of a text's statements.
func (w *World) Corrections(_ context.Context, id news.ID) ([]news.Correction, error) {
	return w.Mended[id], w.Fail
}

// LostCorrections gives those whose words are gone.
func (w *World) LostCorrections(_ context.Context, limit int) (out []news.Correction, err error) {
	for _, all := range w.Mended {
		for _, c := range all {
			if c.Lost && c.Standing() && len(out) < limit {
				out = append(out, c)
			}
		}
	}
	return out, w.Fail
}

// Search finds reports whose newest text has the query, taken as one string.
func (w *World) Search(ctx context.Context, query string, limit int) (out []news.Hit, err error) {
	for _, r := range w.Reports {
		v, err := w.NewestText(ctx, r.ID)
		if news.KindOf(err) == news.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		i := strings.Index(strings.ToLower(v.Text), strings.ToLower(query))
		if i < 0 || len(out) == limit {
			continue
		}
		from, to := max(0, i-60), min(len(v.Text), i+len(query)+120)
		text := strings.ToValidUTF8(v.Text[from:i]+"\x02"+v.Text[i:i+len(query)]+"\x03"+v.Text[i+len(query):to], "")
		out = append(out, news.Hit{Report: r, Excerpt: "…" + text + "…"})
	}
	return out, w.Fail
}

// LatestNotices gives the newest.
func (w *World) LatestNotices(_ context.Context, limit int) ([]news.Notice, error) {
	return w.Notes[:min(limit, len(w.Notes))], w.Fail
}

// UserByName gives a user.
func (w *World) UserByName(_ context.Context, name string) (news.User, error) {
	return find(w, w.Users, "user", func(u news.User) bool { return u.Name == name })
}

// Outlets gives all of them.
func (w *World) Outlets(context.Context) ([]news.Outlet, error) { return w.OutletList, w.Fail }

// Feeds gives all of them.
func (w *World) Feeds(context.Context) ([]news.Feed, error) { return w.FeedList, w.Fail }

func (w *World) feed(id news.ID) (*news.Feed, error) {
	i := slices.IndexFunc(w.FeedList, func(f news.Feed) bool { return f.ID == id })
	if w.Fail == nil && i < 0 {
		return nil, none("feed")
	}
	if w.Fail != nil {
		return nil, w.Fail
	}
	return &w.FeedList[i], nil
}

// Feed gives one and its outlet.
func (w *World) Feed(_ context.Context, id news.ID) (news.Feed, news.Outlet, error) {
	f, err := w.feed(id)
	if err != nil {
		return news.Feed{}, news.Outlet{}, err
	}
	o, err := find(w, w.OutletList, "outlet", func(o news.Outlet) bool { return o.ID == f.OutletID })
	return *f, o, err
}

// AskFeedNow has a feed asked at once.
func (w *World) AskFeedNow(_ context.Context, id news.ID) error {
	f, err := w.feed(id)
	if err == nil {
		f.NextAt = time.Time{}
	}
	return err
}

// SetFeedState changes it.
func (w *World) SetFeedState(_ context.Context, id news.ID, state news.FeedState) error {
	f, err := w.feed(id)
	if err == nil {
		f.State = state
	}
	return err
}

// ClaimActs gives what was done to the claims of a story.
func (w *World) ClaimActs(_ context.Context, story news.ID) ([]news.ClaimAct, error) {
	return slices.DeleteFunc(slices.Clone(w.Acts), func(a news.ClaimAct) bool { return a.StoryID != story }), w.Fail
}

// ClaimsEver gives those that left the ledger too.
func (w *World) ClaimsEver(_ context.Context, story news.ID) ([]news.Claim, error) {
	var out []news.Claim
	for _, c := range w.Ledgers[story].Claims {
		out = append(out, c.Claim)
	}
	for _, c := range w.Left {
		if c.StoryID == story {
			out = append(out, c)
		}
	}
	return out, w.Fail
}

// AddClaimAct notes an act.
func (w *World) AddClaimAct(_ context.Context, a news.ClaimAct) error {
	if err := a.Validate(); err != nil {
		return err
	}
	w.Acts = append(w.Acts, a)
	return w.Fail
}

// UndoClaimAct notes that an act is undone.
func (w *World) UndoClaimAct(_ context.Context, id news.ID, by string, at time.Time) error {
	for i := range w.Acts {
		if w.Acts[i].ID == id {
			w.Acts[i].UndoneBy, w.Acts[i].Undone = by, at
			return w.Fail
		}
	}
	return news.Errorf(news.NotFound, "there is no such act")
}

// Mendings gives those of a story.
func (w *World) Mendings(_ context.Context, story news.ID) ([]news.Mending, error) {
	var out []news.Mending
	for _, m := range w.MendingList {
		if m.From == story || m.Into == story {
			out = append(out, m)
		}
	}
	return out, w.Fail
}

// DeliveryCounts gives an edition's.
func (w *World) DeliveryCounts(_ context.Context, id news.ID) (news.DeliveryCounts, error) {
	return w.Delivered[id], w.Fail
}

// SubscriptionCounts gives the same for every publication.
func (w *World) SubscriptionCounts(context.Context, news.ID) (map[news.SubscriptionState]int, error) {
	return w.Subscribed, w.Fail
}

// CountReaders gives the active ones, and a sixth of them for an audience that is not everyone.
func (w *World) CountReaders(_ context.Context, f news.ReaderFilter) (int, error) {
	if f.Audience.Everyone() {
		return w.Subscribed[news.Active], w.Fail
	}
	return w.Subscribed[news.Active] / 6, w.Fail
}

// UsersWithMail counts the users with an address.
func (w *World) UsersWithMail(context.Context) (n int, err error) {
	for _, u := range w.Users {
		if u.Mail != "" {
			n++
		}
	}
	return n, w.Fail
}

// Watches gives all of them.
func (w *World) Watches(context.Context) ([]news.Watch, error) { return w.WatchList, w.Fail }

// SaveWatch keeps one.
func (w *World) SaveWatch(_ context.Context, watch news.Watch) error {
	w.WatchList = append(w.WatchList, watch)
	return w.Fail
}

// DeleteWatch takes one away.
func (w *World) DeleteWatch(_ context.Context, id news.ID) error {
	w.WatchList = slices.DeleteFunc(w.WatchList, func(have news.Watch) bool { return have.ID == id })
	return w.Fail
}

// PictureSize gives what is kept of a picture.
func (w *World) PictureSize(_ context.Context, report news.ID) (news.Picture, error) {
	if p, ok := w.Pictures[report]; ok {
		return p, w.Fail
	}
	return news.Picture{}, none("picture")
}

// MainClaims gives main claims in brief.
func (w *World) MainClaims(_ context.Context, stories []news.ID) (map[news.ID]news.ClaimBrief, error) {
	out := map[news.ID]news.ClaimBrief{}
	for _, id := range stories {
		l := w.Ledgers[id]
		if len(l.Claims) == 0 {
			continue
		}
		brief := news.ClaimBrief{Claim: l.Claims[0].Claim}
		for _, o := range l.Claims[0].Origins {
			near := news.OriginBrief{Origin: o}
			for _, p := range l.Claims[0].Positions {
				if p.ReportID == o.Root && p.Origin == o.Label {
					near.Quote, near.Speaker = p.Quote, p.Speaker
				}
			}
			for _, e := range l.Claims[0].Evidence {
				if e.Origin == o.Label && e.Stance == o.Stance && e.Words != "" {
					near.Quote, near.Speaker = e.Words, e.Speaker
					break
				}
			}
			if r, err := w.Report(context.Background(), o.Root); err == nil {
				near.Outlet, near.Published = r.Outlet, r.Published
			}
			brief.Origins = append(brief.Origins, near)
		}
		out[id] = brief
	}
	return out, w.Fail
}
