// Package tag cuts a text into tokens, which have room for a part of speech, and into sentences.
//
// In goes any string; out come tokens with their places in code points, and sentences as runs of tokens. Nothing fails: bytes that are no UTF-8 count as one code point each and become tokens of their own kind. Time
// grows in proportion to the length of the text.
package tag

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tag is a part of speech as in the Penn Treebank: "NN", "VBD", …
type Tag string

// Token is a word, number or mark.
type Token struct {
	Start, End int    // code points from the start of the text, end exclusive
	Text       string // as written
	Lower      string // in small letters, with straight apostrophes
	Tag        Tag
	Break      bool // a paragraph ends before this token
	Space      bool // white space stands before this token
}

// Word reports whether the token has a letter or digit.
func (t Token) Word() bool {
	r, _ := utf8.DecodeRuneInString(t.Text)
	if wordRune(r) {
		return true
	}
	return strings.ContainsFunc(t.Text, wordRune)
}

// Capital reports whether the token starts with a capital letter.
func (t Token) Capital() bool {
	r, _ := utf8.DecodeRuneInString(t.Text)
	return unicode.IsUpper(r)
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// blank reports whether a rune is white space, or a byte order mark, which some programs put in front of a text.
func blank(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' }

func apostrophe(r rune) bool { return r == '\'' || r == '’' }

// cursor walks a text and keeps count of code points.
type cursor struct {
	text string
	at   int // bytes
	n    int // code points
}

func (c *cursor) peek() rune {
	if c.at >= len(c.text) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(c.text[c.at:])
	return r
}

// after gives the rune that follows the next one.
func (c *cursor) after() rune {
	_, size := utf8.DecodeRuneInString(c.text[c.at:])
	if c.at+size >= len(c.text) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(c.text[c.at+size:])
	return r
}

func (c *cursor) step() {
	_, size := utf8.DecodeRuneInString(c.text[c.at:])
	c.at += size
	c.n++
}

// Tokens cuts a text. Abbreviations keep their full stop, clitics ("n't", "'s", "'ve") stand by themselves, and a doubled
// apostrophe is one quotation mark.
func Tokens(text string, abbreviation func(string) bool) []Token {
	tokens := make([]Token, 0, len(text)/5+1)
	c := cursor{text: text}
	width := filled(text)
	space, broken := false, true
	add := func(startByte, start int) {
		w := c.text[startByte:c.at]
		tokens = append(tokens, Token{Start: start, End: c.n, Text: w, Lower: lower(w), Space: space, Break: broken})
		space, broken = false, false
	}
	for c.at < len(text) {
		r := c.peek()
		startByte, start := c.at, c.n
		switch {
		case blank(r):
			lines := 0
			for c.at < len(text) && blank(c.peek()) {
				switch p := c.peek(); {
				case p == '\n', p == '\u2029', p == '\r' && c.after() != '\n': // old Macs end lines with \r alone
					lines++
				}
				c.step()
			}
			space = true
			broken = broken || lines > 1 || lines == 1 && !wrapped(tokens, c.peek()) && !(width > 0 && full(text, startByte, c.at, width))
		case wordRune(r):
			c.word(abbreviation)
			first := len(tokens)
			add(startByte, start)
			tokens = clitic(tokens, first)
		case (r == '#' || r == '@') && wordRune(c.after()):
			c.step()
			c.word(abbreviation)
			add(startByte, start)
		case apostrophe(r) && apostrophe(c.after()) || r == '`' && c.after() == '`':
			c.step()
			c.step()
			add(startByte, start)
		case r == '.' || r == '-' || r == '–' || r == '—':
			for c.peek() == r {
				c.step()
			}
			add(startByte, start)
		default:
			c.step()
			add(startByte, start)
		}
	}
	return tokens
}

// wrapped reports whether a single line break is only where a line was full: the text goes on with a small letter after a
// word or comma.
func wrapped(tokens []Token, next rune) bool {
	if len(tokens) == 0 || !unicode.IsLower(next) {
		return false
	}
	last := tokens[len(tokens)-1]
	return last.Word() && !strings.HasSuffix(last.Text, ".") || last.Text == ","
}

// full reports whether a line break stands where the next word had no room.
func full(text string, from, to, width int) bool {
	line, next := text[:from], text[to:]
	line = line[strings.LastIndexByte(line, '\n')+1:]
	if i := strings.IndexByte(next, '\n'); i >= 0 {
		next = next[:i]
	}
	return noRoom(line, next, width)
}

// word moves over a word with its inner apostrophes, hyphens, full stops and thousands separators.
func (c *cursor) word(abbreviation func(string) bool) {
	start := c.at
	for c.at < len(c.text) {
		r := c.peek()
		switch {
		case wordRune(r):
			c.step()
		case (apostrophe(r) || r == '-' || r == '‑' || r == '&' || r == '@' || r == '_') && wordRune(c.after()):
			c.step()
		case (r == ',' || r == ':') && unicode.IsDigit(c.after()) && digitBefore(c.text, c.at):
			c.step()
		case r == '.' && wordRune(c.after()):
			c.step()
		case r == '.' && c.at-start <= 12 && (strings.Contains(c.text[start:c.at], ".") || c.at-start == 1 && unicode.IsUpper(rune(c.text[start])) ||
			abbreviation(c.text[start:c.at])):
			// "U.S.", an initial, or a listed abbreviation
			if !strings.Contains(c.text[start:c.at], ".") || initials(c.text[start:c.at]) {
				c.step()
				if c.peek() == '-' && wordRune(c.after()) {
					continue // "U.S.-led"
				}
			}
			return
		default:
			return
		}
	}
}

// initials reports whether a word is made of single letters and full stops, like "U.S" and "a.m".
func initials(s string) bool {
	for _, part := range strings.Split(s, ".") {
		if utf8.RuneCountInString(part) > 1 && len(part) > 2 {
			return false
		}
	}
	return true
}

func digitBefore(s string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:at])
	return unicode.IsDigit(r)
}

// lower gives small letters and one kind of apostrophe, so that a lexicon needs one form.
func lower(s string) string {
	s = strings.ToLower(s)
	if strings.ContainsRune(s, '’') {
		s = strings.ReplaceAll(s, "’", "'")
	}
	return s
}

var clitics = []string{"n't", "'s", "'re", "'ve", "'ll", "'d", "'m"}

// clitic splits the last token before a clitic: "didn't" is "did" and "n't".
func clitic(tokens []Token, at int) []Token {
	t := tokens[at]
	if len(t.Lower) > 40 || !strings.Contains(t.Lower, "'") {
		return tokens
	}
	for _, c := range clitics {
		if !strings.HasSuffix(t.Lower, c) || len(t.Lower) == len(c) {
			continue
		}
		n := utf8.RuneCountInString(c)
		cut := len(t.Text)
		for range n {
			_, size := utf8.DecodeLastRuneInString(t.Text[:cut])
			cut -= size
		}
		head, tail := t, t
		head.Text, head.End = t.Text[:cut], t.End-n
		head.Lower = lower(head.Text)
		tail.Text, tail.Start, tail.Space, tail.Break = t.Text[cut:], t.End-n, false, false
		tail.Lower = lower(tail.Text)
		if head.Text == "" {
			return tokens
		}
		tokens[at] = head
		return append(tokens, tail)
	}
	return tokens
}
