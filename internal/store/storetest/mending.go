package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onrecord/internal/news"
)

func (w *world) mending(who string, from, into news.ID, reports ...news.ID) news.Mending {
	return news.Mending{ID: w.id(), At: now, Who: who, From: from, Into: into, Reports: reports, Because: "because", Score: 0.75}
}

// mended: stories merge, split and give reports to one another; addresses lead on, what was done is kept, and the machine leaves
// alone what an editor shaped.
func mended(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	var p []news.Report
	for i, name := range []string{"a", "b", "c", "d", "e", "f"} {
		p = append(p, w.report(t, f, name, now.Add(time.Duration(i)*time.Hour)))
	}
	old, one, two := w.story(t, "Old", p[0]), w.story(t, "One", p[1], p[2]), w.story(t, "Two", p[3], p[4], p[5])
	_, before, _, err := w.StoryVersion(w.ctx, two.ID)
	ok(t, err)

	claim := news.ClaimLedger{Claim: news.Claim{ID: w.id(), StoryID: one.ID, Wording: "It rains", Main: true, Key: "rain"}}
	ok(t, w.SaveLedger(w.ctx, one, 1, []news.ClaimLedger{claim}, nil))
	ok(t, w.AddClaimAct(w.ctx, news.ClaimAct{ID: w.id(), StoryID: one.ID, At: now, By: "ada", Kind: news.ActReword, ClaimID: claim.ID, Wording: "It pours"}))

	// A merger, and one of what it made: the first address leads to the end.
	ok(t, w.MergeStories(w.ctx, w.mending("", old.ID, one.ID)))
	ok(t, w.MergeStories(w.ctx, w.mending("", one.ID, two.ID)))
	for _, id := range []news.ID{old.ID, one.ID} {
		if st, err := w.Story(w.ctx, id); err != nil || st.MergedInto != two.ID || st.Reports != 0 {
			t.Errorf("a merged story: %+v, %v", st, err)
		}
	}
	// Claims, and what editors did to them, go along.
	if c, err := w.Claim(w.ctx, claim.ID); err != nil || c.StoryID != two.ID || c.Main {
		t.Errorf("a claim of a story that ended: %+v, %v", c, err)
	}
	if acts, err := w.ClaimActs(w.ctx, two.ID); err != nil || len(acts) != 1 || acts[0].Wording != "It pours" || acts[0].StoryID != two.ID {
		t.Errorf("what editors did in a story that ended: %+v, %v", acts, err)
	}
	st, after, _, err := w.StoryVersion(w.ctx, two.ID)
	if err != nil || st.Reports != 6 || !st.First.Equal(now) || !st.Last.Equal(now.Add(5*time.Hour)) || after <= before {
		t.Errorf("the story that got them: %+v, version %d after %d, %v", st, after, before, err)
	}
	all, err := w.Mendings(w.ctx, two.ID)
	if err != nil || len(all) != 1 || all[0].Kind != news.MergedStories || all[0].FromTitle != "One" || all[0].IntoTitle != "Two" || all[0].Score != 0.75 ||
		all[0].Because != "because" || !slices.Equal(all[0].Reports, []news.ID{p[0].ID, p[1].ID, p[2].ID}) {
		t.Errorf("what was done: %+v, %v", all, err)
	}
	kind(t, w.MergeStories(w.ctx, w.mending("", one.ID, two.ID)), news.Conflict) // it has ended already
	kind(t, w.MergeStories(w.ctx, w.mending("ada", two.ID, two.ID)), news.Invalid)

	// A split, and what it may not do.
	fresh := news.Story{ID: w.id(), Title: "Three", Language: "en", First: now, Last: now}
	kind(t, w.SplitStory(w.ctx, w.mending("", two.ID, ""), fresh), news.Invalid)
	kind(t, w.SplitStory(w.ctx, w.mending("", two.ID, "", p[0].ID, p[1].ID, p[2].ID, p[3].ID, p[4].ID, p[5].ID), fresh), news.Invalid)
	kind(t, w.SplitStory(w.ctx, w.mending("", two.ID, "", w.id()), fresh), news.Conflict) // not in it
	if _, err := w.Story(w.ctx, fresh.ID); news.KindOf(err) != news.NotFound {
		t.Errorf("a split that failed left a story: %v", err)
	}
	ok(t, w.SplitStory(w.ctx, w.mending("", two.ID, "", p[4].ID, p[5].ID), fresh))
	if st, err := w.Story(w.ctx, fresh.ID); err != nil || st.Reports != 2 || !st.First.Equal(now.Add(4*time.Hour)) {
		t.Errorf("the new story: %+v, %v", st, err)
	}
	if shaped, err := w.Shaped(w.ctx, two.ID); err != nil || shaped {
		t.Errorf("the machine shaped a story: %v, %v", shaped, err)
	}

	// An editor moves a report: it stays, and so do the two stories.
	ok(t, w.MoveReports(w.ctx, w.mending("ada", fresh.ID, two.ID, p[4].ID)))
	for _, id := range []news.ID{two.ID, fresh.ID} {
		if shaped, err := w.Shaped(w.ctx, id); err != nil || !shaped {
			t.Errorf("shaped: %v, %v", shaped, err)
		}
	}
	other := w.story(t, "Other", w.report(t, f, "g", now))
	kind(t, w.MergeStories(w.ctx, w.mending("", two.ID, other.ID)), news.Conflict)
	kind(t, w.SplitStory(w.ctx, w.mending("", two.ID, "", p[0].ID), news.Story{ID: w.id()}), news.Conflict)
	ok(t, w.MergeStories(w.ctx, w.mending("", other.ID, two.ID))) // another may end in it
	ok(t, w.MoveReports(w.ctx, w.mending("ada", fresh.ID, two.ID, p[5].ID)))
	if st, err := w.Story(w.ctx, fresh.ID); err != nil || st.MergedInto != two.ID {
		t.Errorf("the address of a story that lost its last report leads to %q, %v", st.MergedInto, err)
	}
	_, err = w.Shaped(w.ctx, w.id())
	kind(t, err, news.NotFound)
}

