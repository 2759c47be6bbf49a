package app

import (
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

// at finds words in a text.
func at(t *testing.T, text, words string) []news.Span {
	t.Helper()
	before, _, found := strings.Cut(text, words)
	if !found {
		t.Fatalf("%q does not stand in %q", words, text)
	}
	from := len([]rune(before))
	return []news.Span{{from, from + len([]rune(words))}}
}

func TestEditorsCorrectStatements(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		r := openNewsroom(t, fresh())
		ctx := t.Context()
		passed := 0
		r.Clock = news.ClockFunc(func() time.Time { passed++; return now.Add(time.Duration(passed) * time.Minute) })
		const text = "Mayor Pat Lund of Oakton said that the dam was safe. Ada Frey denied it. Bo Lind was told so."
		report := r.report(text)
		v, err := r.Store.NewestText(ctx, report)
		ok(t, err)
		found := []news.Statement{
			{ID: news.NewID(now), RevisionID: v.ID, ReportID: report, Source: at(t, text, "Mayor Pat Lund of Oakton"), Cue: at(t, text, "said"), Content: at(t, text, "that the dam was safe"), Polarity: news.Asserts, Standing: news.Unnamed},
			{ID: news.NewID(now), RevisionID: v.ID, ReportID: report, Ordinal: 1, Source: at(t, text, "Ada Frey"), Cue: at(t, text, "denied"), Content: at(t, text, "it"), Polarity: news.Denies, Standing: news.Named, Speaker: "Ada Frey"},
		}
		ok(t, r.Store.SaveReading(ctx, v, found, nil))
		ok(t, r.MatchReport(ctx, report))
		stand := func(want string) []news.Statement {
			t.Helper()
			all, err := r.Store.Statements(ctx, v.ID)
			ok(t, err)
			var who, named []string
			for _, st := range all {
				who = append(who, string(st.Polarity)+" "+st.Speaker)
			}
			in, err := r.Store.Appearances(ctx, report)
			ok(t, err)
			for _, a := range in {
				named = append(named, a.Name)
			}
			if got := strings.Join(who, ", ") + "; " + strings.Join(named, ", "); got != want {
				t.Errorf("%s\nwant %s", got, want)
			}
			return all
		}
		acts := func() []news.Correction {
			t.Helper()
			all, err := r.Store.Corrections(ctx, v.ID)
			ok(t, err)
			return all
		}
		all := stand("asserts , denies Ada Frey; Ada Frey")

		mayor := all[0]
		mayor.Speaker, mayor.Standing, mayor.Via = "Pat Lund", news.Named, []string{"the Courier"}
		ok(t, r.CorrectStatement(ctx, "ada", v.ID, all[0].ID, mayor))
		all = stand("asserts Pat Lund, denies Ada Frey; Ada Frey, Pat Lund")
		ok(t, r.CorrectStatement(ctx, "bo", v.ID, all[0].ID, all[0])) // the same is no act
		doubts := all[0]
		doubts.Polarity = news.Doubts
		ok(t, r.CorrectStatement(ctx, "bo", v.ID, all[0].ID, doubts))
		all = stand("doubts Pat Lund, denies Ada Frey; Ada Frey, Pat Lund")
		if got := acts(); len(got) != 2 || got[0].Standing() || got[0].EndedBy != "bo" || got[1].Root != got[0].ID || got[1].Act != news.Altered || got[1].Machine.Speaker != "" || got[1].By != "bo" {
			t.Errorf("acts: %+v", got)
		}

		ok(t, r.RemoveStatement(ctx, "ada", v.ID, all[1].ID))
		stand("doubts Pat Lund; Pat Lund")
		board := news.Statement{Source: at(t, text, "Bo Lind"), Cue: at(t, text, "was told"), Content: at(t, text, "so"), Polarity: news.Asserts, Standing: news.Named, Speaker: "Bo Lind"}
		ok(t, r.AddStatement(ctx, "ada", v.ID, board))
		if err := r.AddStatement(ctx, "bo", v.ID, board); news.KindOf(err) != news.Conflict {
			t.Errorf("the same twice: %v", err)
		}
		all = stand("doubts Pat Lund, asserts Bo Lind; Bo Lind, Pat Lund")
		// What is no statement is not taken, and neither is an act on what is gone.
		bad := board
		bad.Content, bad.Standing = []news.Span{{4, 900}}, "loud"
		if err := r.AddStatement(ctx, "ada", v.ID, bad); news.KindOf(err) != news.Invalid {
			t.Errorf("a span outside the text: %v", err)
		}
		if err := r.CorrectStatement(ctx, "ada", v.ID, found[0].ID, board); news.KindOf(err) != news.Conflict {
			t.Errorf("one that was changed meanwhile: %v", err)
		}
		if err := r.RemoveStatement(ctx, "ada", "no-such-text", found[0].ID); news.KindOf(err) != news.NotFound {
			t.Errorf("no such text: %v", err)
		}

		// A reading brings nothing back; undone one by one, everything is as it was.
		ok(t, r.Store.SaveReading(ctx, v, found, acts()))
		ok(t, r.RemoveStatement(ctx, "ada", v.ID, all[1].ID))
		stand("doubts Pat Lund; Pat Lund")
		undo := func(is func(c news.Correction) bool) {
			t.Helper()
			for _, c := range acts() {
				if c.Standing() && is(c) {
					ok(t, r.UndoCorrection(ctx, "cy", v.ID, c.ID))
					if err := r.UndoCorrection(ctx, "cy", v.ID, c.ID); news.KindOf(err) != news.Conflict {
						t.Errorf("undone twice: %v", err)
					}
					return
				}
			}
			t.Fatal("there is no such act")
		}
		undo(func(c news.Correction) bool { return c.Act == news.Removed })
		stand("doubts Pat Lund, denies Ada Frey; Ada Frey, Pat Lund")
		undo(func(c news.Correction) bool { return c.Act == news.Altered })
		stand("asserts Pat Lund, denies Ada Frey; Ada Frey, Pat Lund")
		undo(func(c news.Correction) bool { return c.Act == news.Altered })
		stand("asserts , denies Ada Frey; Ada Frey")
		if err := r.UndoCorrection(ctx, "cy", v.ID, "none"); news.KindOf(err) != news.NotFound {
			t.Errorf("no such act: %v", err)
		}
	})
}

