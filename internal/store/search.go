package store

import (
	"context"
	"strings"
	"unicode"

	"onrecord/internal/news"
)

// foundWords bounds a query: more words than this are no search.
const foundWords = 16

// Search finds reports whose newest text has all the words of a query, the best first; of those that more than 2,000 reports have, the
// best of the newest 2,000. A query without a word finds nothing. The excerpt has the found words between U+0002 and U+0003.
func (s *Store) Search(ctx context.Context, query string, limit int) ([]news.Hit, error) {
	words := queryWords(query)
	if len(words) == 0 {
		return nil, nil
	}
	type hit struct {
		id      news.ID
		excerpt string
	}
	hits, err := list(ctx, s, func(r row) (h hit, err error) { return h, r.Scan(&h.id, &h.excerpt) },
		s.dialect.search, s.dialect.match(words), limit)
	if err != nil {
		return nil, err
	}
	ids := make([]news.ID, len(hits))
	for i, h := range hits {
		ids[i] = h.id
	}
	reports, err := list(ctx, s, scanReport, reportQuery+`WHERE r.id IN (`+s.dialect.words("$1")+`)`, text(ids))
	if err != nil {
		return nil, err
	}
	byID := make(map[news.ID]news.Report, len(reports))
	for _, r := range reports {
		byID[r.ID] = r
	}
	out := make([]news.Hit, 0, len(hits))
	for _, h := range hits {
		if r, ok := byID[h.id]; ok { // it may have gone since
			out = append(out, news.Hit{Report: r, Excerpt: h.excerpt})
		}
	}
	return out, nil
}

// queryWords gives the words of a query that count.
func queryWords(query string) []string {
	words := strings.FieldsFunc(query, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) && !unicode.IsMark(c) })
	return words[:min(len(words), foundWords)]
}
