package address_test

import (
	"errors"
	netmail "net/mail"
	"strings"
	"testing"
	"unicode"

	"onrecord/internal/news"
	"onrecord/internal/platform/address"
)

func TestAddressesAreTaken(t *testing.T) {
	for given, want := range map[string]string{
		"reader@example.org":                     "reader@example.org",
		"  Reader@EXAMPLE.Org\n":                 "Reader@example.org",
		"Ada Frey <ada@example.org>":             "ada@example.org",
		`"Frey, Ada" <ada@example.org>`:          "ada@example.org",
		"<ada@example.org>":                      "ada@example.org",
		"a.b-c_d+tag@mail.example.co.uk":         "a.b-c_d+tag@mail.example.co.uk",
		"o'brien!#$%&*/=?^`{|}~@example.org":     "o'brien!#$%&*/=?^`{|}~@example.org",
		"leser@bücher.example":                   "leser@xn--bcher-kva.example",
		"leser@BÜCHER.example":                   "leser@xn--bcher-kva.example",
		"leser@bu\u0308cher.example":             "leser@xn--bcher-kva.example",
		"leser@xn--bcher-kva.example":            "leser@xn--bcher-kva.example",
		"读者@例子.example":                          "读者@xn--fsqu00a.example",
		"a@例子。example":                           "a@xn--fsqu00a.example",
		"קורא@דוגמה.example":                     "קורא@xn--6dbbec0c.example",
		"jose\u0301@example.org":                 "jos\u00e9@example.org",
		`"ada"@example.org`:                      "ada@example.org",
		`"a\da"@example.org`:                     "ada@example.org",
		`"ada frey"@example.org`:                 `"ada frey"@example.org`,
		`"a@b\"c\\d"@example.org`:                `"a@b\"c\\d"@example.org`,
		`"a..b"@example.org`:                     `"a..b"@example.org`,
		strings.Repeat("a", 64) + "@example.org": strings.Repeat("a", 64) + "@example.org",
		"a@" + strings.Repeat("b", 63) + ".org":  "a@" + strings.Repeat("b", 63) + ".org",
		"a@b--c.example":                         "a@b--c.example",
		"a@1and1.example":                        "a@1and1.example",
	} {
		if got, err := address.Parse(given); err != nil || got != want {
			t.Errorf("%q gives %q, %v; want %q", given, got, err, want)
		}
	}
}

