package gather_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"onrecord/internal/news"
)

// fakeStore keeps everything in maps; Within puts them back when fn fails.
type fakeStore struct {
	mu        sync.Mutex
	feeds     map[news.ID]news.Feed
	outlets   map[news.ID]news.Outlet
	reports   map[news.ID]news.Report
	revisions map[news.ID]news.Revision
	pages     map[news.ID]news.Page
	handed    []news.ID

	// dies makes the nth Within from now fail before it commits, as if the machine had been switched off.
	dies int
	// rival, if set, is what another run adds in the moment before this one would.
	rival news.Report
}

var errDied = errors.New("switched off")

func newFake() *fakeStore {
	return &fakeStore{
		feeds: map[news.ID]news.Feed{}, outlets: map[news.ID]news.Outlet{}, reports: map[news.ID]news.Report{},
		revisions: map[news.ID]news.Revision{}, pages: map[news.ID]news.Page{},
	}
}

type inTransaction struct{}

func (s *fakeStore) Within(ctx context.Context, fn func(context.Context) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	feeds, reports, revisions, pages, handed := maps.Clone(s.feeds), maps.Clone(s.reports), maps.Clone(s.revisions), maps.Clone(s.pages), s.handed
	err := fn(context.WithValue(ctx, inTransaction{}, true))
	if s.dies--; err == nil && s.dies == 0 {
		err = errDied
	}
	if err != nil {
		s.feeds, s.reports, s.revisions, s.pages, s.handed = feeds, reports, revisions, pages, handed
	}
	if news.KindOf(err) == news.Conflict && s.rival.ID != "" {
		s.reports[s.rival.ID], s.rival = s.rival, news.Report{}
	}
	return err
}

// writes panics outside a transaction: a write there could be lost.
func writes(ctx context.Context) {
	if ctx.Value(inTransaction{}) == nil {
		panic("a write outside of Within")
	}
}

var errNothing = news.Errorf(news.NotFound, "there is nothing of that name")

func get[T any](m map[news.ID]T, id news.ID) (T, error) {
	v, found := m[id]
	if !found {
		return v, errNothing
	}
	return v, nil
}

func (s *fakeStore) next(ctx context.Context, ids ...news.ID) error {
	writes(ctx)
	s.handed = append(s.handed, ids...)
	return nil
}

func (s *fakeStore) Feed(_ context.Context, id news.ID) (news.Feed, news.Outlet, error) {
	f, err := get(s.feeds, id)
	return f, s.outlets[f.OutletID], err
}

func (s *fakeStore) SaveFeed(ctx context.Context, f news.Feed) error {
	writes(ctx)
	s.feeds[f.ID] = f
	return nil
}

func (s *fakeStore) ReportByURL(_ context.Context, url string) (news.Report, error) {
	for _, r := range s.reports {
		if r.URL == url {
			return r, nil
		}
	}
	return news.Report{}, errNothing
}

func (s *fakeStore) ReportByGUID(_ context.Context, feedID news.ID, guid string) (news.Report, error) {
	for _, r := range s.reports {
		if r.FeedID == feedID && r.GUID == guid {
			return r, nil
		}
	}
	return news.Report{}, errNothing
}

func (s *fakeStore) SaveReport(ctx context.Context, r news.Report) error {
	writes(ctx)
	if r.URL == s.rival.URL {
		return news.Errorf(news.Conflict, "the address was taken a moment ago")
	}
	if other, err := s.ReportByURL(ctx, r.URL); err == nil && other.ID != r.ID {
		return news.Errorf(news.Conflict, "the address is taken")
	}
	s.reports[r.ID] = r
	return nil
}

func (s *fakeStore) LastRevision(_ context.Context, reportID news.ID) (news.Revision, error) {
	all := s.versions(reportID)
	if len(all) == 0 {
		return news.Revision{}, errNothing
	}
	return all[len(all)-1], nil
}

func (s *fakeStore) AddRevision(ctx context.Context, v news.Revision) error {
	writes(ctx)
	if _, found := s.reports[v.ReportID]; !found {
		return errNothing
	}
	s.revisions[v.ID] = v
	return nil
}

func (s *fakeStore) Page(_ context.Context, reportID news.ID) (news.Page, error) {
	return get(s.pages, reportID)
}

func (s *fakeStore) RecentPages(_ context.Context, feedID news.ID, since time.Time) ([]news.Page, error) {
	var out []news.Page
	for _, p := range s.pages {
		if s.reports[p.ReportID].FeedID == feedID && !p.Seen.Before(since) {
			out = append(out, p)
		}
	}
	return out, nil
}

func (s *fakeStore) SavePage(ctx context.Context, p news.Page) error {
	writes(ctx)
	s.pages[p.ReportID] = p
	return nil
}

// versions gives a report's revisions in order.
func (s *fakeStore) versions(reportID news.ID) []news.Revision {
	var out []news.Revision
	for _, v := range s.revisions {
		if v.ReportID == reportID {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b news.Revision) int { return a.Number - b.Number })
	return out
}

// byTitle gives the report with this title.
func (s *fakeStore) byTitle(title string) news.Report {
	for _, r := range s.reports {
		if r.Title == title {
			return r
		}
	}
	return news.Report{}
}
