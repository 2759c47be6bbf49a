package desk

import (
	"bytes"
	"context"
	"embed"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"onrecord/internal/news"
	"onrecord/internal/web"
	"onrecord/internal/web/assets"
)

//go:embed templates
var files embed.FS

// Options are what the desk needs.
type Options struct {
	Store    Store
	Actions  Actions
	Sessions scs.CtxStore
	Secure   bool // the site is served by https: cookies are for https only
	// Preview shows an edition in any state as readers would see it; nil: there is no such page.
	Preview func(w http.ResponseWriter, r *http.Request, p news.Publication, e news.Edition) error
	// PreviewArticle shows an article in any state as readers would see it; nil: there is no such page.
	PreviewArticle func(w http.ResponseWriter, r *http.Request, a news.Article) error
	// PreviewPicture serves a picture of an article in any state by its file in the address; nil: there are none.
	PreviewPicture func(w http.ResponseWriter, r *http.Request, article news.ID) error
	// Unread says in a sentence which language a text is in, where no statements are found in texts of that language; else nothing.
	Unread func(language string) string
	Clock  news.Clock
	Log    *slog.Logger
}

type desk struct {
	Options
	assets   *assets.Set
	sessions *scs.SessionManager
	pages    map[string]*template.Template
	// How often a login may be tried, by household, and by household and name.
	households, logins *web.Limiter
}

// New makes the handler of everything below /desk.
func New(o Options) (http.Handler, error) {
	set, err := assets.New()
	if err != nil {
		return nil, err
	}
	d := &desk{
		Options: o, assets: set, sessions: scs.New(),
		households: web.NewLimiter(o.Clock, loginEvery/colleagues, loginBurst*colleagues), logins: web.NewLimiter(o.Clock, loginEvery, loginBurst),
	}
	d.sessions.Store = o.Sessions
	d.sessions.HashTokenInStore = true
	d.sessions.Lifetime = 14 * 24 * time.Hour
	d.sessions.IdleTimeout = 3 * 24 * time.Hour
	d.sessions.Cookie.Name = "desk"
	d.sessions.Cookie.Path = "/desk"
	d.sessions.Cookie.HttpOnly = true
	d.sessions.Cookie.SameSite = http.SameSiteLaxMode
	d.sessions.Cookie.Secure = o.Secure
	d.sessions.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) { d.fail(w, r, err) }
	if err := d.parse(); err != nil {
		return nil, err
	}

	mux := http.NewServeMux()
	mux.HandleFunc("GET /desk/login", d.loginForm)
	mux.HandleFunc("POST /desk/login", d.login)
	inside := func(pattern string, h func(w http.ResponseWriter, r *http.Request) error) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if d.user(r.Context()) == "" {
				http.Redirect(w, r, "/desk/login", http.StatusSeeOther)
				return
			}
			if err := web.Form(w, r, largestForm); err != nil {
				d.fail(w, r, err)
				return
			}
			if err := h(w, r); err != nil {
				d.fail(w, r, err)
			}
		})
	}
	// A list that is sent is read as it comes, however long it is; all else is a short form.
	mux.HandleFunc("POST /desk/readers/import", func(w http.ResponseWriter, r *http.Request) {
		if d.user(r.Context()) == "" {
			http.Redirect(w, r, "/desk/login", http.StatusSeeOther)
			return
		}
		if err := d.importReaders(w, r); err != nil {
			d.fail(w, r, err)
		}
	})
	// So is a picture.
	for pattern, h := range map[string]func(http.ResponseWriter, *http.Request) error{
		"POST /desk/authors": d.saveAuthor, "POST /desk/authors/{id}": d.saveAuthor, "POST /desk/articles/{id}/pictures": d.addPicture,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if d.user(r.Context()) == "" {
				http.Redirect(w, r, "/desk/login", http.StatusSeeOther)
				return
			}
			if err := h(w, r); err != nil {
				d.fail(w, r, err)
			}
		})
	}
	inside("GET /desk/authors", d.authors)
	inside("GET /desk/authors/{id}", d.author)
	inside("GET /desk/articles", d.articles)
	inside("POST /desk/articles", d.addArticle)
	inside("GET /desk/articles/new", d.newArticle)
	inside("GET /desk/articles/{id}", d.article)
	inside("POST /desk/articles/{id}", d.saveArticle)
	inside("GET /desk/articles/{id}/preview", d.previewArticle)
	inside("GET /desk/articles/{id}/versions/{number}", d.previewArticle)
	inside("GET /desk/articles/{id}/pictures/{file}", d.picture)
	inside("POST /desk/articles/{id}/pictures/{name}", d.changePicture)
	inside("POST /desk/logout", d.logout)
	inside("GET /desk/{$}", d.overview)
	inside("GET /desk/feeds", d.feeds)
	inside("POST /desk/feeds", d.addFeed)
	inside("GET /desk/feeds/{id}", d.feed)
	inside("GET /desk/feeds/{id}/remove", d.askRemoveFeed)
	inside("POST /desk/feeds/{id}", d.changeFeed)
	inside("GET /desk/stories", d.stories)
	inside("GET /desk/stories/{id}", d.story)
	inside("POST /desk/stories/{id}/claims/{claim}", d.editClaim)
	inside("POST /desk/stories/{id}/claims/{claim}/evidence", d.moveEvidence)
	inside("POST /desk/stories/{id}/claims/{claim}/reports", d.placeReports)
	inside("POST /desk/stories/{id}/undo", d.undoClaimAct)
	inside("POST /desk/stories/{id}/move", d.move)
	inside("POST /desk/stories/{id}/merge", d.mergeStory)
	inside("GET /desk/reports/{id}", d.newestText)
	inside("GET /desk/texts/{id}", d.text)
	inside("POST /desk/texts/{id}/statements", d.addStatement)
	inside("POST /desk/texts/{id}/statements/{statement}", d.correctStatement)
	inside("POST /desk/texts/{id}/undo", d.undoCorrection)
	inside("GET /desk/speakers", d.speakers)
	inside("GET /desk/speakers/{id}", d.speaker)
	inside("POST /desk/speakers/{id}", d.writeSpeaker)
	inside("POST /desk/speakers/{id}/join", d.joinSpeaker)
	inside("POST /desk/speakers/{id}/apart", d.keepApart)
	inside("POST /desk/speakers/{id}/split", d.splitSpeaker)
	inside("POST /desk/speakers/{id}/undo", d.undoSpeaker)
	inside("GET /desk/editions", d.editions)
	inside("GET /desk/publications", d.publications)
	inside("POST /desk/publications", d.addPublication)
	inside("GET /desk/publications/new", d.newPublication)
	inside("GET /desk/publications/{id}", d.publication)
	inside("POST /desk/publications/{id}", d.savePublication)
	inside("POST /desk/publications/{id}/draft", d.draft)
	inside("GET /desk/editions/{id}", d.edition)
	inside("POST /desk/editions/{id}", d.saveEdition)
	inside("GET /desk/editions/{id}/preview", d.preview)
	inside("GET /desk/readers", d.readers)
	inside("GET /desk/readers/import", d.importForm)
	inside("GET /desk/readers/{id}", d.reader)
	inside("POST /desk/readers/{id}", d.changeReader)
	inside("GET /desk/editions/{id}/mail", d.mail)
	inside("POST /desk/editions/{id}/mail", d.testMail)
	inside("GET /desk/editions/{id}/mail/html", d.mailHTML)
	inside("GET /desk/editions/{id}/mail/source.eml", d.mailSource)
	inside("GET /desk/editions/{id}/mailing", d.mailing)
	inside("POST /desk/editions/{id}/mailing", d.controlMailing)
	inside("GET /desk/editions/{id}/mailing/cancel", d.askCancel)
	inside("GET /desk/editions/{id}/mailing/counts.json", d.mailingCounts)
	inside("GET /desk/editions/{id}/mailing/messages.csv", d.mailingTable)
	inside("GET /desk/returned", d.returned)
	inside("GET /desk/jobs", d.jobs)
	inside("POST /desk/jobs/{number}", d.retry)
	inside("GET /desk/watches", d.watches)
	inside("POST /desk/watches", d.addWatch)
	inside("POST /desk/watches/{id}/delete", d.deleteWatch)
	return http.NewCrossOriginProtection().Handler(d.sessions.LoadAndSave(web.Route(mux, func(w http.ResponseWriter, r *http.Request, err error) {
		if d.user(r.Context()) == "" { // strangers are not told what there is
			w.Header().Del("Allow")
			http.Redirect(w, r, "/desk/login", http.StatusSeeOther)
			return
		}
		d.fail(w, r, err)
	}))), nil
}

