package webtest

import (
	"context"
	"fmt"
	"time"

	"github.com/alexedwards/argon2id"

	"onrecord/internal/news"
)

func (w *World) editions() {
	item := func(id, story news.ID, headline, outlet, author string, t time.Time, summary, ledger string) news.EditionItem {
		return news.EditionItem{ID: id, StoryID: story, ReportID: Record, Headline: headline, Outlet: outlet, Author: author, Date: t, Summary: summary, URL: "https://outlet.example/" + string(id), Ledger: ledger}
	}
	sections := []news.Section{
		{Name: "News", Items: []news.EditionItem{
			item("i1", Talks, "Karst and Melland agree to secret talks on the strait, officials say", "The Lowmark Record", "Ada Frey and Ivo Marsh", at(2, 6, 10),
				"Karst and Melland have agreed to hold secret talks on the closed strait, Karst officials said on Sunday. The officials said the talks would open in a third country after the vote in May. A spokesman for the Chancellery said that was not true.",
				"1 unnamed origin behind 13 reports · denied by Tomas Vane, Lia Oro and 1 more"),
			item("i2", Bridge, "The Long Bridge closes on Monday for repairs", "Harbour Gazette", "", at(3, 12, 0),
				"The Long Bridge will close on Monday, Mayor Ines Roth said. Ferries will run every twenty minutes until the autumn.", "1 named origin behind 1 report"),
			item("i3", Bridge, "Upland dairies strike over the price of milk", "Upland Voice", "Per Holm", at(3, 7, 30),
				"Drivers stopped at six in the morning. The owners say that they will not meet anybody who blocks a gate.", "2 origins, 1 named behind 4 reports"),
			item("i4", Bridge, "أسعار الوقود ترتفع في ميلاند", "صحيفة المرفأ", "", at(3, 15, 0), "قالت الوزارة إن الأسعار سترتفع بنسبة عشرة في المئة اعتبارا من الأحد.", "1 institutional origin behind 2 reports"),
		}},
		{Name: "Denials and Corrections", Items: []news.EditionItem{
			item("i5", Talks, "Foreign minister denies talks with Karst", "Melland Daily", "Una Brandt", at(2, 10, 40),
				"Foreign Minister Lia Oro denied on Sunday that there were any talks with Karst. She was asked about a report in the Lowmark Record.", "denied by Lia Oro and Tomas Vane"),
			item("i6", Bridge, "Correction: the harbour fire hurt nobody", "East Quay Courier", "", at(3, 9, 45),
				"An earlier version of this article said that three people had been hurt. The fire service says that nobody was.", "1 origin behind 6 reports · corrected"),
		}},
		{Name: "Analysis", Items: []news.EditionItem{
			item("i7", Talks, "Analysis: a back channel is a place to deny things in", "The Ferryman", "Orin Hale", at(3, 20, 0),
				"Talks that can be denied are talks that nobody need keep to. The last time a paper crossed the strait, nobody could say who had signed it.", ""),
		}},
	}
	titles := []string{
		"Karst and Melland agree to secret talks on the strait, officials say", "A budget without a number in it", "Who sold the lighthouse", "The pilots’ strike ends as it began",
		"Three accounts of one collision", "The minister’s diary, and what it leaves out", "Salt, tariffs and a very old treaty", "An election nobody called", "Fog", "What the harbour master saw",
	}
	due := time.Date(2031, 3, 4, 7, 0, 0, 0, time.UTC)
	for i, title := range titles {
		e := news.Edition{
			ID: news.ID(fmt.Sprintf("edition-%d", i)), PublicationID: "pub-strait", Slug: due.Format(time.DateOnly), Title: title, State: news.Published, Due: due,
			Standfirst: "Also in this edition: the Long Bridge closes on Monday for repairs; Upland dairies strike over the price of milk.", PublishedAt: due, Sections: sections,
			ApprovedBy: "ada", ApprovedAt: due.Add(-40 * time.Minute),
		}
		if i == 0 {
			e.ID = Newest
		}
		w.AllOfThem = append(w.AllOfThem, e)
		w.Delivered[e.ID] = news.DeliveryCounts{Sent: 1281, Bounced: 3}
		due = due.AddDate(0, 0, map[time.Weekday]int{time.Tuesday: -2, time.Sunday: -3, time.Thursday: -2}[due.Weekday()])
	}
	w.AllOfThem = append(w.AllOfThem, news.Edition{
		ID: Draft, PublicationID: "pub-strait", Slug: "2031-03-06", Title: "The Long Bridge closes on Monday for repairs", Standfirst: "Also in this edition: two more.",
		State: news.Draft, Due: time.Date(2031, 3, 6, 7, 0, 0, 0, time.UTC), From: at(4, 7, 0), Until: Now, Sections: sections[:2],
	})
}

func (w *World) inHand() {
	e, _ := w.Edition(context.Background(), Draft)
	e.ID, e.PublicationID, e.Slug, e.Touched, e.Title = InHand, "pub-papers", "2031-03-07", true, "What nobody signed"
	w.AllOfThem = append(w.AllOfThem, e)
}

