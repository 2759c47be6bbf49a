package app

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onrecord/internal/news"
)

// harbour is a story on a desk: three claims, about the harbour, the ferry and the strike, weighed as the step weighs them.
type harbour struct {
	*App
	t     *testing.T
	story news.ID
	feeds []news.Feed
	n     int
}

// saying is a sentence with a statement in it: who, the cue, what.
type saying struct {
	text, source, cue, content string
	polarity                   news.Polarity
	standing                   news.Standing
}

var (
	closed  = saying{"The harbour of Brae has been closed to all ships, the harbour office said.", "the harbour office", "said", "The harbour of Brae has been closed to all ships", news.Asserts, news.Institution}
	roth    = saying{"The harbour of Brae is closed to all ships, Captain Roth confirmed.", "Captain Roth", "confirmed", "The harbour of Brae is closed to all ships", news.Confirms, news.Named}
	denied  = saying{"Jan Dorn denied that the harbour of Brae was closed.", "Jan Dorn", "denied", "the harbour of Brae was closed", news.Denies, news.Named}
	sank    = saying{"Lena Quist, a pilot, said the ferry to Orm sank off the long breakwater.", "Lena Quist, a pilot", "said", "the ferry to Orm sank off the long breakwater", news.Asserts, news.Named}
	afloat  = saying{"The ferry to Orm never sank off the breakwater, Ivo Marsh told the paper.", "Ivo Marsh", "told", "The ferry to Orm never sank off the breakwater", news.Denies, news.Named}
	strike  = saying{"Officials said the pilots of Brae would strike for higher pay in June.", "Officials", "said", "the pilots of Brae would strike for higher pay in June", news.Asserts, news.Unnamed}
	union   = saying{"The pilots of Brae will strike for higher pay, their union confirmed.", "their union", "confirmed", "The pilots of Brae will strike for higher pay", news.Confirms, news.Institution}
	weather = saying{text: "It was raining on the quay, and the tram to the hills ran empty all morning."}
)

func openHarbour(t *testing.T, database string) *harbour {
	h := &harbour{App: openDesk(t, database), t: t}
	ctx := t.Context()
	passed := 0
	h.Clock = news.ClockFunc(func() time.Time { passed++; return now.Add(time.Duration(passed) * time.Second) })
	for i := range 9 {
		f, err := h.AddFeed(ctx, NewFeed{URL: fmt.Sprintf("https://outlet%d.example/rss", i), Outlet: fmt.Sprint("Outlet ", i), Kind: news.Newspaper})
		ok(t, err)
		h.feeds = append(h.feeds, f)
	}
	h.story = news.NewID(now)
	ok(t, h.Store.SaveStory(ctx, news.Story{ID: h.story, Title: "Harbour of Brae closed", Language: "en", First: now, Last: now}))
	h.comes("Harbour of Brae closed to all ships", closed, strike, sank, saying{text: "Gulls sat on every bollard between the customs shed and the coal wharf."})
	h.comes("Brae: ships turned away", roth, afloat, union, saying{text: "Two brass bands had been ordered for the summer fair in the upper town."})
	h.comes("No closure of the harbour, says Dorn", denied, sank, saying{text: "A painter from the south has let the old lighthouse for the whole winter."})
	h.weigh()
	return h
}

// comes adds a report of one more outlet to the story, read as it says.
func (h *harbour) comes(title string, said ...saying) news.ID {
	h.t.Helper()
	f := h.feeds[h.n]
	h.n++
	at := now.Add(time.Duration(h.n) * time.Hour)
	r := news.Report{ID: news.NewID(at), OutletID: f.OutletID, FeedID: f.ID, URL: fmt.Sprintf("https://outlet.example/%d", h.n), Title: title, Language: "en", Published: at, DatedBy: news.DatedByFeed, Seen: at}
	ok(h.t, h.Store.SaveReport(h.t.Context(), r))
	h.changes(r.ID, 1, said...)
	ok(h.t, h.Store.SetStory(h.t.Context(), r.ID, h.story))
	return r.ID
}