// How many bytes a form of the desk has at most, and that of the login, which strangers send.
const (
	largestForm  = 1 << 20
	largestLogin = 8 << 10
)

// parse reads each page together with the frame around it and the parts that pages share.
func (d *desk) parse() error {
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		return err
	}
	d.pages = map[string]*template.Template{}
	for _, name := range names {
		short := strings.TrimSuffix(strings.TrimPrefix(name, "templates/"), ".html")
		if short == "frame" {
			continue
		}
		t, err := template.New("frame.html").Funcs(d.funcs()).ParseFS(files, "templates/frame.html", "templates/shared/*.html", name)
		if err != nil {
			return err
		}
		d.pages[short] = t
	}
	return nil
}

// view is what every page is filled with.
type view struct {
	Title string
	User  string
	Here  string // the first part of the address below /desk, for the navigation
	Said  string // what was just done
	Zone  *time.Location
	Now   time.Time
	Texts bool // the page shows a text to mark
	Live  bool // the page shows counts that change
	Data  any
}

// show renders a page whole before a byte of it is sent.
func (d *desk) show(w http.ResponseWriter, r *http.Request, status int, page, title string, data any) error {
	here, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/desk"), "/"), "/")
	v := view{
		Title: title, User: d.user(r.Context()), Here: here, Said: d.sessions.PopString(r.Context(), "said"),
		Zone: d.zone(r.Context()), Now: d.Clock.Now(), Texts: page == "text", Live: page == "mailing", Data: data,
	}
	var b bytes.Buffer
	if err := d.pages[page].Execute(&b, v); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = b.WriteTo(w)
	return nil
}

// done says what was done and shows a page again.
func (d *desk) done(w http.ResponseWriter, r *http.Request, said, address string) error {
	d.sessions.Put(r.Context(), "said", said)
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// fail shows an error in the desk's own frame.
func (d *desk) fail(w http.ResponseWriter, r *http.Request, err error) {
	status, message := web.Status(err)
	if status >= http.StatusInternalServerError {
		d.Log.Error("a page of the desk failed", "page", r.URL.Path, "error", err)
	}
	if d.show(w, r, status, "error", "That did not work", message) != nil {
		http.Error(w, message, status)
	}
}

func (d *desk) user(ctx context.Context) string { return d.sessions.GetString(ctx, "user") }

// zone is the one that times are told in: the first publication's. Without one, and where that cannot be asked for, it is UTC.
func (d *desk) zone(ctx context.Context) *time.Location {
	all, err := d.Store.Publications(ctx)
	if err != nil || len(all) == 0 {
		return time.UTC
	}
	zone, err := time.LoadLocation(all[0].Schedule.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}
