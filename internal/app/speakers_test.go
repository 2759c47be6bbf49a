package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web/desk"
)

// newsroom is a desk with reports whose statements are written by hand, so that it does not matter what the reader would find.
type newsroom struct {
	*App
	t    *testing.T
	feed news.Feed
	n    int
}

func openNewsroom(t *testing.T, database string) *newsroom {
	a := openDesk(t, database)
	o := news.Outlet{ID: news.NewID(now), Name: "Courier", Kind: news.Newspaper, Created: now}
	ok(t, a.Store.SaveOutlet(t.Context(), o))
	f := news.Feed{ID: news.NewID(now), OutletID: o.ID, URL: "https://courier.example/feed", State: news.FeedActive, Interval: time.Hour, Created: now}
	ok(t, a.Store.AddFeed(t.Context(), f))
	return &newsroom{a, t, f, 0}
}

// report adds a report, of a day after the one before, in which these people say something, and matches them.
func (r *newsroom) report(text string, names ...string) news.ID {
	r.t.Helper()
	ctx := r.t.Context()
	r.n++
	p := news.Report{ID: news.NewID(now), OutletID: r.feed.OutletID, FeedID: r.feed.ID, URL: fmt.Sprintf("https://courier.example/%d", r.n), GUID: fmt.Sprint(r.n), Title: fmt.Sprintf("Report %d", r.n),
		Language: "en", Published: now.AddDate(0, 0, r.n), DatedBy: news.DatedByFeed, Seen: now}
	ok(r.t, r.Store.SaveReport(ctx, p))
	v := news.Revision{ID: news.NewID(now), ReportID: p.ID, Number: 1, Fetched: now, ContentType: "text/html", Raw: []byte(text)}
	ok(r.t, r.Store.AddRevision(ctx, v))
	v.Title, v.Text, v.Language, v.Read = p.Title, text, "en", true
	var said []news.Statement
	for i, name := range names {
		said = append(said, news.Statement{ID: news.NewID(now), RevisionID: v.ID, ReportID: p.ID, Ordinal: i, Content: []news.Span{{0, 1}}, Polarity: news.Asserts, Standing: news.Named, Speaker: name})
	}
	ok(r.t, r.Store.SaveReading(ctx, v, said, nil))
	ok(r.t, r.MatchReport(ctx, p.ID))
	return p.ID
}

// of gives whose a name in a report is.
func (r *newsroom) of(report news.ID, name string) news.ID {
	r.t.Helper()
	in, err := r.Store.Appearances(r.t.Context(), report)
	ok(r.t, err)
	for _, a := range in {
		if a.Name == name {
			return a.Root
		}
	}
	r.t.Fatalf("%q is not named", name)
	return ""
}

func (r *newsroom) lastAct(id news.ID) news.ID {
	r.t.Helper()
	acts, err := r.Store.SpeakerActs(r.t.Context(), id)
	ok(r.t, err)
	if len(acts) == 0 {
		r.t.Fatal("no act is kept")
	}
	return acts[0].ID
}

