package site

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/news"
)

// Bounds of lists for search engines.
const (
	mapped     = 50_000             // addresses in one list (sitemaps.org/protocol.html)
	newsMapped = 1000               // addresses in a list of news, as Google takes it
	newsFor    = 2 * 24 * time.Hour // how long something is news there
)

type sitemapURL struct {
	Location string   `xml:"loc"`
	Changed  string   `xml:"lastmod,omitempty"`
	News     *mapNews `xml:"news:news,omitempty"`
}

type mapNews struct {
	Name     string `xml:"news:publication>news:name"`
	Language string `xml:"news:publication>news:language"`
	Date     string `xml:"news:publication_date"`
	Title    string `xml:"news:title"`
}

type urlSet struct {
	XMLName xml.Name     `xml:"urlset"`
	Space   string       `xml:"xmlns,attr"`
	News    string       `xml:"xmlns:news,attr,omitempty"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapIndex struct {
	XMLName xml.Name     `xml:"sitemapindex"`
	Space   string       `xml:"xmlns,attr"`
	Maps    []sitemapURL `xml:"sitemap"`
}

const sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"

// sitemap lists all pages for search engines, or, where one list would be too long, the lists of them.
func (s *Site) sitemap(w http.ResponseWriter, r *http.Request) error {
	if !s.mayFind(r) { // it looks at everything there is
		return s.oftenPlain(w)
	}
	n, err := s.Store.CountListed(r.Context())
	if err != nil {
		return err
	}
	if n <= mapped {
		return s.listing(w, r, 0)
	}
	index := sitemapIndex{Space: sitemapSpace}
	for i := range (n + mapped - 1) / mapped {
		index.Maps = append(index.Maps, sitemapURL{Location: s.BaseURL + "/sitemap/" + strconv.Itoa(i+1) + ".xml"})
	}
	return replyXML(w, r, index)
}

// sitemapPart is one of several lists.
func (s *Site) sitemapPart(w http.ResponseWriter, r *http.Request) error {
	name, ok := strings.CutSuffix(r.PathValue("file"), ".xml")
	n, err := strconv.Atoi(name)
	if !ok || err != nil || n < 1 || n > 10_000 || name != strconv.Itoa(n) {
		return news.Errorf(news.NotFound, "there is no such list of pages; /sitemap.xml names those that there are")
	}
	if !s.mayFind(r) {
		return s.oftenPlain(w)
	}
	return s.listing(w, r, n-1)
}

func (s *Site) oftenPlain(w http.ResponseWriter) error {
	w.Header().Set("Retry-After", "10")
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, "That was asked many times from here. Wait a few seconds and try again.", http.StatusTooManyRequests)
	return nil
}

func (s *Site) listing(w http.ResponseWriter, r *http.Request, part int) error {
	pages, err := s.Store.Listed(r.Context(), part*mapped, mapped)
	if err != nil {
		return err
	}
	if part > 0 && len(pages) == 0 {
		return news.Errorf(news.NotFound, "there is no such list of pages; /sitemap.xml names those that there are")
	}
	set := urlSet{Space: sitemapSpace, URLs: make([]sitemapURL, 0, len(pages))}
	for _, p := range pages {
		u := sitemapURL{Location: s.BaseURL + p.Path}
		if !p.Changed.IsZero() {
			u.Changed = p.Changed.UTC().Format(time.RFC3339)
		}
		set.URLs = append(set.URLs, u)
	}
	return replyXML(w, r, set)
}

// newsSitemap lists what appeared in the last two days, in the form that Google reads
// (developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap).
func (s *Site) newsSitemap(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	since := s.Clock.Now().Add(-newsFor)
	publications, err := s.Store.Publications(ctx)
	if err != nil {
		return err
	}
	byID := map[news.ID]news.Publication{}
	for _, p := range publications {
		byID[p.ID] = p
	}
	set := urlSet{Space: sitemapSpace, News: "http://www.google.com/schemas/sitemap-news/0.9"}
	add := func(p news.Publication, path, title, language string, at time.Time) {
		if language == "" {
			language = p.Language
		}
		base, _, _ := strings.Cut(language, "-")
		set.URLs = append(set.URLs, sitemapURL{Location: s.BaseURL + path, News: &mapNews{p.Name, base, at.UTC().Format(time.RFC3339), title}})
	}
	editions, err := s.Store.EditionsSince(ctx, since, newsMapped)
	if err != nil {
		return err
	}
	for _, e := range editions {
		add(byID[e.PublicationID], "/"+byID[e.PublicationID].Slug+"/"+e.Slug, e.Title, "", e.PublishedAt)
	}
	articles, err := s.Store.Articles(ctx, news.ArticleFilter{State: news.ArticlePublished}, 0, newsMapped-len(editions))
	if err != nil {
		return err
	}
	for _, a := range articles {
		if !a.Published.Before(since) && !a.Published.After(s.Clock.Now()) {
			add(byID[a.PublicationID], pieceAddress(byID[a.PublicationID], a), a.Title, a.Language, a.Published)
		}
	}
	return replyXML(w, r, set)
}

func replyXML(w http.ResponseWriter, r *http.Request, doc any) error {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(doc); err != nil {
		return err
	}
	reply(w, r, http.StatusOK, "application/xml; charset=utf-8", b.Bytes())
	return nil
}

// privatePaths are what robots stay away from: pages that a token in a mail leads to, those that act, and those without end.
var privatePaths = []string{"/search", "/preferences", "/confirm/", "/unsubscribe/", "/new-address/", "/go/", "/seen/", "/subscribe/sent", "/events", "/desk", "/hooks/"}

// robots says what programs may read (RFC 9309).
func (s *Site) robots(w http.ResponseWriter, r *http.Request) error {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, p := range privatePaths {
		b.WriteString("Disallow: " + p + "\n")
	}
	b.WriteString("\nSitemap: " + s.BaseURL + "/sitemap.xml\nSitemap: " + s.BaseURL + "/news-sitemap.xml\n")
	reply(w, r, http.StatusOK, "text/plain; charset=utf-8", []byte(b.String()))
	return nil
}
