package judge

import (
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/read/find"
)

// polarityOf says what a statement does to what it is about: by its cue first, then by what is said.
func (j *judge) polarityOf(c find.Candidate) news.Polarity {
	frame := strings.TrimSuffix(c.Frame, "@quoted")
	is := func(list string) bool { return j.lexicon.Has(list, c.Lemma) || j.phrasal(list, c) }
	cue := " " + j.words(c.Cue) + " "
	negated := c.Negated || strings.Contains(cue, " no ")
	switch {
	case is("declines") || negated && j.lexicon.Has("declines", "not "+c.Lemma) || strings.Contains(cue, " declined ") || strings.Contains(cue, " refused ") || strings.Contains(cue, " refuses "):
		return news.Declines
	case is("denies"):
		if negated && c.Lemma == "rule out" {
			return news.Asserts // "did not rule out": neither
		}
		if negated {
			return news.Confirms
		}
		return news.Denies
	case negated && in(c.Lemma, "believe", "think", "see", "know", "trust", "buy", "expect", "sure", "certain", "convinced", "confident", "clear"):
		return news.Doubts
	case negated && is("confirms"):
		if in(c.Lemma, "agree", "accept", "recognize", "recognise") {
			return news.Denies
		}
		return news.Declines
	case negated && in(c.Lemma, "support", "back", "favor", "favour", "endorse", "approve", "want"):
		return news.Denies
	case is("confirms") && !strings.HasSuffix(frame, "to"):
		return news.Confirms
	case is("doubts"):
		if c.Lemma == "question" && c.Direct && !strings.HasSuffix(frame, "np") {
			return news.Asks
		}
		return news.Doubts
	case is("asks"):
		return news.Asks
	case c.Lemma == "tell" && strings.HasPrefix(frame, "np-to"):
		return news.Asks
	}
	return j.said(c)
}

// phrasal looks up a cue of more words than its lemma: "call for", "rule out", "cast doubt".
func (j *judge) phrasal(list string, c find.Candidate) bool {
	t := j.text
	if c.Head+1 < len(t.Tokens) && j.lexicon.Has(list, c.Lemma+" "+t.Tokens[c.Head+1].Lower) {
		return true
	}
	if c.Head+1 < len(t.Tokens) && t.Is(c.Head+1, "little", "no") {
		return false // "left little doubt"
	}
	// A noun carries the cue: "issued a denial that", "raised questions about".
	for _, r := range c.Cue {
		for i := max(r.From, c.Head+1); i < r.To; i++ {
			if strings.HasPrefix(string(t.Kind(i)), "NN") && j.lexicon.Has(list, t.Tokens[i].Lower) {
				return true
			}
		}
	}
	if strings.HasPrefix(c.Frame, "np") && len(c.Content) > 0 {
		// "issued a denial": the noun is in the content.
		if chunk, ok := t.Chunk(c.Content[0].From); ok && in(c.Lemma, "issue", "cast", "raise", "express", "voice", "make", "repeat", "release", "give", "offer") {
			return j.lexicon.Has(list, t.Tokens[chunk.To-1].Lower)
		}
	}
	return false
}

// said judges by the words of the content.
func (j *judge) said(c find.Candidate) news.Polarity {
	if len(c.Content) == 0 {
		return news.Asserts
	}
	words := j.words(c.Content[:1])
	begin := firstWords(words, 14)
	text := j.text
	last := c.Content[0].To - 1
	if c.Direct {
		for last > c.Content[0].From && !text.Tokens[last].Word() && !text.Is(last, "?") {
			last--
		}
		if text.Is(last, "?") {
			return news.Asks
		}
	}
	if !reportive(c) {
		return news.Asserts
	}
	switch {
	case j.anyOf("wont-say", begin):
		return news.Declines
	case j.anyOf("flatly-untrue", begin) || opensWith(begin, "no ,", "no .", "that there was no ", "there was no ", "that there were no ", "there were no ", "there are no ", "that there are no ", "there is no ", "that there is no ", "there has been no ", "there had been no ", "that there had been no ", "that no ", "no "):
		return news.Denies
	case j.anyOf("unsure", firstWords(words, 9)):
		return news.Doubts
	case ownDenial(begin):
		return news.Denies
	case ownRefusal(begin):
		return news.Declines
	case j.calls(begin):
		return news.Asks
	}
	return news.Asserts
}

// ownDenial recognises "he had never met her", "it did not sign": the source speaks of itself, in the past or perfect.
func ownDenial(begin string) bool {
	f := strings.Fields(begin)
	if len(f) > 0 && f[0] == "that" {
		f = f[1:]
	}
	if len(f) < 3 {
		return false
	}
	switch f[0] {
	case "he", "she", "it", "they":
	default:
		return false
	}
	switch f[1] {
	case "had", "has", "have", "did", "was", "were":
		return f[2] == "not" || f[2] == "n't" || f[2] == "never"
	case "never":
		return true
	}
	return false
}

// ownRefusal recognises "he would not resign": the source will not do something itself.
func ownRefusal(begin string) bool {
	f := strings.Fields(strings.TrimPrefix(begin, "that "))
	return len(f) > 3 && in(f[0], "he", "she", "it", "they", "i", "we") && in(f[1], "would", "will", "wo", "could") && in(f[2], "not", "n't", "never") && !in(f[3], "be", "have")
}

// calls recognises what somebody else is told to do: "the board should resign".
func (j *judge) calls(begin string) bool {
	f := strings.Fields(strings.TrimPrefix(begin, "that "))
	for i, w := range f[:min(len(f), 7)] {
		if (w == "should" || w == "must") && i > 0 && !in(f[i-1], "he", "she", "it", "they", "i", "we", "there", "this", "that", "what") {
			return i+1 < len(f) && !in(f[i+1], "have", "be")
		}
	}
	return false
}

// reportive reports whether a cue only says that something was said, so that what was said decides.
func reportive(c find.Candidate) bool {
	return in(c.Lemma, "say", "tell", "add", "insist", "state", "write", "tweet", "claim", "maintain", "declare", "announce", "report", "respond", "reply", "answer",
		"argue", "release", "issue", "note", "stress", "assert", "contend", "post", ":", "explain", "continue", "according", "statement")
}

func (j *judge) anyOf(list, words string) bool {
	f := strings.Fields(words)
	for i := range f {
		for n := 1; n <= 5 && i+n <= len(f); n++ {
			if j.lexicon.Has(list, strings.Join(f[i:i+n], " ")) {
				return true
			}
		}
	}
	return false
}

func (j *judge) words(ranges []find.Range) string {
	var out []string
	for _, r := range ranges {
		for i := r.From; i < min(r.To, r.From+80); i++ {
			if tok := j.text.Tokens[i]; tok.Word() || tok.Text == "," || tok.Text == "." {
				out = append(out, tok.Lower)
			}
		}
	}
	return strings.Join(out, " ")
}

func firstWords(s string, n int) string {
	f := strings.Fields(s)
	return strings.Join(f[:min(n, len(f))], " ")
}

func opensWith(s string, beginnings ...string) bool {
	for _, b := range beginnings {
		if strings.HasPrefix(s+" ", b) {
			return true
		}
	}
	return false
}

func in(s string, list ...string) bool {
	for _, w := range list {
		if s == w {
			return true
		}
	}
	return false
}
