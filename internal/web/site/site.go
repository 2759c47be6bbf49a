package site

import (
	"bytes"
	"context"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"onrecord/internal/locale"
	"onrecord/internal/news"
	"onrecord/internal/web"
	"onrecord/internal/web/assets"
	"onrecord/internal/web/card"
	"onrecord/internal/web/crowd"
	"onrecord/internal/web/markdown"
)

//go:embed templates
var files embed.FS

// Options are what the site needs.
type Options struct {
	Store     Store
	Readers   Readers
	WriteFeed WriteFeed
	Events    http.Handler // the stream of notices; nil: there is none
	Push      Push         // by which browsers are told of notices; nil: they are not
	// FindSpeakers gives the speakers whose names have all the words of a query, those in most reports first, and how many there are.
	FindSpeakers func(ctx context.Context, query string, offset, limit int) ([]news.Speaker, int, error)
	// Opened is told of what was opened of an edition's mails: an item, or news.MailItself; nil: nothing is counted.
	Opened func(edition, what news.ID)
	// Searches is how many a household may make at once; 0: as many as a reader makes.
	Searches int
	// Unread says in a sentence which language a text is in, where no statements are found in texts of that language; else nothing.
	Unread func(language string) string
	// Picture gives a report's picture, fetched if need be; nil: pictures are not shown.
	Picture func(ctx context.Context, report news.ID) (news.Picture, error)
	// Languages are those that pages speak; nil: all that the program has.
	Languages *locale.Catalogue
	Clock     news.Clock
	Log       *slog.Logger
	BaseURL   string // without a slash at the end
	// Keep is for how long public pages are kept, and in how much memory; nil: each is made for each reader, and goes out unpacked.
	Keep *Keep
}

// Site serves what readers see.
type Site struct {
	Options
	assets          *assets.Set
	locale          *locale.Catalogue
	spoken          map[string]bool   // the languages of the locale, without regions
	pages           map[string]*pages // by language
	asks            *web.Limiter      // of a household
	pushes          *web.Limiter      // the same, of browsers that ask to be told
	nets            *web.Limiter      // of a network of many
	finds, findNets *web.Limiter      // the same, of searches
	mailed          mailed
	dates           feedDates
	newest          newest
	kept            *crowd.Cache // nil: none
	handler         http.Handler
	public          map[string]bool // the patterns of pages that are the same for all readers

	markdown *markdown.Markdown
	bodies   *stash[bodyKey, markdown.Document]
	named    *stash[namedKey, []string]
	cards    *card.Drawer
	pictures *stash[card.Words, []byte]

	routes []string // the patterns of all pages; the first part of each is a name that news keeps from publications
}

