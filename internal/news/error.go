package news

import (
	"errors"
	"fmt"
)

// Kind sorts errors by what the caller can do about them. One place in web maps them to HTTP and one in cmd to exit
// statuses.
type Kind string

// The kinds of error. Anything without a kind is Internal: a fault of ours, logged and shown without detail.
const (
	NotFound    Kind = "not found"
	Invalid     Kind = "invalid"
	Conflict    Kind = "conflict"
	Forbidden   Kind = "forbidden"
	Unavailable Kind = "unavailable"
	Internal    Kind = "internal"
)

// Error is an error that may be shown to a user: what is wrong, where, and the mend.
type Error struct {
	Kind    Kind
	Field   string // the field, setting, file or line it is about; empty for the whole
	Message string // safe to show; says the mend where there is one
	Err     error  // the cause, for the log; may be nil

	// Key names the words in which readers are told so, each in their language: messages/TAG.toml's site.error.KEY, whose places Pairs
	// fill, name and value by turns. Empty: there are none but Message, which is English.
	Key   string
	Pairs []any
}

// Say names the words in which readers are told so, and gives the error back.
func (e *Error) Say(key string, pairs ...any) *Error {
	e.Key, e.Pairs = key, pairs
	return e
}

// Error gives the field and message, without the cause.
func (e *Error) Error() string {
	if e.Field == "" {
		return e.Message
	}
	return e.Field + ": " + e.Message
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error of a kind; a %w verb's operand becomes its cause.
func Errorf(kind Kind, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Kind: kind, Message: err.Error(), Err: errors.Unwrap(err)}
}

// FieldErrorf makes an Invalid error about one field.
func FieldErrorf(field, format string, args ...any) *Error {
	err := Errorf(Invalid, format, args...)
	err.Field = field
	return err
}

// Faults gives the Errors that are joined in err, each about a field of its own; none for nil.
func Faults(err error) []*Error {
	if err == nil {
		return nil
	}
	var many interface{ Unwrap() []error }
	if errors.As(err, &many) {
		var all []*Error
		for _, e := range many.Unwrap() {
			all = append(all, Faults(e)...)
		}
		return all
	}
	var e *Error
	if errors.As(err, &e) {
		return []*Error{e}
	}
	return nil
}

// KindOf gives the kind of the first Error in err's chain, Internal if there is none, and "" for nil.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
