package weigh_test

import (
	"cmp"
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

// line is a sentence of a made-up report with the statement in it.
type line struct {
	text, source, cue, content string
	polarity                   news.Polarity
	standing                   news.Standing
}

var harbour = []line{
	{"The harbour of Brae has been closed to all ships, the harbour office said.", "the harbour office", "said", "The harbour of Brae has been closed to all ships", news.Asserts, news.Institution},
	{"Jan Dorn denied that the harbour of Brae has been closed to ships.", "Jan Dorn", "denied", "the harbour of Brae has been closed to ships", news.Denies, news.Named},
	{"Lena Quist, a pilot, said the ferry to Orm sank off the long breakwater.", "Lena Quist, a pilot", "said", "the ferry to Orm sank off the long breakwater", news.Asserts, news.Named},
	{"The ferry to Orm never sank off the breakwater, Ivo Marsh told the paper.", "Ivo Marsh", "told", "The ferry to Orm never sank off the breakwater", news.Denies, news.Named},
	{"Officials said the pilots of Brae would strike for higher pay in June.", "Officials", "said", "the pilots of Brae would strike for higher pay in June", news.Asserts, news.Unnamed},
	{"The pilots of Brae will strike for higher pay, their union confirmed.", "their union", "confirmed", "The pilots of Brae will strike for higher pay", news.Confirms, news.Institution},
	{"The mayor doubted whether the pilots of Brae would strike for higher pay.", "The mayor", "doubted", "the pilots of Brae would strike for higher pay", news.Doubts, news.Office},
	{"The harbour of Brae has been closed to ships.", "", "", "", "", ""},
	{"It was raining on the quay, and nobody knew of the ferry to Orm.", "", "", "", "", ""},
	{"The harbour of Brae is closed to all ships, Captain Roth confirmed.", "Captain Roth", "confirmed", "The harbour of Brae is closed to all ships", news.Confirms, news.Named},
	{"Jan Dorn denied that the harbour of Brae was closed.", "Jan Dorn", "denied", "the harbour of Brae was closed", news.Denies, news.Named},
	{"Ships turned away from the closed harbour of Brae all night.", "", "", "", "", ""},
}

// told is a report made up of lines.
func told(id, outlet string, at time.Time, title string, lines []line) news.Account {
	a := news.Account{
		Report: news.Report{ID: news.ID(id), URL: "https://" + id + ".example/1", Title: title, Published: at, Seen: at, Outlet: outlet},
		Outlet: news.Outlet{Name: outlet}, Fetched: at,
	}
	for i, l := range lines {
		from := len([]rune(a.Text))
		a.Text += l.text + " "
		if l.cue == "" {
			continue
		}
		span := func(words string) []news.Span {
			start := from + len([]rune(l.text[:strings.Index(l.text, words)]))
			return []news.Span{{start, start + len([]rune(words))}}
		}
		st := news.Statement{ID: news.ID(fmt.Sprint(id, "-s", i)), ReportID: news.ID(id), Ordinal: i, Source: span(l.source), Cue: span(l.cue), Content: span(l.content), Polarity: l.polarity, Standing: l.standing}
		if l.standing == news.Named {
			st.Speaker, _, _ = strings.Cut(l.source, ",")
		}
		a.Statements = append(a.Statements, st)
	}
	return a
}

func anyReport(t *rapid.T, i int) news.Account {
	lines := rapid.SliceOfN(rapid.SampledFrom(harbour), 1, 5).Draw(t, "lines")
	outlet := rapid.SampledFrom([]string{"The Castel Courier", "Lakeside Post", "North Channel"}).Draw(t, "outlet")
	hour := time.Duration(rapid.IntRange(0, 3).Draw(t, "hour")) * time.Hour
	return told(fmt.Sprint("r", i), outlet, start.Add(hour), rapid.SampledFrom([]string{"Harbour of Brae closed", "Ferry sinks off Orm", ""}).Draw(t, "title"), lines)
}

// handled is a story with what editors do to it, weighed as the step weighs it.
type handled struct {
	accounts []news.Account
	kept     weigh.Kept
	now      []news.ClaimLedger
	ids      int
}

func (h *handled) id(of string) news.ID { h.ids++; return news.ID(fmt.Sprint(of, "-", h.ids)) }

func (h *handled) weigh() {
	h.now, _ = weigh.Ledger(h.accounts, h.kept)
	for i := range h.now {
		if h.now[i].ID == "" {
			h.now[i].ID = h.id("claim")
		}
	}
	left := h.kept.Left(h.now)
	h.kept.Claims = nil
	for _, c := range h.now {
		h.kept.Claims = append(h.kept.Claims, c.Claim)
	}
	for _, c := range left {
		c.Gone = start
		h.kept.Claims = append(h.kept.Claims, c)
	}
}

// settle weighs until a further time changes nothing: claims that are new have their ids then.
func (h *handled) settle() { h.weigh(); h.weigh() }

func (h *handled) act(a news.ClaimAct) { h.kept.Acts = append(h.kept.Acts, a) }

func (h *handled) undo(i int) { h.kept.Acts[i].Undone, h.kept.Acts[i].UndoneBy = start, "bo" }

func (h *handled) undoAll() {
	for i := range h.kept.Acts {
		h.undo(i)
	}
}

func (h *handled) claim(words string) news.ClaimLedger {
	i := slices.IndexFunc(h.now, func(c news.ClaimLedger) bool { return strings.Contains(strings.ToLower(c.Wording), words) })
	if i < 0 {
		return news.ClaimLedger{}
	}
	return h.now[i]
}

// said gives the keys of a claim's evidence with certain words.
func said(c news.ClaimLedger, words string) (keys []string) {
	for _, e := range c.Evidence {
		if strings.Contains(strings.ToLower(e.Words), strings.ToLower(words)) {
			keys = append(keys, e.Key)
		}
	}
	return keys
}

// anyAct draws an act on claims that are or were there.
func (h *handled) anyAct(t *rapid.T) news.ClaimAct {
	claims := h.kept.Claims
	a := news.ClaimAct{ID: h.id("act"), At: start, By: "ada", StoryID: "s", ClaimID: rapid.SampledFrom(claims).Draw(t, "claim").ID}
	a.Kind = rapid.SampledFrom([]news.ClaimActKind{news.ActReword, news.ActLock, news.ActUnlock, news.ActLead, news.ActMerge, news.ActSplit, news.ActMove, news.ActPlace, news.ActUnplace}).Draw(t, "kind")
	keys := []string{"r0-gone"}
	for _, c := range h.now {
		for _, e := range c.Evidence {
			keys = append(keys, e.Key)
		}
	}
	stances := append(news.Stances(), "")
	switch a.Kind {
	case news.ActReword:
		a.Wording = rapid.SampledFrom([]string{"Something else altogether happened", "The ferry to Orm sank", "The harbour is shut"}).Draw(t, "wording")
	case news.ActMerge:
		a.Into = rapid.SampledFrom(claims).Draw(t, "into").ID
	case news.ActSplit:
		a.Into, a.Wording, a.Stance = h.id("split"), "What an editor split off", rapid.SampledFrom(stances).Draw(t, "stance")
		a.Evidence = rapid.SliceOfN(rapid.SampledFrom(keys), 1, 3).Draw(t, "evidence")
	case news.ActMove:
		a.Stance = rapid.SampledFrom(news.Stances()).Draw(t, "stance")
		if rapid.Bool().Draw(t, "somewhere") {
			a.Into = rapid.SampledFrom(claims).Draw(t, "into").ID
		}
		a.Evidence = rapid.SliceOfN(rapid.SampledFrom(keys), 1, 3).Draw(t, "evidence")
	case news.ActPlace, news.ActUnplace:
		a.ReportID = rapid.SampledFrom(h.accounts).Draw(t, "report").Report.ID
		a.Stance = rapid.SampledFrom(news.Stances()).Draw(t, "stance")
	}
	return a
}

func TestAnyActsAndUndoings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &handled{}
		for i := range rapid.IntRange(1, 5).Draw(t, "reports") {
			h.accounts = append(h.accounts, anyReport(t, i))
		}
		h.settle()
		machine := h.now
		if len(machine) == 0 {
			return
		}
		ever := map[news.ID]bool{}
		for range rapid.IntRange(1, 9).Draw(t, "acts") {
			if len(h.kept.Acts) > 0 && rapid.IntRange(0, 3).Draw(t, "undo") == 0 {
				h.undo(rapid.IntRange(0, len(h.kept.Acts)-1).Draw(t, "which"))
			} else {
				h.act(h.anyAct(t))
			}
			if rapid.Bool().Draw(t, "at once") {
				continue // a second act before the ledger is made again
			}
			h.weigh()
			for _, c := range h.kept.Claims {
				ever[c.ID] = true
			}
			h.check(t, ever)
		}
		h.weigh()
		h.check(t, ever)
		h.undoAll()
		h.settle()
		if !reflect.DeepEqual(h.now, machine) {
			t.Fatalf("with everything undone the ledger is\n%+v\nand was\n%+v", h.now, machine)
		}
	})
}

