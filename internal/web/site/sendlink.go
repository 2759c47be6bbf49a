package site

import (
	"net/http"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/address"
	"onrecord/internal/web"
)

// linkForm asks for the address of a reader who has no mail at hand with the link to their preferences.
func (s *Site) linkForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.frame(r.Context(), r, "")
	if err != nil {
		return err
	}
	return s.showLinkForm(w, r, http.StatusOK, v, subscribePage{})
}

func (s *Site) showLinkForm(w http.ResponseWriter, r *http.Request, status int, v view, p subscribePage) error {
	v.Title, v.Here, v.Data, v.Private = v.In.say("link.title"), "preferences", p, p.Email != ""
	return s.show(w, r, status, "link", v)
}

// sendLink has the link mailed, and answers the same whether the address is a reader's or not.
func (s *Site) sendLink(w http.ResponseWriter, r *http.Request) error {
	if err := web.Form(w, r, largestForm); err != nil {
		return err
	}
	v, err := s.frame(r.Context(), r, "")
	if err != nil {
		return err
	}
	p := subscribePage{Email: r.PostFormValue("email")}
	if !s.mayAsk(w, r) {
		p.Error = v.In.say("subscribe.often")
		return s.showLinkForm(w, r, http.StatusTooManyRequests, v, p)
	}
	began := time.Now()
	err = s.Readers.SendLink(r.Context(), p.Email)
	web.Even(r.Context(), began)
	if status, says := v.In.aboutMail(err); says != "" {
		p.Error = says
		return s.showLinkForm(w, r, status, v, p)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/preferences/sent", http.StatusSeeOther)
	return nil
}

func (s *Site) linkSent(w http.ResponseWriter, r *http.Request) error {
	v, err := s.frame(r.Context(), r, "")
	if err != nil {
		return err
	}
	v.Title, v.Private = v.In.say("sent.title"), true
	return s.show(w, r, http.StatusOK, "linksent", v)
}

// movePage is what the link in the mail to a new address leads to: a button, and what came of it.
type movePage struct {
	news.Move
	Done bool
}

// Shown gives an address as people write it.
func (movePage) Shown(a string) string { return address.Show(a) }

func (s *Site) moveForm(w http.ResponseWriter, r *http.Request) error {
	m, err := s.Readers.LookMove(r.Context(), r.PathValue("token"))
	return s.showMove(w, r, "move.title", movePage{Move: m}, err)
}

func (s *Site) move(w http.ResponseWriter, r *http.Request) error {
	v, err := s.frame(r.Context(), r, "")
	if err != nil {
		return err
	}
	// What they agree to names no address, because it stays in the proof when the reader is erased.
	m, err := s.Readers.ConfirmMove(r.Context(), r.PathValue("token"), v.In.say("move.terms"), visitor(r))
	return s.showMove(w, r, "move.done", movePage{m, true}, err)
}

func (s *Site) showMove(w http.ResponseWriter, r *http.Request, title string, p movePage, err error) error {
	if err != nil {
		return err
	}
	v, err := s.frame(r.Context(), r, "")
	if err != nil {
		return err
	}
	v.Title, v.Private, v.Data = v.In.say(title), true, p
	return s.show(w, r, http.StatusOK, "move", v)
}