func TestWhatEditorsDoToSpeakersOutlivesEveryMatching(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		r := openNewsroom(t, fresh())
		ctx := t.Context()
		mayor, coach := r.report("Mayor Pat Lund of Oakton said so.", "Pat Lund"), r.report("Pat Lund, the coach of Karsk Rovers, said so.", "Pat Lund")
		one, two := r.of(mayor, "Pat Lund"), r.of(coach, "Pat Lund")
		if one == two {
			t.Fatal("a mayor and a coach are one person")
		}

		// Who are suggested to be one are joined; whoever is matched with either from then on is both.
		doubts, err := r.DoubtfulSpeakers(ctx, 9)
		ok(t, err)
		if len(doubts) != 1 || doubts[0].One.ID == doubts[0].Speaker.ID || !strings.Contains(doubts[0].Because, "same full name") {
			t.Fatalf("doubts: %+v", doubts)
		}
		ok(t, r.MergeSpeakers(ctx, "ada", one, two))
		again := r.report("Oakton's mayor, Pat Lund, said no.", "Pat Lund")
		if r.of(again, "Pat Lund") != one || r.of(coach, "Pat Lund") != one {
			t.Error("joined speakers are not one")
		}
		if n, err := r.MatchSpeakers(ctx, true); err != nil || n != 3 || r.of(coach, "Pat Lund") != one {
			t.Errorf("after all was matched again they are two: %d, %v", n, err)
		}
		if doubts, err = r.DoubtfulSpeakers(ctx, 9); err != nil || len(doubts) > 0 {
			t.Errorf("doubts after the joining: %+v, %v", doubts, err)
		}
		ok(t, r.UndoSpeakerAct(ctx, "ada", r.lastAct(one)))
		if r.of(coach, "Pat Lund") != two || r.of(again, "Pat Lund") != one {
			t.Error("the joining is not undone")
		}

		// Those whom an editor calls two are not asked about again, until that is undone.
		ok(t, r.KeepSpeakersApart(ctx, "ada", one, two))
		ok(t, r.KeepSpeakersApart(ctx, "bo", two, one)) // which is so already: nothing is noted
		if acts, err := r.Store.SpeakerActs(ctx, one); err != nil || slices.ContainsFunc(acts, func(a news.SpeakerAct) bool { return a.Who == "bo" }) {
			t.Errorf("kept apart again: %+v, %v", acts, err)
		}
		if doubts, err = r.DoubtfulSpeakers(ctx, 9); err != nil || len(doubts) > 0 {
			t.Errorf("doubts after they were called two: %+v, %v", doubts, err)
		}
		ok(t, r.UndoSpeakerAct(ctx, "ada", r.lastAct(one)))
		if doubts, err = r.DoubtfulSpeakers(ctx, 9); err != nil || len(doubts) != 1 {
			t.Errorf("doubts after the undoing: %+v, %v", doubts, err)
		}

		// A name that is taken out stays out.
		apart, err := r.SplitSpeaker(ctx, "ada", one, []news.MovedName{{ReportID: again, Name: "Pat Lund"}}, "")
		ok(t, err)
		ok(t, r.MatchReport(ctx, again))
		if r.of(again, "Pat Lund") != apart {
			t.Error("another matching takes the name back")
		}
		ok(t, r.UndoSpeakerAct(ctx, "ada", r.lastAct(one)))
		if r.of(again, "Pat Lund") != one {
			t.Error("the taking out is not undone")
		}

		// What an editor writes counts before what reports say, and an alias matches from then on.
		ok(t, r.WriteSpeaker(ctx, "ada", one, desk.SpeakerForm{Name: "Patricia Lund", Office: "lord mayor", Aliases: []string{"P. Lund", "Trish Lund", " Trish  Lund "}}))
		s, err := r.Store.Speaker(ctx, one)
		ok(t, err)
		if s.Name != "Patricia Lund" || s.Office != "lord mayor" || s.Affiliation != "Oakton" || len(s.Given) != 2 {
			t.Errorf("written: %+v", s)
		}
		if trish := r.report("Trish Lund said so.", "Trish Lund"); r.of(trish, "Trish Lund") != one {
			t.Error("a name that an editor gave matches nobody")
		}
		ok(t, r.WriteSpeaker(ctx, "ada", one, desk.SpeakerForm{Name: "Patricia Lund", Aliases: []string{"P. Lund", "Trish Lund"}}))
		if s, err = r.Store.Speaker(ctx, one); err != nil || s.Office != "Mayor" && s.Office != "mayor" {
			t.Errorf("an office left empty is not what reports say: %+v, %v", s, err)
		}
		before := r.lastAct(one)
		ok(t, r.WriteSpeaker(ctx, "ada", one, desk.SpeakerForm{Name: " Patricia   Lund ", Aliases: []string{"P. Lund", "Trish Lund"}}))
		if r.lastAct(one) != before {
			t.Error("writing what is there already is an act")
		}
	})
}

func TestHostileNames(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		r := openNewsroom(t, fresh())
		names := []string{
			"عمر الشريف", "\u202eada frey\u202c", "🙂 🙂", "🙂", " ", "", "…", "'s", "a", "Ada\nFrey", "<b>Ada</b> Frey", "Ada' OR 1=1 --", "%_\\ Frey", strings.Repeat("Ada ", 40), strings.Repeat("x", 119),
			"Ada \x00Frey", "山田 太郎", "a b c d e f g h i j k l m n o p",
		}
		for i := range names {
			names[i] = strings.ReplaceAll(names[i], "\x00", "") // PostgreSQL keeps none, and the reader drops them
		}
		one, two := r.report("x", names...), r.report("y", names...)
		for _, id := range []news.ID{one, two} {
			in, err := r.Store.Appearances(t.Context(), id)
			ok(t, err)
			for _, a := range in {
				if strings.TrimSpace(a.Name) == "" || len([]rune(a.Name)) > 120 || a.SpeakerID == "" {
					t.Errorf("named: %+v", a)
				}
				if _, err := r.SuggestSpeakers(t.Context(), a.Root); err != nil {
					t.Errorf("%q: %v", a.Name, err)
				}
			}
		}
		if r.of(one, "عمر الشريف") != r.of(two, "عمر الشريف") {
			t.Error("a name in Arabic letters is not matched")
		}
		for _, query := range append(names, "%", "_", "\\", strings.Repeat("a ", 100)) {
			if _, _, err := r.FindSpeakers(t.Context(), query, 0, 9); err != nil {
				t.Errorf("seeking %q: %v", query, err)
			}
		}
		if _, err := r.DoubtfulSpeakers(t.Context(), 9); err != nil {
			t.Error(err)
		}
	})
}
