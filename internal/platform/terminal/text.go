package terminal

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// Commands says whether a character does something to a terminal other than showing: controls, which begin escape sequences,
// and marks that turn the direction of what follows (CVE-2021-42574).
func Commands(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// Clean gives a text on one line that commands nothing: white space becomes a single space, and what would command is shown as
// U+FFFD.
func Clean(text string) string {
	var b strings.Builder
	space := false
	for _, r := range text {
		if unicode.IsSpace(r) {
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		if Commands(r) {
			r = unicode.ReplacementChar
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Width is how many columns a text takes: two for ideographs and most emoji, none for marks on a letter (UAX #11, #29).
func Width(text string) int { return uniseg.StringWidth(text) }

// Wrap divides a text into lines of at most width columns, where lines may be broken (UAX #14); a word that is longer is
// divided anywhere between letters. There is always a line, and in each at least a letter.
func Wrap(text string, width int) []string {
	var lines []string
	start, columns := 0, 0    // where the line begins, and how wide it is
	stop, stopColumns := 0, 0 // the last place in it where it may end, and how wide it was there
	end := func(at int) {
		lines = append(lines, strings.TrimRight(text[start:at], " "))
		start = at
	}
	rest, state := text, -1
	for rest != "" {
		at := len(text) - len(rest)
		var letter string
		var found int
		letter, rest, found, state = uniseg.StepString(rest, state)
		wide := found >> uniseg.ShiftWidth
		if columns+wide > width && letter != " " && at > start { // spaces may hang over: they are not shown
			if stop > start {
				end(stop)
				columns -= stopColumns
			}
			if columns+wide > width && at > start {
				end(at)
				columns = 0
			}
		}
		columns += wide
		if found&uniseg.MaskLine != uniseg.LineDontBreak && rest != "" {
			stop, stopColumns = len(text)-len(rest), columns
		}
	}
	if start < len(text) || len(lines) == 0 {
		end(len(text))
	}
	return lines
}

// rightToLeft says whether a text has letters that are written so.
func rightToLeft(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam)
	})
}

// leftToRight is a mark without width that keeps what stands on both sides of it in order (UAX #9, section 2.6).
const leftToRight = "\u200e"

// Kept gives a text that stands in a column so that a terminal which turns right-to-left writing does not move the columns
// around it.
func Kept(text string) string {
	if rightToLeft(text) {
		return leftToRight + text + leftToRight
	}
	return text
}
