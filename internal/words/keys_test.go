package words_test

import (
	"strings"
	"testing"

	"onrecord/internal/group"
	"onrecord/internal/news"
	"onrecord/internal/words"
)

func TestKeysSayWhatATextIsAbout(t *testing.T) {
	text := "The fax reached the Department of the Sea in May. A fax proves nothing, said Lia Oro of the Chancellery.\n\n" +
		"Nobody could say whether Lia Oro had seen it. The government said that people in the country had said so. The government denied it."
	keys := words.Keys("Who sent the fax?", text, group.Rarity())
	var shown []string
	for _, k := range keys {
		shown = append(shown, k.Shown)
	}
	all := " " + strings.Join(shown, " · ") + " "
	for _, want := range []string{"Lia Oro", "fax", "Chancellery"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not among the keys: %s", want, all)
		}
	}
	for _, not := range []string{"government", "said", "people", " the "} {
		if strings.Contains(all, not) {
			t.Errorf("%q says nothing: %s", not, all)
		}
	}
	if got := words.Keys("", "", nil); got != nil {
		t.Errorf("of nothing: %v", got)
	}
}

func TestKeysOfALanguageWithoutCapitals(t *testing.T) {
	keys := words.Keys("מי הדליף?", "הפקס הגיע למשרד החוץ. הפקס לא הוכיח דבר. השגריר אמר שהפקס זויף, והשגריר ידע.", nil)
	if len(keys) == 0 || keys[0].Shown != "השגריר" && keys[0].Shown != "הפקס" {
		t.Errorf("keys: %v", keys)
	}
}

func FuzzKeys(f *testing.F) {
	f.Add("Who?", "Lia Oro said. A.B. C \u202e x")
	f.Fuzz(func(t *testing.T, title, text string) {
		for _, k := range words.Keys(title, text, nil) {
			if k == (news.KeyWord{}) || k.Key == "" || k.Shown == "" || k.Weight <= 0 {
				t.Errorf("an empty key of %q", text)
			}
		}
	})
}
