package web

import (
	"errors"
	"fmt"
	"net/http"

	"onrecord/internal/news"
)

// tooLong says that more was sent than a page takes (RFC 9110, section 15.5.14).
type tooLong struct{ most int64 }

func (e tooLong) Error() string {
	return fmt.Sprintf("the text is too long: all that is sent at once may have %s letters; go back, shorten it, and send it again. Nothing was changed", letters(e.most))
}

// letters tells a number of bytes as people count what they type. Letters with accents take two bytes, and others three.
func letters(bytes int64) string {
	if bytes >= 1_000_000 {
		return fmt.Sprintf("about %d million", bytes/1_000_000)
	}
	return fmt.Sprintf("about %d thousand", bytes/1000)
}

// Form reads the fields of a form that has at most so many bytes.
func Form(w http.ResponseWriter, r *http.Request, most int64) error {
	r.Body = http.MaxBytesReader(w, r.Body, most)
	err := r.ParseForm()
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &big):
		return tooLong{most}
	case err != nil:
		return &news.Error{Kind: news.Invalid, Message: "the form came damaged and cannot be read; load the page again and send it once more", Err: err}
	}
	return nil
}

// TooLong turns the error of a body that has more bytes than it may into one that says so; others stay as they are.
func TooLong(err error, most int64) error {
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return tooLong{most}
	}
	return err
}
