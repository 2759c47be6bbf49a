package site

import (
	"context"
	"net/http"

	"onrecord/internal/news"
	"onrecord/internal/web/crowd"
)

// picture serves a report's picture, which the desk has fetched and made small.
func (s *Site) picture(w http.ResponseWriter, r *http.Request) error {
	if s.Picture == nil {
		return news.Errorf(news.NotFound, "pictures are not shown here")
	}
	p, err := s.Picture(r.Context(), news.ID(r.PathValue("report")))
	if err != nil {
		return err
	}
	h := http.Header{}
	h.Set("Content-Type", "image/jpeg")
	h.Set("Cache-Control", "public, max-age=86400")
	crowd.NewAnswer(h, p.JPEG, nil).Write(w, r)
	return nil
}

// shownPicture is a picture on a page, in the room that it takes.
type shownPicture struct {
	Address       string
	Width, Height int
}

// pictureOf gives a report's picture for its page; nil: it has none that can be had. What was never fetched gets the room that pictures
// of reports mostly take, and keeps to it.
func (s *Site) pictureOf(ctx context.Context, r news.Report) (*shownPicture, error) {
	if r.Picture == "" || s.Picture == nil {
		return nil, nil //nolint:nilnil // there is none
	}
	shown := &shownPicture{"/picture/" + string(r.ID), 1200, 675}
	kept, err := s.Store.PictureSize(ctx, r.ID)
	switch {
	case news.KindOf(err) == news.NotFound, err == nil && kept.Address != r.Picture:
		return shown, nil
	case err != nil:
		return nil, err
	case kept.Why != "":
		return nil, nil //nolint:nilnil // it cannot be had
	}
	shown.Width, shown.Height = kept.Width, kept.Height
	return shown, nil
}
