package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

func TestStatementsAsBratHasThem(t *testing.T) {
	const text = "Ünal said\n\nno. All fell, it was said."
	var b strings.Builder
	ok(t, writeBrat(&b, []rune(text), []news.Statement{
		{Source: at(t, text, "Ünal"), Cue: at(t, text, "said"), Content: []news.Span{{5, 14}, {90, 99}}, Standing: news.Named, Polarity: news.Denies, Speaker: "Ünal\tBerg", Via: []string{"the Post", "aides"}},
		{Cue: at(t, text, "it was said"), Content: at(t, text, "All fell"), Standing: news.Other, Polarity: news.Asserts},
	}))
	const want = `T1	Source 0 4	Ünal
T2	Cue 5 9	said
T3	Content 5 9;11 14	said no.
T4	Attribution 5 9	said
E1	Attribution:T4 Content:T3 Cue:T2 Source:T1
A1	Standing E1 named
A2	Polarity E1 denies
#1	AnnotatorNotes E1	speaker: Ünal Berg
#2	AnnotatorNotes E1	via: the Post; aides
T5	Cue 25 36	it was said
T6	Content 15 23	All fell
T7	Attribution-no-source 25 36	it was said
E2	Attribution-no-source:T7 Content:T6 Cue:T5
A3	Standing E2 other
A4	Polarity E2 asserts
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

func TestExportingWhatEditorsCorrected(t *testing.T) {
	r := openNewsroom(t, filepath.Join(t.TempDir(), "desk.db"))
	ctx := t.Context()
	const text = "Ada Frey said\rso."
	corrected, plain := r.report(text), r.report("Nobody said a thing.")
	v, err := r.Store.NewestText(ctx, corrected)
	ok(t, err)
	ok(t, r.AddStatement(ctx, "ada", v.ID, news.Statement{Source: at(t, text, "Ada Frey"), Cue: at(t, text, "said"), Content: at(t, text, "so"), Standing: news.Named, Polarity: news.Asserts, Speaker: "Ada Frey"}))
	export := func(since time.Time, all bool) (string, []Exported) {
		t.Helper()
		folder := filepath.Join(t.TempDir(), "out")
		var out []Exported
		ok(t, r.ExportStatements(ctx, folder, since, all, func(e Exported) error { out = append(out, e); return nil }))
		return folder, out
	}
	folder, out := export(time.Time{}, false)
	if len(out) != 1 || out[0].Report != corrected || out[0].Statements != 1 || !strings.HasPrefix(out[0].Name, "courier_20") {
		t.Fatalf("exported %+v", out)
	}
	for path, want := range map[string]string{"text/" + out[0].Name + ".txt": "Ada Frey said so.", "attributions/" + out[0].Name + "_desk.ann": "T1\tSource 0 8\tAda Frey\nT2\tCue 9 13\tsaid\nT3\tContent 14 16\tso\n"} {
		if got, err := os.ReadFile(filepath.Join(folder, path)); err != nil || !strings.HasPrefix(string(got), want) {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
	if _, out = export(r.Clock.Now().Add(time.Hour), false); len(out) != 0 {
		t.Errorf("since an hour from now: %+v", out)
	}
	if _, out = export(time.Time{}, true); len(out) != 2 || out[0].Statements+out[1].Statements != 1 || out[0].Report != plain && out[1].Report != plain {
		t.Errorf("all: %+v", out)
	}
	// What is there is not written over.
	if err := r.ExportStatements(ctx, folder, time.Time{}, false, func(Exported) error { return nil }); news.KindOf(err) != news.Invalid {
		t.Errorf("into the same folder: %v", err)
	}
}