// changes gives a report another text.
func (h *harbour) changes(report news.ID, number int, said ...saying) {
	h.t.Helper()
	v := news.Revision{ID: news.NewID(h.Clock.Now()), ReportID: report, Number: number, Fetched: h.Clock.Now(), ContentType: "text/plain"}
	var all []news.Statement
	for i, s := range said {
		from := len([]rune(v.Text))
		v.Text += s.text + "\n\n"
		if s.cue == "" {
			continue
		}
		span := func(words string) []news.Span {
			start := from + len([]rune(s.text[:strings.Index(s.text, words)]))
			return []news.Span{{start, start + len([]rune(words))}}
		}
		st := news.Statement{ID: news.NewID(h.Clock.Now()), RevisionID: v.ID, ReportID: report, Ordinal: i, Source: span(s.source), Cue: span(s.cue), Content: span(s.content), Polarity: s.polarity, Standing: s.standing}
		if s.standing == news.Named {
			st.Speaker, _, _ = strings.Cut(s.source, ",")
		}
		all = append(all, st)
	}
	v.Raw = []byte(v.Text)
	ok(h.t, h.Store.AddRevision(h.t.Context(), v))
	r, err := h.Store.Report(h.t.Context(), report)
	ok(h.t, err)
	v.Language, v.Read, v.Title = "en", true, r.Title
	ok(h.t, h.Store.SaveReading(h.t.Context(), v, all, nil))
	if r.StoryID != "" {
		ok(h.t, h.Store.TouchStory(h.t.Context(), r.StoryID))
	}
}

func (h *harbour) weigh() {
	h.t.Helper()
	ok(h.t, h.WeighNow(h.t.Context(), h.story))
	if shown, err := h.ShownSoon(h.t.Context(), h.story); err != nil || !shown {
		h.t.Fatalf("weighed, the ledger shows it: %v, %v", shown, err)
	}
}

func (h *harbour) ledger() news.Ledger {
	h.t.Helper()
	l, err := h.Store.Ledger(h.t.Context(), h.story)
	ok(h.t, err)
	return l
}

// claim gives the claim with a word; its id is empty if there is none.
func (h *harbour) claim(word string) (out news.ClaimLedger) {
	for _, c := range h.ledger().Claims {
		if strings.Contains(strings.ToLower(c.Wording), strings.ToLower(word)) {
			return c
		}
	}
	return out
}

func (h *harbour) does(who string, acts ...news.ClaimAct) {
	h.t.Helper()
	_, err := h.EditClaims(h.t.Context(), who, h.story, acts)
	ok(h.t, err)
	h.weigh()
}

// of gives the keys of a claim's evidence with some words.
func of(c news.ClaimLedger, words string) (keys []string) {
	for _, e := range c.Evidence {
		if strings.Contains(e.Words, words) {
			keys = append(keys, e.Key)
		}
	}
	return keys
}

// inShort sets out what a ledger says: the claims, each with its evidence.
func (h *harbour) inShort() string {
	var b strings.Builder
	for _, c := range h.ledger().Claims {
		fmt.Fprintf(&b, "%s %v %v\n", c.Wording, c.Main, c.Locked)
		for _, e := range c.Evidence {
			fmt.Fprintf(&b, "   %s %s %v\n", e.Stance, e.Words, e.ByEditor)
		}
		for _, p := range c.Positions {
			fmt.Fprintf(&b, "   %s is %s %v\n", p.ReportID, p.Stance, p.ByEditor)
		}
	}
	return b.String()
}