func (h *handled) check(t *rapid.T, ever map[news.ID]bool) {
	shuffled, _ := weigh.Ledger(rapid.Permutation(h.accounts).Draw(t, "order"), h.kept)
	again, _ := weigh.Ledger(h.accounts, h.kept)
	if !reflect.DeepEqual(shuffled, again) {
		t.Fatalf("two orders, two ledgers:\n%+v\n%+v", shuffled, again)
	}
	ids := map[news.ID]bool{}
	for i, c := range h.now {
		if ids[c.ID] || c.Main != (i == 0) || c.Wording == "" || !c.Gone.IsZero() {
			t.Fatalf("claim %d: %+v", i, c.Claim)
		}
		ids[c.ID] = true
		checkClaim(t, c, h.accounts, i == 0)
		for _, e := range c.Evidence {
			if !slices.ContainsFunc(c.Positions, func(p news.Position) bool { return p.ReportID == e.ReportID }) {
				t.Fatalf("evidence of a report that has no place: %+v", e)
			}
		}
	}
	for id := range ever {
		i := slices.IndexFunc(h.kept.Claims, func(c news.Claim) bool { return c.ID == id })
		if i < 0 {
			t.Fatalf("claim %s is lost", id)
		}
	}
	for _, c := range h.kept.Claims {
		if c.MergedInto != "" && (ids[c.ID] || !slices.ContainsFunc(h.kept.Claims, func(o news.Claim) bool { return o.ID == c.MergedInto })) {
			t.Fatalf("%s is part of %s", c.ID, c.MergedInto)
		}
	}
	// The last word about each piece of evidence goes, and what an editor locked stays.
	log := news.ClaimLog(h.kept.Acts)
	parts := log.Parts()
	last, locked := map[string]news.ID{}, map[news.ID]string{}
	for _, a := range log.Counting() {
		switch a.Kind {
		case news.ActReword, news.ActSplit:
			locked[cmp.Or(a.Into, a.ClaimID)] = a.Wording
		case news.ActUnlock:
			delete(locked, a.ClaimID)
		}
		for _, key := range a.Evidence {
			last[key] = parts.Whole(a.Into)
		}
	}
	for id, wording := range locked {
		c := slices.IndexFunc(h.now, func(c news.ClaimLedger) bool { return c.ID == id })
		if part := parts.Whole(id) != id; !part && (c < 0 || h.now[c].Wording != wording || !h.now[c].Locked) || part && c >= 0 {
			t.Fatalf("%s, worded %q by an editor, is number %d of %+v", id, wording, c, h.now)
		}
	}
	for _, c := range h.now {
		for _, e := range c.Evidence {
			if at, put := last[e.Key]; put && at != c.ID {
				t.Fatalf("%q stands in %s, an editor put it in %q", e.Words, c.ID, at)
			}
		}
	}
}

