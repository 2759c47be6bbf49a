package read_test

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/read"
	"onrecord/internal/read/speaker"
)

// fakeStore keeps revisions in memory. Within keeps nothing of what a failed fn did.
type fakeStore struct {
	revisions   map[news.ID]news.Revision
	statements  map[news.ID][]news.Statement
	corrections map[news.ID][]news.Correction
	report      news.Report
	handed      []news.ID
	*speaker.Memory
}

func (f *fakeStore) Within(ctx context.Context, fn func(ctx context.Context) error) error {
	revisions, statements, corrections, report, handed := maps.Clone(f.revisions), maps.Clone(f.statements), maps.Clone(f.corrections), f.report, slices.Clone(f.handed)
	err := fn(ctx)
	if err != nil {
		f.revisions, f.statements, f.corrections, f.report, f.handed = revisions, statements, corrections, report, handed
	}
	return err
}

func (f *fakeStore) Revision(_ context.Context, id news.ID) (news.Revision, news.Report, error) {
	v, ok := f.revisions[id]
	if !ok {
		return v, f.report, news.Errorf(news.NotFound, "no revision %s", id)
	}
	return v, f.report, nil
}

func (f *fakeStore) PreviousRevision(_ context.Context, _ news.ID, number int) (news.Revision, error) {
	var best news.Revision
	for _, v := range f.revisions {
		if v.Read && v.Number < number && v.Number > best.Number {
			best = v
		}
	}
	if best.Number == 0 {
		return best, news.Errorf(news.NotFound, "none before")
	}
	return best, nil
}

func (f *fakeStore) LockRevision(_ context.Context, id news.ID) error {
	if _, ok := f.revisions[id]; !ok {
		return news.Errorf(news.NotFound, "no revision %s", id)
	}
	return nil
}

func (f *fakeStore) Found(_ context.Context, id news.ID) ([]news.Statement, error) {
	return slices.DeleteFunc(slices.Clone(f.statements[id]), func(st news.Statement) bool { return st.ByEditor }), nil
}

func (f *fakeStore) Statements(_ context.Context, id news.ID) ([]news.Statement, error) {
	return slices.DeleteFunc(slices.Clone(f.statements[id]), func(st news.Statement) bool { return st.OverruledBy != "" }), nil
}

func (f *fakeStore) Corrections(_ context.Context, id news.ID) ([]news.Correction, error) {
	return slices.Clone(f.corrections[id]), nil
}

func (f *fakeStore) SaveCorrections(ctx context.Context, id news.ID, corrections []news.Correction) error {
	all := slices.Clone(f.corrections[id])
	for _, c := range corrections {
		if i := slices.IndexFunc(all, func(have news.Correction) bool { return have.ID == c.ID }); i >= 0 {
			all[i] = c
		} else {
			all = append(all, c)
		}
	}
	f.corrections[id] = all
	found, err := f.Found(ctx, id)
	f.statements[id] = news.Settle(found, all)
	return err
}

func (f *fakeStore) SaveReading(ctx context.Context, v news.Revision, found []news.Statement, corrections []news.Correction) error {
	f.revisions[v.ID], f.statements[v.ID] = v, found
	return f.SaveCorrections(ctx, v.ID, corrections)
}

func (f *fakeStore) DropRevision(_ context.Context, id news.ID) error {
	delete(f.revisions, id)
	delete(f.statements, id)
	delete(f.corrections, id)
	return nil
}

// standing gives the speakers of the statements that stand.
func (f *fakeStore) standing(id news.ID) string {
	var who []string
	for _, st := range f.statements[id] {
		if st.OverruledBy == "" {
			who = append(who, st.Speaker)
		}
	}
	return strings.Join(who, ", ")
}

func (f *fakeStore) UpdateReport(_ context.Context, r news.Report) error {
	f.report = r
	return nil
}

