package group_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"onrecord/internal/group"
	"onrecord/internal/news"
)

// memory is a store in memory whose transactions are undone when they fail. What is not committed is not seen by others,
// for there is one transaction at a time.
type memory struct {
	mu   sync.Mutex
	rows rows
	next []news.ID // stories handed on, in committed transactions
	fail string    // the call that fails
}

type rows struct {
	reports map[news.ID]news.Report
	texts   map[news.ID]string
	number  map[news.ID]int64
	pinned  map[news.ID]bool
	stories map[news.ID]news.Story
	gists   map[news.ID][]byte
	shaped  map[news.ID]bool
	mended  []news.Mending
	count   int64
}

func newMemory() *memory {
	return &memory{rows: rows{map[news.ID]news.Report{}, map[news.ID]string{}, map[news.ID]int64{}, map[news.ID]bool{}, map[news.ID]news.Story{}, map[news.ID][]byte{}, map[news.ID]bool{}, nil, 0}}
}

type inTx struct{}

func (m *memory) lock(ctx context.Context) func() {
	if ctx.Value(inTx{}) != nil {
		return func() {}
	}
	m.mu.Lock()
	return m.mu.Unlock
}

func (m *memory) Within(ctx context.Context, fn func(ctx context.Context) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	was, handed := m.rows, len(m.next)
	was.reports, was.number, was.stories, was.gists = maps.Clone(was.reports), maps.Clone(was.number), maps.Clone(was.stories), maps.Clone(was.gists)
	err := fn(context.WithValue(ctx, inTx{}, true))
	if err == nil && m.fail == "commit" {
		err = errCut
	}
	if err != nil {
		m.rows, m.next = was, m.next[:handed]
	}
	return err
}

var errCut = errors.New("cut off")

func (m *memory) call(name string) error {
	if m.fail == name {
		return errCut
	}
	return nil
}

func (m *memory) LockGrouping(context.Context) error { return m.call("LockGrouping") }

func (m *memory) Report(ctx context.Context, id news.ID) (news.Report, error) {
	defer m.lock(ctx)()
	r, ok := m.rows.reports[id]
	if !ok {
		return r, news.Errorf(news.NotFound, "no such report")
	}
	return r, nil
}

func (m *memory) PreviousRevision(ctx context.Context, id news.ID, _ int) (news.Revision, error) {
	defer m.lock(ctx)()
	text, ok := m.rows.texts[id]
	if !ok {
		return news.Revision{}, news.Errorf(news.NotFound, "not read yet")
	}
	return news.Revision{ReportID: id, Text: text}, nil
}

func (m *memory) GroupedSince(ctx context.Context, after int64, from time.Time) iter.Seq2[news.Grouped, error] {
	return func(yield func(news.Grouped, error) bool) {
		if err := m.call("GroupedSince"); err != nil {
			yield(news.Grouped{}, err)
			return
		}
		unlock := m.lock(ctx)
		var out []news.Grouped
		for id, n := range m.rows.number {
			if r := m.rows.reports[id]; n > after && !r.Published.Before(from) {
				out = append(out, news.Grouped{Number: n, ReportID: id, StoryID: r.StoryID, Title: r.Title, Text: m.rows.texts[id], Gist: m.rows.gists[id], Language: r.Language, Published: r.Published})
			}
		}
		unlock()
		slices.SortFunc(out, func(a, b news.Grouped) int { return cmp.Compare(a.Number, b.Number) })
		for _, g := range out {
			if !yield(g, nil) {
				return
			}
		}
	}
}

func (m *memory) Story(_ context.Context, id news.ID) (news.Story, error) {
	st, ok := m.rows.stories[id]
	if !ok {
		return st, news.Errorf(news.NotFound, "no such story")
	}
	return st, nil
}

func (m *memory) SaveStory(_ context.Context, st news.Story) error {
	m.rows.stories[st.ID] = st
	return m.call("SaveStory")
}

func (m *memory) SetStory(_ context.Context, report, story news.ID) error {
	if !m.rows.pinned[report] {
		m.set(report, story)
	}
	return m.call("SetStory")
}

func (m *memory) GroupedText(ctx context.Context, id news.ID) (string, error) {
	defer m.lock(ctx)()
	return m.rows.texts[id], nil
}

func (m *memory) SaveGist(_ context.Context, id news.ID, gist []byte) error {
	m.rows.gists[id] = gist
	return m.call("SaveGist")
}

func (m *memory) Shaped(_ context.Context, story news.ID) (bool, error) {
	return m.rows.shaped[story], nil
}

