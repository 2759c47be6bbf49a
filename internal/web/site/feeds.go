package site

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"onrecord/internal/locale"
	"onrecord/internal/news"
)

// feedLink names a feed that a page has, in all formats: its address is Base, the format, Query.
type feedLink struct{ Title, Base, Query string }

// Formats are those that a feed has, as the head of a page names them.
func (f feedLink) Formats() []feedFormat {
	return []feedFormat{
		{"application/rss+xml", "RSS", f.Base + string(RSS) + f.Query}, {"application/atom+xml", "Atom", f.Base + string(Atom) + f.Query},
		{"application/feed+json", "JSON Feed", f.Base + string(JSON) + f.Query},
	}
}

type feedFormat struct{ Type, Name, Address string }

// feedEntry is one entry of a feed that is made of something else than editions and articles.
type feedEntry struct {
	Key     string // what names it for good
	Title   string
	Summary string
	Path    string // of what it leads to, or a whole address
	At      time.Time
	By      string
	Quote   string // words of somebody's
	From    string // what stands under it: the outlet and headline of a report, with the address
	FromAt  string
}

// entryBody is an entry as HTML. All words are escaped.
var entryBody = template.Must(template.New("entry").Parse(`{{with .Quote}}<blockquote><p>{{.}}</p></blockquote>
{{end}}{{with .Summary}}<p>{{.}}</p>
{{end}}{{with .From}}<p>{{if $.FromAt}}<a href="{{$.FromAt}}">{{.}}</a>{{else}}{{.}}{{end}}</p>{{end}}`))

// entries writes a feed of entries, in the language that the reader asks for, where the house has publications in several.
func (s *Site) entries(w http.ResponseWriter, r *http.Request, format string, f feedLink, about, path string, language string, all []feedEntry) error {
	feed := Feed{Format: Format(format), Site: s.BaseURL + path, Self: s.BaseURL + f.Base + format + f.Query, Publication: news.Publication{Name: f.Title, About: about, Language: language, Created: time.Unix(0, 0).UTC()}}
	for _, e := range all {
		sum := sha256.Sum256([]byte(e.Key))
		if e.FromAt != "" {
			e.FromAt = s.whole(e.FromAt)
		}
		var body strings.Builder
		if err := entryBody.Execute(&body, e); err != nil {
			return err
		}
		p := news.Piece{ID: news.ID(base64.RawURLEncoding.EncodeToString(sum[:12])), Title: e.Title, Summary: e.Summary, HTML: body.String(), Made: e.At, Published: e.At, URL: s.whole(e.Path)}
		if e.By != "" {
			p.By = []string{e.By}
		}
		feed.Pieces = append(feed.Pieces, p)
	}
	if len(all) > 0 {
		last := all[0].At
		for _, e := range all {
			if e.At.After(last) {
				last = e.At
			}
		}
		feed.Publication.Created = last
	}
	return s.feedOf(w, r, feed)
}

// whole gives an address by which other sites reach a page.
func (s *Site) whole(path string) string {
	if strings.HasPrefix(path, "/") {
		return s.BaseURL + path
	}
	return link(path)
}

// formatOf gives the format that the last part of an address asks for.
func formatOf(r *http.Request) (string, error) {
	format, ok := strings.CutPrefix(r.PathValue("file"), "feed.")
	if _, known := feedTypes[Format(format)]; !ok || !known {
		return "", news.Errorf(news.NotFound, "there is no feed of that format; take feed.rss, feed.atom or feed.json")
	}
	return format, nil
}

