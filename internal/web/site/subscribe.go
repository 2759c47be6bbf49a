package site

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web"
)

// A household may ask for five subscriptions at once, and for one more every minute.
const (
	askEvery = time.Minute
	askBurst = 5
)

// wording is what a reader agrees to; it stands on the form and is kept as the proof.
func wording(p news.Publication) string {
	return "Send me " + p.Name + " by mail, " + days(p.Schedule) + ". Every mail has a link that ends this at once."
}

// subscribePage is the form, wherever it stands.
type subscribePage struct {
	Publication news.Publication
	Email       string // as typed
	Error       string
}

// Wording is for the template.
func (p subscribePage) Wording() string { return wording(p.Publication) }

func (s *Site) subscribeForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.frame(r.Context(), r, r.URL.Query().Get("publication"))
	if err != nil {
		return err
	}
	if v.Publication.ID == "" {
		return news.Errorf(news.NotFound, "there is nothing to subscribe to yet")
	}
	return s.showSubscribe(w, r, http.StatusOK, v, subscribePage{Publication: v.Publication})
}

func (s *Site) showSubscribe(w http.ResponseWriter, r *http.Request, status int, v view, p subscribePage) error {
	v.Title, v.Here, v.Data, v.Private = "Subscribe to "+p.Publication.Name, "subscribe", p, p.Email != ""
	return s.show(w, r, status, "subscribe", v)
}

func (s *Site) subscribe(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := web.Form(w, r, largestForm); err != nil {
		return err
	}
	v, err := s.frame(ctx, r, r.PostFormValue("publication"))
	if err != nil {
		return err
	}
	p := subscribePage{Publication: v.Publication, Email: r.PostFormValue("email")}
	if !s.asks.Allow(web.Household(r)) {
		w.Header().Set("Retry-After", "60")
		p.Error = "That was asked many times from here. Wait a minute and try again."
		return s.showSubscribe(w, r, http.StatusTooManyRequests, v, p)
	}
	err = s.Readers.Subscribe(ctx, v.Publication.Slug, p.Email, web.Remote(r), wording(v.Publication))
	var wrong *news.Error
	if errors.As(err, &wrong) && wrong.Kind == news.Invalid && wrong.Field == "email" {
		p.Error = sentence(wrong.Message)
		return s.showSubscribe(w, r, http.StatusUnprocessableEntity, v, p)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/subscribe/sent?publication="+url.QueryEscape(v.Publication.Slug), http.StatusSeeOther)
	return nil
}

func (s *Site) subscribeSent(w http.ResponseWriter, r *http.Request) error {
	v, err := s.frame(r.Context(), r, r.URL.Query().Get("publication"))
	if err != nil {
		return err
	}
	v.Title, v.Here, v.Private = "Check your mailbox", "subscribe", true
	return s.show(w, r, http.StatusOK, "sent", v)
}

// linkPage is a page that a link in a mail leads to. A GET shows a button and changes nothing, because mail scanners follow
// links; the button, or a mail program's one-click POST (RFC 8058, section 3.2), does it.
type linkPage struct {
	Publication news.Publication
	Done        bool
}

func (s *Site) confirmForm(w http.ResponseWriter, r *http.Request) error {
	return s.byLink(w, r, "confirm", "Confirm your subscription", false, s.Readers.LookConfirm)
}

func (s *Site) confirm(w http.ResponseWriter, r *http.Request) error {
	return s.byLink(w, r, "confirm", "You are subscribed", true, func(ctx context.Context, token string) (news.Publication, error) {
		return s.Readers.Confirm(ctx, token, web.Remote(r))
	})
}

func (s *Site) unsubscribeForm(w http.ResponseWriter, r *http.Request) error {
	return s.byLink(w, r, "unsubscribe", "End your subscription", false, s.Readers.LookUnsubscribe)
}

func (s *Site) unsubscribe(w http.ResponseWriter, r *http.Request) error {
	return s.byLink(w, r, "unsubscribe", "Your subscription has ended", true, func(ctx context.Context, token string) (news.Publication, error) {
		return s.Readers.Unsubscribe(ctx, token, web.Remote(r))
	})
}

func (s *Site) byLink(w http.ResponseWriter, r *http.Request, page, title string, done bool, act func(ctx context.Context, token string) (news.Publication, error)) error {
	p, err := act(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	v, err := s.frame(r.Context(), r, p.Slug)
	if err != nil {
		return err
	}
	v.Title, v.Private, v.Data = title, true, linkPage{p, done}
	return s.show(w, r, http.StatusOK, page, v)
}

// largestForm is how many bytes a form of the site has at most.
const largestForm = 16 << 10
