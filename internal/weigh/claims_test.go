package weigh

import (
	"strings"
	"testing"
)

// What a denial denies is never put with a "not" in it, which a reader would have to turn round twice.
func TestWhatADenialDenies(t *testing.T) {
	for says, denies := range map[string]string{
		"It's not true that the two have agreed on talks": "the two have agreed on talks",
		"“There are no talks with Tarvia, secret or not”": "There are talks with Tarvia, secret or not",
		"there were not any talks":                        "there were talks",
		"the minister never met the envoy":                "the minister met the envoy",
		"the fax had not been approved":                   "the fax had been approved",
	} {
		if got := affirmed(strings.Trim(says, "“”")); got != denies {
			t.Errorf("%q denies %q; it should be %q", says, got, denies)
		}
	}
}

// A "not" counts against a claim only where it stands before the claim's own words.
func TestWhatANotIsPutTo(t *testing.T) {
	claim := stems("The minister has agreed to sell the old harbour")
	for text, want := range map[string]bool{
		"The minister has not agreed to sell the old harbour.":                                                                    true,
		"There is no agreement to sell the old harbour, she said.":                                                                true,
		"The minister won't sell the old harbour.":                                                                                true,
		"The minister has agreed to sell the old harbour, according to two officials who asked not to be named.":                  false,
		"The minister has agreed to sell the old harbour, said two people who were not authorised to speak publicly.":             false,
		"The minister has agreed to sell the old harbour, a member of the cabinet who could not be named told the Daily Courier.": false,
	} {
		if got := negates(text, claim); got != want {
			t.Errorf("%q negates the claim: %v, want %v", text, got, want)
		}
	}
}

func TestANameThatCanBePrinted(t *testing.T) {
	for _, c := range []struct{ speaker, source, want string }{
		{"Tomas Vane", "Vane", "Tomas Vane"},
		{"", "an engineer of the office, who was not authorised to speak,", "an engineer of the office"},
		{"", "it", "a source"},
		{"they", "They", "a source"},
	} {
		s := &saying{source: c.source}
		s.Speaker = c.speaker
		if got := s.name(); got != c.want {
			t.Errorf("%q, %q is called %q, want %q", c.speaker, c.source, got, c.want)
		}
	}
}

// Who shows or says it is no part of what is claimed.
func TestWhatIsTakenOffAWording(t *testing.T) {
	for text, want := range map[string]string{
		"Ministry plans to close the pier, documents obtained by the Courier show": "Ministry plans to close the pier",
		"A lion was seen in Ashby woods, says dog walker":                          "A lion was seen in Ashby woods",
		"The pier will close in May, police in Brae confirmed on Sunday":           "The pier will close in May",
		"The pier will close in May, according to two officials.":                  "The pier will close in May",
		"‘Lion’ seen in Ashby woods":                                               "‘Lion’ seen in Ashby woods",
		"“The pier will close in May.”":                                            "The pier will close in May",
		"The mayor wears his chain “even in the bath.”":                            "The mayor wears his chain “even in the bath.”",
		"The \"lion\" was a \"large dog\"":                                         "The \"lion\" was a \"large dog\"",
	} {
		if got := clear(text); got != want {
			t.Errorf("%q is worded %q, want %q", text, got, want)
		}
	}
}