func TestWhatIsNoAddressIsToldWhy(t *testing.T) {
	for given, want := range map[string]string{
		"":                                       "there is no address; one looks like reader@example.org",
		" <> ":                                   "there is no address; one looks like reader@example.org",
		"ada":                                    "there is no @ in it; an address looks like reader@example.org",
		"petra at karsk.example":                 "there is no @ in it; an address looks like reader@example.org",
		"@example.org":                           "there is nothing before its @; an address looks like reader@example.org",
		"ada@":                                   "there is nothing behind its @; an address looks like reader@example.org",
		"ada@@example.org":                       "there are two @ next to each other; did you mean ada@example.org?",
		"ada@b@example.org":                      "there is more than one @ in it; an address looks like reader@example.org",
		"a@b.org, c@d.org":                       "these are several addresses; write one at a time",
		"a@b.org;c@d.org":                        "these are several addresses; write one at a time",
		"reader@example,org":                     "there is a comma where a full stop should be; did you mean reader@example.org?",
		"reader@example;org":                     "there is a semicolon where a full stop should be; did you mean reader@example.org?",
		"reader,one@example.org":                 "there is a comma before its @; did you mean reader.one@example.org?",
		"reader @example.org":                    "there is a space in it; did you mean reader@example.org?",
		"rea der@exa mple,org.":                  "there is a space in it; did you mean reader@example.org?",
		"reader@bücher ,example":                 "there is a space in it; did you mean reader@bücher.example?",
		"reader@example.org.":                    "there is a full stop at its end; did you mean reader@example.org?",
		"reader@.example.org":                    "there is a full stop just behind its @; did you mean reader@example.org?",
		"reader@example..org":                    "there are two full stops next to each other; did you mean reader@example.org?",
		".reader@example.org":                    "it begins with a full stop; did you mean reader@example.org?",
		"reader.@example.org":                    "there is a full stop just before its @; did you mean reader@example.org?",
		"a...b@example.org":                      "there are two full stops next to each other; did you mean a.b@example.org?",
		"mailto:reader@example.org":              "it begins with mailto:, which is a link's; did you mean reader@example.org?",
		"reader＠example.org":                     "its @ is one of another alphabet; did you mean reader@example.org?",
		"reader@example":                         `"example" is no whole name of a domain: its end is missing, such as .org`,
		"reader@localhost":                       `"localhost" is no whole name of a domain: its end is missing, such as .org`,
		"reader@[192.0.2.1]":                     "behind its @ stands the number of a machine; write the name of its domain",
		"reader@192.0.2.1":                       "behind its @ stands the number of a machine; write the name of its domain",
		"reader(Ada)@example.org":                "there is a bracket in it; leave out what is a comment",
		"reader@example.org(Ada)":                "there is a bracket in it; leave out what is a comment",
		"rea:der@example.org":                    "there is a ':' before its @, which no address has there",
		"reader@exa_mple.org":                    `"exa_mple.org" is no name of a domain; an address looks like reader@example.org`,
		"reader@-.org":                           `"-.org" is no name of a domain; an address looks like reader@example.org`,
		"reader@xn--99999999.org":                `"xn--99999999.org" is no name of a domain; an address looks like reader@example.org`,
		`"ada@example.org`:                       "the quotation mark at its beginning has no second one before the @",
		`"ada"frey@example.org`:                  "behind the closing quotation mark there must be an @",
		`""@example.org`:                         "there is nothing between its quotation marks",
		"a\u202egro.elpmaxe@b.org":               "it has a character that cannot be seen (U+202E); write it anew, without copying; did you mean agro.elpmaxe@b.org?",
		"rea\u200bder@example.org":               "it has a character that cannot be seen (U+200B); write it anew, without copying; did you mean reader@example.org?",
		"a@b.org\r\nBcc: c@d.org":                "it has a character that cannot be seen (U+000D); write it anew, without copying",
		"a\x00@b.org":                            "it has a character that cannot be seen (U+0000); write it anew, without copying",
		"a\xff@b.org":                            "it is not in a code that can be read; write it anew",
		"a@דוגמהa.example":                       `"דוגמהa.example" is no name of a domain; an address looks like reader@example.org`,
		strings.Repeat("a", 65) + "@example.org": "before its @ it has 65 bytes; 64 are the most",
		strings.Repeat("é", 33) + "@example.org": "before its @ it has 66 bytes; 64 are the most",
		"a@" + strings.Repeat("b", 64) + ".org":  `"` + strings.Repeat("b", 64) + `.org" is no name of a domain; an address looks like reader@example.org`,
		"a@" + strings.Repeat(strings.Repeat("b", 60)+".", 4) + "example.org": "it is longer than any address; 254 bytes are the most",
	} {
		got, err := address.Parse(given)
		var e *news.Error
		if !errors.As(err, &e) || e.Kind != news.Invalid || e.Field != "email" {
			t.Errorf("%q gives %q, %v", given, got, err)
			continue
		}
		if e.Message != want {
			t.Errorf("%q:\n%s\nwant\n%s", given, e.Message, want)
		}
	}
}

func TestPeopleReadTheirOwnAlphabet(t *testing.T) {
	for a, want := range map[string]string{
		"leser@xn--bcher-kva.example": "leser@bücher.example",
		"reader@example.org":          "reader@example.org",
		"a@xn--6dbbec0c.example":      "a@דוגמה.example",
		"a@xn--99999999.org":          "a@xn--99999999.org", // says nothing in any alphabet
		"":                            "",
	} {
		if got := address.Show(a); got != want {
			t.Errorf("%s is shown as %s, want %s", a, got, want)
		}
	}
	if address.UTF8("leser@xn--bcher-kva.example") || !address.UTF8("jos\u00e9@example.org") {
		t.Error("it is not told which addresses need RFC 6531")
	}
}

// FuzzParse: whatever is typed, what is taken is one address on one line that every reader of addresses reads alike, and is taken
// again as it is.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"reader@example.org", `"a@b\"c\\d"@example.org`, "Ada <ada@bücher.example>", "读者@例子.example", "a@b.org\r\nBcc: c@d.org", "rea der@exa mple,org.", "a\u202e@b.org", "mailto:a@b,c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := address.Parse(s)
		if err != nil {
			if news.KindOf(err) != news.Invalid || strings.ContainsAny(err.Error(), "\r\n\x00") {
				t.Errorf("%q: %q", s, err)
			}
			return
		}
		if strings.ContainsFunc(a, func(c rune) bool { return !unicode.IsGraphic(c) || c != ' ' && unicode.IsSpace(c) }) {
			t.Errorf("%q gives %q", s, a)
		}
		if again, err := address.Parse(a); err != nil || again != a {
			t.Errorf("%q gives %q, and that %q, %v", s, a, again, err)
		}
		if shown, err := address.Parse(address.Show(a)); err != nil || shown != a {
			t.Errorf("%q is shown as %q, which is %q, %v", a, address.Show(a), shown, err)
		}
		if len(a) > 254 {
			t.Errorf("%q has %d bytes", a, len(a))
		}
		if read, err := netmail.ParseAddress(a); err != nil {
			t.Errorf("%q: %v", a, err)
		} else if written, _ := address.Parse(read.String()); written != a {
			t.Errorf("%q is written as %s", a, read)
		}
	})
}