// Troubled has an edition that is held, one that is due and not approved, and a mailing that has stopped by itself.
func (w *World) Troubled() *World {
	for i := range w.AllOfThem {
		switch e := &w.AllOfThem[i]; e.ID {
		case Draft:
			e.State, e.Due, e.Slug, e.ApprovedBy, e.ApprovedAt = news.Approved, Now.Add(-31*time.Hour), "2031-03-03", "ada", Now.Add(-40*time.Hour)
			e.Audience = news.Audience{Languages: []string{"en"}, Tags: []string{"donor", "press"}}
		case InHand:
			e.PublicationID, e.Due = "pub-strait", Now.Add(47*time.Minute)
		case Newest:
			w.Sendings = []news.Sending{{Number: 7, EditionID: Newest, State: news.Paused, Counts: news.DeliveryCounts{Sent: 412, Waiting: 872}, Said: "the mail server takes nothing more from us: 554 5.7.1 too many complaints; write to postmaster@mail.example"}}
			w.Delivered[Newest] = news.DeliveryCounts{Sent: 412, Waiting: 872}
		}
	}
	return w
}

func (w *World) notices() {
	notice := func(seq int64, ago time.Duration, kind news.NoticeKind, who, title, body, url string) news.Notice {
		return news.Notice{Seq: seq, Key: fmt.Sprint(seq), At: Now.Add(-ago), Kind: kind, Who: who, Title: title, Body: body, URL: url}
	}
	w.Notes = []news.Notice{
		notice(9, 4*time.Minute, news.NoticePost, "Port of Lowmark", "The breakwater light is out", "Pilots are asked to keep to the southern channel until noon. We are on it.", "https://social.example/9"),
	}
	for i := 5; i >= 2; i-- {
		n := notice(int64(3+i), time.Duration(37+5*(5-i))*time.Minute, news.NoticePost, "Harbour Watch", "How the fax of nine years ago came to light",
			"Part of what we found in the customs archive, and what nobody there would sign for.", "https://social.example/thread")
		n.Part, n.Parts, n.Thread = i, 5, "thread-fax"
		w.Notes = append(w.Notes, n)
	}
	w.Notes = append(w.Notes,
		notice(4, 2*time.Hour+20*time.Minute, news.NoticeEdition, "The Strait Brief", "Karst and Melland agree to secret talks on the strait, officials say", "", "/strait-brief/2031-03-04"),
		notice(3, 15*time.Hour, news.NoticeWatch, "Channel Nine", "New origin: Karst and Melland agree to secret talks on the strait", "A further origin: a senior official, to Channel Nine.", "/story/"+string(Talks)),
		notice(2, 50*time.Hour, news.NoticeWatch, "The Lowmark Record", "First denial: Karst and Melland agree to secret talks on the strait", "Tomas Vane is the first to deny: “It is not true that we have agreed to talks.”", "/story/"+string(Talks)),
	)
}

func (w *World) desk() {
	for i, name := range []string{"The Lowmark Record", "Harbour Gazette", "Karst Press Agency", "Port of Lowmark"} {
		o := news.Outlet{ID: news.ID(fmt.Sprintf("outlet-%d", i)), Name: name, Kind: news.Newspaper, Homepage: "https://o.example/"}
		f := news.Feed{ID: news.ID(fmt.Sprintf("feed-%d", i)), OutletID: o.ID, URL: fmt.Sprintf("https://outlet-%d.example/feed.xml", i), Title: name + ", all news", State: news.FeedActive,
			Interval: 15 * time.Minute, CheckedAt: Now.Add(-7 * time.Minute), NextAt: Now.Add(8 * time.Minute)}
		switch i {
		case 1:
			f.State, f.Failures, f.Error = news.FeedBroken, 4, "the answer is no feed: it begins with “<!doctype html>”; look whether the address has moved"
		case 2:
			o.Kind = news.Agency
		case 3:
			o.Kind, f.State, f.Error = news.Social, news.FeedGone, "410 Gone"
		}
		w.OutletList, w.FeedList = append(w.OutletList, o), append(w.FeedList, f)
	}
	hash, err := argon2id.CreateHash(Password, &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}) // cheap, for tests
	if err != nil {
		panic(err)
	}
	w.Users = []news.User{{ID: "user-ada", Name: "ada", Password: hash, Mail: "ada@strait.example"}}
	w.ParkedList = []news.ParkedJob{{
		Number: 41, Job: news.Job{Step: news.Send, ID: Newest}, Attempts: 9, Since: Now.Add(-3 * time.Hour),
		Error: "the mail server at mail.example:587 refuses the login: 535 5.7.8; set smtp_user and smtp_password",
	}}
	w.WatchList = []news.Watch{{ID: "watch-1", Kind: news.FirstDenial, Created: Now}, {ID: "watch-2", Kind: news.NewOrigin, StoryID: Talks, Created: Now}}
}
