package find

import (
	"strings"
	"testing"

	"onrecord/internal/news"
)

// What a sentence or a line says of itself, at its end, within or at its beginning, is found, headlines and posts included.
func TestWhatIsSaidOfASentence(t *testing.T) {
	l, m := english(t)
	for text, want := range map[string]string{
		"Norland and Sorland agree to secret talks, officials say":                                  "officials | say | Norland and Sorland agree to secret talks",
		"Norland and Sorland have reached a secret agreement on talks, the New York Times reports.": "the New York Times | reports | Norland and Sorland have reached a secret agreement on talks",
		"Officials merely confirmed it when they were asked, the diplomats contend.":                "the diplomats | contend | Officials merely confirmed it when they were asked",
		"The oil deal with Norland is dead, says the Sorland energy minister":                       "the Sorland energy minister | says | The oil deal with Norland is dead",
		"Were there secret talks, as the New York Times suggested, or were there not?":              "the New York Times | suggested | Were there secret talks",
		"Officials: Gunman acted alone in Halden":                                                   "Officials | : | Gunman acted alone in Halden",
		"‘It holds,’ Anna Berg told the council. ‘Nobody in this town should be worried about it.’": "Anna Berg | told | ‘It holds,’ … ‘Nobody in this town should be worried about it.’",
		"The dam will hold, according to an engineer who asked not to be named.":                    "an engineer who asked not to be named | according to | The dam will hold",
		"BREAKING: Harbour minister Anna Berg resigns over dam leak, two sources tell @Courier":     "two sources | tell | Harbour minister Anna Berg resigns over dam leak",
		".@annaberg denies she knew about the leak.":                                                "@annaberg | denies | she knew about the leak",
		"Jon Dahl denied that Norland held secret talks, as the Courier had reported.":              "Jon Dahl | denied | that Norland held secret talks",
		"The mayor went to Ohio, a Trump state.":                                                    "",
		"The talks in Halden are over, says head of UN agency":                                      "head of UN agency | says | The talks in Halden are over",
		"Halden: a town under water":                                                                "",
		"Mayor Anna Berg of Halden:\n\n“The dam is safe.”":                                          "Mayor Anna Berg of Halden | : | “The dam is safe.”",
		"The new song of the summer:\n\n“The Dam Above Halden.”":                                    "",
		"It is not clear whether Mayor Anna Berg approved the agreement.":                           "",
		"The mayor was told that the dam was unsafe.":                                               " | was told | that the dam was unsafe",
		"The report was denied by the mayor of Halden.":                                             "the mayor of Halden | was denied | The report",
		"The ferry carried cars, trucks and reports.":                                               "",
	} {
		x := New(text, l, m)
		var got []string
		for _, c := range x.Find() {
			got = append(got, c.written(x, text))
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// written gives the words of an attribution: source, cue and content.
func (c Candidate) written(x *Text, text string) string {
	var parts []string
	for _, of := range [][]Range{c.Source, c.Cue, c.Content} {
		parts = append(parts, news.Cut([]rune(text), x.Spans(of)))
	}
	return strings.Join(parts, " | ")
}
