package weigh_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onrecord/internal/news"
	"onrecord/internal/weigh"
)

// anyStory draws a story of odds and ends: reports that assert, deny, repeat, copy or say nothing, with and without titles,
// times, outlets and statements.
func anyStory(t *rapid.T) []news.Account {
	outlets := []string{"The Castel Courier", "Tarvian Agency", "Lakeside Post", "North Channel", ""}
	lines := []string{
		"The harbour of Brae has been closed, the harbour office said.",
		"The harbour office denied that the harbour of Brae has been closed.",
		"Officials told the Castel Courier that the harbour of Brae has been closed.",
		"Lena Quist said the harbour of Brae was open on Monday.",
		"According to the Castel Courier, the ferry to Orm has sunk.",
		"The ferry to Orm has not sunk, Jan Dorn told Lakeside Post.",
		"It was raining.", "“We know nothing about it,” she said.", "This is a hoax.", "",
	}
	standings, polarities := news.Standings(), news.Polarities()
	n := rapid.IntRange(0, 7).Draw(t, "reports")
	var out []news.Account
	for i := range n {
		chosen := rapid.SliceOfN(rapid.SampledFrom(lines), 1, 5).Draw(t, "lines")
		a := news.Account{
			Report: news.Report{
				ID: news.ID(fmt.Sprint("r", i)), URL: fmt.Sprint("https://", i, ".example"),
				Title:     rapid.SampledFrom(append(lines, "Harbour of Brae closed")).Draw(t, "title"),
				Published: start.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "hour")) * time.Hour),
			},
			Outlet: news.Outlet{Name: rapid.SampledFrom(outlets).Draw(t, "outlet")},
			Text:   strings.Join(chosen, rapid.SampledFrom([]string{" ", "\n\n"}).Draw(t, "gap")),
		}
		size := len([]rune(a.Text))
		for range rapid.IntRange(0, 3).Draw(t, "statements") {
			span := func(name string) []news.Span {
				from := rapid.IntRange(-1, size).Draw(t, name)
				return []news.Span{{from, from + rapid.IntRange(0, 60).Draw(t, name)}} // at times past the end
			}
			a.Statements = append(a.Statements, news.Statement{
				Source: span("source"), Cue: span("cue"), Content: span("content"),
				Standing: rapid.SampledFrom(standings).Draw(t, "standing"), Polarity: rapid.SampledFrom(polarities).Draw(t, "polarity"),
				Speaker: rapid.SampledFrom([]string{"", "Lena Quist", "Jan Dorn"}).Draw(t, "speaker"),
			})
		}
		if rapid.Bool().Draw(t, "edited") {
			a.Earlier = []news.EarlierText{{Number: 1, Fetched: a.Report.Published, Text: lines[rapid.IntRange(0, 9).Draw(t, "was")]}}
		}
		out = append(out, a)
	}
	return out
}

func TestTheOrderOfReportsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		accounts := anyStory(t)
		claims, changes := weigh.Ledger(accounts, weigh.Kept{})
		shuffled := rapid.Permutation(accounts).Draw(t, "order")
		claims2, changes2 := weigh.Ledger(shuffled, weigh.Kept{})
		if !reflect.DeepEqual(claims, claims2) || !reflect.DeepEqual(changes, changes2) {
			t.Fatalf("two orders, two ledgers:\n%+v\n%+v", claims, claims2)
		}
	})
}

func TestEveryLedgerAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		accounts := anyStory(t)
		claims, changes := weigh.Ledger(accounts, weigh.Kept{})
		keys := map[string]bool{}
		for i, c := range claims {
			if c.Main != (i == 0) || c.Ordinal != i || c.Wording == "" || c.Key == "" || keys[c.Key] {
				t.Fatalf("claim %d: %+v", i, c.Claim)
			}
			keys[c.Key] = true
			checkClaim(t, c, accounts, i == 0)
		}
		if (len(accounts) == 0) != (len(changes) == 0) {
			t.Fatalf("%d reports, changes %+v", len(accounts), changes)
		}
		if !slices.IsSortedFunc(changes, func(a, b news.Change) int { return a.At.Compare(b.At) }) {
			t.Fatalf("changes are out of order: %+v", changes)
		}
	})
}

