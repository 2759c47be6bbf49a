package storetest

import (
	"context"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"onrecord/internal/news"
)

// speaker adds a speaker who is named so in reports.
func (w *world) speaker(t *testing.T, name string, in ...news.Report) news.Speaker {
	t.Helper()
	v := news.Speaker{ID: w.id(), Created: now, Name: name, Folded: strings.ToLower(name)}
	ok(t, w.AddSpeaker(w.ctx, v))
	for _, p := range in {
		w.appears(t, p, v, name)
	}
	return v
}

func (w *world) appears(t *testing.T, p news.Report, v news.Speaker, name string) {
	t.Helper()
	words := strings.Fields(strings.ToLower(name))
	ok(t, w.SaveAppearances(w.ctx, p.ID, []news.Appearance{{Name: name, Key: strings.ToLower(name), Family: words[len(words)-1], Sound: "s " + words[len(words)-1],
		Office: "mayor", Affiliation: "Oakton", Words: "Mayor " + name + " of Oakton", Company: "karsk sallow", SpeakerID: v.ID, Rule: news.SameName, Because: "the same full name"}}))
}

// says is a statement of somebody.
func says(name string) news.Statement {
	return news.Statement{Source: []news.Span{{0, 3}}, Cue: []news.Span{{4, 8}}, Content: []news.Span{{9, 12}}, Polarity: news.Denies, Standing: news.Named, Speaker: name, Via: []string{}}
}

func (w *world) act(kind news.SpeakerActKind, on, other news.ID) news.SpeakerAct {
	return news.SpeakerAct{ID: w.id(), At: now, Who: "ada", Kind: kind, Speaker: on, Other: other}
}

func (w *world) undo(t *testing.T, a news.SpeakerAct) error {
	t.Helper()
	u := w.act(news.UndoAct, "", "")
	u.Undoes = a.ID
	return w.UndoSpeakerAct(w.ctx, u)
}

