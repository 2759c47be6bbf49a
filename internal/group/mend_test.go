package group_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onrecord/internal/group"
)

// keep does with a grouper what the step does with a store, and knows what it did.
type keep struct {
	*group.Grouper
	story map[string]string
	fresh int
}

func newKeep() *keep { return &keep{Grouper: group.New(group.Options{}), story: map[string]string{}} }

func (k *keep) name() string {
	k.fresh++
	return fmt.Sprint("story ", k.fresh)
}

func (k *keep) put(r group.Report) string {
	story := k.Decide(r).Story
	if story == "" {
		story = k.name()
	}
	k.set(r, story)
	return story
}

func (k *keep) set(r group.Report, story string) {
	k.Add(r, story)
	k.story[r.ID] = story
}

func (k *keep) mend(t interface{ Fatalf(string, ...any) }, story string) {
	for _, m := range k.Mend(story) {
		if m.Split {
			m.Into = k.name()
		}
		if len(m.Reports) == 0 {
			t.Fatalf("a mending of nothing: %+v", m)
		}
		for _, id := range m.Reports {
			if k.story[id] != m.From {
				t.Fatalf("report %s goes from %s and is in %s", id, m.From, k.story[id])
			}
			k.set(group.Report{ID: id}, m.Into)
		}
		left := 0
		for _, s := range k.story {
			if s == m.From {
				left++
			}
		}
		if m.Split == (left == 0) {
			t.Fatalf("after %+v %d reports are left in %s", m, left, m.From)
		}
	}
}

// Whatever comes in whatever order, and whatever editors do in between: no report is lost, and each is in the one story that it
// was put in last.
func TestMendingLosesNoReport(t *testing.T) {
	texts := []string{wire, rewrite, strike, crash}
	rapid.Check(t, func(t *rapid.T) {
		k := newKeep()
		var ids []string
		for i := range rapid.IntRange(1, 40).Draw(t, "acts") {
			switch act := rapid.IntRange(0, 9).Draw(t, "act"); {
			case act < 7 || len(ids) == 0:
				text := strings.Fields(rapid.SampledFrom(texts).Draw(t, "text"))
				from := rapid.IntRange(0, len(text)-1).Draw(t, "from")
				r := group.Report{ID: fmt.Sprint("r", i), Text: strings.Join(text[from:], " ")}
				if rapid.Bool().Draw(t, "dated") {
					r.Published = day.Add(time.Duration(rapid.IntRange(-2000, 2000).Draw(t, "hours")) * time.Hour)
				}
				ids = append(ids, r.ID)
				k.mend(t, k.put(r))
			case act == 7: // an editor moves a report
				k.set(group.Report{ID: rapid.SampledFrom(ids).Draw(t, "moved")}, k.story[rapid.SampledFrom(ids).Draw(t, "to")])
			case act == 8:
				k.Fix(k.story[rapid.SampledFrom(ids).Draw(t, "fixed")], rapid.Bool().Draw(t, "is"))
			default:
				story := k.story[rapid.SampledFrom(ids).Draw(t, "again")]
				k.Recheck(story)
				k.mend(t, story)
			}
		}
		if k.Len() != len(ids) {
			t.Fatalf("%d reports are held, want %d", k.Len(), len(ids))
		}
		for _, id := range ids {
			if got := k.Story(id); got != k.story[id] || got == "" {
				t.Fatalf("report %s is in %q, want %q", id, got, k.story[id])
			}
		}
	})
}

func TestWhatAnEditorShapedIsLeftAlone(t *testing.T) {
	k := newKeep()
	for i, text := range []string{wire, wire, strike, strike} {
		k.set(group.Report{ID: fmt.Sprint("r", i), Text: text}, "both")
	}
	for i := range 3 {
		k.set(group.Report{ID: fmt.Sprint("q", i), Text: rewrite}, "bridge")
	}
	k.Fix("both", true)
	k.Fix("bridge", true)
	for range 2 {
		for _, story := range []string{"both", "bridge"} {
			k.Recheck(story)
			if got := k.Mend(story); len(got) > 0 {
				t.Fatalf("%+v", got)
			}
		}
	}
	k.Fix("both", false)
	k.Recheck("both")
	if got := k.Mend("both"); len(got) != 1 || !got[0].Split || len(got[0].Reports) != 2 {
		t.Errorf("no editor's any more: %+v", got)
	}
	k.Recheck("bridge")
	k.set(group.Report{ID: "r2"}, "strike")
	k.set(group.Report{ID: "r3"}, "strike")
	if got := k.Mend("bridge"); len(got) != 1 || got[0].From != "both" || got[0].Into != "bridge" {
		t.Errorf("another story ends in it: %+v", got)
	}
}

