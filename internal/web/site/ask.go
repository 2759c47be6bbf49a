package site

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"onrecord/internal/news"
	"onrecord/internal/web"
)

// ask is what the address of a search asks for, as it was typed or chosen.
type ask struct {
	Query    string
	Outlet   string // an id
	Speaker  string // a name, or a part of one
	By       string // the id of a speaker who was chosen
	Standing string
	Polarity string
	From, To string // days, as 2031-03-02
	Kind     string // findReports and so on; empty: everything
	Newest   bool
	from, to time.Time // days as read; zero: none
}

// What can be sought; each has its own list.
const (
	findReports  = "reports"
	findEditions = "editions"
	findArticles = "articles"
)

// The fields of a search in its address.
const (
	askQuery, askOutlet, askSpeaker, askBy    = "q", "outlet", "speaker", "by"
	askStanding, askPolarity, askFrom, askTo  = "standing", "polarity", "from", "to"
	askKind, askSort, askPage, sortedByNewest = "kind", "sort", "page", "newest"
)

// readAsk reads the address of a search. What was typed into the form and cannot be taken is a fault, by field; what the form never sends
// is an error.
func readAsk(q url.Values) (a ask, faults map[string]string, err error) {
	text := func(field string) string { return strings.TrimSpace(strings.ToValidUTF8(q.Get(field), "")) }
	a = ask{
		Query: text(askQuery), Outlet: text(askOutlet), Speaker: text(askSpeaker), By: text(askBy), Standing: text(askStanding), Polarity: text(askPolarity),
		From: text(askFrom), To: text(askTo), Kind: text(askKind), Newest: text(askSort) == sortedByNewest,
	}
	if q.Has(askSpeaker) && a.Speaker == "" {
		a.By = "" // the name was taken out of the form
	}
	for _, c := range []struct {
		field, given string
		may          []string
	}{
		{askStanding, a.Standing, names(news.Standings())}, {askPolarity, a.Polarity, names(news.Polarities())},
		{askKind, a.Kind, []string{findReports, findEditions, findArticles}}, {askSort, text(askSort), []string{"best", sortedByNewest}},
	} {
		if c.given != "" && !slices.Contains(c.may, c.given) {
			return a, nil, web.WrongQuery(c.field, c.given, "write one of "+strings.Join(c.may, ", ")+", or leave it out")
		}
	}
	for _, c := range []struct{ field, given string }{{askOutlet, a.Outlet}, {askBy, a.By}} {
		if len(c.given) > longest {
			return a, nil, web.WrongQuery(c.field, c.given, "choose one from the list")
		}
	}
	faults = map[string]string{}
	if utf8.RuneCountInString(a.Query) > longest {
		faults[askQuery] = "find.long"
	}
	if utf8.RuneCountInString(a.Speaker) > longest {
		faults[askSpeaker] = "find.long_name"
	}
	for _, c := range []struct {
		field, given string
		into         *time.Time
	}{{askFrom, a.From, &a.from}, {askTo, a.To, &a.to}} {
		if c.given == "" {
			continue
		}
		day, err := time.Parse(time.DateOnly, c.given)
		if err != nil || day.Year() < 1800 || day.Year() > 2200 {
			faults[c.field] = "find.no_day"
			continue
		}
		*c.into = day
	}
	if !a.from.IsZero() && !a.to.IsZero() && a.to.Before(a.from) {
		faults[askTo] = "find.days_turned"
	}
	return a, faults, nil
}

func names[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, v := range all {
		out[i] = string(v)
	}
	return out
}

// search gives what is sought; days begin and end in a zone. The speaker is for others to find.
func (a ask) search(zone *time.Location) news.Search {
	f := news.Search{Phrases: news.Phrases(a.Query), Outlet: news.ID(a.Outlet), Standing: news.Standing(a.Standing), Polarity: news.Polarity(a.Polarity), Newest: a.Newest}
	if !a.from.IsZero() {
		f.From = time.Date(a.from.Year(), a.from.Month(), a.from.Day(), 0, 0, 0, 0, zone)
	}
	if !a.to.IsZero() {
		f.Until = time.Date(a.to.Year(), a.to.Month(), a.to.Day()+1, 0, 0, 0, 0, zone)
	}
	return f
}

// query writes what is asked as it stands in an address.
func (a ask) query() url.Values {
	q := url.Values{}
	for field, v := range map[string]string{askQuery: a.Query, askOutlet: a.Outlet, askSpeaker: a.Speaker, askBy: a.By, askStanding: a.Standing, askPolarity: a.Polarity,
		askFrom: a.From, askTo: a.To, askKind: a.Kind} {
		if v != "" {
			q.Set(field, v)
		}
	}
	if a.Newest {
		q.Set(askSort, sortedByNewest)
	}
	return q
}

// address is the page that answers it.
func (a ask) address() string { return strings.TrimSuffix("/search?"+a.query().Encode(), "?") }

// without gives the same with less asked.
func (a ask) without(fields ...string) ask {
	for _, f := range fields {
		switch f {
		case askQuery:
			a.Query = ""
		case askOutlet:
			a.Outlet = ""
		case askSpeaker:
			a.Speaker, a.By = "", ""
		case askStanding:
			a.Standing = ""
		case askPolarity:
			a.Polarity = ""
		case askFrom:
			a.From = ""
		case askTo:
			a.To = ""
		case askKind:
			a.Kind = ""
		}
	}
	return a
}
