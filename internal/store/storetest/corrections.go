package storetest

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"onrecord/internal/news"
)

func span(from, to int) []news.Span { return []news.Span{{from, to}} }

func statementsCorrected(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	p := w.report(t, f, "bridge", now)
	story := w.story(t, "The bridge", p)
	text := "Ada said no. Bo said yes. Cy said maybe."
	found := []news.Statement{
		{Source: span(0, 3), Cue: span(4, 8), Content: span(9, 11), Polarity: news.Denies, Standing: news.Named, Speaker: "Ada"},
		{Source: span(13, 15), Cue: span(16, 20), Content: span(21, 24), Polarity: news.Asserts, Standing: news.Named, Speaker: "Bo"},
	}
	v := w.read(t, p, 1, text, found...)

	theirs := found[0]
	theirs.Speaker, theirs.Via = "Ada Frey", []string{"the Herald"}
	new := news.Statement{Source: span(26, 28), Cue: span(29, 33), Content: span(34, 39), Polarity: news.Doubts, Standing: news.Named, Speaker: "Cy"}
	correction := func(act news.Act, machine, statement *news.Statement, at time.Duration) news.Correction {
		c := news.Correction{ID: w.id(), RevisionID: v.ID, ReportID: p.ID, Act: act, By: "ada", At: now.Add(at), Machine: machine, Statement: statement}
		c.Root = c.ID
		c.Remember([]rune(text))
		ok(t, c.Validate(len([]rune(text))))
		return c
	}
	altered, added, removed := correction(news.Altered, &found[0], &theirs, 1*time.Hour), correction(news.Added, nil, &new, 2*time.Hour), correction(news.Removed, &found[1], nil, 3*time.Hour)
	_, before, _, err := w.StoryVersion(w.ctx, story.ID)
	ok(t, err)
	ok(t, w.LockRevision(w.ctx, v.ID))
	ok(t, w.SaveCorrections(w.ctx, v.ID, []news.Correction{altered, added, removed}))
	if _, after, _, err := w.StoryVersion(w.ctx, story.ID); err != nil || after <= before {
		t.Errorf("a correction asks for no new weighing: version %d, %v", after, err)
	}

	stand := func(want ...string) []news.Statement {
		t.Helper()
		got, err := w.Statements(w.ctx, v.ID)
		ok(t, err)
		var who []string
		for _, st := range got {
			who = append(who, st.Speaker)
		}
		if !reflect.DeepEqual(who, want) {
			t.Errorf("statements of %q stand, want %q", who, want)
		}
		return got
	}
	got := stand("Ada Frey", "Cy")
	if c := got[0]; c.ID != altered.ID || !c.ByEditor || c.ReportID != p.ID || !reflect.DeepEqual(c.Via, theirs.Via) || !reflect.DeepEqual(c.Source, theirs.Source) {
		t.Errorf("corrected: %+v", c)
	}
	// Whom only an overruled statement names is nobody who speaks here; what stands is numbered as the page numbers it.
	w.speaker(t, "Bo", p)
	if in, err := w.Appearances(w.ctx, p.ID); err != nil || len(in) != 0 {
		t.Errorf("a name that an editor took out is kept: %+v, %v", in, err)
	}
	cy := w.speaker(t, "Cy", p)
	if said, total, err := w.SpeakerStatements(w.ctx, cy.ID, 0, 9); err != nil || total != 1 || said[0].Number != 2 || !said[0].ByEditor {
		t.Errorf("what Cy says: %d, %+v, %v", total, said, err)
	}
	kept, err := w.Corrections(w.ctx, v.ID)
	ok(t, err)
	if len(kept) != 3 || kept[0].ID != altered.ID || kept[0].By != "ada" || !kept[0].At.Equal(altered.At) || kept[0].Around != text || kept[0].Machine.Speaker != "Ada" ||
		kept[0].Statement.Speaker != "Ada Frey" || kept[1].Machine != nil || kept[2].Statement != nil || kept[2].Act != news.Removed {
		t.Errorf("corrections: %+v", kept)
	}
	if counts, err := w.Counts(w.ctx); err != nil || counts.Statements != 2 {
		t.Errorf("%d statements are counted, %v", counts.Statements, err)
	}

	// A new reading finds the same again, and one thing more; what editors said outlives it.
	again := []news.Statement{found[0], {Cue: span(5, 8), Content: span(36, 39), Polarity: news.Asserts, Standing: news.Other, Speaker: "new"}, found[1]}
	for i := range again {
		again[i].ID, again[i].RevisionID, again[i].ReportID, again[i].Ordinal = w.id(), v.ID, p.ID, i
	}
	ok(t, w.SaveReading(w.ctx, v, again, kept))
	stand("Ada Frey", "new", "Cy")
	if all, err := w.Found(w.ctx, v.ID); err != nil || len(all) != 3 || all[0].OverruledBy != altered.ID {
		t.Errorf("found: %+v, %v", all, err)
	}

	// Undone, the machine's word counts again, and who did what is kept.
	altered.EndedBy, altered.EndedAt = "bo", now.Add(5*time.Hour)
	removed.EndedBy, removed.EndedAt = "bo", now.Add(5*time.Hour)
	ok(t, w.SaveCorrections(w.ctx, v.ID, []news.Correction{altered, removed}))
	stand("Ada", "new", "Bo", "Cy")
	if kept, err = w.Corrections(w.ctx, v.ID); err != nil || len(kept) != 3 || kept[0].Standing() || kept[0].EndedBy != "bo" || !kept[1].Standing() {
		t.Errorf("after the undoing: %+v, %v", kept, err)
	}

	// One whose words are gone is kept and waits.
	added.Lost = true
	ok(t, w.SaveReading(w.ctx, v, again, []news.Correction{added}))
	stand("Ada", "new", "Bo")
	if lost, err := w.LostCorrections(w.ctx, 5); err != nil || len(lost) != 1 || lost[0].ID != added.ID {
		t.Errorf("lost: %+v, %v", lost, err)
	}
	for since, want := range map[time.Duration]int{0: 1, 2 * time.Hour: 1, 3 * time.Hour: 0} {
		if all, err := w.StandingCorrections(w.ctx, now.Add(since)); err != nil || len(all) != want {
			t.Errorf("since %s %d stand, %v", since, len(all), err)
		}
	}

	// Nobody is to be matched where nobody named says anything that stands.
	q := w.report(t, f, "ferry", now)
	u := w.read(t, q, 1, text, found[0])
	if left, err := w.Unmatched(w.ctx, "", 9); err != nil || !reflect.DeepEqual(left, []news.ID{q.ID}) {
		t.Errorf("unmatched: %v, %v", left, err)
	}
	out := news.Correction{ID: w.id(), RevisionID: u.ID, ReportID: q.ID, Act: news.Removed, By: "ada", At: now, Machine: &found[0]}
	out.Root = out.ID
	ok(t, w.SaveCorrections(w.ctx, u.ID, []news.Correction{out}))
	if left, err := w.Unmatched(w.ctx, "", 9); err != nil || len(left) != 0 {
		t.Errorf("unmatched after the removal: %v, %v", left, err)
	}

	kind(t, w.LockRevision(w.ctx, w.id()), news.NotFound)
	ok(t, w.DropRevision(w.ctx, v.ID))
	if kept, err = w.Corrections(w.ctx, v.ID); err != nil || len(kept) != 0 {
		t.Errorf("corrections of a dropped revision: %+v, %v", kept, err)
	}
}