func (m *memory) MergeStories(_ context.Context, g news.Mending) error {
	g.Kind = news.MergedStories
	for id, r := range m.rows.reports {
		if r.StoryID == g.From {
			m.set(id, g.Into)
		}
	}
	st := m.rows.stories[g.From]
	st.MergedInto = g.Into
	m.rows.stories[g.From] = st
	m.rows.mended = append(m.rows.mended, g)
	return m.call("MergeStories")
}

func (m *memory) SplitStory(_ context.Context, g news.Mending, into news.Story) error {
	g.Kind, g.Into = news.SplitStory, into.ID
	m.rows.stories[into.ID] = into
	for _, id := range g.Reports {
		m.set(id, into.ID)
	}
	m.rows.mended = append(m.rows.mended, g)
	return m.call("SplitStory")
}

func (m *memory) set(report, story news.ID) {
	r := m.rows.reports[report]
	r.StoryID = story
	m.rows.count++
	m.rows.reports[report], m.rows.number[report] = r, m.rows.count
}

func (m *memory) hand(_ context.Context, ids ...news.ID) error {
	m.next = append(m.next, ids...)
	return m.call("next")
}

func (m *memory) add(id news.ID, text string, at time.Time) {
	m.rows.reports[id] = news.Report{ID: id, Title: "Report " + string(id), Language: "en", Published: at}
	m.rows.texts[id] = text
}

func (m *memory) step() *group.Step {
	clock := news.ClockFunc(func() time.Time { return day.AddDate(0, 0, 2) })
	return group.NewStep(m, m.hand, group.Options{}, clock, slog.New(slog.NewTextHandler(io.Discard, nil)))
}

// world has three happenings in six reports, one of them late and one without a text.
func world() (*memory, []news.ID) {
	m := newMemory()
	m.add("a", wire, day.Add(time.Hour))
	m.add("b", strike, day)
	m.add("c", rewrite, day) // earlier than a, but gathered later
	m.add("d", crash, day)
	m.add("e", wire, day.Add(3*time.Hour))
	m.rows.reports["f"] = news.Report{ID: "f", Title: "Dockers walk out over night shifts in Sall", Language: "en", Published: day}
	return m, []news.ID{"a", "b", "c", "d", "e", "f"}
}

// together names the story of each report by its first member, for ids differ from run to run.
func (m *memory) together() string {
	first := map[news.ID]news.ID{}
	out := ""
	for _, id := range slices.Sorted(maps.Keys(m.rows.reports)) {
		st := m.rows.reports[id].StoryID
		if st != "" && first[st] == "" {
			first[st] = id
		}
		out += fmt.Sprintf("%s:%s ", id, first[st])
	}
	return out
}

const worldTogether = "a:a b:b c:a d:d e:a f:b "

func TestStepJoinsAndOpensStories(t *testing.T) {
	m, ids := world()
	step := m.step()
	for _, id := range ids {
		if err := step.Run(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if got := m.together(); got != worldTogether {
		t.Errorf("stories %s, want %s", got, worldTogether)
	}
	if len(m.next) != len(ids) {
		t.Errorf("%d stories were handed on, want one a report", len(m.next))
	}
	st := m.rows.stories[m.rows.reports["a"].StoryID]
	if st.Title != "Report a" || st.Language != "en" || !st.First.Equal(day) || !st.Last.Equal(day.Add(3*time.Hour)) {
		t.Errorf("the story: %+v", st)
	}
	if err := step.Run(t.Context(), "gone"); err != nil {
		t.Errorf("a report that is gone: %v", err)
	}
}

// Cut off anywhere, any number of times, with or without a new process after, it ends as a run that never was.
func TestStepMayBeCutOffAnywhere(t *testing.T) {
	for _, call := range []string{"LockGrouping", "GroupedSince", "SaveStory", "SetStory", "SaveGist", "next", "commit"} {
		for _, restart := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, restart %v", call, restart), func(t *testing.T) {
				m, ids := world()
				step := m.step()
				for _, id := range ids {
					m.fail = call
					if err := step.Run(t.Context(), id); !errors.Is(err, errCut) {
						t.Fatalf("got %v", err)
					}
					if m.rows.reports[id].StoryID != "" {
						t.Fatal("a failed run left something behind")
					}
					m.fail = ""
					if restart {
						step = m.step()
					}
					if err := step.Run(t.Context(), id); err != nil {
						t.Fatal(err)
					}
				}
				if got := m.together(); got != worldTogether {
					t.Errorf("stories %s, want %s", got, worldTogether)
				}
				if len(m.rows.stories) != 3 || len(m.next) != len(ids) {
					t.Errorf("%d stories, %d handed on", len(m.rows.stories), len(m.next))
				}
			})
		}
	}
}

