package site

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/address"
	"onrecord/internal/web"
)

// preferencesPage is a reader's own page. The link to it is signed and comes by mail; nobody logs in. Each of its forms sends the token
// back in the address, so it needs neither a cookie nor a script, and another site's page cannot make one.
type preferencesPage struct {
	news.Preferences
	Token     string
	Languages []language
	Done      string // what was just done, in a sentence
	Until     string // the end of the pause, as it was typed
	Earliest  string // the first day that a pause may end on, and the last
	Latest    string
	Email     string // the new address, as it was typed
	Errors    map[string]string
	Paused    bool
}

// Shown gives an address as people write it.
func (preferencesPage) Shown(a string) string { return address.Show(a) }

// Gets says whether the reader gets any publication.
func (p preferencesPage) Gets() bool {
	return slices.ContainsFunc(p.Choices, func(c news.Choice) bool { return c.State == news.Active })
}

// done are the acts after which the page says so.
var done = []string{"saved", "paused", "resumed", "asked", "stayed"}

func (s *Site) preferences(w http.ResponseWriter, r *http.Request) error {
	return s.showPreferences(w, r, http.StatusOK, func(v view, p *preferencesPage) {
		if did := r.URL.Query().Get("done"); slices.Contains(done, did) {
			p.Done = v.In.say("preferences.done." + did)
		}
	})
}

func (s *Site) showPreferences(w http.ResponseWriter, r *http.Request, status int, fill func(view, *preferencesPage)) error {
	token := r.PathValue("token")
	found, err := s.Readers.Preferences(r.Context(), token)
	if err != nil {
		return err
	}
	v, err := s.frame(r.Context(), r, head(found))
	if err != nil {
		return err
	}
	p := preferencesPage{Preferences: found, Token: token, Errors: map[string]string{}, Paused: found.Reader.Paused(v.Now)}
	p.Languages = languages(found)
	today := v.Now.In(v.Zone)
	p.Earliest, p.Latest = today.AddDate(0, 0, 1).Format(time.DateOnly), today.AddDate(1, 0, 0).Format(time.DateOnly)
	fill(v, &p)
	v.Title, v.Private, v.Here, v.Data = v.In.say("preferences.title"), true, "preferences", p
	return s.show(w, r, status, "preferences", v)
}

// head gives the publication whose name stands at the head of a reader's page: the first that they get.
func head(p news.Preferences) string {
	for _, c := range p.Choices {
		if c.State == news.Active {
			return c.Publication.Slug
		}
	}
	return ""
}

// setPreferences does what one of the page's forms asks for, and leads back to the page, so that a reload asks for nothing twice.
func (s *Site) setPreferences(w http.ResponseWriter, r *http.Request) error {
	if err := web.Form(w, r, largestForm); err != nil {
		return err
	}
	token := r.PathValue("token")
	found, err := s.Readers.Preferences(r.Context(), token)
	if err != nil {
		return err
	}
	v, err := s.frame(r.Context(), r, head(found))
	if err != nil {
		return err
	}
	did, err := s.act(r, v, token, found)
	var wrong *news.Error
	switch {
	case did == "slow":
		w.Header().Set("Retry-After", "60")
		return s.showPreferences(w, r, http.StatusTooManyRequests, func(v view, p *preferencesPage) {
			p.Errors["email"], p.Email = v.In.say("subscribe.often"), r.PostFormValue("email")
		})
	case errors.As(err, &wrong) && wrong.Kind == news.Invalid:
		return s.showPreferences(w, r, http.StatusUnprocessableEntity, func(v view, p *preferencesPage) {
			p.Errors[wrong.Field], p.Email, p.Until = v.In.fault(wrong), r.PostFormValue("email"), r.PostFormValue("until")
		})
	case err != nil:
		return err
	}
	http.Redirect(w, r, "/preferences/"+url.PathEscape(token)+"?done="+did, http.StatusSeeOther)
	return nil
}

// act does what a form asks for, and gives the name of what was done.
func (s *Site) act(r *http.Request, v view, token string, found news.Preferences) (did string, err error) {
	ctx := r.Context()
	switch r.PostFormValue("do") {
	case "save":
		var wishes []news.Wish
		for _, c := range found.Choices {
			wishes = append(wishes, news.Wish{Publication: c.Publication.Slug, Wanted: slices.Contains(r.PostForm["get"], c.Publication.Slug), Wording: v.In.wording(c.Publication)})
		}
		if err := s.Readers.SetLanguage(ctx, token, r.PostFormValue("language")); err != nil {
			return "", err
		}
		return "saved", s.Readers.Choose(ctx, token, wishes, visitor(r))
	case "pause":
		until, err := until(r, v)
		if err != nil {
			return "", err
		}
		return "paused", s.Readers.Pause(ctx, token, until)
	case "resume":
		return "resumed", s.Readers.Pause(ctx, token, time.Time{})
	case "move":
		if !s.asks.Allow(web.Household(r)) || !s.nets.Allow(web.Network(r)) {
			return "slow", nil
		}
		return "asked", s.Readers.Move(ctx, token, r.PostFormValue("email"))
	case "stay":
		return "stayed", s.Readers.Stay(ctx, token)
	}
	return "", news.Errorf(news.Invalid, "the form does not say what to do; load the page again and press one of its buttons").Say("form_does_nothing")
}

// until reads the day on which a pause ends, at its beginning in the zone of the reader's publication.
func until(r *http.Request, v view) (time.Time, error) {
	day, err := time.ParseInLocation(time.DateOnly, strings.TrimSpace(r.PostFormValue("until")), v.Zone)
	if err != nil {
		like := v.Now.In(v.Zone).AddDate(0, 0, 14).Format(time.DateOnly)
		return day, news.FieldErrorf("until", "choose the day from which you want your mails again, as %s", like).Say("until_no_day", "day", like)
	}
	if !day.After(v.Now) {
		return day, news.FieldErrorf("until", "that day has begun already; choose one from tomorrow on").Say("until_begun")
	}
	return day, nil
}

// readerData gives a reader all that is kept of them, as a file.
func (s *Site) readerData(w http.ResponseWriter, r *http.Request) error {
	d, err := s.Readers.Data(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Disposition", `attachment; filename="my-data.json"`)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	reply(w, r, http.StatusOK, "application/json; charset=utf-8", append(body, '\n'))
	return nil
}

// erasePage asks once more, and says that it is done.
type erasePage struct {
	preferencesPage
	Gone bool
}

func (s *Site) eraseForm(w http.ResponseWriter, r *http.Request) error {
	found, err := s.Readers.Preferences(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	v, err := s.frame(r.Context(), r, head(found))
	if err != nil {
		return err
	}
	v.Title, v.Private, v.Data = v.In.say("erase.title"), true, erasePage{preferencesPage: preferencesPage{Preferences: found, Token: r.PathValue("token")}}
	return s.show(w, r, http.StatusOK, "erase", v)
}

func (s *Site) erase(w http.ResponseWriter, r *http.Request) error {
	if err := s.Readers.Erase(r.Context(), r.PathValue("token")); err != nil {
		return err
	}
	v, err := s.frame(r.Context(), r, "")
	if err != nil {
		return err
	}
	v.Title, v.Private, v.Data = v.In.say("erase.done"), true, erasePage{Gone: true}
	return s.show(w, r, http.StatusOK, "erase", v)
}
