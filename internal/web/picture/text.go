package picture

import (
	"strings"
	"unicode"
)

// The size of words in pictures, in pixels, and how wide a letter is for its size; pictures are laid out without knowing the font, so it
// is rather too much.
const (
	size      = 13
	smallSize = 11
	letter    = 0.61
	bold      = 1.12 // how much wider words are that are set in bold
)

// width estimates how wide a line is at a size. Letters of Chinese, Japanese and Korean are square; marks that stand on others are
// nothing.
func width(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana), r >= 0x1F300 && r < 0x1FB00, r >= 0xFF00 && r < 0xFF61:
			w += 1.05
		case strings.ContainsRune("iljtf.,:;'|!()[] ", r):
			w += 0.37
		case unicode.IsUpper(r), strings.ContainsRune("mwMW@%", r):
			w += 0.8
		default:
			w += letter
		}
	}
	return w * size
}

// tidy makes one line of words from outside. Marks that turn the direction of writing are left out.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0x061C:
			return -1
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}

// apart keeps the direction of words to themselves (Unicode Standard Annex 9, section 2.4): a name that is written from right to left
// does not turn what stands around it.
func apart(s string) string {
	if s == "" {
		return ""
	}
	return "\u2068" + s + "\u2069"
}

// fit cuts a line so that it is at most so wide, with an ellipsis where something is missing, at the end of a word if there is one near.
func fit(s string, most, size float64) string {
	s = tidy(s)
	if width(s, size) <= most {
		return s
	}
	runes := []rune(s)
	n := 0
	for w := size * 0.9; n < len(runes); n++ {
		if w += width(string(runes[n]), size); w > most {
			break
		}
	}
	for back := n; back > 0 && n-back < 12; back-- {
		if runes[back] == ' ' {
			n = back
			break
		}
	}
	return strings.TrimRight(string(runes[:n]), " ,;:.–—-") + "…"
}

// wrap breaks a line into at most so many; the last one is cut where not all has room.
func wrap(s string, most, size float64, lines int) []string {
	var out []string
	rest := strings.Fields(tidy(s))
	for len(rest) > 0 && len(out) < lines-1 {
		n := 1
		for w := width(rest[0], size); n < len(rest); n++ {
			if w += width(" "+rest[n], size); w > most {
				break
			}
		}
		out = append(out, fit(strings.Join(rest[:n], " "), most, size))
		rest = rest[n:]
	}
	if len(rest) > 0 {
		out = append(out, fit(strings.Join(rest, " "), most, size))
	}
	return out
}
