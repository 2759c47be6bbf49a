package marked

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"onrecord/internal/news"
)

// gap stands between the parts of a role that a statement has in several places, as news.Cut writes it.
const gap = " … "

// Typed is what somebody wrote of one role of a statement.
type Typed struct {
	Words string
	At    []news.Span // where they were selected, or stood before; empty: nobody knows
}

// Find gives the places in a text where words stand, parts with an ellipsis between them one behind the other. White space and
// the shape of quotation marks do not count; a word is found whole.
func Find(text, words string) [][]news.Span {
	parts := []string{words}
	if strings.Contains(words, gap) && len(stands(text, words)) == 0 {
		parts = strings.Split(words, gap)
	}
	var out [][]news.Span
	for i, part := range parts {
		places := stands(text, part)
		if i == 0 {
			for _, p := range places {
				out = append(out, []news.Span{p})
			}
			continue
		}
		var whole [][]news.Span
		for _, begun := range out {
			for _, p := range places {
				if p[0] >= begun[len(begun)-1][1] {
					whole = append(whole, append(slices.Clip(begun), p))
					break
				}
			}
		}
		out = whole
	}
	return out
}

// stands gives where words stand in a text, in code points.
func stands(text, words string) []news.Span {
	fields := strings.Fields(words)
	if len(fields) == 0 || !utf8.ValidString(words) {
		return nil
	}
	for i, f := range fields {
		fields[i] = quotes.Replace(regexp.QuoteMeta(f))
	}
	pattern, err := regexp.Compile(strings.Join(fields, `\s+`))
	if err != nil { // too long for the one who compiles it
		return nil
	}
	var out []news.Span
	at, last := 0, 0 // code points before the byte last
	for _, m := range pattern.FindAllStringIndex(text, -1) {
		at += utf8.RuneCountInString(text[last:m[0]])
		n := utf8.RuneCountInString(text[m[0]:m[1]])
		if whole(text, m[0], m[1]) {
			out = append(out, news.Span{at, at + n})
		}
		at, last = at+n, m[1]
	}
	return out
}

var quotes = strings.NewReplacer(`"`, `["“”„«»]`, "“", `["“”„«»]`, "”", `["“”„«»]`, "'", `['‘’ʼ]`, "‘", `['‘’ʼ]`, "’", `['‘’ʼ]`)

var wordEdge = regexp.MustCompile(`[\pL\pM\pN_]`)

// whole says whether no word goes on beyond either end of a stretch.
func whole(text string, from, to int) bool {
	inside := func(r rune) bool { return r != utf8.RuneError && wordEdge.MatchString(string(r)) }
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	first, _ := utf8.DecodeRuneInString(text[from:to])
	last, _ := utf8.DecodeLastRuneInString(text[from:to])
	after, _ := utf8.DecodeRuneInString(text[to:])
	return !(inside(before) && inside(first)) && !(inside(last) && inside(after))
}

// Place finds the roles of one statement in a text: where they were selected, else nearest to where they stood, else nearest to
// one another. What cannot be found is an error of kind Invalid about the role's name, joined with the others by the caller.
func Place(text string, names []string, roles []Typed) ([][]news.Span, []error) {
	runes := []rune(text)
	out := make([][]news.Span, len(roles))
	open := map[int][][]news.Span{} // those that stand in several places
	var errs []error
	var fixed []news.Span
	for i, r := range roles {
		switch words := strings.Join(strings.Fields(r.Words), " "); {
		case words == "":
			continue
		case len(r.At) > 0 && words == strings.Join(strings.Fields(news.Cut(runes, r.At)), " "):
			out[i] = r.At
		default:
			places := Find(text, words)
			switch {
			case len(places) == 0:
				errs = append(errs, news.FieldErrorf(names[i], "these words do not stand in the text so; select them there, or copy them"))
				continue
			case len(places) == 1:
				out[i] = places[0]
			case len(r.At) > 0:
				out[i] = closest(places, r.At)
			default:
				open[i] = places
				continue
			}
		}
		fixed = append(fixed, out[i]...)
	}
	if len(fixed) == 0 && len(open) > 0 {
		for i := range roles {
			if len(open[i]) > 0 {
				return out, append(errs, news.FieldErrorf(names[i], "these words stand in the text %d times; select the ones that are meant, or give more of them", len(open[i])))
			}
		}
	}
	for i := range roles {
		if len(open[i]) > 0 {
			out[i] = nearest(open[i], fixed)
		}
	}
	return out, errs
}

// closest gives the place that begins the nearest to where spans begin.
func closest(places [][]news.Span, to []news.Span) []news.Span {
	off := func(p []news.Span) int { return max(p[0][0]-to[0][0], to[0][0]-p[0][0]) }
	return slices.MinFunc(places, func(a, b []news.Span) int { return off(a) - off(b) })
}

// nearest gives the place that is the nearest to spans, one that none of them overlaps if there is any.
func nearest(places [][]news.Span, to []news.Span) []news.Span {
	const far = 1 << 30
	best, least := places[0], 2*far
	for _, p := range places {
		away := far
		overlaps := false
		for _, a := range p {
			for _, b := range to {
				switch {
				case a[1] <= b[0]:
					away = min(away, b[0]-a[1])
				case b[1] <= a[0]:
					away = min(away, a[0]-b[1])
				default:
					overlaps = true
				}
			}
		}
		if overlaps {
			away = far
		}
		if away < least {
			best, least = p, away
		}
	}
	return best
}
