package bench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/store"
	"onrecord/internal/testkit/sampleworld"
)

// siteWorld makes up what a house has after a few years: reports with texts and statements, stories with ledgers, editions. The same
// numbers give the same world.
type siteWorld struct {
	SiteOptions
	random    *rand.Rand
	sentences []string // of the sample world's reports
	words     []string // made up, the first of them in most texts and the last in hardly any
	begin     time.Time
	made      int64 // ids
	stories   []siteStory
}

type siteStory struct {
	id    news.ID
	title string
	at    time.Time
}

const (
	siteWords   = 40_000 // of the vocabulary that is made up
	siteOutlets = 60
	siteItems   = 24 // of an edition, in three sections
	siteSlug    = "bench"
)

func newSiteWorld(o SiteOptions) (*siteWorld, error) {
	texts, err := sampleworld.Texts()
	if err != nil {
		return nil, err
	}
	w := &siteWorld{SiteOptions: o, random: rand.New(rand.NewPCG(1, 2)), begin: time.Date(2029, 1, 7, 7, 0, 0, 0, time.UTC)}
	for _, t := range texts {
		for paragraph := range strings.Lines(t) {
			if p := strings.TrimSpace(paragraph); len(p) > 40 {
				w.sentences = append(w.sentences, p)
			}
		}
	}
	syllables := []string{"ba", "ne", "ro", "ti", "ska", "lun", "mor", "del", "fi", "gar", "hol", "ves", "qua", "ul", "jen", "por"}
	for i := range siteWords {
		word := ""
		for n := i + len(syllables)*len(syllables); n > 0; n /= len(syllables) {
			word += syllables[n%len(syllables)]
		}
		w.words = append(w.words, word)
	}
	return w, nil
}

// word gives a word of the made-up vocabulary, by Zipf's law: the n-th most frequent one is n times rarer than the first.
func (w *siteWorld) word() string {
	return w.words[int(math.Exp(w.random.Float64()*math.Log(siteWords)))-1]
}

func (w *siteWorld) id() news.ID {
	w.made++
	return news.NewID(w.begin.Add(time.Duration(w.made) * time.Millisecond))
}

// text strings paragraphs of the sample world together, each with a few made-up words, about 250 words in all.
func (w *siteWorld) text() string {
	var b strings.Builder
	for b.Len() < 1500 {
		fmt.Fprintf(&b, "%s The %s %s of %s %s, near %s.\n\n", w.sentences[w.random.IntN(len(w.sentences))], w.word(), w.word(), w.word(), w.word(), w.word())
	}
	return strings.TrimSpace(b.String())
}

// fill makes the world in a database.
func (w *siteWorld) fill(ctx context.Context, s *store.Store) error {
	publication := news.Publication{ID: w.id(), Slug: siteSlug, Name: "The Bench Digest", About: "What was said, and who said it.", Language: "en", Sections: []string{"News", "Denials", "Analysis"},
		From: "Bench <desk@digest.example.org>", Schedule: news.Schedule{Days: []time.Weekday{time.Sunday}, Hour: 7, Zone: "UTC"}, Created: w.begin}
	if err := s.SavePublication(ctx, publication); err != nil {
		return err
	}
	var feeds []news.Feed
	for i := range siteOutlets {
		o := news.Outlet{ID: w.id(), Name: fmt.Sprintf("The %s Courier", title(w.words[i*7])), Kind: news.Newspaper, Homepage: fmt.Sprintf("https://outlet%d.example/", i), Created: w.begin}
		f := news.Feed{ID: w.id(), OutletID: o.ID, URL: o.Homepage + "feed", State: news.FeedActive, Interval: time.Hour, Created: w.begin}
		if err := errors.Join(s.SaveOutlet(ctx, o), s.AddFeed(ctx, f)); err != nil {
			return err
		}
		feeds = append(feeds, f)
	}
	fmt.Fprintf(w.Err, "making up %d reports in %d stories\n", w.Reports, w.Stories)
	for i := range w.Stories {
		n := w.Reports*(i+1)/w.Stories - w.Reports*i/w.Stories
		if err := s.Within(ctx, func(ctx context.Context) error { return w.story(ctx, s, feeds, n) }); err != nil {
			return err
		}
		if (i+1)%1000 == 0 {
			fmt.Fprintf(w.Err, "%d stories\n", i+1)
		}
	}
	for i := range w.Editions {
		if err := s.SaveEdition(ctx, w.edition(publication, i)); err != nil {
			return err
		}
	}
	for i := range 200 {
		if _, err := s.AddNotice(ctx, w.notice(i)); err != nil {
			return err
		}
	}
	return nil
}

