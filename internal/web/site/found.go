package site

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"onrecord/internal/news"
)

// token is a word of a text, as searches divide it.
type token struct {
	from, to int // bytes
	word     string
}

// tokens divides a text as the full-text indexes do: into runs of letters, numbers and their marks, in small letters without accents.
func tokens(text string) []token {
	out := make([]token, 0, len(text)/6)
	from := -1
	end := func(to int) {
		if from >= 0 {
			out = append(out, token{from, to, unaccented(text[from:to])})
			from = -1
		}
	}
	for i, c := range text {
		if news.Wordy(c) {
			if from < 0 {
				from = i
			}
			continue
		}
		end(i)
	}
	end(len(text))
	return out
}

// unaccented is a word by which others are compared: in small letters, without accents.
func unaccented(word string) string {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return strings.ToLower(strings.Map(func(c rune) rune {
				if unicode.Is(unicode.Mn, c) {
					return -1
				}
				return c
			}, norm.NFD.String(word)))
		}
	}
	return strings.ToLower(word)
}

// sought is what a search asks for, made ready to be found in many texts.
type sought [][]string

func seek(phrases [][]string) sought {
	out := make(sought, 0, len(phrases))
	for _, p := range phrases {
		words := make([]string, len(p))
		for i, w := range p {
			words[i] = unaccented(w)
		}
		out = append(out, words)
	}
	return out
}

// at gives which phrase begins with a token, and how many tokens it has; -1: none does.
func (s sought) at(all []token) (phrase, n int) {
	phrase = -1
	for i, p := range s {
		if len(p) > len(all) || len(p) <= n {
			continue
		}
		same := true
		for j, w := range p {
			same = same && all[j].word == w
		}
		if same {
			phrase, n = i, len(p)
		}
	}
	return phrase, n
}

// all says whether a text has everything that is sought.
func (s sought) all(text string) bool {
	found := make([]bool, len(s))
	left := len(s)
	for ts := tokens(text); len(ts) > 0 && left > 0; ts = ts[1:] {
		for i, p := range s {
			if !found[i] && len(p) <= len(ts) {
				if at, _ := (sought{p}).at(ts); at == 0 {
					found[i] = true
					left--
				}
			}
		}
	}
	return left == 0
}

// mark cuts a text at the words that are sought.
func (s sought) mark(text string) []mark { return s.marked(text, tokens(text)) }

func (s sought) marked(text string, ts []token) []mark {
	var out []mark
	last := 0
	for i := 0; i < len(ts); {
		phrase, n := s.at(ts[i:])
		if phrase < 0 {
			i++
			continue
		}
		from, to := ts[i].from, ts[i+n-1].to
		if from > last {
			out = append(out, mark{text[last:from], false})
		}
		out = append(out, mark{text[from:to], true})
		last = to
		i += n
	}
	if last < len(text) {
		out = append(out, mark{text[last:], false})
	}
	return out
}

const (
	excerpted     = 42      // words of an excerpt
	longestSought = 250_000 // bytes of a text that are looked through
)

// excerpt cuts that part out of a text which has most of what is sought, and marks it; the beginning, if it has nothing.
func (s sought) excerpt(text string) []mark {
	text = strings.ToValidUTF8(text[:min(len(text), longestSought)], "")
	ts := tokens(text)
	if len(ts) == 0 {
		return nil
	}
	type place struct{ at, phrase int }
	var places []place
	for i := range ts {
		if phrase, _ := s.at(ts[i:]); phrase >= 0 {
			places = append(places, place{i, phrase})
		}
	}
	// The stretch with most different phrases, then with most places, then the first.
	begin, best := 0, 0
	for i, p := range places {
		kinds := map[int]bool{}
		n := 0
		for _, q := range places[i:] {
			if q.at-p.at >= excerpted-8 {
				break
			}
			kinds[q.phrase] = true
			n++
		}
		if score := len(kinds)*1000 + n; score > best {
			best, begin = score, p.at
		}
		if len(kinds) == len(s) && n > 2 {
			break
		}
	}
	if begin = max(0, begin-8); len(ts)-begin < excerpted {
		begin = max(0, len(ts)-excerpted)
	}
	end := min(len(ts), begin+excerpted)
	from, to := ts[begin].from, ts[end-1].to
	if begin == 0 {
		from = 0
	}
	if end == len(ts) {
		to = len(text)
	}
	part := text[from:to]
	out := s.mark(part)
	if from > 0 {
		out = append([]mark{{"… ", false}}, out...)
	}
	if to < len(text) {
		out = append(out, mark{" …", false})
	}
	return out
}
