package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"onrecord/internal/news"
)

// wrongQuery says that a field of an address cannot be taken: the request is bad (RFC 9110, section 15.5.1), where a form that cannot be
// taken has been understood.
type wrongQuery struct{ error }

func (e wrongQuery) Unwrap() error { return e.error }

// longestGiven is how many bytes of what an address has are told back.
const longestGiven = 60

// WrongQuery refuses what an address has in a field, and says what could stand there. A field that is silently left alone has somebody
// believe that they see what they asked for.
func WrongQuery(field, given, want string) error {
	if len(given) > longestGiven {
		given = given[:longestGiven]
	}
	return wrongQuery{news.Errorf(news.Invalid, "this address has %s=%q; %s", field, given, want)}
}

// Number gives the whole number in a field of an address, otherwise where there is none. One below least is refused, and so is what is no
// number; want says what could stand there, as “write a page from 1 on, as page=2”. One above most is most.
func Number(r *http.Request, field string, otherwise, least, most int, want string) (int, error) {
	given := r.URL.Query().Get(field)
	if given == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(given)
	if errors.Is(err, strconv.ErrRange) && n > 0 {
		return most, nil
	}
	if err != nil || n < least {
		return 0, WrongQuery(field, given, want)
	}
	return min(n, most), nil
}

// Page gives which page of a list is asked for, the first where none is. What can be asked for is bounded, so that an absurd number is no
// absurd question to the store; that there is no such page is for whoever has the list.
func Page(r *http.Request) (int, error) {
	const mostPages = 100_000
	return Number(r, "page", 1, 1, mostPages, "pages are counted from 1: write page=2")
}

// badRequest tells whether an error is about the address.
func badRequest(err error) (message string, is bool) {
	var wrong wrongQuery
	if !errors.As(err, &wrong) {
		return "", false
	}
	return fmt.Sprint(wrong.error), true
}