// harbourStory is a story with three claims: the harbour, the ferry, the strike.
func harbourStory() *handled {
	h := &handled{}
	filler := []string{
		"Gulls sat on every bollard between the customs shed and the coal wharf until noon.", "Two brass bands had been ordered for the summer fair in the upper town.",
		"Bread was sold out by nine, and the tram to the hills ran empty all morning.", "A painter from the south has let the old lighthouse for the whole of the winter.",
	}
	for i, lines := range [][]line{{harbour[0], harbour[4], harbour[2]}, {harbour[9], harbour[3], harbour[5]}, {harbour[10], harbour[2], harbour[6]}, {harbour[7], harbour[11]}} {
		h.accounts = append(h.accounts, told(fmt.Sprint("r", i), fmt.Sprint("Outlet ", i), start.Add(time.Duration(i)*time.Hour), "Harbour of Brae closed to all ships", append(lines, line{text: filler[i]})))
	}
	h.settle()
	return h
}

// further reports come, and one of the first changes its text around what stands in it.
func (h *handled) goesOn() {
	h.accounts = append(h.accounts,
		told("r8", "Outlet 8", start.Add(9*time.Hour), "Brae: what is known", []line{harbour[8], harbour[0], harbour[2], harbour[5]}),
		told("r9", "Outlet 9", start.Add(10*time.Hour), "Harbour closed", []line{harbour[0], harbour[1]}))
	first := h.accounts[0]
	h.accounts[0] = told("r0", "Outlet 0", start, "Brae harbour closed, ships wait", []line{harbour[8], harbour[0], harbour[4], harbour[2]})
	h.accounts[0].Earlier = []news.EarlierText{{Number: 1, Fetched: start, Text: first.Text}}
	h.settle()
}