// Each act, then a report comes and a text changes; what the editor did still stands, and undone, it is as if it had never been.
func TestWhatEditorsDidToClaimsOutlivesEveryRun(t *testing.T) {
	type check func(h *harbour) string
	for name, act := range map[string]func(h *harbour) (news.ClaimAct, check){
		"reworded": func(h *harbour) (news.ClaimAct, check) {
			ferry := h.claim("ferry")
			return news.ClaimAct{Kind: news.ActReword, ClaimID: ferry.ID, Wording: "A boat went down"}, func(h *harbour) string {
				if c := h.claim("boat"); c.ID != ferry.ID || !c.Locked || len(of(c, "ferry")) < 3 || h.claim("ferry").ID != "" {
					return fmt.Sprintf("%+v", c)
				}
				return ""
			}
		},
		"locked": func(h *harbour) (news.ClaimAct, check) {
			c := h.claim("strike")
			return news.ClaimAct{Kind: news.ActLock, ClaimID: c.ID, Wording: c.Wording}, func(h *harbour) string {
				if now := h.claim("strike"); now.ID != c.ID || !now.Locked || now.Wording != c.Wording {
					return fmt.Sprintf("%+v", now)
				}
				return ""
			}
		},
		"made central": func(h *harbour) (news.ClaimAct, check) {
			id := h.claim("ferry").ID
			return news.ClaimAct{Kind: news.ActLead, ClaimID: id}, func(h *harbour) string {
				if c := h.ledger().Claims[0]; c.ID != id || !c.Main || h.claim("harbour").ID == "" {
					return fmt.Sprintf("first %+v", c.Claim)
				}
				return ""
			}
		},
		"merged": func(h *harbour) (news.ClaimAct, check) {
			ferry, strike := h.claim("ferry").ID, h.claim("strike").ID
			return news.ClaimAct{Kind: news.ActMerge, ClaimID: ferry, Into: strike}, func(h *harbour) string {
				gone, err := h.Store.Claim(h.t.Context(), ferry)
				if c := h.claim("strike"); err != nil || c.ID != strike || len(of(c, "ferry")) == 0 || gone.MergedInto != strike || gone.Gone.IsZero() || h.claim("ferry").ID != "" {
					return fmt.Sprintf("%+v, the other %+v, %v", c, gone, err)
				}
				return ""
			}
		},
		"split": func(h *harbour) (news.ClaimAct, check) {
			c, id := h.claim("strike"), news.NewID(h.Clock.Now())
			keys := of(c, "union confirmed")
			return news.ClaimAct{Kind: news.ActSplit, ClaimID: c.ID, Into: id, Wording: "The union speaks for all", Evidence: keys}, func(h *harbour) string {
				if now := h.claim("union speaks"); now.ID != id || !now.Locked || !slices.Equal(of(now, ""), keys) || slices.Contains(of(h.claim("strike"), ""), keys[0]) {
					return fmt.Sprintf("%+v", now)
				}
				return ""
			}
		},
		"moved": func(h *harbour) (news.ClaimAct, check) {
			c := h.claim("strike")
			return news.ClaimAct{Kind: news.ActMove, ClaimID: c.ID, Into: h.claim("ferry").ID, Evidence: of(c, "Officials"), Stance: news.Against}, func(h *harbour) string {
				all := h.claim("ferry").Evidence
				if i := slices.IndexFunc(all, func(e news.Evidence) bool { return strings.Contains(e.Words, "Officials") }); i < 0 || all[i].Stance != news.Against {
					return fmt.Sprintf("%+v", all)
				}
				return ""
			}
		},
		"moved to none": func(h *harbour) (news.ClaimAct, check) {
			c := h.claim("strike")
			return news.ClaimAct{Kind: news.ActMove, ClaimID: c.ID, Evidence: of(c, "Officials")}, func(h *harbour) string {
				for _, c := range h.ledger().Claims {
					if len(of(c, "Officials")) > 0 {
						return c.Wording
					}
				}
				return ""
			}
		},
		"placed": func(h *harbour) (news.ClaimAct, check) {
			c := h.claim("ferry")
			reports, err := h.Store.StoryReports(h.t.Context(), h.story)
			ok(h.t, err)
			return news.ClaimAct{Kind: news.ActPlace, ClaimID: c.ID, ReportID: reports[1].ID, Stance: news.Beside}, func(h *harbour) string {
				all := h.claim("ferry").Positions
				if i := slices.IndexFunc(all, func(p news.Position) bool { return p.ReportID == reports[1].ID }); i < 0 || all[i].Stance != news.Beside || !all[i].ByEditor {
					return fmt.Sprintf("%+v", all)
				}
				return ""
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := openHarbour(t, t.TempDir()+"/desk.db")
			if n := len(h.ledger().Claims); n != 3 {
				t.Fatalf("the story has %s", h.inShort())
			}
			untouched := openHarbour(t, t.TempDir()+"/desk.db")
			a, wrong := act(h)
			if (a.Kind == news.ActMove || a.Kind == news.ActSplit) && len(a.Evidence) == 0 {
				t.Fatalf("there is nothing to move: %s", h.inShort())
			}
			h.does("ada", a)
			if what := wrong(h); what != "" {
				t.Fatalf("at once: %s", what)
			}
			for _, desk := range []*harbour{h, untouched} {
				desk.comes("Brae: what is known", weather, closed, sank, union)
				reports, err := desk.Store.StoryReports(t.Context(), desk.story)
				ok(t, err)
				desk.changes(reports[0].ID, 2, weather, closed, strike, sank)
				desk.weigh()
			}
			if what := wrong(h); what != "" {
				t.Errorf("when more has come: %s", what)
			}
			acts, err := h.KnownClaimActs(t.Context(), h.ledger())
			ok(t, err)
			if len(acts) != 1 || acts[0].By != "ada" || acts[0].Lost > 0 || acts[0].Rests || !acts[0].Stands() {
				t.Errorf("the log says %+v", acts)
			}
			_, err = h.UndoClaimAct(t.Context(), "bo", h.story, acts[0].ID)
			ok(t, err)
			h.weigh()
			got, want := h.inShort(), untouched.inShort()
			ids := func(h *harbour, s string) string {
				reports, _ := h.Store.StoryReports(t.Context(), h.story)
				for i, r := range reports {
					s = strings.ReplaceAll(s, string(r.ID), fmt.Sprint("report ", i))
				}
				return s
			}
			if got, want = ids(h, got), ids(untouched, want); got != want {
				t.Errorf("undone, the ledger is\n%s\nwithout the act it is\n%s", got, want)
			}
			if acts, err = h.KnownClaimActs(t.Context(), h.ledger()); err != nil || len(acts) != 1 || acts[0].UndoneBy != "bo" {
				t.Errorf("the log says %+v, %v", acts, err)
			}
			_, err = h.UndoClaimAct(t.Context(), "bo", h.story, acts[0].ID)
			refused(t, err, news.Conflict, "this has been undone already")
		})
	}
}

