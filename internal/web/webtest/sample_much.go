package webtest

import (
	"fmt"
	"strings"
	"time"

	"onrecord/internal/news"
)

// Abundant has a great deal of everything: three years of editions, the newest with eighty items in ten sections, hundreds of notices with
// long threads, an outlet and a word with hundreds of reports.
func (w *World) Abundant() *World {
	names := []string{"News", "Denials and Corrections", "Analysis", "The Courts and the Prosecutors", "Trade", "Harbours", "Elections", "Letters", "Science", "What the papers left out"}
	heads := []string{
		"Karst and Melland agree to secret talks on the strait, officials say", "Fog", "The minister of the sea, two admirals and a pilot disagree about which of them signed for the northern pier, and when",
		"Ferries stop", "“We never met,” says the man in the photograph", "A treaty of 1911 that nobody has ever read in full turns out to be in force", "Prices rise", "Upland dairies strike over the price of milk",
	}
	var sections []news.Section
	for i, name := range names {
		s := news.Section{Name: name}
		for j, head := range heads {
			line := ""
			if (i+j)%3 > 0 {
				line = fmt.Sprintf("%d origins, %d named behind %d reports · denied by Tomas Vane, Lia Oro and %d more", 2+j, 1+j%2, 3+i*j, 1+j)
			}
			s.Items = append(s.Items, news.EditionItem{
				ID: news.ID(fmt.Sprintf("much-%d-%d", i, j)), StoryID: Talks, Headline: head, Outlet: "The Lowmark Record", Author: strings.Repeat("Ada Frey, Ivo Marsh ", j%3), Date: Now.Add(-time.Duration(i*8+j) * time.Hour),
				Summary: strings.Repeat("The officials said the talks would open in a third country after the vote in May. ", 1+(i+j)%3), URL: "https://o.example/", Ledger: line,
			})
		}
		sections = append(sections, s)
	}
	for i := range w.AllOfThem {
		if w.AllOfThem[i].ID == Newest {
			w.AllOfThem[i].Sections = sections
		}
	}
	for i := range 460 {
		due := time.Date(2031, 1, 30, 7, 0, 0, 0, time.UTC).AddDate(0, 0, -i*5/2)
		w.AllOfThem = append(w.AllOfThem, news.Edition{
			ID: news.ID(fmt.Sprintf("edition-much-%d", i)), PublicationID: "pub-strait", Slug: due.Format(time.DateOnly), Title: heads[i%len(heads)], State: news.Published, Due: due, PublishedAt: due, Sections: sections[:1+i%3],
		})
	}
	var notes []news.Notice
	for i := range 300 {
		n := news.Notice{Seq: int64(1000 - i), Key: fmt.Sprintf("much-%d", i), At: Now.Add(-time.Duration(i*i) * time.Minute), Kind: news.NoticePost, Who: "Harbour Watch", Title: heads[i%len(heads)], URL: "https://social.example/much"}
		switch i % 4 {
		case 0:
			n.Kind, n.Who, n.URL = news.NoticeWatch, "Channel Nine", "/story/"+string(Talks)
		case 1:
			n.Body = strings.Repeat("Pilots are asked to keep to the southern channel until noon. ", 1+i%5)
		case 2:
			n.Part, n.Parts, n.Thread = 12-i/4%12, 12, fmt.Sprintf("much-thread-%d", i/48)
		}
		notes = append(notes, n)
	}
	w.Notes = append(notes, w.Notes...)
	for i := range 240 {
		w.report(news.ID(fmt.Sprintf("report-much-%d", i)), "story-much", "The Lowmark Record", heads[i%len(heads)], Now.Add(-time.Duration(i)*time.Hour), "The talks, said a spokesman, were no talks. Karst said on Sunday that it knows of no talks.")
	}
	for i := range w.Reports {
		if w.Reports[i].Outlet == "The Lowmark Record" {
			w.Reports[i].OutletID = "outlet-0"
		}
	}
	return w
}