func TestEachActOutlivesWhatComes(t *testing.T) {
	const harbourClaim, ferry, strike = "harbour", "ferry", "strike"
	for _, tt := range []struct {
		name string
		acts func(h *handled) []news.ClaimAct
		want func(h *handled, id func(string) news.ID) string // what is wrong
	}{
		{"reworded in words of its own", func(h *handled) []news.ClaimAct {
			return []news.ClaimAct{{Kind: news.ActReword, ClaimID: h.claim(ferry).ID, Wording: "A boat went down"}}
		}, func(h *handled, id func(string) news.ID) string {
			c := h.claim("a boat went down")
			switch {
			case c.ID != id(ferry) || !c.Locked:
				return fmt.Sprintf("it is %+v", c.Claim)
			case h.claim("ferry").ID != "":
				return "the machine found it once more: " + h.claim("ferry").Wording
			case len(said(c, "ferry")) < 3:
				return fmt.Sprintf("its evidence is %+v", c.Evidence)
			}
			return ""
		}},
		{"the central claim reworded", func(h *handled) []news.ClaimAct {
			return []news.ClaimAct{{Kind: news.ActReword, ClaimID: h.now[0].ID, Wording: "Nobody may put to sea"}}
		}, func(h *handled, id func(string) news.ID) string {
			if c := h.now[0]; c.Wording != "Nobody may put to sea" || c.ID != id(harbourClaim) || len(said(c, "harbour of brae")) < 4 || len(h.now) != 3 {
				return fmt.Sprintf("%d claims, the central one %+v", len(h.now), c)
			}
			return ""
		}},
		{"locked", func(h *handled) []news.ClaimAct {
			c := h.claim(strike)
			return []news.ClaimAct{{Kind: news.ActLock, ClaimID: c.ID, Wording: c.Wording}}
		}, func(h *handled, id func(string) news.ID) string {
			h.accounts = h.accounts[3:4] // nobody speaks of it any more
			h.settle()
			if c := h.claim(strike); c.ID != id(strike) || !c.Locked || len(c.Positions) > 0 {
				return fmt.Sprintf("it is %+v", c)
			}
			return ""
		}},
		{"made central", func(h *handled) []news.ClaimAct {
			return []news.ClaimAct{{Kind: news.ActLead, ClaimID: h.claim(ferry).ID}}
		}, func(h *handled, id func(string) news.ID) string {
			if h.now[0].ID != id(ferry) || h.claim(harbourClaim).ID != id(harbourClaim) {
				return fmt.Sprintf("first %q, and %q", h.now[0].Wording, h.claim(harbourClaim).Wording)
			}
			return ""
		}},
		{"merged", func(h *handled) []news.ClaimAct {
			return []news.ClaimAct{{Kind: news.ActMerge, ClaimID: h.claim(ferry).ID, Into: h.claim(strike).ID}}
		}, func(h *handled, id func(string) news.ID) string {
			c := h.claim(strike)
			if c.ID != id(strike) || len(said(c, "ferry")) == 0 || h.claim(ferry).ID != "" {
				return fmt.Sprintf("it has %+v; %q stands beside it", c.Evidence, h.claim(ferry).Wording)
			}
			return ""
		}},
		{"split", func(h *handled) []news.ClaimAct {
			c := h.claim(strike)
			return []news.ClaimAct{{Kind: news.ActSplit, ClaimID: c.ID, Into: "new", Wording: "The union speaks for the pilots", Evidence: said(c, "union confirmed")}}
		}, func(h *handled, id func(string) news.ID) string {
			c := h.claim("the union")
			if c.ID != "new" || !c.Locked || len(c.Evidence) != 1 || c.Evidence[0].Stance != news.For || !c.Evidence[0].ByEditor || slices.Contains(said(h.claim("strike"), "union confirmed"), c.Evidence[0].Key) {
				return fmt.Sprintf("it is %+v", c)
			}
			return ""
		}},
		{"moved with a stance", func(h *handled) []news.ClaimAct {
			c := h.claim(strike)
			return []news.ClaimAct{{Kind: news.ActMove, ClaimID: c.ID, Into: h.claim(ferry).ID, Evidence: said(c, "Officials"), Stance: news.Against}}
		}, func(h *handled, id func(string) news.ID) string {
			i := slices.IndexFunc(h.claim(ferry).Evidence, func(e news.Evidence) bool { return strings.Contains(e.Words, "Officials") })
			if i < 0 || h.claim(ferry).Evidence[i].Stance != news.Against || len(said(h.claim(strike), "Officials")) > 0 {
				return fmt.Sprintf("the ferry has %+v", h.claim(ferry).Evidence)
			}
			return ""
		}},
		{"a bare sentence moved", func(h *handled) []news.ClaimAct {
			return []news.ClaimAct{{Kind: news.ActMove, ClaimID: h.now[0].ID, Into: h.claim(strike).ID, Evidence: own(h.now[0], "r3"), Stance: news.For}}
		}, func(h *handled, id func(string) news.ID) string {
			c := h.claim(strike)
			i := slices.IndexFunc(c.Evidence, func(e news.Evidence) bool { return e.ReportID == "r3" })
			if i < 0 || c.Evidence[i].StatementID != "" || c.Evidence[i].Stance != news.For {
				return fmt.Sprintf("it has %+v", c.Evidence)
			}
			return ""
		}},
		{"moved to none", func(h *handled) []news.ClaimAct {
			c := h.claim(strike)
			return []news.ClaimAct{{Kind: news.ActMove, ClaimID: c.ID, Evidence: said(c, "Officials")}}
		}, func(h *handled, id func(string) news.ID) string {
			for _, c := range h.now {
				if e := said(c, "Officials"); len(e) > 0 {
					return "it stands in " + c.Wording
				}
			}
			return ""
		}},
		{"placed", func(h *handled) []news.ClaimAct {
			return []news.ClaimAct{{Kind: news.ActPlace, ClaimID: h.claim(ferry).ID, ReportID: "r3", Stance: news.Against}}
		}, func(h *handled, id func(string) news.ID) string {
			c := h.claim(ferry)
			i := slices.IndexFunc(c.Positions, func(p news.Position) bool { return p.ReportID == "r3" })
			if i < 0 || c.Positions[i].Stance != news.Against || !c.Positions[i].ByEditor {
				return fmt.Sprintf("positions %+v", c.Positions)
			}
			return ""
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := harbourStory()
			if len(h.now) != 3 || h.claim(harbourClaim).ID == "" || h.claim(ferry).ID == "" || h.claim(strike).ID == "" {
				t.Fatalf("the story has %+v", h.kept.Claims)
			}
			ids := map[string]news.ID{}
			for _, words := range []string{harbourClaim, ferry, strike} {
				ids[words] = h.claim(words).ID
			}
			for _, a := range tt.acts(h) {
				if (a.Kind == news.ActSplit || a.Kind == news.ActMove) && len(a.Evidence) == 0 {
					t.Fatalf("there is no evidence to move in %+v", h.now)
				}
				h.act(a)
			}
			id := func(words string) news.ID { return ids[words] }
			h.settle()
			h.goesOn()
			if wrong := tt.want(h, id); wrong != "" {
				t.Error(wrong)
			}
			h.undoAll()
			h.settle()
			accounts := h.accounts
			fresh := &handled{accounts: accounts}
			fresh.settle()
			for i, c := range fresh.now {
				if i >= len(h.now) || h.now[i].Wording != c.Wording || len(h.now[i].Evidence) != len(c.Evidence) {
					t.Fatalf("undone, the ledger is\n%+v\nthe machine's is\n%+v", h.now, fresh.now)
				}
			}
			for words, id := range ids {
				if c := h.claim(words); c.ID != "" && c.ID != id {
					t.Errorf("%s was %s and is %s", words, id, c.ID)
				}
			}
		})
	}
}

