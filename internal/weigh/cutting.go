package weigh

import (
	"hash/fnv"
	"strings"
	"unicode"

	"onrecord/internal/news"
)

func sentencesOf(text string) []news.Span {
	r := []rune(text)
	var out []news.Span
	start := 0
	flush := func(end int) {
		s, e := start, end
		for s < e && unicode.IsSpace(r[s]) {
			s++
		}
		for e > s && unicode.IsSpace(r[e-1]) {
			e--
		}
		if e > s {
			out = append(out, news.Span{s, e})
		}
		start = end
	}
	for i := range r {
		switch {
		case r[i] == '\n':
			flush(i)
		case (r[i] == '.' || r[i] == '!' || r[i] == '?') && i+2 < len(r):
			j := i + 1
			for j < len(r) && strings.ContainsRune(`"”'’)`, r[j]) {
				j++
			}
			if j+1 < len(r) && unicode.IsSpace(r[j]) && (unicode.IsUpper(r[j+1]) || strings.ContainsRune(`"“‘'`, r[j+1])) && i > 2 && !unicode.IsUpper(r[i-1]) {
				w := string(r[max(0, i-4):i])
				if strings.HasSuffix(w, "Mr") || strings.HasSuffix(w, "Dr") || strings.HasSuffix(w, "Lt") || strings.HasSuffix(w, "Adm") || strings.HasSuffix(w, "Ms") || strings.HasSuffix(w, "Feb") || strings.HasSuffix(w, "Gen") {
					continue
				}
				flush(j)
			}
		}
	}
	flush(len(r))
	return out
}

func shinglesOf(text string, n int) []uint64 {
	f := fields(strings.ToLower(text))
	var out []uint64
	for i := 0; i+n <= len(f); i++ {
		h := fnv.New64a()
		h.Write([]byte(strings.Join(f[i:i+n], " ")))
		out = append(out, h.Sum64())
	}
	return out
}

func difference(a, b string) (fresh []string, gone int) {
	was, is := map[string]bool{}, map[string]bool{}
	ra, rb := []rune(a), []rune(b)
	for _, s := range sentencesOf(a) {
		was[tidy(string(ra[s[0]:s[1]]))] = true
	}
	for _, s := range sentencesOf(b) {
		t := tidy(string(rb[s[0]:s[1]]))
		is[t] = true
		if !was[t] {
			fresh = append(fresh, t)
		}
	}
	for t := range was {
		if !is[t] {
			gone++
		}
	}
	return fresh, gone
}
