package desk

import (
	"context"
	"strings"

	"onrecord/internal/news"
)

// chosen finds what somebody means who chose from a list or typed: by its id, or the address that ends with it; by its name; or by a part
// that only one name has. The names may be long, so that nobody has to type them in full.
func chosen[T any](typed, field, what string, all []T, id func(T) news.ID, name func(T) string) (T, error) {
	var none T
	typed = oneLine(strings.ToValidUTF8(typed, ""))
	if typed == "" {
		return none, news.FieldErrorf(field, "which %s? Choose one, or type a part of its words", what)
	}
	for _, v := range all {
		if string(id(v)) == typed[strings.LastIndexByte(typed, '/')+1:] {
			return v, nil
		}
	}
	var exact, part []T
	for _, v := range all {
		switch n := oneLine(name(v)); {
		case strings.EqualFold(n, typed):
			exact = append(exact, v)
		case strings.Contains(strings.ToLower(n), strings.ToLower(typed)):
			part = append(part, v)
		}
	}
	switch {
	case len(exact) == 1:
		return exact[0], nil
	case len(exact) == 0 && len(part) == 1:
		return part[0], nil
	case len(exact)+len(part) > 1:
		return none, news.FieldErrorf(field, "%d of them have these words; type more, or the id", len(exact)+len(part))
	}
	return none, news.FieldErrorf(field, "there is no such %s here; choose one from the list", what)
}

func chosenClaim(typed, field string, claims []news.ClaimLedger) (news.ClaimLedger, error) {
	return chosen(typed, field, "claim", claims, func(c news.ClaimLedger) news.ID { return c.ID }, func(c news.ClaimLedger) string { return c.Wording })
}

func reportName(r news.Report) string { return oneLine(r.Outlet + ": " + r.Title) }

func chosenReport(typed, field string, reports []news.Report) (news.Report, error) {
	return chosen(typed, field, "report", reports, func(r news.Report) news.ID { return r.ID }, reportName)
}

// otherStories gives the stories that a report could belong to instead.
func (d *desk) otherStories(ctx context.Context, than news.Story) ([]news.Story, error) {
	stories, err := d.Store.Stories(ctx, many)
	var out []news.Story
	for _, s := range stories {
		if s.ID != than.ID && s.Language == than.Language {
			out = append(out, s)
		}
	}
	return out, err
}
