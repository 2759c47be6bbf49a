package store

import (
	"context"
	"fmt"
	"strings"

	"onrecord/internal/news"
)

// where gives the condition of a filter, for subscriber u, subscription s and publication p, and its arguments.
func where(f news.ReaderFilter) (condition string, args []any) {
	var all []string
	add := func(format string, v any) {
		args = append(args, v)
		all = append(all, fmt.Sprintf(format, len(args)))
	}
	add("s.publication_id = $%d", f.PublicationID)
	if f.State != "" {
		add("s.state = $%d", f.State)
	}
	// either adds a condition that one of several values fulfils.
	either := func(format string, values []string) {
		var one []string
		for _, v := range values {
			args = append(args, v)
			one = append(one, fmt.Sprintf(format, len(args)))
		}
		if len(one) > 0 {
			all = append(all, "("+strings.Join(one, " OR ")+")")
		}
	}
	for _, languages := range [][]string{some(f.Language), f.Audience.Languages} {
		either("lower(CASE WHEN u.language = '' THEN p.language ELSE u.language END) = $%d", each(languages, strings.ToLower))
	}
	for _, tags := range [][]string{some(f.Tag), f.Audience.Tags} {
		// They are stored as JSON, so a whole tag stands in quotation marks.
		either(`u.tags LIKE $%d ESCAPE '\'`, each(tags, func(tag string) string { return "%" + plain(text(tag)) + "%" }))
	}
	if f.Address != "" {
		add(`u.folded LIKE $%d ESCAPE '\'`, "%"+plain(strings.ToLower(f.Address))+"%")
	}
	switch f.Suppressed {
	case "":
	case news.Anything:
		all = append(all, "u.suppressed <> ''")
	default:
		add("u.suppressed = $%d", f.Suppressed)
	}
	if !f.MailedAt.IsZero() {
		all = append(all, "u.suppressed = ''")
		add("u.paused_until <= $%d", micros(f.MailedAt))
	}
	return strings.Join(all, " AND "), args
}

// some gives a list of a word, none if it is empty.
func some(word string) []string {
	if word == "" {
		return nil
	}
	return []string{word}
}

func each(words []string, do func(string) string) (out []string) {
	for _, w := range words {
		out = append(out, do(w))
	}
	return out
}

// plain takes from % and _ what they mean to LIKE.
func plain(s string) string { return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s) }

const readersFrom = ` FROM subscription s JOIN subscriber u ON u.id = s.subscriber_id JOIN publication p ON p.id = s.publication_id WHERE `

// Readers gives readers of a publication, at most so many, who come after the given one: in the order in which they came to the
// desk. A list of any length is read in pages, each after the last reader of the one before.
func (s *Store) Readers(ctx context.Context, f news.ReaderFilter, after news.ID, limit int) ([]news.Reader, error) {
	condition, args := where(f)
	n := len(args)
	return list(ctx, s, func(r row) (v news.Reader, err error) {
		return v, r.Scan(append(subscriberInto(&v.Subscriber), subscriptionInto(&v.Subscription)...)...)
	}, `SELECT `+subscriberColumns+`, `+subscriptionColumns+readersFrom+condition+
		fmt.Sprintf(` AND s.subscriber_id > $%d ORDER BY s.subscriber_id LIMIT $%d`, n+1, n+2), append(args, after, limit)...)
}

// CountReaders says how many readers a filter leaves.
func (s *Store) CountReaders(ctx context.Context, f news.ReaderFilter) (int, error) {
	condition, args := where(f)
	return s.number(ctx, `SELECT count(*)`+readersFrom+condition, args...)
}
