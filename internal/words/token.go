package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"

	"onrecord/internal/news"
)

// Token is one word or number of a text.
type Token struct {
	Text    string    // in small letters, apostrophes straight
	Span    news.Span // code points
	Capital bool      // it begins with a capital letter in the text
}

// Tokens gives the words and numbers of a text in order, by the word boundaries of Unicode (UAX #29, section 4).
// Punctuation, symbols and space are left out; "it's" and "3.5" are one token, "U.S." is "u.s".
func Tokens(text string) []Token {
	out := make([]Token, 0, len(text)/6)
	at := 0
	for it := words.FromString(text); it.Next(); {
		w := it.Value()
		start := at
		at += utf8.RuneCountInString(w)
		first, _ := utf8.DecodeRuneInString(w)
		if !wordy(first) && strings.IndexFunc(w, wordy) < 0 {
			continue
		}
		out = append(out, Token{Text: fold(w), Span: news.Span{start, at}, Capital: unicode.IsUpper(first)})
	}
	return out
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// fold gives a word in small letters with straight apostrophes, without copying one that is so already.
func fold(w string) string {
	if strings.Contains(w, "’") {
		w = strings.ReplaceAll(w, "’", "'")
	}
	return strings.ToLower(w)
}
