package card

import (
	"testing"

	"github.com/go-text/typesetting/language"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// FuzzLines breaks words into lines and outlines their letters, in all that a card does but filling them in, which takes so long that
// little would be tried.
func FuzzLines(f *testing.F) {
	for _, words := range []string{"Who leaked?", "مي؟ A1 שלום\u202e", "a\u0301\u0301\u0301 \u200d\u200d نص", "one-very-long-word-that-has-no-room-on-any-line-of-a-card-however-small-its-letters-are", "\u2068x\u2069\u00ad\u200b", ""} {
		f.Add(words, uint8(84), uint8(3), false)
		f.Add(words, uint8(38), uint8(1), true)
	}
	d, err := New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, words string, size, most uint8, rtl bool) {
		if len(words) > 2000 || size < 20 || size > 100 {
			return
		}
		c := canvas{faces: d.faces(), language: language.NewLanguage("en")}
		if !c.faces.has(words) {
			return // it is left out
		}
		lines := c.broken(words, int(size), int(most), rtl)
		if most > 0 && len(lines) > int(most) {
			t.Errorf("%d lines, and %d are the most", len(lines), most)
		}
		r := vector.NewRasterizer(1, 1)
		for i, line := range lines {
			width, order := fixed.Int26_6(0), map[int32]bool{}
			for _, run := range line {
				width += run.Advance
				order[run.VisualIndex] = true
				outline(r, run, margin, 100)
			}
			if width < 0 || len(order) != len(line) {
				t.Errorf("line %d of %q is %v wide and has %d of %d runs in their order", i, words, width, len(order), len(line))
			}
			if wide := fixed.I(column + 2*int(size)); width > wide { // a letter, or three dots, may have no room
				t.Errorf("line %d of %q is %v wide", i, words, width)
			}
		}
	})
}
