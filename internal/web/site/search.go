package site

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web"
)

const (
	found     = 20  // hits on a page of results
	foundFew  = 3   // editions and articles beside the reports
	longest   = 200 // characters of a query
	mostFound = 50  // pages of results; who wants more narrows the search
	shownSaid = 3   // statements of one hit
	choices   = 12  // speakers of a name to choose from
)

// A household may search thirty times at once, and once more every second; all of a network together may more.
const (
	findEvery, findBurst       = time.Second, 30
	findNetEvery, findNetBurst = 100 * time.Millisecond, 200
)

type searchPage struct {
	Ask     ask
	Faults  map[string]string // by field: the key of what is wrong with it
	Asked   bool              // there is something to find
	Outlets []news.Outlet
	Chips   []chip
	Choose  []speakerRow // speakers of the name that was typed
	Nobody  bool         // no speaker is called so
	Hits    []hit
	Kinds   []kindLink
	Own     []ownList // editions and articles of the house
	Looser  []chip    // what to leave out, where nothing was found
	Narrow  bool      // there are more pages than are shown
	Feeds   string    // the query of the feed of what is found
	turning
}

// chip is one thing that is asked, with the address of the search without it.
type chip struct{ Words, Without string }

// kindLink leads to the results of one kind.
type kindLink struct {
	Key, Address string
	Here         bool
}

// ownList are editions or articles that were found.
type ownList struct {
	Key  string // of its heading
	Rows []ownRow
	All  string // the address of all of them; empty: these are all
}

type ownRow struct {
	Address string
	Title   []mark
	At      time.Time
	Of      string // the publication's name
	Excerpt []mark
}

// hit is a report that was found, with the words marked.
type hit struct {
	Report  news.Report
	Title   []mark
	Said    []saidHit
	More    int // statements besides those shown
	Excerpt []mark
}

type saidHit struct {
	news.HitStatement
	Who   []mark
	Page  string // of the speaker
	Words []mark
}