// own gives the keys of what a report says in its own voice.
func own(c news.ClaimLedger, report news.ID) (keys []string) {
	for _, e := range c.Evidence {
		if e.ReportID == report && e.StatementID == "" {
			keys = append(keys, e.Key)
		}
	}
	return keys
}

// What builds on a splitting that is undone rests: nothing is lost, and it is not there.
func TestUndoingWhatOthersBuildOn(t *testing.T) {
	h := harbourStory()
	ferry, strike := h.claim("ferry"), h.claim("strike")
	h.act(news.ClaimAct{Kind: news.ActSplit, ClaimID: strike.ID, Into: "new", Wording: "The union speaks for the pilots", Evidence: said(strike, "union confirmed")})
	h.settle()
	h.act(news.ClaimAct{Kind: news.ActMerge, ClaimID: ferry.ID, Into: "new"})
	h.act(news.ClaimAct{Kind: news.ActMove, ClaimID: strike.ID, Into: "new", Evidence: said(strike, "Officials"), Stance: news.For})
	h.act(news.ClaimAct{Kind: news.ActLead, ClaimID: "new"})
	h.settle()
	if c := h.now[0]; c.ID != "new" || len(said(c, "ferry")) == 0 || len(said(c, "Officials")) != 1 || h.claim("ferry").ID != "" {
		t.Fatalf("before: %+v", c)
	}
	h.undo(0)
	h.settle()
	if h.now[0].ID == "new" || h.claim("ferry").ID != ferry.ID || len(said(h.claim("strike"), "Officials")) != 1 || len(said(h.claim("strike"), "union confirmed")) != 1 {
		t.Errorf("with the splitting undone: %+v", h.now)
	}
	if n := len(news.ClaimLog(h.kept.Acts).Rest()); n != 3 {
		t.Errorf("%d acts rest", n)
	}
	i := slices.IndexFunc(h.kept.Claims, func(c news.Claim) bool { return c.ID == "new" })
	if i < 0 || h.kept.Claims[i].MergedInto != strike.ID {
		t.Errorf("the address of what was split off leads nowhere: %+v", h.kept.Claims)
	}
}