func checkClaim(t *rapid.T, c news.ClaimLedger, accounts []news.Account, main bool) {
	at := map[news.ID]bool{}
	rests := map[string]int{}
	for _, p := range c.Positions {
		if at[p.ReportID] {
			t.Fatalf("%s has two positions on %q", p.ReportID, c.Wording)
		}
		at[p.ReportID] = true
		if p.EchoOf == p.ReportID {
			t.Fatalf("%s is an echo of itself", p.ReportID)
		}
		if p.Stance != news.Against {
			rests[p.Origin]++
			for _, o := range p.Also {
				if o == p.Origin {
					t.Fatalf("%s has origin %s twice", p.ReportID, o)
				}
				rests[o]++
			}
		}
	}
	if main && len(at) != len(accounts) {
		t.Fatalf("%d of %d reports have a position on the main claim", len(at), len(accounts))
	}
	spoken := 0
	for _, a := range accounts {
		spoken += len(a.Statements)
	}
	credits := map[string]bool{}
	for _, p := range c.Positions {
		if p.Credits != "" {
			credits[p.Credits] = true
		}
	}
	if most := spoken + len(credits); len(c.Origins) > most {
		t.Fatalf("%d origins from %d statements and outlets credited", len(c.Origins), most)
	}
	labels := map[string]bool{}
	for _, o := range c.Origins {
		if labels[o.Label] || o.Name == "" || o.Root == "" || !slices.Contains(news.Standings(), o.Standing) {
			t.Fatalf("origin %+v", o)
		}
		labels[o.Label] = true
		if o.Stance != news.Against && o.Reports != rests[o.Label] {
			t.Fatalf("%d reports rest on %s, it says %d", rests[o.Label], o.Label, o.Reports)
		}
		if o.Stance == news.Against && (o.Reports < 1 || o.Reports > len(c.Positions)) {
			t.Fatalf("%d of %d reports carry the denial %s", o.Reports, len(c.Positions), o.Label)
		}
	}
	for _, p := range c.Positions {
		for _, o := range append([]string{p.Origin}, p.Also...) {
			if !labels[o] && !strings.HasPrefix(o, "none-") {
				t.Fatalf("%s rests on %q, which is no origin", p.ReportID, o)
			}
		}
	}
}

func TestWhatEditorsDidOutlivesARerun(t *testing.T) {
	accounts := secretPact(t)
	claims, _ := weigh.Ledger(accounts[:6], weigh.Kept{})
	stored := named(claims)
	const wording = "Tarvia and Orlund have agreed to talk about the reactor"
	again, _ := weigh.Ledger(accounts, weigh.Kept{Claims: stored, Acts: []news.ClaimAct{
		{Kind: news.ActReword, ClaimID: "claim-0", Wording: wording},
		{Kind: news.ActPlace, ClaimID: "claim-0", ReportID: "gazette", Stance: news.Beside},
	}})
	c := again[0]
	if c.ID != "claim-0" || !c.Locked || c.Wording != wording || c.Key != claims[0].Key {
		t.Errorf("the locked claim became %+v", c.Claim)
	}
	if p := position(t, c, "gazette"); p.Stance != news.Beside || !p.ByEditor {
		t.Errorf("the editor's correction became %+v", p)
	}
	if p := position(t, c, "standard"); p.Stance != news.For || p.ByEditor {
		t.Errorf("a report that no editor touched: %+v", p)
	}
	if len(c.Positions) != len(accounts) {
		t.Errorf("%d of %d reports are placed", len(c.Positions), len(accounts))
	}
}

// named gives claims as a store keeps them: claim-0 is the main one.
func named(claims []news.ClaimLedger) []news.Claim {
	var out []news.Claim
	for i := range claims {
		claims[i].ID = news.ID(fmt.Sprint("claim-", i))
		out = append(out, claims[i].Claim)
	}
	return out
}

func TestAClaimIsKnownAgainWhenReportsJoin(t *testing.T) {
	accounts := secretPact(t)
	var stored []news.Claim
	for n := 1; n <= len(accounts); n++ {
		claims, _ := weigh.Ledger(accounts[:n], weigh.Kept{Claims: stored})
		for i := range claims {
			if claims[i].ID == "" {
				claims[i].ID = news.ID(fmt.Sprintf("claim-%d-%d", n, i))
			}
		}
		if claims[0].ID != "claim-1-0" {
			t.Fatalf("with %d reports the main claim %q lost its id", n, claims[0].Wording)
		}
		if stored != nil && claims[0].Key != stored[0].Key {
			t.Fatalf("with %d reports the key went from %q to %q", n, stored[0].Key, claims[0].Key)
		}
		stored = stored[:0]
		for _, c := range claims {
			stored = append(stored, c.Claim)
		}
	}
}
