package assets_test

import (
	"slices"
	"strings"
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
			all := assets.Fonts(tag, "", with)
			if all[0] != "source-serif-4-latin.woff2" || !slices.Contains(all, first) || slices.Contains(all, italic) != with {
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

func TestATitleInAnotherScriptHasItsFonts(t *testing.T) {
	for _, c := range []struct {
		tag, title string
		want       string
	}{
		{"en", "Who sent the fax? 12", "source-serif-4-latin source-sans-3-latin"},
		{"en", "מי שלח", "source-serif-4-latin source-sans-3-latin frank-ruhl-libre-hebrew assistant-hebrew"},
		{"he", "Fax: מי שלח", "source-serif-4-latin source-sans-3-latin frank-ruhl-libre-hebrew assistant-hebrew"},
		{"he", "2031", "source-serif-4-latin source-sans-3-latin frank-ruhl-libre-hebrew assistant-hebrew"},
		{"en", "محادثات и γ", "source-serif-4-latin source-sans-3-latin noto-naskh-arabic-arabic vazirmatn-arabic source-serif-4-cyrillic source-sans-3-cyrillic source-serif-4-greek source-sans-3-greek"},
		{"en", "漢字", "source-serif-4-latin source-sans-3-latin"},
	} {
		if got := strings.ReplaceAll(strings.Join(assets.Fonts(c.tag, c.title, false), " "), ".woff2", ""); got != c.want {
			t.Errorf("%s, %q: %s", c.tag, c.title, got)
		}
	}
}