// gists: what grouping kept of a report comes again, and is given in place of its text.
func gists(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	a, b := w.report(t, f, "a", now), w.report(t, f, "b", now)
	w.read(t, a, 1, "the text of a")
	w.read(t, b, 1, "the text of b")
	w.story(t, "Talks", a, b)
	ok(t, w.SaveGist(w.ctx, a.ID, []byte{1, 0, 2}))
	ok(t, w.SaveGist(w.ctx, a.ID, []byte{1, 0, 3}))
	get := func() (out []news.Grouped) {
		for g, err := range w.GroupedSince(w.ctx, 0, time.Time{}) {
			ok(t, err)
			out = append(out, g)
		}
		return out
	}
	if all := get(); len(all) != 2 || string(all[0].Gist) != "\x01\x00\x03" || all[0].Text != "" || len(all[1].Gist) != 0 || all[1].Text != "the text of b" {
		t.Errorf("grouped: %+v", all)
	}
	if text, err := w.GroupedText(w.ctx, a.ID); err != nil || text != "the text of a" {
		t.Errorf("text %q, %v", text, err)
	}
	ok(t, w.SaveGist(w.ctx, a.ID, nil))
	if all := get(); len(all[0].Gist) != 0 || all[0].Text != "the text of a" {
		t.Errorf("without the gist: %+v", all[0])
	}
	_, err := w.GroupedText(w.ctx, w.id())
	kind(t, err, news.NotFound)
}

// mendingKeeps: whatever is merged, split and moved, no report is lost, none is in two stories, each is in one that still
// stands, and every address leads to such a one.
func mendingKeeps(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	var reports []news.Report
	for i := range 8 {
		reports = append(reports, w.report(t, f, string(rune('a'+i)), now.Add(time.Duration(i)*time.Hour)))
	}
	undone := errors.New("undone")
	rapid.Check(t, func(t *rapid.T) {
		err := w.Within(w.ctx, func(ctx context.Context) error {
			var stories []news.ID
			for i, p := range reports {
				if i%2 == 0 {
					st := news.Story{ID: w.id(), Title: p.Title, First: now, Last: now}
					if err := w.SaveStory(ctx, st); err != nil {
						return err
					}
					stories = append(stories, st.ID)
				}
				if err := w.SetStory(ctx, p.ID, stories[len(stories)-1]); err != nil {
					return err
				}
			}
			for range rapid.IntRange(1, 12).Draw(t, "acts") {
				from, into := rapid.SampledFrom(stories).Draw(t, "from"), rapid.SampledFrom(stories).Draw(t, "into")
				who := rapid.SampledFrom([]string{"", "ada"}).Draw(t, "who")
				in, err := w.StoryReports(ctx, from)
				if err != nil {
					return err
				}
				var some []news.ID
				for _, p := range in {
					if rapid.Bool().Draw(t, "goes") {
						some = append(some, p.ID)
					}
				}
				switch rapid.IntRange(0, 2).Draw(t, "act") {
				case 0:
					err = w.MergeStories(ctx, w.mending(who, from, into))
				case 1:
					fresh := news.Story{ID: w.id(), Title: "New", First: now, Last: now}
					if len(some) == 0 || len(some) == len(in) {
						continue // refused, but in a transaction of ours the new story would stay
					}
					if err = w.SplitStory(ctx, w.mending(who, from, "", some...), fresh); err == nil {
						stories = append(stories, fresh.ID)
					}
				default:
					err = w.MoveReports(ctx, w.mending("ada", from, into, some...))
				}
				if k := news.KindOf(err); err != nil && k != news.Conflict && k != news.Invalid {
					return err
				}
			}
			total := 0
			for _, id := range stories {
				st, err := w.Story(ctx, id)
				if err != nil {
					return err
				}
				in, err := w.StoryReports(ctx, id)
				if err != nil {
					return err
				}
				total += len(in)
				if st.Reports != len(in) {
					t.Fatalf("story %s counts %d reports and has %d", id, st.Reports, len(in))
				}
				if to := st.MergedInto; to != "" {
					end, err := w.Story(ctx, to)
					if err != nil || end.MergedInto != "" || len(in) > 0 {
						t.Fatalf("story %s ended in %s, which %+v, %v, and has %d reports", id, to, end, err, len(in))
					}
				}
			}
			if total != len(reports) {
				t.Fatalf("%d of %d reports are in a story", total, len(reports))
			}
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
	})
}
