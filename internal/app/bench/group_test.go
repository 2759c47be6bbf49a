package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"onrecord/internal/testkit/sampleworld"
)

// some gives the reports of the sample world as JSON Lines.
func some(t *testing.T) []byte {
	t.Helper()
	texts, err := sampleworld.Texts()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for i, text := range texts {
		line, err := json.Marshal(map[string]string{"id": fmt.Sprint(i), "text": text})
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line, '\n'))
	}
	return b.Bytes()
}

func TestAWorldIsTheSameEachTime(t *testing.T) {
	texts, err := groupTexts(t.Context(), "reports", some(t))
	if err != nil {
		t.Fatal(err)
	}
	one, other := newGroupWorld(texts, 2000, 10), newGroupWorld(texts, 2000, 10)
	stories, titles, late := map[int]int{}, 0, 0
	last := time.Time{}
	for i := range 2000 {
		r, story, now := one.report()
		again, sameStory, _ := other.report()
		if r != again || story != sameStory {
			t.Fatalf("report %d: %+v, and the other time %+v", i, r, again)
		}
		if now.Before(last) || r.Published.After(now) || now.Sub(r.Published) > 72*time.Hour {
			t.Fatalf("report %d comes at %v, published %v, after one at %v", i, now, r.Published, last)
		}
		if r.Title == "" {
			t.Fatalf("report %d has no title", i)
		}
		if r.Text == "" {
			titles++
		}
		if r.Published.Before(now) {
			late++
		}
		stories[story]++
		last = now
	}
	if days := last.Sub(one.begin).Hours() / 24; days < 6 || days > 14 {
		t.Errorf("two thousand reports took %.1f days, want about 10", days)
	}
	if len(stories) < 200 || len(stories) > 1200 || titles < 80 || titles > 280 || late < 10 || late > 100 {
		t.Errorf("%d stories, %d titles alone, %d late", len(stories), titles, late)
	}
}

func TestBenchGroup(t *testing.T) {
	var out bytes.Buffer
	o := GroupOptions{Name: "reports", Reports: some(t), Most: 1500, Days: 5, Rebuild: 700, JSON: true, Out: &out, Err: io.Discard}
	if err := Group(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	var f GroupFigures
	if err := json.Unmarshal(out.Bytes(), &f); err != nil {
		t.Fatal(err)
	}
	if len(f.Rows) != 2 || f.Rows[0].Stored != 1000 || f.Rows[1].Stored != 1500 || f.Rows[1].P99 < f.Rows[1].P50 || f.Rows[1].P50 <= 0 ||
		f.BCubed < 0.3 || f.Found < 50 || f.Rebuild == nil || f.Rebuild.Reports != 700 || f.Rebuild.Seconds <= 0 {
		t.Errorf("figures: %s", out.String())
	}
	out.Reset()
	o.JSON, o.Most, o.Rebuild = false, 200, 0
	if err := Group(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.Contains(got, "p99 ms") || !strings.Contains(got, "\n      200 ") || strings.Contains(got, "SQLite") {
		t.Errorf("printed:\n%s", got)
	}
	o.Reports = []byte(`{"id":"1","text":"Too little."}`)
	if err := Group(t.Context(), o); err == nil || !strings.Contains(err.Error(), "too few texts") {
		t.Errorf("of one text: %v", err)
	}
	o.Most = 0
	if err := Group(t.Context(), o); err == nil {
		t.Error("of no reports")
	}
}