func TestUndoingARewordingGivesTheMachinesWordsBack(t *testing.T) {
	h := harbourStory()
	ferry := h.claim("ferry")
	h.act(news.ClaimAct{Kind: news.ActReword, ClaimID: ferry.ID, Wording: "A boat went down"})
	h.act(news.ClaimAct{Kind: news.ActPlace, ClaimID: ferry.ID, ReportID: "r3", Stance: news.For})
	h.settle()
	h.undo(0)
	h.settle()
	if c := h.claim("ferry"); c.ID != ferry.ID || c.Wording != ferry.Wording || c.Locked {
		t.Errorf("it is %+v", c.Claim)
	}
	h.act(news.ClaimAct{Kind: news.ActReword, ClaimID: ferry.ID, Wording: "A boat went down"})
	h.act(news.ClaimAct{Kind: news.ActUnlock, ClaimID: ferry.ID})
	h.settle()
	if c := h.claim("ferry"); c.Wording != ferry.Wording || c.Locked {
		t.Errorf("unlocked, it is %+v", c.Claim)
	}
}

// What an editor says of words holds of the wire's copies that come later.
func TestCopiesFollowTheirText(t *testing.T) {
	h := harbourStory()
	wire := []line{harbour[9], harbour[4], {text: "Two tugs lay at the outer mole all night with their lamps out and their crews asleep below."}}
	h.accounts = append(h.accounts, told("wire", "Brae Agency", start.Add(5*time.Hour), "Brae: harbour closed", wire))
	h.settle()
	strike := h.claim("strike")
	i := slices.IndexFunc(strike.Evidence, func(e news.Evidence) bool { return e.ReportID == "wire" })
	if i < 0 {
		t.Fatalf("the wire is no evidence: %+v", strike.Evidence)
	}
	h.act(news.ClaimAct{Kind: news.ActMove, ClaimID: strike.ID, Evidence: []string{strike.Evidence[i].Key}})
	h.accounts = append(h.accounts, told("copy", "Lakeside Post", start.Add(6*time.Hour), "Brae: harbour closed", wire))
	h.settle()
	for _, c := range h.now {
		for _, e := range c.Evidence {
			if e.ReportID == "copy" && strings.Contains(e.Words, "strike") {
				t.Errorf("the copy's words stand in %q", c.Wording)
			}
		}
	}
}

