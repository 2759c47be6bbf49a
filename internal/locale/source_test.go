package locale_test

import (
	"testing"

	"onrecord/internal/locale"
)

// The words that a ledger has of its own in the names of origins are in the page's language; names stay what they are.
func TestTheNamesOfOrigins(t *testing.T) {
	languages, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	en, he := languages.Choose("en"), languages.Choose("he")
	for _, c := range []struct{ name, english, hebrew string }{
		{"no source given", "no source given", "לא צוין מקור"},
		{"officials, to The Record", "officials, to The Record", "גורמים רשמיים, אל \u2068The Record\u2069"},
		{"Karst officials, to The Record", "Karst officials, to The Record", "\u2068Karst officials\u2069, אל \u2068The Record\u2069"},
		{"Tomas Vane", "Tomas Vane", "Tomas Vane"},
		{"Officials", "Officials", "Officials"}, {"", "", ""}, {", to The Record", ", to The Record", ", to The Record"},
		{"עדים, to הארץ", "\u2068עדים\u2069, to \u2068הארץ\u2069", "עדים, אל הארץ"},
	} {
		if got := en.Source(c.name); got != c.english {
			t.Errorf("%q in English: %q", c.name, got)
		}
		if got := he.Source(c.name); got != c.hebrew {
			t.Errorf("%q in Hebrew: %q", c.name, got)
		}
	}
}