// ServeHTTP serves a page.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// New makes the site. Headers that keep pages safe are the business of web.Secure.
func New(o Options) (*Site, error) {
	set, err := assets.New()
	if err != nil {
		return nil, err
	}
	if o.Languages == nil {
		if o.Languages, err = locale.Load(); err != nil {
			return nil, err
		}
	}
	s := &Site{Options: o, assets: set, locale: o.Languages, asks: web.NewLimiter(o.Clock, askEvery, askBurst), nets: web.NewLimiter(o.Clock, netEvery, netBurst), pushes: web.NewLimiter(o.Clock, pushEvery, pushBurst)}
	s.spoken = map[string]bool{}
	for _, l := range o.Languages.Languages() {
		base, _, _ := strings.Cut(l.Tag, "-")
		s.spoken[base] = true
	}
	if o.Searches == 0 {
		o.Searches = findBurst
	}
	s.finds, s.findNets = web.NewLimiter(o.Clock, findEvery, o.Searches), web.NewLimiter(o.Clock, findNetEvery, max(findNetBurst, o.Searches))
	s.markdown, s.bodies, s.named, s.pictures = markdown.New(), keep[bodyKey, markdown.Document](256), keep[namedKey, []string](256), keep[card.Words, []byte](128)
	if s.cards, err = card.New(); err != nil {
		return nil, err
	}
	s.pages = map[string]*pages{}
	for _, l := range o.Languages.Languages() {
		s.pages[l.Tag] = &pages{in: speech{l}, funcs: s.funcs(), unread: o.Unread}
	}
	if _, err := s.pages[s.tongue("").Tag].read(); err != nil { // others follow when they are asked for: all have the same messages
		return nil, err
	}
	mux := http.NewServeMux()
	handle := func(pattern string, h http.Handler) {
		s.routes = append(s.routes, pattern)
		mux.Handle(pattern, h)
	}
	s.public = map[string]bool{}
	page := func(pattern string, h func(w http.ResponseWriter, r *http.Request) error) {
		handle(pattern, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if err := h(w, r); err != nil {
				s.fail(w, r, err)
			}
		}))
	}
	// A public page says the same to all who ask for its address in a language, sets no cookie, and changes nothing by being looked at.
	public := func(pattern string, h func(w http.ResponseWriter, r *http.Request) error) {
		s.public[pattern] = true
		page(pattern, h)
	}
	handle("GET "+assets.Root+"{file}", set)
	if o.Events != nil {
		handle("GET /events", o.Events)
	}
	public("GET /{$}", s.front)
	public("GET /story/{id}", s.story)
	public("GET /story/{id}/timeline.svg", s.storyTimeline)
	public("GET /claim/{id}", s.claim)
	public("GET /claim/{id}/{picture}", s.claimPicture)
	public("GET /report/{id}", s.report)
	page("GET /picture/{report}", s.picture)
	public("GET /speaker/{id}", s.speaker)
	public("GET /speakers", s.speakers)
	public("GET /authors/{author}", s.author)
	public("GET /authors/{author}/{file}", s.authorFile)
	public("GET /search", s.search)
	public("GET /search/{file}", s.searchFeed)
	public("GET /story/{id}/{file}", s.storyFeed)
	public("GET /speaker/{id}/{file}", s.speakerFeed)
	public("GET /outlet/{id}", s.outlet)
	public("GET /outlet/{id}/{file}", s.outletFeed)
	public("GET /notices/{file}", s.noticesFeed)
	public("GET /sitemap.xml", s.sitemap)
	public("GET /sitemap/{file}", s.sitemapPart)
	public("GET /news-sitemap.xml", s.newsSitemap)
	public("GET /robots.txt", s.robots)
	public("GET /notices", s.notices)
	public("GET /notices/new", s.newNotices)
	if o.Push != nil {
		public("GET /push.js", s.pushWorker)
		page("POST /push", s.askPush)
		page("POST /push/end", s.endPush)
	}
	page("GET /subscribe", s.subscribeForm)
	page("POST /subscribe", s.subscribe)
	page("GET /subscribe/sent", s.subscribeSent)
	page("GET /confirm/{token}", s.confirmForm)
	page("POST /confirm/{token}", s.confirm)
	page("GET /unsubscribe/{token}", s.unsubscribeForm)
	page("POST /unsubscribe/{token}", s.unsubscribe)
	page("GET /preferences", s.linkForm)
	page("POST /preferences", s.sendLink)
	page("GET /preferences/sent", s.linkSent)
	page("GET /preferences/{token}", s.preferences)
	page("POST /preferences/{token}", s.setPreferences)
	page("GET /preferences/{token}/data.json", s.readerData)
	page("GET /preferences/{token}/erase", s.eraseForm)
	page("POST /preferences/{token}/erase", s.erase)
	page("GET /new-address/{token}", s.moveForm)
	page("POST /new-address/{token}", s.move)
	page("GET /go/{edition}/{item}", s.followed)
	page("GET /seen/{picture}", s.looked)
	public("GET /{publication}", s.home)
	page("GET /{publication}/{$}", func(w http.ResponseWriter, r *http.Request) error {
		to := url.URL{Path: strings.TrimSuffix(r.URL.Path, "/"), RawPath: strings.TrimSuffix(r.URL.EscapedPath(), "/"), RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, to.String(), http.StatusMovedPermanently)
		return nil
	})
	public("GET /{publication}/{page}", s.ofPublication)
	page("GET /{publication}/{page}/pictures/{file}", s.piecePicture)
	s.handler = s.keep(mux, s.guard(s.sameOrigin(web.Route(mux, s.fail))))
	return s, nil
}

// oneClick is the body by which a mail provider ends a subscription (RFC 8058, section 3.2).
const oneClick = "One-Click"

// sameOrigin refuses what another site's page has a browser do here, save the one click that a webmail has it do: that link is
// signed, and nobody has it but who got the mail.
func (s *Site) sameOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/unsubscribe/") {
			r.Body = http.MaxBytesReader(w, r.Body, largestForm)
			if r.PostFormValue("List-Unsubscribe") == oneClick {
				next.ServeHTTP(w, r)
				return
			}
		}
		s.fail(w, r, news.Errorf(news.Forbidden, "another site sent you here with a form; open the page here and press the button yourself").Say("another_site"))
	}))
	return protection.Handler(next)
}