func TestEvidenceWhoseWordsAreGone(t *testing.T) {
	h := openHarbour(t, t.TempDir()+"/desk.db")
	c := h.claim("strike")
	h.does("ada",
		news.ClaimAct{Kind: news.ActMove, ClaimID: c.ID, Evidence: of(c, "Officials")},
		news.ClaimAct{Kind: news.ActSplit, ClaimID: c.ID, Into: news.NewID(now), Wording: "The union speaks", Evidence: of(c, "union confirmed")})
	lost := func() (n []int) {
		acts, err := h.KnownClaimActs(t.Context(), h.ledger())
		ok(t, err)
		for _, a := range acts {
			n = append(n, a.Lost)
		}
		return n
	}
	if got := lost(); !slices.Equal(got, []int{0, 0}) {
		t.Errorf("at first %v pieces are lost", got)
	}
	reports, err := h.Store.StoryReports(t.Context(), h.story)
	ok(t, err)
	h.changes(reports[0].ID, 2, closed, sank)
	h.changes(reports[1].ID, 2, roth, afloat)
	h.weigh()
	if got := lost(); !slices.Equal(got, []int{1, 1}) {
		t.Errorf("when the texts have changed, %v pieces are lost", got)
	}
	if c := h.claim("union"); !c.Locked || len(c.Evidence) != 0 {
		t.Errorf("what was split off is %+v", c)
	}
	// The words come back, and with them what the editor said of them.
	h.changes(reports[1].ID, 3, roth, afloat, weather, union)
	h.weigh()
	if c := h.claim("union"); len(c.Evidence) != 1 || !slices.Equal(lost(), []int{0, 1}) {
		t.Errorf("with the words back, it has %+v; lost are %v", c.Evidence, lost())
	}
	// A report that was moved to another story takes its words along.
	other := news.Story{ID: news.NewID(now), Title: "Elsewhere", Language: "en"}
	ok(t, h.Store.SaveStory(t.Context(), other))
	ok(t, h.MoveReports(t.Context(), "ada", reports[1].StoryID, []news.ID{reports[1].ID}, other.ID))
	h.weigh()
	if !slices.Equal(lost(), []int{1, 1}) {
		t.Errorf("with the report moved, lost are %v", lost())
	}
}

func TestTwoEditorsAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		h := openHarbour(t, fresh())
		ctx := t.Context()
		ferry, strike, harbour := h.claim("ferry"), h.claim("strike"), h.claim("harbour")
		clock := h.Clock
		var mu sync.Mutex
		h.Clock = news.ClockFunc(func() time.Time { mu.Lock(); defer mu.Unlock(); return clock.Now() })

		// Each makes the other's claim part of theirs: one is first, and the other is told.
		var wait sync.WaitGroup
		errs := make([]error, 2)
		for i, a := range []news.ClaimAct{{Kind: news.ActMerge, ClaimID: ferry.ID, Into: strike.ID}, {Kind: news.ActMerge, ClaimID: strike.ID, Into: ferry.ID}} {
			wait.Go(func() { _, errs[i] = h.EditClaims(ctx, fmt.Sprint("editor ", i), h.story, []news.ClaimAct{a}) })
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || news.KindOf(errs[0]) != news.Conflict && news.KindOf(errs[1]) != news.Conflict {
			t.Errorf("both merge: %v, %v", errs[0], errs[1])
		}
		h.weigh()
		if n := len(h.ledger().Claims); n != 2 {
			t.Errorf("%d claims stand", n)
		}

		// Both word the same claim: the last word goes, and the other is in the log and can be had again.
		for _, who := range []string{"ada", "bo"} {
			_, err := h.EditClaims(ctx, who, h.story, []news.ClaimAct{{Kind: news.ActReword, ClaimID: harbour.ID, Wording: "As " + who + " has it"}})
			ok(t, err)
		}
		h.weigh()
		if c := h.claim("as bo"); c.ID != harbour.ID {
			t.Errorf("it is worded %q", h.ledger().Claims[0].Wording)
		}
		acts, err := h.Store.ClaimActs(ctx, h.story)
		ok(t, err)
		_, err = h.UndoClaimAct(ctx, "ada", h.story, acts[len(acts)-1].ID)
		ok(t, err)
		h.weigh()
		if c := h.claim("as ada"); c.ID != harbour.ID || !c.Locked {
			t.Errorf("undone, it is worded %q", h.ledger().Claims[0].Wording)
		}

		// Two undo the same: one is first.
		undo := acts[len(acts)-2].ID
		for i := range errs {
			wait.Go(func() { _, errs[i] = h.UndoClaimAct(ctx, "bo", h.story, undo) })
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("both undo: %v, %v", errs[0], errs[1])
		}
		_, err = h.UndoClaimAct(ctx, "bo", "another story", undo)
		refused(t, err, news.NotFound, "this story has no such act")

		// Several acts are done all or none.
		before := len(acts)
		_, err = h.EditClaims(ctx, "ada", h.story, []news.ClaimAct{{Kind: news.ActLock, ClaimID: harbour.ID}, {Kind: news.ActLock, ClaimID: "nothing"}})
		if acts, _ = h.Store.ClaimActs(ctx, h.story); err == nil || len(acts) != before {
			t.Errorf("half of it was done: %v, %d acts", err, len(acts))
		}
	})
}

// What is so already is not done again: nothing is logged, and the story is not weighed for it.
func TestWhatIsSoAlready(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		h := openHarbour(t, fresh())
		ctx := t.Context()
		ferry, strike := h.claim("ferry"), h.claim("strike")
		keys := of(strike, "union confirmed")
		report := strike.Positions[0].ReportID
		for _, c := range []struct {
			act  news.ClaimAct
			says string
		}{
			{news.ClaimAct{Kind: news.ActUnlock, ClaimID: ferry.ID}, "is not locked; it is left to the machine already"},
			{news.ClaimAct{Kind: news.ActUnplace, ClaimID: ferry.ID, ReportID: report}, "is placed by the machine already"},
			{news.ClaimAct{Kind: news.ActLock, ClaimID: ferry.ID, Wording: ferry.Wording}, "“" + ferry.Wording + "” is locked already"},
			{news.ClaimAct{Kind: news.ActReword, ClaimID: ferry.ID, Wording: "The ferry sails"}, "has these words already, and keeps them"},
			{news.ClaimAct{Kind: news.ActLead, ClaimID: ferry.ID}, "is the central claim already, by an editor’s word"},
			{news.ClaimAct{Kind: news.ActPlace, ClaimID: strike.ID, ReportID: report, Stance: news.Beside}, "stands beside “"},
			{news.ClaimAct{Kind: news.ActMove, ClaimID: strike.ID, Into: ferry.ID, Evidence: keys, Stance: news.Beside}, "1 statement stands beside “"},
			{news.ClaimAct{Kind: news.ActMove, ClaimID: ferry.ID, Evidence: keys}, "1 statement bears on no claim already"},
			{news.ClaimAct{Kind: news.ActMerge, ClaimID: strike.ID, Into: ferry.ID}, "are one claim already"},
		} {
			if c.act.Kind != news.ActUnlock && c.act.Kind != news.ActUnplace { // which are so from the start
				already, err := h.EditClaims(ctx, "ada", h.story, []news.ClaimAct{c.act})
				if ok(t, err); len(already) > 0 {
					t.Errorf("%s for the first time: %q", c.act.Kind, already)
				}
				h.weigh()
			}
			before, err := h.Store.ClaimActs(ctx, h.story)
			ok(t, err)
			_, version, _, err := h.Store.StoryVersion(ctx, h.story)
			ok(t, err)
			already, err := h.EditClaims(ctx, "bo", h.story, []news.ClaimAct{c.act})
			if ok(t, err); len(already) != 1 || !strings.Contains(already[0], c.says) {
				t.Errorf("%s again: %q, want %q", c.act.Kind, already, c.says)
			}
			after, err := h.Store.ClaimActs(ctx, h.story)
			ok(t, err)
			if _, now, _, err := h.Store.StoryVersion(ctx, h.story); err != nil || now != version || len(after) != len(before) {
				t.Errorf("%s again: the story is at version %d after %d, and has %d acts after %d; %v", c.act.Kind, now, version, len(after), len(before), err)
			}
		}
		// Of several, those that change something are done.
		already, err := h.EditClaims(ctx, "bo", h.story, []news.ClaimAct{{Kind: news.ActLock, ClaimID: ferry.ID}, {Kind: news.ActUnlock, ClaimID: ferry.ID}, {Kind: news.ActUnlock, ClaimID: ferry.ID}})
		if ok(t, err); len(already) != 2 {
			t.Errorf("two of three are so already: %q", already)
		}
		// A claim of another story is not left to the machine here: it is not here at all.
		_, err = h.EditClaims(ctx, "bo", h.story, []news.ClaimAct{{Kind: news.ActUnlock, ClaimID: "elsewhere"}})
		refused(t, err, news.NotFound, "there is no such claim")
	})
}