func (f *fakeStore) hand(_ context.Context, ids ...news.ID) error {
	f.handed = append(f.handed, ids...)
	return nil
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// desk makes a store with these revisions of one report, numbered from 1, and a step over it. A page is its title, a line
// break and its text.
func desk(t *testing.T, pages ...string) (*fakeStore, *read.Step) {
	t.Helper()
	store := &fakeStore{
		Memory:     speaker.NewMemory(),
		revisions:  map[news.ID]news.Revision{},
		statements: map[news.ID][]news.Statement{}, corrections: map[news.ID][]news.Correction{},
		report: news.Report{ID: "report", URL: "https://record.example/dam", Title: "From the feed", Language: "und", Seen: noon, Published: noon, DatedBy: news.DatedBySeen},
	}
	for i, page := range pages {
		id := news.ID(rune('a' + i))
		store.revisions[id] = news.Revision{ID: id, ReportID: "report", Number: i + 1, ContentType: "text/html", Raw: []byte(page)}
	}
	return store, step(t, store, store.hand)
}

func step(t *testing.T, store *fakeStore, next read.Next) *read.Step {
	extract := func(raw []byte, _, url string) (news.Document, error) {
		title, text, ok := strings.Cut(string(raw), "\n")
		if !ok {
			return news.Document{}, news.FieldErrorf(url, "no article can be found in the page")
		}
		return news.Document{Title: title, Byline: "Ada Frey", Text: text, Language: "en", Published: noon.Add(-time.Hour), Links: []string{"https://courier.example/"}}, nil
	}
	clock := news.ClockFunc(func() time.Time { return noon })
	return read.NewStep(store, next, extract, newReader(t), clock, slog.New(slog.DiscardHandler))
}

const (
	said   = "Dam safe\nMayor Anna Berg said that the dam was safe."
	denied = "Dam safe\nMayor Anna Berg said that the dam was safe. Petra Lind denied that it was safe."
)

func run(t *testing.T, s *read.Step, ids ...news.ID) {
	t.Helper()
	for _, id := range ids {
		if err := s.Run(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRunReadsARevision(t *testing.T) {
	store, s := desk(t, said)
	run(t, s, "a")
	v := store.revisions["a"]
	if !v.Read || v.Title != "Dam safe" || v.Text != "Mayor Anna Berg said that the dam was safe." || v.Language != "en" || len(v.Links) != 1 {
		t.Errorf("revision %+v", v)
	}
	if r := store.report; r.Title != "Dam safe" || r.Author != "Ada Frey" || r.Language != "en" || r.DatedBy != news.DatedByPage || !r.Published.Equal(noon.Add(-time.Hour)) {
		t.Errorf("report %+v", r)
	}
	st := store.statements["a"]
	if len(st) != 1 || st[0].Speaker != "Anna Berg" || st[0].RevisionID != "a" || st[0].ReportID != "report" || !st[0].ID.Valid() {
		t.Errorf("statements %+v", st)
	}
	if !slices.Equal(store.handed, []news.ID{"report"}) {
		t.Errorf("handed on %v", store.handed)
	}
}

func TestRunDropsWhatIsNoNewVersion(t *testing.T) {
	for name, second := range map[string]string{"the same": said, "emptied": "Please accept cookies\n "} {
		store, s := desk(t, said, second)
		run(t, s, "a", "b", "b")
		if _, ok := store.revisions["b"]; ok || len(store.handed) != 1 || store.report.Title != "Dam safe" {
			t.Errorf("%s: %d revisions, handed on %v, title %q", name, len(store.revisions), store.handed, store.report.Title)
		}
	}
	store, s := desk(t, said, denied)
	run(t, s, "a", "b")
	if len(store.revisions) != 2 || len(store.statements["b"]) != 2 || len(store.handed) != 2 {
		t.Errorf("a changed text: %d revisions, %d statements, handed on %v", len(store.revisions), len(store.statements["b"]), store.handed)
	}
}

func TestRunPutsThePageInPlaceOfTheFeedsEntry(t *testing.T) {
	store, s := desk(t, said, denied)
	v := store.revisions["a"]
	v.ContentType = news.FromFeed
	store.revisions["a"] = v
	run(t, s, "a", "b")
	if _, ok := store.revisions["a"]; ok || !store.revisions["b"].Read {
		t.Errorf("revisions %v", slices.Sorted(maps.Keys(store.revisions)))
	}
}

func TestAnOlderVersionThatComesLateLeavesTheReportAlone(t *testing.T) {
	store, s := desk(t, "Old title\nMayor Anna Berg said so.", "New title\nMayor Anna Berg said no.")
	run(t, s, "b", "a")
	if store.report.Title != "New title" || !store.revisions["a"].Read {
		t.Errorf("title %q", store.report.Title)
	}
}

func TestRunLeavesNothingBehindWhenItFails(t *testing.T) {
	_, s := desk(t, "no article here")
	if err := s.Run(t.Context(), "a"); news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), "record.example") {
		t.Errorf("a page without an article: %v", err)
	}
	store, _ := desk(t, said)
	broken := errors.New("the queue is full")
	err := step(t, store, func(context.Context, ...news.ID) error { return broken }).Run(t.Context(), "a")
	if !errors.Is(err, broken) || store.revisions["a"].Read || store.report.Title != "From the feed" {
		t.Errorf("%v, revision read: %v", err, store.revisions["a"].Read)
	}
	run(t, step(t, store, store.hand), "a")
	if !store.revisions["a"].Read {
		t.Error("running it again does not mend it")
	}
}

func TestPlainTextIsTakenAsItIs(t *testing.T) {
	store, s := desk(t, "x")
	v := store.revisions["a"]
	v.ContentType, v.Raw = "text/plain; charset=iso-8859-1", []byte("B\xfcrgermeister Anna Berg said that it was safe.\x00")
	store.revisions["a"] = v
	run(t, s, "a")
	if v = store.revisions["a"]; v.Text != "Bürgermeister Anna Berg said that it was safe." || v.Title != "From the feed" {
		t.Errorf("title %q, text %q", v.Title, v.Text)
	}
}

func TestADateThatCannotBeTrueIsNotTaken(t *testing.T) {
	for name, seen := range map[string]time.Time{"before the page's date": noon.Add(-3 * time.Hour), "feed had a date": noon} {
		store, s := desk(t, said)
		store.report.Seen = seen
		if name == "feed had a date" {
			store.report.DatedBy = news.DatedByFeed
		}
		by := store.report.DatedBy
		run(t, s, "a")
		if !store.report.Published.Equal(noon) || store.report.DatedBy != by {
			t.Errorf("%s: %v by %s", name, store.report.Published, store.report.DatedBy)
		}
	}
}
