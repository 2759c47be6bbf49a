package site

import (
	"context"
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

// Wording is what a reader agrees to who ticks a publication.
func (preferencesPage) Wording(p news.Publication) string { return wording(p) }

// Gets says whether the reader gets any publication.
func (p preferencesPage) Gets() bool {
	return slices.ContainsFunc(p.Choices, func(c news.Choice) bool { return c.State == news.Active })
}

// done are what the page says after each act.
var done = map[string]string{
	"saved":   "Your choice is saved.",
	"paused":  "No edition is sent to you until then.",
	"resumed": "The break is over: the next edition comes to you.",
	"asked":   "We have sent a mail to the new address. Press the button that it leads to.",
	"stayed":  "Your mails go on coming to this address.",
}

func (s *Site) preferences(w http.ResponseWriter, r *http.Request) error {
	return s.showPreferences(w, r, http.StatusOK, func(p *preferencesPage) { p.Done = done[r.URL.Query().Get("done")] })
}

func (s *Site) showPreferences(w http.ResponseWriter, r *http.Request, status int, fill func(*preferencesPage)) error {
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
	fill(&p)
	v.Title, v.Private, v.Here, v.Data = "Your preferences", true, "preferences", p
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
	did, err := s.act(r, token, found)
	var wrong *news.Error
	switch {
	case did == "slow":
		w.Header().Set("Retry-After", "60")
		return s.showPreferences(w, r, http.StatusTooManyRequests, func(p *preferencesPage) {
			p.Errors["email"], p.Email = askedOften, r.PostFormValue("email")
		})
	case errors.As(err, &wrong) && wrong.Kind == news.Invalid:
		return s.showPreferences(w, r, http.StatusUnprocessableEntity, func(p *preferencesPage) {
			p.Errors[wrong.Field], p.Email, p.Until = sentence(wrong.Message), r.PostFormValue("email"), r.PostFormValue("until")
		})
	case err != nil:
		return err
	}
	http.Redirect(w, r, "/preferences/"+url.PathEscape(token)+"?done="+did, http.StatusSeeOther)
	return nil
}

// act does what a form asks for, and gives the name of what was done.
func (s *Site) act(r *http.Request, token string, found news.Preferences) (did string, err error) {
	ctx := r.Context()
	switch r.PostFormValue("do") {
	case "save":
		var wishes []news.Wish
		for _, c := range found.Choices {
			wishes = append(wishes, news.Wish{Publication: c.Publication.Slug, Wanted: slices.Contains(r.PostForm["get"], c.Publication.Slug), Wording: wording(c.Publication)})
		}
		if err := s.Readers.SetLanguage(ctx, token, r.PostFormValue("language")); err != nil {
			return "", err
		}
		return "saved", s.Readers.Choose(ctx, token, wishes, visitor(r))
	case "pause":
		until, err := s.until(ctx, r, found)
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
	return "", news.Errorf(news.Invalid, "the form does not say what to do; load the page again and press one of its buttons")
}

// until reads the day on which a pause ends, at its beginning in the zone of the reader's publication.
func (s *Site) until(ctx context.Context, r *http.Request, found news.Preferences) (time.Time, error) {
	v, err := s.frame(ctx, r, head(found))
	if err != nil {
		return time.Time{}, err
	}
	day, err := time.ParseInLocation(time.DateOnly, strings.TrimSpace(r.PostFormValue("until")), v.Zone)
	if err != nil {
		return day, news.FieldErrorf("until", "choose the day from which you want your mails again, as %s", v.Now.In(v.Zone).AddDate(0, 0, 14).Format(time.DateOnly))
	}
	if !day.After(v.Now) {
		return day, news.FieldErrorf("until", "that day has begun already; choose one from tomorrow on")
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
	v.Title, v.Private, v.Data = "Erase all that is kept of you?", true, erasePage{preferencesPage: preferencesPage{Preferences: found, Token: r.PathValue("token")}}
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
	v.Title, v.Private, v.Data = "All is erased", true, erasePage{Gone: true}
	return s.show(w, r, http.StatusOK, "erase", v)
}