func TestUndoingWhatOtherActsBuildOn(t *testing.T) {
	h := openHarbour(t, t.TempDir()+"/desk.db")
	ferry, strike, id := h.claim("ferry"), h.claim("strike"), news.NewID(now)
	h.does("ada", news.ClaimAct{Kind: news.ActSplit, ClaimID: strike.ID, Into: id, Wording: "The union speaks", Evidence: of(strike, "union confirmed")})
	h.does("bo", news.ClaimAct{Kind: news.ActMerge, ClaimID: ferry.ID, Into: id})
	acts, err := h.Store.ClaimActs(t.Context(), h.story)
	ok(t, err)
	resting, err := h.UndoClaimAct(t.Context(), "ada", h.story, acts[0].ID)
	ok(t, err)
	h.weigh()
	known, err := h.KnownClaimActs(t.Context(), h.ledger())
	ok(t, err)
	if resting != 1 || !known[0].Rests || known[1].Stands() {
		t.Errorf("%d rest; the log says %+v", resting, known)
	}
	if h.claim("ferry").ID != ferry.ID || h.claim("union").ID != "" || len(of(h.claim("strike"), "union confirmed")) != 1 {
		t.Errorf("the ledger is %s", h.inShort())
	}
	gone, err := h.Store.Claim(t.Context(), id)
	ok(t, err)
	if gone.MergedInto != strike.ID || gone.Gone.IsZero() {
		t.Errorf("the address of what was split off: %+v", gone)
	}
	_, err = h.EditClaims(t.Context(), "bo", h.story, []news.ClaimAct{{Kind: news.ActReword, ClaimID: id, Wording: "x"}})
	refused(t, err, news.Conflict, "this claim is gone: it had been split off, and that was undone")
}

// Nobody weighs: the editor is told, and does not wait for ever.
func TestShownSoonGivesUp(t *testing.T) {
	h := openHarbour(t, t.TempDir()+"/desk.db")
	_, err := h.EditClaims(t.Context(), "ada", h.story, []news.ClaimAct{{Kind: news.ActLock, ClaimID: h.claim("ferry").ID}})
	ok(t, err)
	began := time.Now()
	if shown, err := h.ShownSoon(t.Context(), h.story); shown || err != nil {
		t.Errorf("%v, %v", shown, err)
	}
	if d := time.Since(began); d < soon/2 || d > 4*soon {
		t.Errorf("it waited %s", d)
	}
	_, err = h.ShownSoon(t.Context(), "nowhere")
	if news.KindOf(err) != news.NotFound {
		t.Errorf("no story: %v", err)
	}
}
