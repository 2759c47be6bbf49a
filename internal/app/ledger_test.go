package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"onrecord/internal/news"
)

func ledger(t *testing.T, document string) ([]LedgerRow, error) {
	t.Helper()
	var rows []LedgerRow
	_, err := Ledgers(context.Background(), "reports.jsonl", strings.NewReader(document), LedgersOf{Row: func(r LedgerRow) error {
		rows = append(rows, r)
		return nil
	}})
	return rows, err
}

func TestLedgersGivesEveryReportAPlaceOnTheMainClaim(t *testing.T) {
	rows, err := ledger(t, `{"id":"b","title":"Harbour of Brae closed","text":"The harbour of Brae has been closed, the Castel Courier reports.","published":1940000100,"story":"s1"}

{"id":"a","title":"Harbour closed","text":"The harbour of Brae has been closed, the harbour office told the Castel Courier.","outlet":"Castel Courier","published":1940000000,"story":"s1"}
{"id":"c","title":"Snow in Orm","story":"s2"}
`)
	if err != nil {
		t.Fatal(err)
	}
	var main []LedgerRow
	for _, r := range rows {
		if r.Main {
			main = append(main, r)
		}
	}
	if len(main) != 2 && len(main) != 3 || main[0].ID != "b" || main[1].ID != "a" {
		t.Fatalf("rows are not in the order of the document: %+v", rows)
	}
	if main[0].Story != "s1" || main[0].Claim != main[1].Claim || main[0].Origin != main[1].Origin || main[0].Credits == nil {
		t.Errorf("%+v\n%+v", main[0], main[1])
	}
	line, err := json.Marshal(main[0])
	if err != nil || !bytes.Contains(line, []byte(`"echo_of":null`)) {
		t.Errorf("%s, %v", line, err)
	}
}

func TestReportsWithoutAStoryAreGrouped(t *testing.T) {
	text := "The ferry to Orm sank off the northern cape on Friday with ninety people on board, the coast guard of Brae said. All were saved by fishermen from the village of Quist."
	rows, err := ledger(t, `{"id":"1","title":"Ferry to Orm sinks","text":"`+text+`"}
{"id":"2","title":"Ferry sinks off cape","text":"`+text+`"}
{"id":"3","title":"Museum gets a new roof","text":"The museum of glass in Castel will have a roof of slate by the autumn, its director said. The old one leaked."}`)
	if err != nil {
		t.Fatal(err)
	}
	story := map[string]string{}
	for _, r := range rows {
		story[r.ID] = r.Story
	}
	if story["1"] == "" || story["1"] != story["2"] || story["1"] == story["3"] {
		t.Errorf("stories %v", story)
	}
}

func TestBadLinesAreNamed(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"no JSON":      {"{\"id\":\"1\",\"text\":\"x\"}\nnonsense", "reports.jsonl, line 2"},
		"no id":        {`{"text":"x"}`, `"id"`},
		"nothing said": {`{"id":"1"}`, `"title" or a "text"`},
		"an id twice":  {"{\"id\":\"1\",\"text\":\"x\"}\n\n{\"id\":\"1\",\"text\":\"y\"}", "line 3"},
		"a number":     {`{"id":1,"text":"x"}`, "line 1"},
	} {
		rows, err := ledger(t, c.in)
		if news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), c.want) || rows != nil {
			t.Errorf("%s: %v with %d rows", name, err, len(rows))
		}
	}
}

func TestOfALongReportTheBeginningIsLookedAt(t *testing.T) {
	long := strings.Repeat("é", maxText+1)
	lines, err := ledgerLines(t.Context(), "x", strings.NewReader(`{"id":"1","title":"`+long+`","text":"`+long+`"}`))
	if err != nil || len(lines) != 1 || lines[0].Title != strings.Repeat("é", maxTitle) || lines[0].Text != strings.Repeat("é", maxText) {
		t.Errorf("%d lines, %v", len(lines), err)
	}
}

func TestWorkOnEveryCoreIsLeftWhenItIsStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	busy := make(chan struct{})
	defer close(busy)
	if err := everyCore(ctx, 10, func(int) { cancel(); <-busy }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	var done atomic.Int64
	if err := everyCore(t.Context(), 100, func(int) { done.Add(1) }); err != nil || done.Load() != 100 {
		t.Errorf("%d of 100 done, %v", done.Load(), err)
	}
}

func FuzzLedgerLines(f *testing.F) {
	f.Add(`{"id":"1","text":"x","published":1e300}`)
	f.Add(`{"id":"1","title":"“It is not true,” he said."}` + "\n" + `{"id":"2","text":"According to the Times, it is.","story":"1"}`)
	f.Add("\xff{}\x00")
	f.Fuzz(func(t *testing.T, document string) {
		lines, err := ledgerLines(t.Context(), "x", strings.NewReader(document))
		if err != nil && news.KindOf(err) != news.Invalid {
			t.Fatalf("bad input is no fault of ours: %v", err)
		}
		for _, l := range lines {
			if l.ID == "" || l.Title == "" && l.Text == "" {
				t.Fatalf("%+v passes for a report", l)
			}
		}
	})
}
