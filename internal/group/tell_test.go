package group

import (
	"testing"

	"onrecord/internal/words"
)

func TestTheLanguageOfAHeadline(t *testing.T) {
	b := loadBackground()
	for text, want := range map[string]string{
		"Hundreds of people flee floods as the dams are opened":          "en",
		"Macaulay Culkin Dead Hoax Sweeps Internet":                      "",
		"Hunderte Menschen fliehen vor den Fluten nach der Öffnung":      "de",
		"Des centaines de personnes fuient les inondations":              "fr",
		"Cientos de personas huyen de las inundaciones tras la apertura": "es",
		"Centinaia di persone in fuga dalla piena della diga":            "it",
		"Honderden mensen op de vlucht voor het water van de dam":        "nl",
		"Centenas de pessoas fogem das cheias após a abertura":           "pt",
		"De Blasio to Meet Le Pen in Los Angeles":                        "",
		"No, Robert Plant Didn’t Rip Up an $800 Million Contract":        "en",
		"De La Hoya beats Los Angeles boxer in third round":              "",
		"El gobierno anuncia una reforma de los impuestos":               "es",
		"": "",
	} {
		if got := b.told(words.Tokens(text)); got != want {
			t.Errorf("%q is taken for %q, want %q", text, got, want)
		}
	}
}
