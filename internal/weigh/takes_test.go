package weigh

import "testing"

func TestAVerdictAndWhatOnlyLooksLikeOne(t *testing.T) {
	for text, want := range map[string]bool{
		"The story is a hoax.":                                      true,
		"The fake report was shared a thousand times.":              true,
		"The letter turned out to be fake.":                         true,
		"Contrary to reports, the mayor is alive and well.":         true,
		"The actors threw fake blood at the stage.":                 false,
		"If it is a hoax, it is a good one.":                        false,
		"He shared it amid claims that it is a hoax.":               false,
		"She insisted that no part of it was a hoax.":               false,
		"It fell into the wrong hands.":                             false,
		"Shares fell for a second day.":                             false,
		"The readers fell for the story.":                           true,
		"It was in fact a large dog.":                               true,
		"At no time was the pier closed.":                           true,
		"The council said the account was false and would be taken": true,
	} {
		if got := busts(text); got != want {
			t.Errorf("%q is a verdict: %v, want %v", text, got, want)
		}
	}
}

func TestWhatAHedgeIsAbout(t *testing.T) {
	const wording = "The mayor has sold the harbour"
	claim, own := stems(wording), fields(wording)
	for text, want := range map[string]bool{
		"The mayor has reportedly sold the harbour.":                      true,
		"The mayor may have sold the harbour to a brewery.":               true,
		"The mayor has sold the harbour, where it may rain on the crowd.": false,
		"The mayor has sold the harbour.":                                 false,
	} {
		if got := governs(text, claim, own); got != want {
			t.Errorf("%q leaves the claim open: %v, want %v", text, got, want)
		}
	}
	p := passage{text: "A man who claims to be the mayor was seen."}
	p.mark()
	if p.hedges(fields("A man who claims to be the mayor was seen")) {
		t.Error("a hedge that is the claim's own counts against it")
	}
	if !p.hedges(own) {
		t.Error("a hedge that is not the claim's was overlooked")
	}
}

func TestAFlatNot(t *testing.T) {
	for text, want := range map[string]bool{
		"The minister did not meet the envoy.":                         true,
		"There is no plan to close the pier, the mayor said.":          true,
		"Harbour Lines says not in talks with the brewery":             true,
		"The council said on Monday it had not sold the pier.":         true,
		"The minister met the envoy, who was not authorised to speak.": false,
		"The minister met the envoy.":                                  false,
	} {
		if got := plainNot.MatchString(text); got != want {
			t.Errorf("%q is a flat not: %v, want %v", text, got, want)
		}
	}
}

func TestPhrasesThatTellOfSources(t *testing.T) {
	has := func(text, sign string) bool {
		for _, n := range english().in(text, fields(text)) {
			if english().names[n] == sign {
				return true
			}
		}
		return false
	}
	for _, c := range []struct {
		text, sign string
		want       bool
	}{
		{"Two sources close to the council told the Courier.", "sources", true},
		{"The deal was done in May, according to people familiar with the matter.", "sources", true},
		{"He asked not to be named.", "sources", true},
		{"The comet is passing close to Earth.", "sources", false},
		{"The lake is the only source of water.", "sources", false},
		{"Source: the Courier", "sources", false},
		{"Several local newspapers carried it.", "press", true},
		{"It went round on social media.", "press", false},
		{"Users took to Twitter to complain.", "crowd", true},
		{"The picture was posted on an unofficial account.", "account", true},
		{"The memo says that the pier will close.", "document", true},
		{"Footage shows the bridge falling.", "shows", true},
		{"Photo credit: the Courier", "shows", false},
		{"Residents of Brae heard a bang.", "witness", true},
		{"Locals cut the rope.", "witness", false},
		{"Officials said the pier was safe.", "officials", true},
		{"It was not him, she said.", "not it", true},
		{"Take it with a grain of salt.", "open", true},
	} {
		if got := has(c.text, c.sign); got != c.want {
			t.Errorf("%q shows %q: %v, want %v", c.text, c.sign, got, c.want)
		}
	}
}
