package card

import (
	"slices"
	"testing"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// Not every font that has the letters joins them with every shaper, so it is looked at: a letter that has one after it stands in another
// form than alone.
func TestArabicAndPersianLettersAreJoined(t *testing.T) {
	d, err := New()
	if err != nil {
		t.Fatal(err)
	}
	glyphs := func(word string) (out []font.GID) {
		var shaper shaping.HarfbuzzShaper
		var cut shaping.Segmenter
		text := []rune(word)
		for _, run := range cut.Split(shaping.Input{Text: text, RunEnd: len(text), Direction: di.DirectionRTL, Size: fixed.I(40)}, d.faces()) {
			for _, g := range shaper.Shape(run).Glyphs {
				out = append(out, g.GlyphID)
			}
		}
		return out
	}
	for _, letter := range "بپتثجچحخسشصضطظعغفقکكگلمنهيی" {
		alone, joined := glyphs(string(letter)), glyphs(string(letter)+"ن")
		if slices.Contains(joined, alone[0]) {
			t.Errorf("%c before another letter is as it is alone", letter)
		}
		if slices.Contains(joined, 0) {
			t.Errorf("there is no %c", letter)
		}
	}
}