// storyFeed writes what changed in a story.
func (s *Site) storyFeed(w http.ResponseWriter, r *http.Request) error {
	format, err := formatOf(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	ledger, err := s.Store.Ledger(ctx, news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if to := ledger.Story.MergedInto; to != "" {
		http.Redirect(w, r, storyAddress(to)+"/feed."+format, http.StatusFound) // not for good: editors can undo it
		return nil
	}
	v, err := s.frame(ctx, r, "")
	if err != nil {
		return err
	}
	reports, err := s.Store.StoryReports(ctx, ledger.Story.ID)
	if err != nil {
		return err
	}
	byID := map[news.ID]news.Report{}
	for _, of := range reports {
		byID[of.ID] = of
	}
	changes := slices.Clone(ledger.Changes)
	slices.SortStableFunc(changes, func(a, b news.Change) int { return b.At.Compare(a.At) })
	var all []feedEntry
	for _, c := range changes[:min(len(changes), fed)] {
		e := feedEntry{Key: string(ledger.Story.ID) + string(c.Kind) + string(c.ReportID) + string(c.ClaimID) + c.At.Format(time.RFC3339Nano), Title: v.changeWord(c.Kind) + ": " + oneLine(shortened(v.In.Change(c), 120)), Summary: v.In.Change(c),
			Path: storyAddress(ledger.Story.ID) + "#changes", At: c.At}
		if of, ok := byID[c.ReportID]; ok {
			e.From, e.FromAt = of.Outlet+": "+of.Title, reportAddress(of.ID)
		}
		all = append(all, e)
	}
	about := v.In.say("feeds.story")
	return s.entries(w, r, format, storyFeedLink(ledger.Story), about, storyAddress(ledger.Story.ID), v.In.Tag, all)
}

func storyFeedLink(st news.Story) feedLink {
	return feedLink{st.Title, storyAddress(st.ID) + "/feed.", ""}
}

// changeWord names a kind of change in the language of the page.
func (v view) changeWord(k news.ChangeKind) string {
	return capital(v.In.changed(k))
}

// speakerFeed writes what a speaker is reported to have said.
func (s *Site) speakerFeed(w http.ResponseWriter, r *http.Request) error {
	format, err := formatOf(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	who, err := s.Store.Speaker(ctx, news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if who.Root != who.ID {
		http.Redirect(w, r, speakerAddress(who.Root, 1)+"/feed."+format, http.StatusFound)
		return nil
	}
	v, err := s.frame(ctx, r, "")
	if err != nil {
		return err
	}
	said, _, err := s.Store.SpeakerStatements(ctx, who.ID, 0, fed)
	if err != nil {
		return err
	}
	var all []feedEntry
	for _, q := range said {
		title := v.In.say("feeds.said", "speaker", who.Name, "polarity", locale.Phrase(v.In.polarity(string(q.Polarity))), "words", oneLine(shortened(firstOf(q.Words, q.CueWords), 120)))
		all = append(all, feedEntry{Key: string(q.ID), Title: title, Quote: oneLine(firstOf(q.Words, q.CueWords)), Path: reportPlace(q.ReportID, q.Number), At: q.Published, By: who.Name, From: q.Outlet + ": " + q.Title, FromAt: reportAddress(q.ReportID)})
	}
	about := v.In.say("feeds.speaker", "name", who.Name)
	return s.entries(w, r, format, speakerFeedLink(who), about, speakerAddress(who.ID, 1), v.In.Tag, all)
}

func speakerFeedLink(who news.Speaker) feedLink {
	return feedLink{who.Name, speakerAddress(who.ID, 1) + "/feed.", ""}
}

// outletFeed writes an outlet's newest reports.
func (s *Site) outletFeed(w http.ResponseWriter, r *http.Request) error {
	format, err := formatOf(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	o, err := s.Store.Outlet(ctx, news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	v, err := s.frame(ctx, r, "")
	if err != nil {
		return err
	}
	reports, err := s.Store.OutletReports(ctx, o.ID, 0, fed)
	if err != nil {
		return err
	}
	var all []feedEntry
	for _, of := range reports {
		all = append(all, reportEntry(of, ""))
	}
	about := v.In.say("feeds.outlet", "name", o.Name)
	return s.entries(w, r, format, outletFeedLink(o), about, outletAddress(o.ID), v.In.Tag, all)
}

func outletFeedLink(o news.Outlet) feedLink {
	return feedLink{o.Name, outletAddress(o.ID) + "/feed.", ""}
}

func reportEntry(of news.Report, quote string) feedEntry {
	return feedEntry{Key: string(of.ID), Title: of.Title, Summary: shortened(of.Summary, 500), Quote: quote, Path: reportAddress(of.ID), At: dateOf(of), By: firstOf(of.Author, of.Outlet), From: of.Outlet, FromAt: link(of.URL)}
}

// noticesFeed writes the newest notices.
func (s *Site) noticesFeed(w http.ResponseWriter, r *http.Request) error {
	format, err := formatOf(r)
	if err != nil {
		return err
	}
	v, err := s.frame(r.Context(), r, "")
	if err != nil {
		return err
	}
	notes, err := s.Store.LatestNotices(r.Context(), fed)
	if err != nil {
		return err
	}
	var all []feedEntry
	for _, n := range notes {
		n.Title, n.Body = v.In.Notice(n)
		path := "/notices"
		if to := link(n.URL); to != "" {
			path = to
		}
		all = append(all, feedEntry{Key: n.Key, Title: oneLine(shortened(firstOf(n.Title, n.Body), 160)), Summary: n.Body, Path: path, At: n.At, By: n.Who})
	}
	f := v.noticesFeedLink()
	about := v.In.say("feeds.notices_about")
	return s.entries(w, r, format, f, about, "/notices", v.In.Tag, all)
}

func (v view) noticesFeedLink() feedLink {
	return feedLink{v.In.say("feeds.notices", "publication", firstOf(v.Publication.Name, "Onrecord")), "/notices/feed.", ""}
}

// searchFeed writes the newest reports that a search finds.
func (s *Site) searchFeed(w http.ResponseWriter, r *http.Request) error {
	format, err := formatOf(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v, err := s.frame(ctx, r, "")
	if err != nil {
		return err
	}
	if !s.mayFind(r) {
		return s.often(w, r, v)
	}
	a, faults, err := readAsk(r.URL.Query())
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return news.Errorf(news.Invalid, "this feed is of a search that cannot be made; make it on the page of searches, and take the feed from there")
	}
	p := searchPage{Ask: a}
	f := a.search(v.Zone)
	if err := s.findSpeaker(ctx, &p, &f); err != nil {
		return err
	}
	if p.Nobody || len(p.Choose) > 0 {
		return news.Errorf(news.NotFound, "it is not clear whose statements this feed is to have; choose the speaker on the page of searches, and take the feed from there")
	}
	p.Ask.Newest, f.Newest = true, true
	return s.foundFeed(ctx, w, r, v, format, p, f)
}

func (s *Site) foundFeed(ctx context.Context, w http.ResponseWriter, r *http.Request, v view, format string, p searchPage, f news.Search) error {
	hits, err := s.Store.FindReports(ctx, f, 0, fed)
	if err != nil {
		return err
	}
	words := seek(f.Phrases)
	var all []feedEntry
	for _, h := range hits {
		shown, quote := shownHit(h, words, f), ""
		if len(shown.Said) > 0 {
			quote = oneLine(shown.Said[0].HitStatement.Words)
		}
		all = append(all, reportEntry(h.Report, quote))
	}
	title := v.In.say("feeds.search", "query", firstOf(p.Ask.Query, p.Ask.Speaker))
	query := ""
	if q := p.Ask.query().Encode(); q != "" {
		query = "?" + q
	}
	return s.entries(w, r, format, feedLink{title, "/search/feed.", query}, title, p.Ask.address(), v.In.Tag, all)
}