func title(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

func (w *siteWorld) notice(i int) news.Notice {
	st := w.stories[i%len(w.stories)]
	return news.Notice{Key: fmt.Sprintf("bench-%d-%d", i, time.Now().UnixNano()), At: time.Now().UTC(), Kind: news.NoticeWatch, Who: "The Bench Courier", Title: "First denial: " + st.title,
		Body: "A spokesman says that it is not true.", URL: "/story/" + string(st.id), StoryID: st.id}
}

// edition makes one that has appeared.
func (w *siteWorld) edition(p news.Publication, i int) news.Edition {
	due := w.begin.AddDate(0, 0, i)
	e := news.Edition{ID: w.id(), PublicationID: p.ID, Slug: due.Format(time.DateOnly), State: news.Published, Due: due, PublishedAt: due, From: due.AddDate(0, 0, -1), Until: due,
		Standfirst: "Two papers say so; a spokesman and the buyer say it was not, and nobody has seen the paper."}
	for _, name := range p.Sections {
		section := news.Section{Name: name}
		for range siteItems / len(p.Sections) {
			st := w.stories[w.random.IntN(len(w.stories))]
			section.Items = append(section.Items, news.EditionItem{ID: w.id(), StoryID: st.id, Headline: st.title, Outlet: fmt.Sprintf("The %s Courier", title(w.word())), Author: "Ines Falk", Date: due,
				URL: "https://outlet.example/" + string(st.id), Summary: w.sentences[w.random.IntN(len(w.sentences))] + " " + w.sentences[w.random.IntN(len(w.sentences))],
				Ledger: "1 unnamed origin behind 9 reports · denied by Oskar Brandt and Lumen Shipping"})
		}
		e.Sections = append(e.Sections, section)
	}
	e.Title = e.Sections[0].Items[0].Headline
	return e
}

// story adds a story of so many reports, with its ledger: one origin, most reports with what it said from it, some who deny it.
func (w *siteWorld) story(ctx context.Context, s *store.Store, feeds []news.Feed, reports int) error {
	place := title(w.word())
	st := siteStory{id: w.id(), title: fmt.Sprintf("%s %s was offered to a foreign %s, officials say", place, w.word(), w.word()), at: w.begin.Add(time.Duration(len(w.stories)) * 5 * time.Hour)}
	w.stories = append(w.stories, st)
	story := news.Story{ID: st.id, Title: st.title, Language: "en", First: st.at, Last: st.at.Add(time.Duration(reports) * time.Hour), Reports: reports}
	if err := s.SaveStory(ctx, story); err != nil {
		return err
	}
	main := news.ClaimLedger{Claim: news.Claim{ID: w.id(), StoryID: st.id, Main: true, Wording: fmt.Sprintf("%s was offered to a foreign firm in January.", place), Key: "main"}}
	second := news.ClaimLedger{Claim: news.Claim{ID: w.id(), StoryID: st.id, Ordinal: 1, Wording: "The offer was signed by the minister.", Key: "second"}}
	var changes []news.Change
	var first news.ID
	for i := range reports {
		at, f := st.at.Add(time.Duration(i)*time.Hour), feeds[w.random.IntN(len(feeds))]
		said := fmt.Sprintf("%s was offered to a foreign firm, two officials said.", place)
		stance, origin, standing, polarity, speaker := news.For, "o1", news.Unnamed, news.Asserts, "two officials"
		if i%5 == 4 {
			said = fmt.Sprintf("%s was never for sale, Oskar Brandt said.", place)
			stance, origin, standing, polarity, speaker = news.Against, "o2", news.Named, news.Denies, "Oskar Brandt"
		}
		p := news.Report{ID: w.id(), OutletID: f.OutletID, FeedID: f.ID, Title: fmt.Sprintf("%s (%d)", st.title, i+1), Author: "Ines Falk", Summary: said, Language: "en",
			Published: at, DatedBy: news.DatedByFeed, Seen: at}
		p.URL = f.URL + "/" + string(p.ID)
		p.GUID = p.URL
		v := news.Revision{ID: w.id(), ReportID: p.ID, Number: 1, Fetched: at, ContentType: "text/plain", Title: p.Title, Text: said + "\n\n" + w.text(), Language: "en"}
		// The source ends the sentence, its cue is the word "said" before the full stop.
		end := len([]rune(said))
		from := end - len([]rune(speaker)) - len(" said.")
		found := news.Statement{ID: w.id(), RevisionID: v.ID, ReportID: p.ID, Source: []news.Span{{from, end - len(" said.")}}, Cue: []news.Span{{end - len("said."), end - 1}},
			Content: []news.Span{{0, from - 2}}, Polarity: polarity, Standing: standing, Speaker: speaker}
		if err := errors.Join(s.SaveReport(ctx, p), s.AddRevision(ctx, v), s.SaveReading(ctx, v, []news.Statement{found}, nil), s.SetStory(ctx, p.ID, st.id)); err != nil {
			return err
		}
		if i == 0 {
			first = p.ID
			changes = append(changes, news.Change{At: at, Kind: news.FirstReport, ReportID: p.ID, Words: "The first to report it."})
		}
		position := news.Position{ClaimID: main.ID, ReportID: p.ID, Stance: stance, Origin: origin, Standing: standing, StatementID: found.ID, Quote: said, Speaker: speaker}
		if i > 0 && i%5 != 4 {
			position.TookFrom, position.TookHow = first, news.PathCredit
		}
		main.Positions = append(main.Positions, position)
		main.Evidence = append(main.Evidence, news.Evidence{ClaimID: main.ID, ReportID: p.ID, StatementID: found.ID, Key: string(found.ID), Stance: stance, Polarity: polarity, Standing: standing, Speaker: speaker,
			Origin: origin, At: news.Span{0, end}, Words: said, Since: at})
		if i%7 == 0 {
			second.Positions = append(second.Positions, news.Position{ClaimID: second.ID, ReportID: p.ID, Stance: news.For, Origin: "o1", Standing: news.Unnamed, Speaker: speaker, Quote: said})
		}
	}
	main.Origins = []news.Origin{{ClaimID: main.ID, Label: "o1", Name: "two officials", Standing: news.Unnamed, Stance: news.For, Root: first, Reports: reports - reports/5},
		{ClaimID: main.ID, Label: "o2", Name: "Oskar Brandt", Standing: news.Named, Stance: news.Against, Party: true, Root: first, Reports: reports / 5}}
	second.Origins = []news.Origin{{ClaimID: second.ID, Label: "o1", Name: "two officials", Standing: news.Unnamed, Stance: news.For, Root: first, Reports: reports / 7}}
	return s.SaveLedger(ctx, story, 1, []news.ClaimLedger{main, second}, changes)
}