func speakers(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	p, q := w.report(t, f, "one", now), w.report(t, f, "two", now.Add(time.Hour))
	w.read(t, p, 1, "She said nothing of it at all.", says("Ada Frey"))
	w.read(t, q, 1, "She said not so, and more.", says("Ada Frey"))
	ada := w.speaker(t, "Ada Frey", p, q)
	w.speaker(t, "100%_Bo Lind")

	got, err := w.Speaker(w.ctx, ada.ID)
	ok(t, err)
	if got.Name != "Ada Frey" || got.Root != ada.ID || got.Office != "mayor" || got.Affiliation != "Oakton" || got.Reports != 2 || !got.First.Equal(now) || !got.Last.Equal(now.Add(time.Hour)) || got.Aliases != nil {
		t.Errorf("speaker: %+v", got)
	}
	_, err = w.Speaker(w.ctx, w.id())
	kind(t, err, news.NotFound)
	in, err := w.Appearances(w.ctx, p.ID)
	ok(t, err)
	if len(in) != 1 || in[0].Root != ada.ID || in[0].Words != "Mayor Ada Frey of Oakton" || in[0].Outlet != "record" || !in[0].Published.Equal(now) {
		t.Errorf("appearances: %+v", in)
	}
	if all, err := w.SpeakerAppearances(w.ctx, ada.ID, 0, 9); err != nil || len(all) != 2 || all[0].ReportID != q.ID {
		t.Errorf("appearances of a speaker: %+v, %v", all, err)
	}
	said, total, err := w.SpeakerStatements(w.ctx, ada.ID, 0, 1)
	ok(t, err)
	if total != 2 || len(said) != 1 || said[0].ReportID != q.ID || said[0].Words != "not" || said[0].CueWords != "said" || said[0].Polarity != news.Denies || said[0].Outlet != "record" || said[0].OutletID != q.OutletID || said[0].Number != 1 || said[0].StoryID != "" || said[0].Story != "" {
		t.Errorf("statements of a speaker: %d, %+v", total, said)
	}
	// The newest text is what counts.
	w.read(t, q, 2, "Nobody said anything.")
	if _, total, err = w.SpeakerStatements(w.ctx, ada.ID, 0, 9); err != nil || total != 1 {
		t.Errorf("after a new text without her: %d, %v", total, err)
	}
	if held, err := w.SpeakerHeld(w.ctx, ada.ID); err != nil || !reflect.DeepEqual(held, []news.Held{{Office: "mayor", Affiliation: "Oakton", First: now, Last: now.Add(time.Hour), Reports: 2}}) {
		t.Errorf("held: %+v, %v", held, err)
	}
	st := w.story(t, "Talks", p, q)
	if in, err := w.StoryAppearances(w.ctx, st.ID); err != nil || len(in) != 2 {
		t.Errorf("in a story: %+v, %v", in, err)
	}
	if said, _, err := w.SpeakerStatements(w.ctx, ada.ID, 0, 1); err != nil || said[0].StoryID != st.ID || said[0].Story != "Talks" {
		t.Errorf("statements in a story: %+v, %v", said, err)
	}
	if names, err := w.RecentNames(w.ctx, 9); err != nil || !reflect.DeepEqual(names, []news.CalledSo{{Root: ada.ID, Name: "Ada Frey"}}) {
		t.Errorf("recent names: %+v, %v", names, err)
	}
	if in, err := w.SpeakerStories(w.ctx, ada.ID); err != nil || !reflect.DeepEqual(in, []news.ID{st.ID}) {
		t.Errorf("stories: %v, %v", in, err)
	}

	for query, want := range map[string]int{"": 1, "ada": 1, "frey ada": 1, "lind": 0, "a_a": 0, "%": 0, `\`: 0, strings.Repeat("a ", 40): 1} {
		if found, total, err := w.Speakers(w.ctx, query, 0, 9); err != nil || len(found) != want || total != want {
			t.Errorf("%q finds %d of %d, %v; want %d", query, len(found), total, err, want)
		}
	}
	if found, total, err := w.Speakers(w.ctx, "", 1, 9); err != nil || len(found) != 0 || total != 1 {
		t.Errorf("behind the last: %+v of %d, %v", found, total, err)
	}
}

func matching(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	p, q := w.report(t, f, "one", now), w.report(t, f, "two", now.Add(time.Hour))
	w.read(t, p, 1, "She said nothing.", says("Ada Frey"))
	w.read(t, q, 1, "She said nothing.", says("Ada Frey"))
	ada := w.speaker(t, "Ada Frey", p)
	w.appears(t, q, ada, "Ada Frey")

	known, err := w.Namesakes(w.ctx, "ada frey", q.ID)
	ok(t, err)
	if want := []news.Namesake{{Root: ada.ID, SpeakerID: ada.ID, Name: "Ada Frey", Key: "ada frey", Office: "mayor", Affiliation: "Oakton", Company: "karsk sallow", At: now, Report: p.ID, Rule: news.SameName}}; !reflect.DeepEqual(known, want) {
		t.Errorf("namesakes: %+v", known)
	}
	if family, err := w.Family(w.ctx, "frey", q.ID); err != nil || !reflect.DeepEqual(family, known) {
		t.Errorf("of the family: %+v, %v", family, err)
	}
	if family, err := w.Family(w.ctx, "ada", q.ID); err != nil || family != nil {
		t.Errorf("of no family: %+v, %v", family, err)
	}
	if known, err = w.Namesakes(w.ctx, "bo lind", ""); err != nil || known != nil {
		t.Errorf("namesakes of nobody: %+v, %v", known, err)
	}
	if left, err := w.Unmatched(w.ctx, "", 9); err != nil || left != nil {
		t.Errorf("unmatched: %v, %v", left, err)
	}
	r := w.report(t, f, "three", now)
	w.read(t, r, 1, "He said nothing.", says("Bo Lind"))
	if left, err := w.Unmatched(w.ctx, "", 9); err != nil || !reflect.DeepEqual(left, []news.ID{r.ID}) {
		t.Errorf("unmatched: %v, %v", left, err)
	}
	if all, err := w.ReportsAfter(w.ctx, p.ID, 9); err != nil || !reflect.DeepEqual(all, []news.ID{q.ID, r.ID}) {
		t.Errorf("reports: %v, %v", all, err)
	}

	// A name that the report no longer has is forgotten, and a speaker with no other goes too.
	bo := w.speaker(t, "Bo Lind", r)
	v, err := w.LastRevision(w.ctx, r.ID)
	ok(t, err)
	ok(t, w.SaveReading(w.ctx, v, nil, nil))
	ok(t, w.SaveAppearances(w.ctx, r.ID, nil))
	if in, err := w.Appearances(w.ctx, r.ID); err != nil || len(in) != 0 {
		t.Errorf("after it was taken from the report: %+v, %v", in, err)
	}
	_, err = w.Speaker(w.ctx, bo.ID)
	kind(t, err, news.NotFound)

	// Machines that match one name at once, under its lock, make one speaker.
	var reports []news.Report
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		in := w.report(t, f, name, now)
		w.read(t, in, 1, "He said nothing.", says("Cy Moss"))
		reports = append(reports, in)
	}
	var wait sync.WaitGroup
	for _, in := range reports {
		cy := news.Speaker{ID: w.id(), Created: now, Name: "Cy Moss", Folded: "cy moss"}
		wait.Go(func() {
			err := w.Within(w.ctx, func(ctx context.Context) error {
				if err := w.LockNames(ctx, []string{"another", "cy moss"}); err != nil {
					return err
				}
				known, err := w.Namesakes(ctx, "cy moss", in.ID)
				if err != nil {
					return err
				}
				if len(known) > 0 {
					cy.ID = known[0].SpeakerID
				} else if err := w.AddSpeaker(ctx, cy); err != nil {
					return err
				}
				return w.SaveAppearances(ctx, in.ID, []news.Appearance{{Name: "Cy Moss", Key: "cy moss", SpeakerID: cy.ID, Rule: news.SameName}})
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if found, total, err := w.Speakers(w.ctx, "cy moss", 0, 9); err != nil || total != 1 || found[0].Reports != len(reports) {
		t.Errorf("six at once made %d speakers: %+v, %v", total, found, err)
	}
}

// speakerNames: who was known by the surname alone has the full name as soon as a report gives it, and what an editor wrote before all.
func speakerNames(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	p, q := w.report(t, f, "one", now), w.report(t, f, "two", now)
	w.read(t, p, 1, "She said nothing.", says("Frey"))
	w.read(t, q, 1, "She said nothing.", says("Ada Frey"))
	frey := news.Speaker{ID: w.id(), Created: now, Name: "Frey", Folded: "frey"}
	ok(t, w.AddSpeaker(w.ctx, frey))
	ok(t, w.SaveAppearances(w.ctx, p.ID, []news.Appearance{{Name: "Frey", Family: "frey", SpeakerID: frey.ID, Rule: news.NameAlone}}))
	if v, err := w.Speaker(w.ctx, frey.ID); err != nil || v.Name != "Frey" {
		t.Errorf("known by the surname: %+v, %v", v, err)
	}
	ok(t, w.SaveAppearances(w.ctx, q.ID, []news.Appearance{{Name: "Ada Frey", Key: "ada frey", Family: "frey", SpeakerID: frey.ID, Rule: news.OtherForm}}))
	v, err := w.Speaker(w.ctx, frey.ID)
	if err != nil || v.Name != "Ada Frey" || !reflect.DeepEqual(v.Aliases, []string{"Frey"}) {
		t.Errorf("known by the full name: %+v, %v", v, err)
	}
	if found, total, err := w.Speakers(w.ctx, "ada", 0, 9); err != nil || total != 1 || found[0].Name != "Ada Frey" {
		t.Errorf("found by the full name: %+v, %v", found, err)
	}
	set := w.act(news.SetAct, frey.ID, "")
	set.Change.After = &news.SpeakerFields{Name: "A. Frey", Folded: "a frey", Set: news.SpeakerSet{Name: true}}
	ok(t, w.SetSpeaker(w.ctx, set))
	if v, err = w.Speaker(w.ctx, frey.ID); err != nil || v.Name != "A. Frey" {
		t.Errorf("as an editor wrote it: %+v, %v", v, err)
	}
}

func speakerActs(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	p, q, r := w.report(t, f, "one", now), w.report(t, f, "two", now), w.report(t, f, "three", now)
	for _, in := range []news.Report{p, q, r} {
		w.read(t, in, 1, "She said nothing.", says("Ada Frey"), says("A. Frey"), says("Cy Moss"))
	}
	ada, a, cy := w.speaker(t, "Ada Frey", p, q), w.speaker(t, "A. Frey", p), w.speaker(t, "Cy Moss", r)
	root := func(id news.ID) news.ID {
		t.Helper()
		v, err := w.Speaker(w.ctx, id)
		ok(t, err)
		return v.Root
	}

	// Joined, both are one, whatever they are joined with next; undone, each has what it had.
	first := w.act(news.MergeAct, ada.ID, a.ID)
	ok(t, w.MergeSpeakers(w.ctx, first))
	second := w.act(news.MergeAct, cy.ID, ada.ID)
	ok(t, w.MergeSpeakers(w.ctx, second))
	if root(a.ID) != cy.ID || root(ada.ID) != cy.ID {
		t.Error("a chain of joins has no one end")
	}
	if v, err := w.Speaker(w.ctx, cy.ID); err != nil || v.Reports != 3 || !reflect.DeepEqual(v.Aliases, []string{"Ada Frey", "A. Frey"}) {
		t.Errorf("joined: %+v, %v", v, err)
	}
	if found, total, err := w.Speakers(w.ctx, "ada", 0, 9); err != nil || total != 1 || found[0].ID != cy.ID {
		t.Errorf("found by a name of one that was joined: %+v, %v", found, err)
	}
	if known, err := w.Namesakes(w.ctx, "ada frey", ""); err != nil || len(known) != 2 || known[0].Root != cy.ID || known[0].SpeakerID != ada.ID {
		t.Errorf("namesakes: %+v, %v", known, err)
	}
	kind(t, w.MergeSpeakers(w.ctx, w.act(news.MergeAct, ada.ID, cy.ID)), news.Conflict)
	kind(t, w.MergeSpeakers(w.ctx, w.act(news.MergeAct, cy.ID, cy.ID)), news.Invalid)
	kind(t, w.MergeSpeakers(w.ctx, w.act(news.MergeAct, cy.ID, w.id())), news.NotFound)
	ok(t, w.undo(t, first))
	if root(a.ID) != a.ID || root(ada.ID) != cy.ID {
		t.Error("undoing the first join undid the second, or nothing")
	}
	kind(t, w.undo(t, first), news.Conflict)
	ok(t, w.undo(t, second))
	if root(ada.ID) != ada.ID {
		t.Error("the second join is not undone")
	}
	acts, err := w.SpeakerActs(w.ctx, ada.ID)
	ok(t, err)
	if len(acts) != 4 || acts[0].Kind != news.UndoAct || acts[3].ID != first.ID || !acts[3].Undone || acts[3].Who != "ada" || acts[3].SpeakerName != "Ada Frey" || acts[3].OtherName != "A. Frey" {
		t.Errorf("acts: %+v", acts)
	}

	// A name that is taken out stays out, whatever is read, until that is undone.
	split := w.act(news.SplitAct, ada.ID, "")
	split.Change.Moved = []news.MovedName{{ReportID: q.ID, Name: "Ada Frey"}}
	ok(t, w.SplitSpeaker(w.ctx, split, news.Speaker{ID: w.id(), Created: now, Name: "Ada Frey", Folded: "ada frey"}))
	in, err := w.Appearances(w.ctx, q.ID)
	ok(t, err)
	if len(in) != 1 || in[0].Root == ada.ID || !in[0].Pinned || in[0].Rule != news.ByEditor {
		t.Errorf("taken out: %+v", in)
	}
	kind(t, w.SplitSpeaker(w.ctx, split, news.Speaker{ID: w.id(), Name: "Ada Frey"}), news.Conflict)
	none := w.act(news.SplitAct, ada.ID, "")
	kind(t, w.SplitSpeaker(w.ctx, none, news.Speaker{ID: w.id()}), news.Invalid)
	v, err := w.LastRevision(w.ctx, q.ID)
	ok(t, err)
	ok(t, w.SaveReading(w.ctx, v, nil, nil))
	ok(t, w.SaveAppearances(w.ctx, q.ID, nil))
	if in, err = w.Appearances(w.ctx, q.ID); err != nil || len(in) != 1 {
		t.Errorf("after another reading: %+v, %v", in, err)
	}
	ok(t, w.undo(t, split))
	if in, err = w.Appearances(w.ctx, q.ID); err != nil || in[0].Root != ada.ID || in[0].Pinned || in[0].Rule != news.SameName {
		t.Errorf("put back: %+v, %v", in, err)
	}

	// What an editor writes counts before what reports say, and is undone from the last to the first.
	set := func(f news.SpeakerFields) news.SpeakerAct {
		t.Helper()
		c := w.act(news.SetAct, ada.ID, "")
		c.Change.After = &f
		ok(t, w.SetSpeaker(w.ctx, c))
		return c
	}
	one := set(news.SpeakerFields{Name: "Ada Frey-Lund", Folded: "ada frey lund", Office: "harbour commissioner", Set: news.SpeakerSet{Name: true, Office: true}, Given: []news.Alias{{Name: "Ada Lund", Key: "ada lund"}}})
	two := set(news.SpeakerFields{Name: "Ada Frey", Folded: "ada frey", Set: news.SpeakerSet{Name: true}, Given: []news.Alias{}})
	kind(t, w.undo(t, one), news.Conflict)
	ok(t, w.undo(t, two))
	got, err := w.Speaker(w.ctx, ada.ID)
	ok(t, err)
	if got.Name != "Ada Frey-Lund" || got.Office != "harbour commissioner" || got.Affiliation != "Oakton" || !reflect.DeepEqual(got.Aliases, []string{"Ada Lund", "Ada Frey"}) {
		t.Errorf("as an editor wrote it: %+v", got)
	}
	if known, err := w.Namesakes(w.ctx, "ada lund", ""); err != nil || len(known) != 1 || known[0].Alias != "Ada Lund" || known[0].Root != ada.ID {
		t.Errorf("namesakes by a name that an editor gave: %+v, %v", known, err)
	}
	ok(t, w.undo(t, one))
	if got, err = w.Speaker(w.ctx, ada.ID); err != nil || got.Name != "Ada Frey" || got.Office != "mayor" || got.Given != nil {
		t.Errorf("undone: %+v, %v", got, err)
	}
	bad := w.act(news.SetAct, ada.ID, "")
	bad.Change.After = &news.SpeakerFields{Name: " "}
	kind(t, w.SetSpeaker(w.ctx, bad), news.Invalid)

	ok(t, w.KeepApart(w.ctx, w.act(news.ApartAct, ada.ID, a.ID)))
	if two, err := w.SpeakersApart(w.ctx); err != nil || !reflect.DeepEqual(two, [][2]news.ID{{ada.ID, a.ID}}) {
		t.Errorf("kept apart: %v, %v", two, err)
	}
	undone := w.act(news.ApartAct, ada.ID, cy.ID)
	ok(t, w.KeepApart(w.ctx, undone))
	ok(t, w.undo(t, undone))
	if two, err := w.SpeakersApart(w.ctx); err != nil || len(two) != 1 {
		t.Errorf("kept apart after an undoing: %v, %v", two, err)
	}
	kind(t, w.KeepApart(w.ctx, w.act(news.ApartAct, ada.ID, ada.ID)), news.Invalid)
	if all, err := w.Relatives(w.ctx, ada.ID); err != nil || len(all) != 1 || all[0].ID != a.ID {
		t.Errorf("relatives: %+v, %v", all, err)
	}
	_, err = w.SpeakerAct(w.ctx, w.id())
	kind(t, err, news.NotFound)

	// Two editors who join two speakers with one another at once make no circle.
	var wait sync.WaitGroup
	for _, pair := range [][2]news.ID{{ada.ID, a.ID}, {a.ID, ada.ID}} {
		c := w.act(news.MergeAct, pair[0], pair[1])
		wait.Go(func() {
			if err := w.MergeSpeakers(w.ctx, c); err != nil && news.KindOf(err) != news.Conflict {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if end := root(ada.ID); end != root(a.ID) || root(end) != end {
		t.Errorf("joined at once, they end at %s and %s", root(ada.ID), root(a.ID))
	}
}
