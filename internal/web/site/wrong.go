package site

import (
	"errors"
	"net/http"

	"onrecord/internal/news"
)

// failures are the messages about what went wrong, by the status that goes with it.
var failures = map[int]string{
	http.StatusBadRequest:            "bad_address",
	http.StatusNotFound:              "not_found",
	http.StatusForbidden:             "forbidden",
	http.StatusConflict:              "conflict",
	http.StatusMethodNotAllowed:      "bad_method",
	http.StatusRequestEntityTooLarge: "too_large",
	http.StatusServiceUnavailable:    "unavailable",
	http.StatusInternalServerError:   "internal",
}

// failure gives the headline of a page that says what went wrong, and what it says. Errors are in English; in other languages those that
// readers meet have words of their own, and of the rest the page says what kind of failure it was.
func (s speech) failure(status int, err error, message string) (title, says string) {
	kind := failures[status]
	if kind == "" {
		kind = "other"
	}
	title = s.say("failure." + kind)
	var e *news.Error
	switch {
	case s.Tag == english:
		return title, sentence(message)
	case errors.As(err, &e) && status < http.StatusInternalServerError && e.Key != "":
		return title, s.fault(e)
	}
	return title, s.say("failure." + kind + "_says")
}

// english is the language that errors are in.
const english = "en"

// fault says what is wrong with something that was typed.
func (s speech) fault(e *news.Error) string {
	switch {
	case s.Tag == english:
		return sentence(e.Message)
	case e.Key != "":
		return s.say("error."+e.Key, e.Pairs...)
	}
	return s.say("error.typed")
}
