package web

import (
	"errors"
	"net/http"

	"onrecord/internal/news"
)

// Status gives the HTTP status of an error and a message that may be shown. It is the only place that maps kinds of error
// to HTTP.
func Status(err error) (status int, message string) {
	if wrong := (wrongMethod{}); errors.As(err, &wrong) {
		return http.StatusMethodNotAllowed, wrong.Error()
	}
	if long := (tooLong{}); errors.As(err, &long) {
		return http.StatusRequestEntityTooLarge, long.Error()
	}
	if message, is := badRequest(err); is {
		return http.StatusBadRequest, message
	}
	status = map[news.Kind]int{
		news.NotFound:    http.StatusNotFound,
		news.Invalid:     http.StatusUnprocessableEntity,
		news.Conflict:    http.StatusConflict,
		news.Forbidden:   http.StatusForbidden,
		news.Unavailable: http.StatusServiceUnavailable,
	}[news.KindOf(err)]
	if status == 0 {
		return http.StatusInternalServerError, "Something went wrong here. It has been noted."
	}
	if status == http.StatusServiceUnavailable {
		return status, "This cannot be answered at the moment. Try again in a minute."
	}
	var e *news.Error
	errors.As(err, &e)
	return status, e.Error()
}