// statementsCorrectedInVersions is about corrections of a statement that stand in several versions of its text.
func statementsCorrectedInVersions(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	p := w.report(t, f, "bridge", now)
	st := news.Statement{Cue: span(4, 8), Content: span(9, 11), Polarity: news.Denies, Standing: news.Named, Speaker: "Ada"}
	var versions []news.Revision
	var copies []news.Correction
	for number := 1; number <= 3; number++ {
		v := w.read(t, p, number, "Ada said no.", st)
		c := news.Correction{ID: w.id(), RevisionID: v.ID, ReportID: p.ID, Act: news.Removed, By: "ada", At: now, Machine: &st, Root: "root"}
		ok(t, w.SaveCorrections(w.ctx, v.ID, []news.Correction{c}))
		versions, copies = append(versions, v), append(copies, c)
	}
	before := func(v news.Revision, root news.ID, want ...news.ID) {
		t.Helper()
		if got, err := w.CorrectedBefore(w.ctx, v.ID, root); err != nil || !slices.Equal(got, want) {
			t.Errorf("corrected before version %d: %v, %v, want %v", v.Number, got, err, want)
		}
	}
	before(versions[2], "root", versions[1].ID, versions[0].ID)
	before(versions[0], "root")
	before(versions[2], "another")
	copies[1].EndedBy, copies[1].EndedAt = "bo", now
	ok(t, w.SaveCorrections(w.ctx, versions[1].ID, copies[1:2]))
	before(versions[2], "root", versions[0].ID)

	// Words that were gone from a version and came back in a newer one are not lost; nor does a version count that was not read yet.
	lost := func(want ...news.ID) {
		t.Helper()
		all, err := w.LostCorrections(w.ctx, 5)
		ok(t, err)
		var got []news.ID
		for _, c := range all {
			got = append(got, c.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("lost: %v, want %v", got, want)
		}
	}
	lose := func(i int) {
		copies[i].Lost = true
		ok(t, w.SaveCorrections(w.ctx, versions[i].ID, copies[i:i+1]))
	}
	lose(0)
	lost()
	ok(t, w.AddRevision(w.ctx, news.Revision{ID: w.id(), ReportID: p.ID, Number: 4, Fetched: now, ContentType: "text/html", Raw: []byte("<p>")}))
	lose(2)
	lost(copies[2].ID)
}
