package app

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/read"
	"onrecord/internal/read/extract"
)

// versions is a report of which one version after the other comes and is read, as the program reads them.
type versions struct {
	*newsroom
	report news.ID
	step   *read.Step
	number int
}

func openVersions(t *testing.T, database string, reader *read.Reader) *versions {
	r := openNewsroom(t, database)
	passed := 0
	r.Clock = news.ClockFunc(func() time.Time { passed++; return now.Add(time.Duration(passed) * time.Minute) })
	p := news.Report{ID: news.NewID(now), OutletID: r.feed.OutletID, FeedID: r.feed.ID, URL: "https://courier.example/dam", Title: "The dam", Language: "en", Published: now, DatedBy: news.DatedByFeed, Seen: now}
	ok(t, r.Store.SaveReport(t.Context(), p))
	next := func(context.Context, ...news.ID) error { return nil }
	return &versions{r, p.ID, read.NewStep(r.Store, next, extract.Page, reader, r.Clock, r.Log), 0}
}

// comes adds a version of the report and reads it.
func (r *versions) comes(text string) news.ID {
	r.t.Helper()
	r.number++
	v := news.Revision{ID: news.NewID(r.Clock.Now()), ReportID: r.report, Number: r.number, Fetched: r.Clock.Now(), ContentType: "text/plain", Raw: []byte(text)}
	ok(r.t, r.Store.AddRevision(r.t.Context(), v))
	ok(r.t, r.step.Run(r.t.Context(), v.ID))
	return v.ID
}

// stand gives the speakers of what stands in a version, those whom an editor named with a star.
func (r *versions) stand(version news.ID) string {
	r.t.Helper()
	all, err := r.Store.Statements(r.t.Context(), version)
	ok(r.t, err)
	var who []string
	for _, st := range all {
		if st.ByEditor {
			st.Speaker += "*"
		}
		who = append(who, st.Speaker)
	}
	return strings.Join(who, ", ")
}

func (r *versions) undoAll(version news.ID) {
	r.t.Helper()
	acts, err := r.Store.Corrections(r.t.Context(), version)
	ok(r.t, err)
	for _, c := range acts {
		if c.Standing() {
			ok(r.t, r.UndoCorrection(r.t.Context(), "bo", version, c.ID))
		}
	}
}

// exported gives the versions of which statements are exported.
func (r *versions) exported() (out []news.ID) {
	r.t.Helper()
	folder := filepath.Join(r.t.TempDir(), "out")
	ok(r.t, r.ExportStatements(r.t.Context(), folder, time.Time{}, false, func(e Exported) error { out = append(out, e.Revision); return nil }))
	return out
}

func TestWhatEditorsTookBackStandsNowhere(t *testing.T) {
	reader, err := read.New()
	ok(t, err)
	const text = "“The dam is safe,” said Petra Lind, the mayor of Oakton. Nobody knew of the ferry."
	onBoth(t, func(t *testing.T, fresh func() string) {
		r := openVersions(t, fresh(), reader)
		ctx := t.Context()
		first := r.comes(text)
		found, err := r.Store.Statements(ctx, first)
		ok(t, err)
		if len(found) != 1 {
			t.Fatalf("%d statements are found", len(found))
		}
		mayor := found[0]
		mayor.Speaker, mayor.Standing = "Petra Lind of Oakton", news.Office
		ok(t, r.CorrectStatement(ctx, "ada", first, found[0].ID, mayor))
		ok(t, r.AddStatement(ctx, "ada", first, news.Statement{Source: at(t, text, "Nobody"), Cue: at(t, text, "knew of"), Content: at(t, text, "the ferry"), Standing: news.Public, Polarity: news.Doubts, Speaker: "nobody"}))
		second := r.comes(text + " It rained.")
		third := r.comes(text + " It rained all day.")
		for _, v := range []news.ID{first, second, third} {
			if got := r.stand(v); got != "Petra Lind of Oakton*, nobody*" {
				t.Errorf("%s stand", got)
			}
		}
		if got := r.exported(); len(got) != 1 || got[0] != third {
			t.Errorf("exported: %v, want %s", got, third)
		}

		// What was added is no statement, says somebody of the version in the middle: the newer one keeps its own.
		all, err := r.Store.Statements(ctx, second)
		ok(t, err)
		ok(t, r.RemoveStatement(ctx, "bo", second, all[1].ID))
		for v, want := range map[news.ID]string{first: "Petra Lind of Oakton*", second: "Petra Lind of Oakton*", third: "Petra Lind of Oakton*, nobody*"} {
			if got := r.stand(v); got != want {
				t.Errorf("%s stand, want %s", got, want)
			}
		}

		// A second act undone brings the first one back, and takes nothing from older versions.
		all, err = r.Store.Statements(ctx, third)
		ok(t, err)
		again := all[0]
		again.Speaker = "P. Lind"
		ok(t, r.CorrectStatement(ctx, "bo", third, all[0].ID, again))
		all, err = r.Store.Statements(ctx, third)
		ok(t, err)
		ok(t, r.UndoCorrection(ctx, "bo", third, all[0].ID))
		if got := r.stand(first) + "; " + r.stand(third); got != "Petra Lind of Oakton*; Petra Lind of Oakton*, nobody*" {
			t.Errorf("%s stand", got)
		}

		r.undoAll(third)
		for _, v := range []news.ID{first, second, third} {
			if got := r.stand(v); got != "Petra Lind" {
				t.Errorf("%s stand after everything was undone", got)
			}
		}
		if got := r.exported(); len(got) > 0 {
			t.Errorf("what was undone is exported: %v", got)
		}
		acts, err := r.Store.Corrections(ctx, first)
		ok(t, err)
		for _, c := range acts {
			if c.Standing() || c.EndedBy != "bo" {
				t.Errorf("the first version says: %+v", c)
			}
		}
	})
}