func (s *Site) search(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := s.frame(ctx, r, "")
	if err != nil {
		return err
	}
	a, faults, err := readAsk(r.URL.Query())
	if err != nil {
		return err
	}
	page, err := web.Page(r)
	if err != nil {
		return err
	}
	if page > mostFound {
		return news.Errorf(news.NotFound, "there is no such page; the last one is %d. Narrow the search instead", mostFound)
	}
	p := searchPage{Ask: a, Faults: faults}
	f := a.search(v.Zone)
	p.Asked = len(faults) == 0 && (!f.Empty() || a.Speaker != "" || a.By != "")
	if p.Asked && !s.mayFind(r) {
		return s.often(w, r, v)
	}
	if p.Outlets, err = s.Store.Outlets(ctx); err != nil {
		return err
	}
	v.Title, v.Here, v.Query = v.In.say("find.title"), "search", a.Query
	status := http.StatusOK
	if len(faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	if p.Asked {
		if err := s.find(ctx, v, &p, f, page); err != nil {
			return err
		}
	}
	if p.Asked {
		v.Feeds = []feedLink{{v.Title + ": " + a.Query, "/search/feed.", "?" + p.Ask.query().Encode()}}
	}
	v.Data = &p
	return s.show(w, r, status, "search", v)
}

// mayFind says whether a request may have something found.
func (s *Site) mayFind(r *http.Request) bool {
	return s.finds.Allow(web.Household(r)) && s.findNets.Allow(web.Network(r))
}

// often tells somebody who searches without end to wait. It says the same to everybody.
func (s *Site) often(w http.ResponseWriter, r *http.Request, v view) error {
	w.Header().Set("Retry-After", "10")
	v.Private, v.Title = true, v.In.say("find.often_title")
	v.Data = failed{http.StatusTooManyRequests, v.In.say("find.often")}
	return s.show(w, r, http.StatusTooManyRequests, "error", v)
}

// find fills a page with what is found.
func (s *Site) find(ctx context.Context, v view, p *searchPage, f news.Search, page int) error {
	if err := s.findSpeaker(ctx, p, &f); err != nil {
		return err
	}
	if err := p.chips(v); err != nil {
		return err
	}
	if p.Nobody || len(p.Choose) > 0 {
		return nil
	}
	words := seek(f.Phrases)
	own := len(f.Phrases) > 0 && f.Outlet == "" && !f.OfStatements()
	if !own && p.Ask.Kind != "" && p.Ask.Kind != findReports {
		p.Ask.Kind = "" // the house's own pages have no outlet and no speakers
	}
	if own {
		for _, kind := range []string{"", findReports, findEditions, findArticles} {
			a := p.Ask
			a.Kind = kind
			p.Kinds = append(p.Kinds, kindLink{"find.kind_" + kind, a.address(), kind == p.Ask.Kind})
		}
	}
	var more bool
	switch kind := p.Ask.Kind; kind {
	case findEditions, findArticles:
		list, further, err := s.findOwn(ctx, v, f, words, p.Ask, kind, (page-1)*found, found)
		if err != nil {
			return err
		}
		more = further
		if len(list.Rows) > 0 {
			list.All = ""
			p.Own = append(p.Own, list)
		}
	default:
		hits, err := s.Store.FindReports(ctx, f, (page-1)*found, found+1)
		if err != nil {
			return err
		}
		if more = len(hits) > found; more {
			hits = hits[:found]
		}
		for _, h := range hits {
			p.Hits = append(p.Hits, shownHit(h, words, f))
		}
		if own && kind == "" && page == 1 {
			for _, kind := range []string{findArticles, findEditions} {
				list, _, err := s.findOwn(ctx, v, f, words, p.Ask, kind, 0, foundFew)
				if err != nil {
					return err
				}
				if len(list.Rows) > 0 {
					p.Own = append(p.Own, list)
				}
			}
		}
	}
	p.turn(page, more)
	if len(p.Hits) == 0 && len(p.Own) == 0 {
		p.loosen(v, f)
	}
	return nil
}

// turn notes the pages around. How many there are in all is not counted: that would cost more than what is found.
func (p *searchPage) turn(page int, more bool) {
	address := func(page int) string {
		q := p.Ask.query()
		if page > 1 {
			q.Set(askPage, strconv.Itoa(page))
		}
		return "/search?" + q.Encode()
	}
	p.Page = page
	if page > 1 {
		p.Newer = address(page - 1)
	}
	if p.Narrow = more && page == mostFound; more && !p.Narrow {
		p.Older = address(page + 1)
	}
}

// findSpeaker finds whom a name means. Where several have it, or nobody, the reader is asked.
func (s *Site) findSpeaker(ctx context.Context, p *searchPage, f *news.Search) error {
	if p.Ask.By != "" {
		who, err := s.Store.Speaker(ctx, news.ID(p.Ask.By))
		if err == nil && who.Root != "" && who.Root != who.ID {
			who, err = s.Store.Speaker(ctx, who.Root)
		}
		if err != nil && news.KindOf(err) != news.NotFound {
			return err
		}
		if err == nil && (p.Ask.Speaker == "" || strings.EqualFold(p.Ask.Speaker, who.Name)) {
			p.Ask.By, p.Ask.Speaker, f.Speaker = string(who.ID), who.Name, who.ID
			return nil
		}
		if p.Ask.By = ""; p.Ask.Speaker == "" {
			p.Nobody = true
			return nil
		}
	}
	if p.Ask.Speaker == "" {
		return nil
	}
	all, total, err := s.FindSpeakers(ctx, p.Ask.Speaker, 0, choices)
	if err != nil {
		return err
	}
	var same []news.Speaker
	for _, who := range all {
		if strings.EqualFold(who.Name, p.Ask.Speaker) {
			same = append(same, who)
		}
	}
	if len(same) == 0 && total == 1 {
		same = all
	}
	if len(same) == 1 {
		p.Ask.By, p.Ask.Speaker, f.Speaker = string(same[0].ID), same[0].Name, same[0].ID
		return nil
	}
	p.Nobody = len(all) == 0
	for _, who := range all {
		p.Choose = append(p.Choose, speakerRow{who, calledOf(who.Office, who.Affiliation)})
	}
	return nil
}

// With is the search with a speaker chosen.
func (p *searchPage) With(who speakerRow) string {
	a := p.Ask
	a.By, a.Speaker = string(who.ID), who.Name
	return a.address()
}

// chips says back what is asked beside words, each with the way to leave it out.
func (p *searchPage) chips(v view) error {
	add := func(field, words string) {
		p.Chips = append(p.Chips, chip{words, p.Ask.without(field).address()})
	}
	a := p.Ask
	var name string
	for _, o := range p.Outlets {
		if string(o.ID) == a.Outlet {
			name = o.Name
		}
	}
	for _, c := range []struct {
		is           bool
		field, key   string
		place, value string
	}{
		{a.Outlet != "", askOutlet, "find.chip_outlet", "outlet", name}, {a.By != "", askSpeaker, "find.chip_speaker", "speaker", a.Speaker},
		{!a.from.IsZero(), askFrom, "find.chip_from", "date", v.In.Date(a.from)}, {!a.to.IsZero(), askTo, "find.chip_to", "date", v.In.Date(a.to)},
	} {
		if !c.is {
			continue
		}
		if c.field == askOutlet && name == "" {
			return web.WrongQuery(askOutlet, a.Outlet, "choose one from the list")
		}
		add(c.field, v.In.say(c.key, c.place, c.value))
	}
	if a.Standing != "" {
		add(askStanding, v.In.standing(news.Standing(a.Standing)))
	}
	if a.Polarity != "" {
		add(askPolarity, v.In.polarity(a.Polarity))
	}
	return nil
}

// loosen says what could be left out, where nothing was found.
func (p *searchPage) loosen(v view, f news.Search) {
	p.Looser = p.Chips
	if len(p.Chips) > 1 || len(p.Chips) == 1 && p.Ask.Query != "" {
		words := v.In.say("find.no_filters")
		if p.Ask.Query != "" {
			p.Looser = append(p.Looser, chip{words, ask{Query: p.Ask.Query}.address()})
		}
	}
	if len(p.Chips) > 0 && len(f.Phrases) > 0 {
		words := v.In.say("find.no_words")
		p.Looser = append(p.Looser, chip{words, p.Ask.without(askQuery).address()})
	}
}

// shownHit marks the words in what is shown of a report.
func shownHit(h news.Hit, words sought, f news.Search) hit {
	out := hit{Report: h.Report, Title: words.mark(h.Report.Title)}
	var with, others []news.HitStatement
	for _, st := range h.Statements {
		if len(words) > 0 && words.all(st.Words+" "+st.Speaker+" "+st.SourceWords) {
			with = append(with, st)
		} else if f.OfStatements() {
			others = append(others, st)
		}
	}
	all := append(with, others...)
	for _, st := range all[:min(len(all), shownSaid)] {
		said := saidHit{HitStatement: st, Who: words.mark(oneLine(firstOf(st.Speaker, st.SourceWords))), Words: words.mark(oneLine(shortened(firstOf(st.Words, st.CueWords), mostSaid)))}
		if st.Root != "" {
			said.Page = speakerAddress(st.Root, 1)
		}
		out.Said = append(out.Said, said)
	}
	out.More = len(all) - len(out.Said)
	if len(with) == 0 {
		out.Excerpt = words.excerpt(h.Text)
		if len(words) == 0 && len(out.Said) > 0 {
			out.Excerpt = nil
		}
	}
	return out
}

// mostSaid is how many characters of a statement are shown.
const mostSaid = 400

func firstOf(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}

// findOwn finds editions or articles of the house.
func (s *Site) findOwn(ctx context.Context, v view, f news.Search, words sought, a ask, kind string, offset, limit int) (ownList, bool, error) {
	a.Kind = kind
	out := ownList{Key: "find.kind_" + kind, All: a.address()}
	names := map[news.ID]news.Publication{}
	for _, p := range v.Publications {
		names[p.ID] = p
	}
	if kind == findEditions {
		all, err := s.Store.FindEditions(ctx, f, offset, limit+1)
		if err != nil {
			return out, false, err
		}
		for _, e := range all[:min(len(all), limit)] {
			p := names[e.PublicationID]
			out.Rows = append(out.Rows, ownRow{"/" + p.Slug + "/" + e.Slug, words.mark(e.Title), e.Due, p.Name, words.excerpt(e.Words())})
		}
		return out.more(len(all) > limit)
	}
	all, err := s.Store.SearchArticles(ctx, a.Query, offset+limit+1)
	if err != nil {
		return out, false, err
	}
	var kept []news.ArticleHit
	for _, h := range all {
		if at := h.Article.Published; (f.From.IsZero() || !at.Before(f.From)) && (f.Until.IsZero() || at.Before(f.Until)) {
			kept = append(kept, h)
		}
	}
	kept = kept[min(offset, len(kept)):]
	for _, h := range kept[:min(len(kept), limit)] {
		p, err := s.publicationOf(ctx, v, h.Article)
		if err != nil {
			return out, false, err
		}
		out.Rows = append(out.Rows, ownRow{pieceAddress(p, h.Article), words.mark(h.Article.Title), h.Article.Published, p.Name, marks(h.Excerpt)})
	}
	return out.more(len(kept) > limit)
}

func (l ownList) more(is bool) (ownList, bool, error) {
	if !is {
		l.All = ""
	}
	return l, is, nil
}

// reportPlace is where a statement stands in the page of its report.
func reportPlace(report news.ID, number int) string {
	return reportAddress(report) + "#statement-" + strconv.Itoa(number)
}

// Standings and Polarities are what a reader may choose of.
func (view) Standings() []news.Standing  { return news.Standings() }
func (view) Polarities() []news.Polarity { return news.Polarities() }

// ChangeWord is changeWord, for templates.
func (v view) ChangeWord(k news.ChangeKind) string { return v.changeWord(k) }

// ShortDay names a day without its year.
func (v view) ShortDay(t time.Time) string { return v.In.Day(t.In(v.Zone)) }