// guard turns a panic into a page that says so, and keeps it to its own request.
func (s *Site) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch p := recover(); p {
			case nil:
			case http.ErrAbortHandler:
				panic(p)
			default:
				s.fail(w, r, news.Errorf(news.Internal, "panic: %v", p))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// view is what every page is filled with.
type view struct {
	Title        string
	Description  string
	Path         string           // the page's own address, for the canonical link
	Publication  news.Publication // whose name stands at the head
	Publications []news.Publication
	In           speech // that the page's own words are in
	Chosen       bool   // which that is goes by what the reader asks for, so that others may have the page in another one
	Zone         *time.Location
	Now          time.Time
	Here         string      // which entry of the navigation this is
	Query        string      // what was searched for
	Feeds        []feedLink  // feeds of what the page shows, besides those of the publication
	Private      bool        // not to be listed, kept, or told to other sites
	Live         bool        // has the panel of notices
	Asks         bool        // by which readers may ask to be told on their device
	Walk         bool        // has statements to walk through
	Italic       bool        // its text has words in italics
	Preview      bool        // an editor looks at what has not appeared
	Reads        bool        // has an article to read
	Card         *cardView   // what programs show that preview the page; nil: they find out themselves
	LD           template.JS // what the page says, as linked data; empty: nothing
	Data         any
}

// Fonts are the files that the page needs at once.
func (v view) Fonts() []string {
	return assets.Fonts(v.In.Tag, v.Title+v.Publication.Name+v.Query, v.Italic)
}

// frame begins a page: the publication of that name stands at its head, the first one if none is named.
func (s *Site) frame(ctx context.Context, r *http.Request, slug string) (view, error) {
	v := view{Path: r.URL.Path, In: s.tongue(""), Zone: time.UTC, Now: s.Clock.Now()}
	var err error
	if v.Publications, err = s.Store.Publications(ctx); err != nil {
		return v, err
	}
	if len(v.Publications) > 0 {
		v.Publication = v.Publications[0]
	}
	if slug != "" {
		if v.Publication, err = s.Store.PublicationBySlug(ctx, slug); err != nil {
			return v, err
		}
	}
	v.In = s.speaks(r, v, slug != "")
	if zone, err := time.LoadLocation(v.Publication.Schedule.Zone); err == nil {
		v.Zone = zone
	}
	return v, nil
}

// show renders a page whole before a byte of it is sent, and answers 304 where the reader has it already.
func (s *Site) show(w http.ResponseWriter, r *http.Request, status int, page string, v view) error {
	all, err := s.pages[v.In.Tag].read()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := all[page].Execute(&b, v); err != nil {
		return err
	}
	w.Header().Set("Content-Language", v.In.Tag)
	switch {
	case v.Private:
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Referrer-Policy", "no-referrer") // the address may hold a signed token
	case status == http.StatusOK:
		w.Header().Set("Vary", "Accept-Language")
	}
	reply(w, r, status, "text/html; charset=utf-8", b.Bytes())
	return nil
}

// reply sends a document. One that may be kept carries a tag of its content, and is not sent to a reader who has it.
func reply(w http.ResponseWriter, r *http.Request, status int, kind string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", kind)
	if h.Get("Cache-Control") == "" {
		if status == http.StatusOK {
			h.Set("Cache-Control", "no-cache") // may be kept, but is asked for each time
			crowd.Put(w, r, body)
			return
		}
		h.Set("Cache-Control", "no-store") // what went wrong may be right a moment later
	}
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// place is the address of a page for the log: without the signed token by which a reader's mail leads there, for whoever has it may do
// what the reader may.
func place(path string) string {
	switch page, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/"); page {
	case "confirm", "unsubscribe", "preferences", "new-address":
		return "/" + page + "/…"
	}
	return path
}

type failed struct {
	Status  int
	Message string
}

// fail shows an error in the site's frame. If not even the frame can be had, the words go out bare.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, err error) {
	status, message := web.Status(err)
	if status >= http.StatusInternalServerError {
		s.Log.ErrorContext(r.Context(), "a page failed", "page", place(r.URL.Path), "error", err)
	}
	v, frameErr := s.frame(r.Context(), r, "")
	if frameErr != nil {
		v = view{Path: r.URL.Path, In: s.tongue(""), Zone: time.UTC, Now: s.Clock.Now()}
	}
	v.Private = true
	v.Title, message = v.In.failure(status, err, message)
	v.Data = failed{status, message}
	if s.show(w, r, status, "error", v) != nil {
		http.Error(w, message, status)
	}
}
