package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"

	"onrecord/internal/news"
)

// Sentences gives the sentences of a text in order, without the space around them. A line break always ends one.
//
// Unicode's sentence boundaries (UAX #29, section 5) break too often for news: after "Mr.", after "U.S.", and between a
// quoted question and its "she asked". Pieces broken there are joined again.
func Sentences(text string) []news.Span {
	var out []news.Span
	piece, begun := 0, 0 // byte offsets into text: of the pending sentence's start, and of the text already looked at
	at := 0              // code points before piece
	flush := func(end int) {
		s := text[piece:end]
		body := strings.TrimLeftFunc(s, unicode.IsSpace)
		start := at + utf8.RuneCountInString(s[:len(s)-len(body)])
		body = strings.TrimRightFunc(body, unicode.IsSpace)
		if body != "" {
			out = append(out, news.Span{start, start + utf8.RuneCountInString(body)})
		}
		at += utf8.RuneCountInString(s)
		piece = end
	}
	for it := sentences.FromString(text); it.Next(); {
		if begun > piece && !joined(text[piece:begun], it.Value()) {
			flush(begun)
		}
		begun += len(it.Value())
	}
	flush(len(text))
	return out
}

// joined reports whether what follows belongs to the sentence before it.
func joined(before, after string) bool {
	trimmed := strings.TrimRightFunc(before, unicode.IsSpace)
	if strings.ContainsAny(before[len(trimmed):], "\n\r\u0085\u2028\u2029") || trimmed == "" {
		return false
	}
	next := strings.TrimLeftFunc(after, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Ps, r) })
	first, _ := utf8.DecodeRuneInString(next)
	if unicode.IsLower(first) {
		return true
	}
	word, dotted := strings.CutSuffix(trimmed, ".")
	if !dotted {
		return false
	}
	if i := strings.LastIndexFunc(word, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`("“‘'[—–/`, r) }); i >= 0 {
		_, size := utf8.DecodeRuneInString(word[i:])
		word = word[i+size:]
	}
	switch lower := strings.ToLower(word); {
	case titles[lower]:
		return true
	case numbered[lower]:
		return unicode.IsNumber(first)
	case closers[lower] || initials(word):
		return !starts(next)
	}
	return false
}

// initials reports whether a word, its last full stop taken off, is letters with stops between: "U.S", "p.m", "J".
func initials(word string) bool {
	if word == "" || word == "I" {
		return false
	}
	for i, r := range []rune(word) {
		if i%2 == 0 && !unicode.IsLetter(r) || i%2 == 1 && r != '.' {
			return false
		}
	}
	return utf8.RuneCountInString(word)%2 == 1
}

// starts reports whether a text begins as sentences do rather than names.
func starts(text string) bool {
	text = strings.TrimLeft(text, `"“‘'`)
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(text)
	}
	return starters[strings.ToLower(text[:end])]
}

func set(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

var (
	// titles stand before a name and end no sentence.
	titles = set(`mr mrs ms messrs mx dr prof gen lt col maj capt cpl sgt cmdr adm brig pvt sen rep gov hon rev fr st ste mt
		ft amb atty supt insp det pres vs sr. cf al e.g i.e mlle mme`)
	// numbered stand before a number.
	numbered = set(`no nos fig vol pp p art sec ch jan feb mar apr jun jul aug sept sep oct nov dec`)
	// closers may end a sentence or stand in the middle of one; so may initials.
	closers = set(`inc corp co ltd llc plc bros jr sr etc ave blvd rd dept univ assn est u.s u.n u.k e.u a.m p.m`)
	// starters begin a sentence far more often than a name.
	starters = set(`a an the this that these those he she it they we i you his her its their our my there here but and or so
		yet in on at by for from with as after before when while if although though because since despite during under
		according some many most several no not however meanwhile still also both what who how why where`)
)