// BenchmarkManyClaims weighs a story of 300 reports, as the machine finds it and with 40 claims that editors split off.
func BenchmarkManyClaims(b *testing.B) {
	h := &handled{}
	for i := range 300 {
		lines := []line{{text: fmt.Sprintf("Report %d of the harbour, from berth %d and quay %d, as the tide stood at hour %d.", i, i*7, i*13, i*3)}}
		for j := range 12 {
			lines = append(lines, harbour[(i+j*j)%len(harbour)])
		}
		h.accounts = append(h.accounts, told(fmt.Sprint("r", i), fmt.Sprint("Outlet ", i%40), start.Add(time.Duration(i)*time.Minute), "Harbour of Brae closed to all ships", lines))
	}
	h.settle()
	b.Run("found", func(b *testing.B) {
		for b.Loop() {
			weigh.Ledger(h.accounts, h.kept)
		}
	})
	for i := range 40 {
		e := h.now[i%len(h.now)].Evidence
		h.act(news.ClaimAct{Kind: news.ActSplit, ClaimID: h.now[0].ID, Into: news.ID(fmt.Sprint("split-", i)), Wording: fmt.Sprintf("What editor %d split off", i), Evidence: []string{e[(7*i)%len(e)].Key}})
	}
	h.settle()
	b.Run("split", func(b *testing.B) {
		for b.Loop() {
			weigh.Ledger(h.accounts, h.kept)
		}
	})
}

// Other words for the central claim move no report to another side.
func TestARewordingMovesNoReport(t *testing.T) {
	h := &handled{accounts: secretPact(t)}
	h.settle()
	stances := func() (out []string) {
		for _, p := range h.now[0].Positions {
			out = append(out, fmt.Sprint(p.ReportID, " ", p.Stance))
		}
		return out
	}
	before := stances()
	h.act(news.ClaimAct{Kind: news.ActReword, ClaimID: h.now[0].ID, Wording: "Something was settled behind closed doors"})
	h.settle()
	if got := stances(); !slices.Equal(got, before) || h.now[0].Wording != "Something was settled behind closed doors" {
		t.Errorf("%q: %v\nbefore: %v", h.now[0].Wording, got, before)
	}
}

// A claim whose words the machine had changed before an editor did is known again when it is the machine's once more.
func TestAnUnlockedClaimIsKnownByTheWordsItOnceHad(t *testing.T) {
	h := harbourStory()
	ferry := h.claim("ferry")
	for i := range h.kept.Claims {
		if h.kept.Claims[i].ID == ferry.ID {
			h.kept.Claims[i].Key = "ferri-orm-sink-long-breakwat" // from when it was worded “may sink”
		}
	}
	h.act(news.ClaimAct{Kind: news.ActReword, ClaimID: ferry.ID, Wording: "A boat went down"})
	h.settle()
	h.act(news.ClaimAct{Kind: news.ActUnlock, ClaimID: ferry.ID})
	h.settle()
	if c := h.claim("ferry"); c.ID != ferry.ID || c.Wording != ferry.Wording || len(h.now) != 3 {
		t.Errorf("it is %+v among %d", c.Claim, len(h.now))
	}
}