func TestStepSeesWhatOthersGrouped(t *testing.T) {
	m, ids := world()
	one, two := m.step(), m.step()
	for i, id := range ids {
		if err := []*group.Step{one, two}[i%2].Run(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if got := m.together(); got != worldTogether {
		t.Errorf("stories of two processes %s, want %s", got, worldTogether)
	}
}

func TestStepManyAtOnce(t *testing.T) {
	m := newMemory()
	for i := range 40 {
		m.add(news.ID(fmt.Sprintf("r%02d", i)), []string{wire, strike}[i%2], day)
	}
	step := m.step()
	var wait sync.WaitGroup
	for i := range 40 {
		wait.Go(func() {
			for range 2 { // the same report twice, as after a lost acknowledgement
				if err := step.Run(t.Context(), news.ID(fmt.Sprintf("r%02d", i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	if len(m.rows.stories) != 2 {
		t.Errorf("%d stories, want 2", len(m.rows.stories))
	}
}

func TestAGroupedReportKeepsItsStory(t *testing.T) {
	m, ids := world()
	step := m.step()
	for _, id := range ids {
		if err := step.Run(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	was := m.rows.reports["b"].StoryID
	m.rows.texts["b"] = wire // its outlet rewrote it altogether
	m.next = nil
	if err := step.Run(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	if got := m.rows.reports["b"].StoryID; got != was || !slices.Equal(m.next, []news.ID{was}) {
		t.Errorf("story %s, was %s; handed on %v", got, was, m.next)
	}

	// An editor moves every report about the bridge into a story of their own; the next one follows.
	m.rows.stories["mine"] = news.Story{ID: "mine", Title: "The bridge", First: day, Last: day}
	for _, id := range []news.ID{"a", "c", "e"} {
		m.rows.pinned[id] = true
		m.set(id, "mine")
	}
	m.add("g", rewrite, day)
	for _, id := range []news.ID{"a", "g"} {
		if err := step.Run(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if got := m.rows.reports[id].StoryID; got != "mine" {
			t.Errorf("report %s is in %s", id, got)
		}
	}
}

// gathered makes a story of these reports.
func gathered(m *memory, story news.ID, texts map[news.ID]string) {
	m.rows.stories[story] = news.Story{ID: story, Title: "Story " + string(story), First: day, Last: day}
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		m.add(id, texts[id], day)
		m.set(id, story)
	}
}

func TestStepMergesTwoStoriesOfOneHappening(t *testing.T) {
	for _, shaped := range []bool{false, true} {
		t.Run(fmt.Sprintf("an editor shaped them: %v", shaped), func(t *testing.T) {
			m := newMemory()
			gathered(m, "one", map[news.ID]string{"a": wire, "b": rewrite, "c": wire})
			gathered(m, "two", map[news.ID]string{"d": rewrite, "e": wire})
			m.rows.shaped["one"], m.rows.shaped["two"] = shaped, shaped
			gathered(m, "strike", map[news.ID]string{"s": strike})
			m.add("new", wire, day.Add(time.Hour))
			m.fail = "MergeStories"
			step := m.step()
			if err := step.Run(t.Context(), "new"); errors.Is(err, errCut) == shaped {
				t.Fatalf("got %v", err)
			}
			m.fail = ""
			if err := step.Run(t.Context(), "new"); err != nil { // again, as after a crash
				t.Fatal(err)
			}
			merged := m.rows.stories["two"].MergedInto == "one"
			if merged == shaped || m.rows.reports["s"].StoryID != "strike" {
				t.Errorf("stories %+v", m.rows.stories)
			}
			if !shaped && (len(m.rows.mended) != 1 || m.rows.mended[0].Because == "" || m.rows.reports["d"].StoryID != "one") {
				t.Errorf("mended %+v", m.rows.mended)
			}
		})
	}
}

func TestStepSplitsAStoryOfTwoHappenings(t *testing.T) {
	for _, shaped := range []bool{false, true} {
		t.Run(fmt.Sprintf("an editor shaped it: %v", shaped), func(t *testing.T) {
			m := newMemory()
			gathered(m, "one", map[news.ID]string{"a": wire, "b": rewrite, "c": wire, "d": strike, "e": strike})
			m.rows.shaped["one"] = shaped
			m.add("new", rewrite, day.Add(time.Hour))
			if err := m.step().Run(t.Context(), "new"); err != nil {
				t.Fatal(err)
			}
			d, e := m.rows.reports["d"].StoryID, m.rows.reports["e"].StoryID
			if d != e || (d == "one") != shaped || m.rows.reports["new"].StoryID != "one" || m.rows.reports["a"].StoryID != "one" {
				t.Errorf("reports %+v", m.rows.reports)
			}
			if !shaped && (len(m.rows.mended) != 1 || m.rows.mended[0].Kind != news.SplitStory || m.rows.stories[d].Title != "Report d") {
				t.Errorf("mended %+v, stories %+v", m.rows.mended, m.rows.stories)
			}
		})
	}
}
