// Package storetest is the suite that the store passes on SQLite and on PostgreSQL alike: one test a promise.
//
// Run takes a function that opens an empty store; each test gets one of its own.
package storetest

import (
	"context"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/store"
)

// Open gives a test an empty store of its own, closed when the test ends. Again opens the same database once more.
type Open func(t *testing.T) (s *store.Store, again func(t *testing.T) *store.Store)

// now is when the tests happen.
var now = time.Date(2031, 3, 2, 5, 0, 0, 123000, time.UTC)

// Run runs the suite.
func Run(t *testing.T, open Open) {
	for _, c := range []struct {
		name string
		test func(*testing.T, *world)
	}{
		{"Within", within},
		{"Reopen", reopen},
		{"Settings", settings},
		{"Outlets", outlets},
		{"Feeds", feeds},
		{"DueFeeds", dueFeeds},
		{"Reports", reports},
		{"HostileText", hostileText},
		{"HostileIDs", hostileIDs},
		{"Revisions", revisions},
		{"Reading", reading},
		{"StatementsCorrected", statementsCorrected},
		{"StatementsCorrectedInVersions", statementsCorrectedInVersions},
		{"Pages", pages},
		{"Search", search},
		{"SearchNarrowed", searchNarrowed},
		{"SearchEditions", searchEditions},
		{"OutletPages", outletPages},
		{"Listed", listed},
		{"Stories", stories}, {"Pictures", pictures},
		{"Grouping", grouping},
		{"Mended", mended},
		{"MendingKeeps", mendingKeeps},
		{"Gists", gists},
		{"Grouped", grouped},
		{"Ledger", ledger},
		{"ClaimActs", claimActs},
		{"Publications", publications},
		{"Editions", editions},
		{"Authors", authors},
		{"Articles", articles},
		{"ArticlePictures", articlePictures},
		{"ArticlesFound", articlesFound},
		{"ArticlesAkin", articlesAkin},
		{"DueEditions", dueEditions},
		{"LateEditions", lateEditions},
		{"Summonses", summonses},
		{"NobodyToSummon", nobodyToSummon},
		{"TwoMachines", twoMachines},
		{"ChangedTogether", changedTogether},
		{"Audiences", audiences},
		{"Subscribers", subscribers},
		{"Proof", proof},
		{"ProofStays", proofStays},
		{"Suppression", suppression},
		{"SoftBounces", softBounces},
		{"ReaderLists", readerLists},
		{"Errands", errands},
		{"Erasure", erasure},
		{"Sendings", sendings},
		{"Settled", settled},
		{"SendingStates", sendingStates},
		{"DeliveriesFound", deliveriesFound},
		{"MailingLock", mailingLock},
		{"CameBack", cameBack},
		{"Unconfirmed", unconfirmed},
		{"Forgets", forgets},
		{"OpenedCounts", openedCounts},
		{"ReadersTaken", readersTaken},
		{"Notices", notices},
		{"NoticesInOrder", noticesInOrder},
		{"Threads", threads},
		{"OwnOutlets", ownOutlets},
		{"Pushes", pushes},
		{"Watches", watches},
		{"Users", users},
		{"Sessions", sessions},
		{"Speakers", speakers},
		{"Matching", matching},
		{"SpeakerNames", speakerNames},
		{"SpeakerActs", speakerActs},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, again := open(t)
			c.test(t, &world{Store: s, again: again, ctx: t.Context()})
		})
	}
}

// world is a store with the few things that most tests need in it.
type world struct {
	*store.Store
	again func(*testing.T) *store.Store
	ctx   context.Context //nolint:containedctx // the test's own
	made  int
}

// id makes an id; later calls give later ids.
func (w *world) id() news.ID {
	w.made++
	return news.NewID(now.Add(time.Duration(w.made) * time.Millisecond))
}

// feed adds an outlet and one feed of it.
func (w *world) feed(t *testing.T, name string) (news.Outlet, news.Feed) {
	t.Helper()
	o := news.Outlet{ID: w.id(), Name: name, Kind: news.Newspaper, Homepage: "https://" + name + ".example/", Created: now}
	ok(t, w.SaveOutlet(w.ctx, o))
	f := news.Feed{ID: w.id(), OutletID: o.ID, URL: "https://" + name + ".example/feed", State: news.FeedActive, Interval: time.Hour, Created: now}
	ok(t, w.AddFeed(w.ctx, f))
	return o, f
}

// report adds a report of a feed.
func (w *world) report(t *testing.T, f news.Feed, name string, published time.Time) news.Report {
	t.Helper()
	p := news.Report{ID: w.id(), OutletID: f.OutletID, FeedID: f.ID, URL: f.URL + "/" + name, GUID: name, Title: "About " + name,
		Language: "und", Published: published, DatedBy: news.DatedByFeed, Seen: now}
	ok(t, w.SaveReport(w.ctx, p))
	return p
}

// read adds a read revision to a report.
func (w *world) read(t *testing.T, p news.Report, number int, text string, statements ...news.Statement) news.Revision {
	t.Helper()
	v := news.Revision{ID: w.id(), ReportID: p.ID, Number: number, Fetched: now.Add(time.Duration(number) * time.Hour),
		ContentType: "text/html", Raw: []byte("<p>" + text)}
	ok(t, w.AddRevision(w.ctx, v))
	v.Title, v.Text, v.Language, v.Byline, v.Links, v.Read = p.Title, text, "en", "By Ada Frey", []string{"https://elsewhere.example/"}, true
	for i := range statements {
		statements[i].ID, statements[i].RevisionID, statements[i].ReportID, statements[i].Ordinal = w.id(), v.ID, p.ID, i
	}
	ok(t, w.SaveReading(w.ctx, v, statements, nil))
	return v
}

// story adds a story with these reports.
func (w *world) story(t *testing.T, title string, reports ...news.Report) news.Story {
	t.Helper()
	st := news.Story{ID: w.id(), Title: title, Language: "en", First: now, Last: now}
	ok(t, w.SaveStory(w.ctx, st))
	for _, p := range reports {
		ok(t, w.SetStory(w.ctx, p.ID, st.ID))
	}
	st.Reports = len(reports)
	return st
}

// publication adds a publication.
func (w *world) publication(t *testing.T, slug string) news.Publication {
	t.Helper()
	p := news.Publication{ID: w.id(), Slug: slug, Name: "The " + slug, Language: "en", Sections: []string{"News"}, From: "desk@example.org", Created: now,
		Schedule: news.Schedule{Days: []time.Weekday{time.Sunday, time.Tuesday}, Hour: 7, Zone: "Asia/Jerusalem"}}
	ok(t, w.SavePublication(w.ctx, p))
	return p
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// kind fails the test unless err has that kind.
func kind(t *testing.T, err error, want news.Kind) {
	t.Helper()
	if got := news.KindOf(err); got != want {
		t.Fatalf("the error is of kind %q (%v), want %q", got, err, want)
	}
}
