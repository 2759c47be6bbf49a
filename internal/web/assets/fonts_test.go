package assets_test

import (
	"slices"
	"testing"

	"onrecord/internal/web/assets"
)

func TestEachLanguageHasItsFonts(t *testing.T) {
	set, err := assets.New()
	if err != nil {
		t.Fatal(err)
	}
	const italic = "source-serif-4-latin-italic.woff2"
	for tag, first := range map[string]string{
		"en": "source-serif-4-latin.woff2", "": "source-serif-4-latin.woff2", "he-IL": "frank-ruhl-libre-hebrew.woff2", "fa": "noto-naskh-arabic-arabic.woff2",
		"az-Arab": "noto-naskh-arabic-arabic.woff2", "uk": "source-serif-4-cyrillic.woff2", "el": "source-serif-4-greek.woff2", "?": "source-serif-4-latin.woff2",
	} {
		for _, with := range []bool{false, true} {
			all := assets.Fonts(tag, with)
			if all[0] != first || slices.Contains(all, italic) != (with && first == "source-serif-4-latin.woff2") {
				t.Errorf("%q: %v", tag, all)
			}
			for _, name := range all {
				if _, err := set.URL(name); err != nil {
					t.Error(err)
				}
			}
		}
	}
}
