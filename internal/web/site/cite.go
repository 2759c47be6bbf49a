package site

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"

	"onrecord/internal/locale"
	"onrecord/internal/news"
	"onrecord/internal/web"
)

// cite is how to quote what a page says, in print and by program.
type cite struct {
	Words   string // without the address
	Address string // absolute
	Of      string // begins the addresses of the files
	Picture string
	Pending bool
}

// version names the ledger as it is: with each weighing the number rises.
func (t told) version(v view) locale.Phrase {
	last := t.Story.Last.In(v.Zone)
	return locale.Phrase(v.In.say("cite.version", "version", v.In.Number(int(t.Version)), "time", locale.Phrase(v.In.Timed(last)), "zone", last.Format("MST")))
}

func (v view) by() string {
	if v.Publication.Name != "" {
		return v.Publication.Name
	}
	return "Onrecord"
}

func (s *Site) citeStory(v view, t told) cite {
	of := storyAddress(t.Story.ID)
	return cite{Words: v.In.say("cite.story", "title", sentence(t.Story.Title), "by", v.by(), "version", t.version(v)), Address: s.BaseURL + of, Of: of, Picture: of + "/timeline.svg", Pending: t.Pending}
}

func (s *Site) citeClaim(v view, t told, c claimView) cite {
	words := v.In.say("cite.claim", "claim", c.Wording, "state", locale.Phrase(v.In.state(c.State.State)), "by", v.by(), "version", t.version(v))
	return cite{Words: words, Address: s.BaseURL + c.Address, Of: c.Address, Picture: c.Address + "/origins.svg", Pending: t.Pending}
}

// framed reads what a picture of a story needs.
func (s *Site) framed(r *http.Request, ledger news.Ledger) (view, told, error) {
	v, err := s.frame(r.Context(), r, "")
	if err != nil {
		return v, told{}, err
	}
	t, err := s.tell(r.Context(), v.In, ledger)
	return v, t, err
}

// The widths, in pixels, that a picture can be asked for in.
const narrowest, widest = 320, 4000

// asked is the width that a picture is asked for in; 1080 if none is.
func asked(r *http.Request) (int, error) {
	const want = "a picture is 320 to 4000 pixels wide: write width=1080"
	n, err := web.Number(r, "width", wideFigure, narrowest, widest+1, want)
	if err == nil && n > widest {
		err = web.WrongQuery("width", r.URL.Query().Get("width"), want)
	}
	return n, err
}

// svg serves a picture as a document of its own. Its stylesheet stands in it, and the policy lets in that one and nothing else.
func (s *Site) svg(w http.ResponseWriter, r *http.Request, draw func(style string) string) error {
	style := s.assets.Picture()
	sum := sha256.Sum256([]byte(style))
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'; frame-ancestors 'none'")
	w.Header().Set("Vary", "Accept-Language")
	reply(w, r, http.StatusOK, "image/svg+xml", []byte(draw(style)))
	return nil
}
