package storetest

import (
	"bytes"
	"reflect"
	"testing"

	"onrecord/internal/news"
)

func revisions(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	p := w.report(t, f, "bridge", now)
	_, err := w.LastRevision(w.ctx, p.ID)
	kind(t, err, news.NotFound)

	v := news.Revision{ID: w.id(), ReportID: p.ID, Number: 1, Fetched: now, ContentType: "text/html", Raw: []byte("<p>\x00\xff raw")}
	ok(t, w.AddRevision(w.ctx, v))
	again := v
	again.ID = w.id()
	kind(t, w.AddRevision(w.ctx, again), news.Conflict)
	again.Number = 2
	ok(t, w.AddRevision(w.ctx, again))

	got, of, err := w.Revision(w.ctx, again.ID)
	if err != nil || got.Number != 2 || of.ID != p.ID {
		t.Errorf("got %+v of %+v, %v", got, of, err)
	}
	last, err := w.LastRevision(w.ctx, p.ID)
	ok(t, err)
	if last.ID != again.ID || !bytes.Equal(last.Raw, v.Raw) || last.Read {
		t.Errorf("last: %+v", last)
	}
	_, err = w.PreviousRevision(w.ctx, p.ID, 2)
	kind(t, err, news.NotFound) // the first one is not read yet
	ok(t, w.DropRevision(w.ctx, again.ID))
	ok(t, w.DropRevision(w.ctx, again.ID)) // once more is no error
	if last, err = w.LastRevision(w.ctx, p.ID); err != nil || last.ID != v.ID {
		t.Errorf("after the drop the last is %+v, %v", last, err)
	}
}

func reading(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	p := w.report(t, f, "bridge", now)
	statement := news.Statement{Source: []news.Span{{0, 3}}, Cue: []news.Span{{4, 8}}, Content: []news.Span{{9, 12}, {14, 20}},
		Polarity: news.Denies, Standing: news.Named, Speaker: "Ada Frey", Via: []string{"the Herald"}}
	first := w.read(t, p, 1, "She said nothing of it at all.", statement)
	second := w.read(t, p, 2, "She denied it.")

	got, err := w.Statements(w.ctx, first.ID)
	ok(t, err)
	want := statement
	want.RevisionID, want.ReportID = first.ID, p.ID
	if len(got) == 1 {
		want.ID = got[0].ID
	}
	if len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("statements: %+v, want %+v", got, want)
	}
	all, err := w.Revisions(w.ctx, p.ID)
	ok(t, err)
	if len(all) != 2 || all[0].ID != first.ID || all[1].ID != second.ID || all[0].Text != first.Text || !reflect.DeepEqual(all[0].Links, first.Links) {
		t.Errorf("revisions: %+v", all)
	}
	if newest, err := w.NewestText(w.ctx, p.ID); err != nil || newest.ID != second.ID {
		t.Errorf("newest: %+v, %v", newest, err)
	}
	before, err := w.PreviousRevision(w.ctx, p.ID, 2)
	if err != nil || before.ID != first.ID {
		t.Errorf("previous: %+v, %v", before, err)
	}
	if r, err := w.Report(w.ctx, p.ID); err != nil || r.Revisions != 2 || r.Newest != 2 {
		t.Errorf("the report has %d revisions, the newest %d, %v", r.Revisions, r.Newest, err)
	}

	// Reading again replaces what the machine found.
	other := statement
	other.ID, other.RevisionID, other.ReportID, other.Ordinal = w.id(), first.ID, p.ID, 0
	ok(t, w.SaveReading(w.ctx, first, []news.Statement{other}, nil))
	if got, err = w.Statements(w.ctx, first.ID); err != nil || len(got) != 1 || got[0].ID != other.ID {
		t.Errorf("after a second reading: %+v, %v", got, err)
	}
	ok(t, w.DropRevision(w.ctx, first.ID))
	if got, err = w.Statements(w.ctx, first.ID); err != nil || len(got) != 0 {
		t.Errorf("statements of a dropped revision: %+v, %v", got, err)
	}
	if r, err := w.Report(w.ctx, p.ID); err != nil || r.Revisions != 1 || r.Newest != 2 {
		t.Errorf("after the drop the report has %d revisions, the newest %d, %v", r.Revisions, r.Newest, err)
	}
}
