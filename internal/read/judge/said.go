package judge

import (
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/read/find"
)

// said judges by the words of the content, where the cue only says that something was said.
func (j *judge) said(c find.Candidate, q cue, d deed, v voice) news.Polarity {
	if len(c.Content) == 0 {
		return news.Asserts
	}
	direct := j.direct(c)
	if direct && j.endsInQuestion(c) {
		return news.Asks
	}
	if d.list != "speech" && q.tells(j) {
		return news.Asserts
	}
	words := strings.Fields(j.words(c.Content[:1]))
	if len(words) > 0 && j.lexicon.Has("that", words[0]) {
		words = words[1:]
	}
	begin := words[:min(len(words), 14)]
	switch {
	case j.anyOf("wont-say", begin):
		return news.Declines
	case j.anyOf("flatly-untrue", begin), j.opens("no-opening", begin), j.nothing(begin):
		return news.Denies
	case j.opens("yes-opening", begin):
		return news.Confirms
	case j.anyOf("unsure", begin[:min(len(begin), 9)]):
		return news.Doubts
	case j.ownDenial(begin, direct, d, v):
		return news.Denies
	case len(begin) > 3 && j.lexicon.Has("past", begin[1]) && j.lexicon.Has("own-negation", begin[2]) && (j.lexicon.Has("own", begin[0]) || j.oneself(begin[0])) && j.unable(begin[3:]):
		return news.Declines // "it has not independently verified the tape"
	case j.ownRefusal(begin, direct, v):
		return news.Declines
	case j.obliges(begin), direct && j.imperative(c.Content[0]):
		return news.Asks
	}
	return news.Asserts
}

// tells reports whether a cue has a verb or noun of its own; without one (a colon, "put out") what is said decides.
func (q cue) tells(j *judge) bool {
	for _, w := range q.words[:q.end] {
		if (w.verb || w.noun) && !j.lexicon.Has("auxiliaries", w.base) && !j.lexicon.Has("light", w.base) {
			return true
		}
	}
	return false
}

// opens reports whether what is said begins with a phrase of a list and pauses there, or is nothing but it.
func (j *judge) opens(list string, words []string) bool {
	for n := min(4, len(words)); n > 0; n-- {
		if j.lexicon.Has(list, strings.Join(words[:n], " ")) && (n == len(words) || words[n] == "," || words[n] == ".") {
			return true
		}
	}
	return false
}

// nothing recognises "there was no agreement", and "there is no agreement" of things whose absence is a denial.
func (j *judge) nothing(words []string) bool {
	for n := min(5, len(words)); n > 1; n-- {
		if j.lexicon.Has("nothing-of", strings.Join(words[:n], " ")) {
			return true
		}
	}
	if len(words) > 3 && j.lexicon.Has("there", words[0]) && j.lexicon.Has("negations", words[2]) {
		for _, w := range words[3:min(len(words), 6)] {
			if j.lexicon.Has("none-of", w) {
				return true
			}
		}
	}
	return false
}

// ownDenial recognises "he had never met her", "it did not sign": the source speaks of itself, in the past or perfect. Said
// with emphasis, a negation of anybody's deed is one.
func (j *judge) ownDenial(words []string, direct bool, d deed, v voice) bool {
	if len(words) < 3 {
		return false
	}
	self := j.lexicon.Has("own", words[0]) || !direct && j.means(words[0], v)
	if self && (j.startsWith("own-denial", words[1:]) || j.startsWith("own-denial", words[2:])) {
		return true
	}
	not := func(i int) bool {
		return i < len(words) && j.lexicon.Has("own-negation", words[i]) && !(i+1 < len(words) && (j.lexicon.Has("merely", words[i+1]) || j.lexicon.Has("states", words[i+1])))
	}
	if self {
		return not(1) && j.lexicon.Has("never", words[1]) || j.lexicon.Has("past", words[1]) && not(2) && !j.unable(words[3:])
	}
	if !j.lexicon.Has("insists", d.base) {
		return false
	}
	for i := 1; i < min(len(words), 7); i++ {
		if j.lexicon.Has("past", words[i]) && not(i+1) {
			return true
		}
	}
	return false
}

// unable reports whether what was not done is what nobody could do: "it had not independently verified".
func (j *judge) unable(words []string) bool {
	for len(words) > 0 && j.endsIn("adverb-endings", words[0]) {
		words = words[1:]
	}
	return len(words) > 0 && j.lexicon.Has("cannot", j.lexicon.Lemma(words[0]))
}

// startsWith reports whether words begin with a phrase of a list.
func (j *judge) startsWith(list string, words []string) bool {
	for n := 1; n <= min(5, len(words)); n++ {
		if j.lexicon.Has(list, strings.Join(words[:n], " ")) {
			return true
		}
	}
	return false
}

// means reports whether a pronoun of the third person can mean the source itself.
func (j *judge) means(w string, v voice) bool {
	several := v.plural || v.standing == news.Public
	switch has := func(list string) bool { return j.lexicon.Has(list, w) }; {
	case has("he"), has("she"):
		return !several && v.standing != news.Institution && v.standing != news.FromPaper && v.standing != news.FromOutlet
	case has("it"):
		return v.standing == news.Institution
	case has("they"):
		return several || v.standing == news.Institution || v.standing == news.Unnamed
	}
	return false
}

// oneself reports whether a pronoun of the third person, which in reported speech most often is the source.
func (j *judge) oneself(w string) bool {
	return j.lexicon.Has("he", w) || j.lexicon.Has("she", w) || j.lexicon.Has("it", w) || j.lexicon.Has("they", w)
}

// ownRefusal recognises "he would not resign": the source will not do something itself.
func (j *judge) ownRefusal(words []string, direct bool, v voice) bool {
	return len(words) > 3 && (j.lexicon.Has("own", words[0]) || !direct && j.means(words[0], v)) && (j.lexicon.Has("willing", words[1]) || j.lexicon.Has("able", words[1])) &&
		j.lexicon.Has("own-negation", words[2]) && !j.lexicon.Has("states", words[3]) && !j.lexicon.Has("merely", words[3])
}

// obliges recognises what somebody else is told to do: "the board should resign".
func (j *judge) obliges(words []string) bool {
	for i, w := range words[:min(len(words), 7)] {
		if i > 0 && j.lexicon.Has("obliges", w) && !j.lexicon.Has("anybody", words[i-1]) {
			return i+1 < len(words) && !j.lexicon.Has("states", words[i+1])
		}
	}
	return false
}

// imperative reports whether a quotation begins with an order.
func (j *judge) imperative(r find.Range) bool {
	for r.From < r.To && !j.text.Tokens[r.From].Word() {
		r.From++
	}
	if r.Empty() || r.To-r.From < 2 || j.text.Kind(r.From) != "VB" {
		return false
	}
	tok := j.text.Tokens[r.From]
	return tok.Capital() && !j.lexicon.Has("no-imperative", tok.Lower)
}

// anyOf reports whether a phrase of a list stands among words.
func (j *judge) anyOf(list string, words []string) bool {
	for i := range words {
		for n := 1; n <= 5 && i+n <= len(words); n++ {
			if j.lexicon.Has(list, strings.Join(words[i:i+n], " ")) {
				return true
			}
		}
	}
	return false
}
