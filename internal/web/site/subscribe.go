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
	// All of a network together may ask for more.
	netEvery = 10 * time.Second
	netBurst = 30
)

// mayAsk says whether a request may have one more mail sent; if not, the answer says when it may.
func (s *Site) mayAsk(w http.ResponseWriter, r *http.Request) bool {
	if s.asks.Allow(web.Household(r)) && s.nets.Allow(web.Network(r)) {
		return true
	}
	w.Header().Set("Retry-After", "60")
	return false
}

// visitor says where a request comes from, for the proof of consent.
func visitor(r *http.Request) news.Visitor {
	return news.Visitor{Address: web.Remote(r), Agent: r.UserAgent()}
}

// wording is what a reader agrees to; it stands on the form and is kept as the proof.
func (s speech) wording(p news.Publication) string {
	return dayed(s.say, s, "subscribe.terms", p.Schedule, "publication", p.Name)
}

// subscribePage is the form, wherever it stands.
type subscribePage struct {
	Publication news.Publication
	Email       string // as typed
	Error       string
}

func (s *Site) subscribeForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.frame(r.Context(), r, r.URL.Query().Get("publication"))
	if err != nil {
		return err
	}
	if v.Publication.ID == "" {
		return news.Errorf(news.NotFound, "there is nothing to subscribe to yet").Say("nothing_to_subscribe")
	}
	return s.showSubscribe(w, r, http.StatusOK, v, subscribePage{Publication: v.Publication})
}

func (s *Site) showSubscribe(w http.ResponseWriter, r *http.Request, status int, v view, p subscribePage) error {
	v.Title, v.Here, v.Data, v.Private = v.In.say("subscribe.to", "publication", p.Publication.Name), "subscribe", p, p.Email != ""
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
	if !s.mayAsk(w, r) {
		p.Error = v.In.say("subscribe.often")
		return s.showSubscribe(w, r, http.StatusTooManyRequests, v, p)
	}
	began := time.Now()
	err = s.Readers.Subscribe(ctx, news.SignUp{Publication: v.Publication.Slug, Address: p.Email, Wording: v.In.wording(v.Publication)}, visitor(r))
	web.Even(ctx, began)
	if status, says := v.In.aboutMail(err); says != "" {
		p.Error = says
		return s.showSubscribe(w, r, status, v, p)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/subscribe/sent?publication="+url.QueryEscape(v.Publication.Slug), http.StatusSeeOther)
	return nil
}

// aboutMail gives what is wrong with an address that was typed, or that very many ask at this moment; both are said where the address
// was typed. Other errors have a page of their own.
func (s speech) aboutMail(err error) (status int, says string) {
	var e *news.Error
	switch {
	case !errors.As(err, &e):
	case e.Kind == news.Invalid && e.Field == "email":
		return http.StatusUnprocessableEntity, s.fault(e)
	case e.Kind == news.Conflict:
		return http.StatusTooManyRequests, s.fault(e)
	}
	return 0, ""
}

func (s *Site) subscribeSent(w http.ResponseWriter, r *http.Request) error {
	v, err := s.frame(r.Context(), r, r.URL.Query().Get("publication"))
	if err != nil {
		return err
	}
	v.Title, v.Here, v.Private = v.In.say("sent.title"), "subscribe", true
	return s.show(w, r, http.StatusOK, "sent", v)
}

// linkPage is a page that a link in a mail leads to. A GET shows a button and changes nothing, because mail scanners follow
// links; the button, or a mail program's one-click POST (RFC 8058, section 3.2), does it.
type linkPage struct {
	Publication news.Publication
	Done        bool
}

func (s *Site) confirmForm(w http.ResponseWriter, r *http.Request) error {
	return s.byLink(w, r, "confirm", "confirm.title", false, s.Readers.LookConfirm)
}

func (s *Site) confirm(w http.ResponseWriter, r *http.Request) error {
	return s.byLink(w, r, "confirm", "confirm.done", true, func(ctx context.Context, token string) (news.Publication, error) {
		return s.Readers.Confirm(ctx, token, visitor(r))
	})
}

func (s *Site) unsubscribeForm(w http.ResponseWriter, r *http.Request) error {
	return s.byLink(w, r, "unsubscribe", "unsubscribe.title", false, s.Readers.LookUnsubscribe)
}

func (s *Site) unsubscribe(w http.ResponseWriter, r *http.Request) error {
	return s.byLink(w, r, "unsubscribe", "unsubscribe.done", true, func(ctx context.Context, token string) (news.Publication, error) {
		return s.Readers.Unsubscribe(ctx, token, visitor(r))
	})
}

func (s *Site) byLink(w http.ResponseWriter, r *http.Request, page, title string, done bool, act func(ctx context.Context, token string) (news.Publication, error)) error {
	if page == "unsubscribe" && r.PathValue("token") == news.TestToken {
		v, err := s.frame(r.Context(), r, "")
		if err != nil {
			return err
		}
		v.Title, v.Private = v.In.say("test.title"), true
		return s.show(w, r, http.StatusOK, "test", v)
	}
	p, err := act(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	v, err := s.frame(r.Context(), r, p.Slug)
	if err != nil {
		return err
	}
	v.Title, v.Private, v.Data = v.In.say(title), true, linkPage{p, done}
	return s.show(w, r, http.StatusOK, page, v)
}

// largestForm is how many bytes a form of the site has at most.
const largestForm = 16 << 10
