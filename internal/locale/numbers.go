package locale

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// numbers is how numbers are written.
type numbers struct {
	Figures string   `toml:"figures"` // from nought to nine; empty: 0123456789
	Group   string   `toml:"group"`   // what stands between groups of three figures, from five figures on; empty: nothing
	Prose   []string `toml:"prose"`   // how prose writes numbers, from nought on as far as it spells them out; may be empty

	own []rune // the figures, where they are not 0123456789
}

func (n *numbers) check() error {
	if n.Figures == "" || n.Figures == "0123456789" {
		return nil
	}
	if utf8.RuneCountInString(n.Figures) != 10 {
		return fmt.Errorf("figures has %d signs; there are ten, from nought to nine", utf8.RuneCountInString(n.Figures))
	}
	n.own = []rune(n.Figures)
	return nil
}

// Number writes a number in figures: 12,345.
func (l *Language) Number(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	if l.numbers.Group != "" && len(s) > 4 {
		var b strings.Builder
		for i := range len(s) {
			if i > 0 && (len(s)-i)%3 == 0 {
				b.WriteString(l.numbers.Group)
			}
			b.WriteByte(s[i])
		}
		s = b.String()
	}
	return sign + l.figures(s)
}

// prose writes a number as prose does: in letters where the language has them for it.
func (l *Language) prose(n int) string {
	if n >= 0 && n < len(l.numbers.Prose) {
		return l.numbers.Prose[n]
	}
	return l.Number(n)
}

// figures writes digits in the figures of the language.
func (l *Language) figures(s string) string {
	if l.numbers.own == nil {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return l.numbers.own[r-'0']
		}
		return r
	}, s)
}
