package group

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAGistIsWhatGroupingKnows(t *testing.T) {
	g := New(Options{})
	rapid.Check(t, func(t *rapid.T) {
		r := Report{
			ID: "r", Title: some(t, "title", 12), Text: some(t, "text", 250),
			Language: rapid.SampledFrom([]string{"", "en-GB", "fr", "xx"}).Draw(t, "language"), Published: time.Unix(5, 0),
		}
		want := g.Prepare(r)
		got, known := g.Recall(r, want.Gist())
		if !known || !reflect.DeepEqual(got, want) {
			t.Fatalf("recalled %v %+v, want %+v", known, got, want)
		}
	})
}

// some draws up to so many words.
func some(t *rapid.T, what string, most int) string {
	return strings.Join(rapid.SliceOfN(rapid.StringMatching(`[A-Za-zé]{1,9}`), 0, most).Draw(t, what), " ")
}

func FuzzRecall(f *testing.F) {
	g := New(Options{})
	f.Add([]byte{})
	f.Add(g.Prepare(Report{Title: "The bridge opens again", Text: "Lorries may cross."}).Gist())
	f.Fuzz(func(t *testing.T, gist []byte) {
		if r, known := g.Recall(Report{ID: "r"}, gist); known {
			g.add(r, "s")
		}
	})
}