// A reader's story of a bridge goes on for a month, a report a day; the strike has the same people in it.
func TestAStoryOfWeeksStaysOne(t *testing.T) {
	k := newKeep()
	for i := range 30 {
		r := group.Report{ID: fmt.Sprintf("r%02d", i), Text: []string{wire, rewrite}[i%2] + fmt.Sprintf(" Day %d of it.", i), Published: day.AddDate(0, 0, i)}
		k.mend(t, k.put(r))
		s := group.Report{ID: fmt.Sprintf("s%02d", i), Text: strike, Published: day.AddDate(0, 0, i)}
		k.mend(t, k.put(s))
	}
	stories := map[string]int{}
	for id, story := range k.story {
		stories[id[:1]+" in "+story]++
	}
	if len(stories) != 2 {
		t.Errorf("stories: %v", stories)
	}
}

// A thousand identical reports, twenty thousand of one story: right, and no report costs much more than another.
func TestAStoryOfTwentyThousandReports(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	k := newKeep()
	said := strings.Fields(wire + " " + rewrite)
	rnd := rand.New(rand.NewPCG(1, 2))
	slowest := time.Duration(0)
	for i := range 20_000 {
		words := slices.Clone(said)
		for range 10 {
			words[rnd.IntN(len(words))] = fmt.Sprint("word", rnd.IntN(5000))
		}
		r := group.Report{ID: fmt.Sprint("r", i), Text: strings.Join(words, " "), Published: day.Add(time.Duration(i) * time.Second)}
		began := time.Now()
		k.mendQuick(k.put(r))
		slowest = max(slowest, time.Since(began))
	}
	began := time.Now()
	k.put(group.Report{ID: "strike", Text: strike, Published: day})
	if k.story["strike"] == k.story["r0"] || len(k.story) != 20_001 {
		t.Errorf("the strike is in the story of the bridge")
	}
	for id, story := range k.story {
		if id != "strike" && story != k.story["r0"] {
			t.Fatalf("report %s is in %s", id, story)
		}
	}
	if took := time.Since(began); took > time.Second || slowest > 2*time.Second {
		t.Errorf("one more report took %v, the slowest %v", took, slowest)
	}
}

// mendQuick is mend without its checks.
func (k *keep) mendQuick(story string) {
	for _, m := range k.Mend(story) {
		if m.Split {
			m.Into = k.name()
		}
		for _, id := range m.Reports {
			k.set(group.Report{ID: id}, m.Into)
		}
	}
}

// What has no words at all is a story of its own, however much of it comes.
func TestReportsWithNothingInThem(t *testing.T) {
	b := group.NewBatch(group.Options{})
	for i := range 300 {
		b.Add(b.Prepare(group.Report{ID: fmt.Sprint(i), Title: []string{"", "...", "the of and", "\x00\xff"}[i%4]}))
	}
	stories := b.Stories()
	slices.Sort(stories)
	if got := len(slices.Compact(stories)); got != 300 {
		t.Errorf("%d stories, want 300", got)
	}
}

func TestABatchMendsWhatTheStreamGotWrong(t *testing.T) {
	b := group.NewBatch(group.Options{})
	for i, text := range []string{wire, strike, crash, rewrite, strike, wire} {
		b.Add(b.Prepare(group.Report{ID: fmt.Sprint(i), Text: text}))
	}
	if got, want := strings.Join(b.Stories(), " "), "story-0 story-1 story-2 story-0 story-1 story-0"; got != want {
		t.Errorf("stories %s, want %s", got, want)
	}
}

func TestWhatIsOldIsForgotten(t *testing.T) {
	g := group.New(group.Options{})
	for i := range 100 {
		g.Add(group.Report{ID: fmt.Sprint("r", i), Text: wire, Published: day.AddDate(0, 0, i)}, "bridge")
	}
	g.Add(group.Report{ID: "timeless", Text: wire}, "bridge")
	g.Forget(day.AddDate(0, 0, 90))
	if g.Len() < 11 || g.Len() > 13 || g.Story("r0") != "" || g.Story("r99") != "bridge" || g.Story("timeless") != "bridge" {
		t.Errorf("%d are held; r0 in %q, r99 in %q", g.Len(), g.Story("r0"), g.Story("r99"))
	}
	if d := g.Decide(group.Report{ID: "new", Text: rewrite, Published: day.AddDate(0, 0, 99)}); d.Story != "bridge" {
		t.Errorf("the next report: %+v", d)
	}
}