func TestAnEditorKeepsAStatementAsItWasFound(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		r := openNewsroom(t, fresh())
		ctx := t.Context()
		const text = "Ada Frey denied it."
		report := r.report(text)
		v, err := r.Store.NewestText(ctx, report)
		ok(t, err)
		found := news.Statement{ID: news.NewID(now), RevisionID: v.ID, ReportID: report, Source: at(t, text, "Ada Frey"), Cue: at(t, text, "denied"), Content: at(t, text, "it"), Polarity: news.Denies, Standing: news.Named, Speaker: "Ada Frey"}
		ok(t, r.Store.SaveReading(ctx, v, []news.Statement{found}, nil))
		ok(t, r.CorrectStatement(ctx, "ada", v.ID, found.ID, found))
		acts, err := r.Store.Corrections(ctx, v.ID)
		ok(t, err)
		if len(acts) != 1 || acts[0].Act != news.Altered || acts[0].By != "ada" {
			t.Fatalf("acts: %+v", acts)
		}

		// Another reading finds something else of the same words; the editor's word stands.
		other := found
		other.Polarity, other.Standing, other.Speaker = news.Asserts, news.Unnamed, ""
		ok(t, r.Store.SaveReading(ctx, v, []news.Statement{other}, acts))
		all, err := r.Store.Statements(ctx, v.ID)
		ok(t, err)
		if len(all) != 1 || !all[0].ByEditor || all[0].Speaker != "Ada Frey" || all[0].Polarity != news.Denies {
			t.Errorf("after another reading these stand: %+v", all)
		}
		ok(t, r.CorrectStatement(ctx, "bo", v.ID, all[0].ID, all[0]))
		if acts, err = r.Store.Corrections(ctx, v.ID); err != nil || len(acts) != 1 {
			t.Errorf("kept once more: %+v, %v", acts, err)
		}
	})
}
