package weigh

import (
	"regexp"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// How far, in sentences, who is meant by a pronoun or a description may speak under their own name.
const (
	namedBefore = 3  // "she said", "the cleric added"
	namedAfter  = 10 // "A prominent cleric has ruled … Sheikh Munajjid said"
)

// voices are descriptions of people who speak for somebody else, or who are any of many: they are who is named later only where the text
// says so.
var voices = set(`spokesman spokeswoman spokesperson rep representative publicist official officer user witness neighbor neighbour analyst expert
	source insider lawyer attorney reader viewer commenter resident person agent manager reporter editor producer`)

// resolve finds who is meant where a source is no name but a pronoun ("he") or a description ("his sister", "a prominent cleric"), among
// those who speak in the report under their own names: so that who puts a claim forward at the head of a report is one with the person who
// is named and quoted below.
func (v *view) resolve() {
	v.they()
	var named []*saying
	for _, s := range v.sayings {
		if s.Standing == news.Named && s.name() != "a source" {
			named = append(named, s)
		}
	}
	if len(named) == 0 {
		return
	}
	for i, s := range v.sayings {
		if s.Speaker != "" && s.Standing == news.Named || s.sentence < 0 || s.source == "" || s.ByEditor {
			continue
		}
		var is *saying
		switch s.Standing {
		case news.Named, news.Office, news.Other:
			is = v.meant(s, i, named)
		}
		if is != nil {
			s.Speaker, s.Standing = is.name(), news.Named
		}
	}
}

// meant gives a saying of whom a source is, nil if nobody is found.
func (v *view) meant(s *saying, i int, named []*saying) *saying {
	source := strings.Fields(strings.ToLower(s.source))
	if pronoun.MatchString(s.source) {
		if w := source[0]; w != "he" && w != "she" {
			return nil
		}
		for j := i - 1; j >= 0 && s.sentence-v.sayings[j].sentence <= namedBefore; j-- {
			if b := v.sayings[j]; b.Standing == news.Named && b.name() != "a source" {
				return b
			}
		}
		return nil
	}
	for _, n := range named { // "Secretary of State Jane Doe"
		if slices.Contains(fields(s.source), surname(n)) {
			return n
		}
	}
	head := headNoun(s.source)
	if head == "" {
		return nil
	}
	for _, n := range named {
		if v.introduces(head, surname(n)) {
			return n
		}
	}
	if voices[head] {
		return nil
	}
	if source[0] == "the" {
		for j := i - 1; j >= 0 && s.sentence-v.sayings[j].sentence <= namedBefore; j-- {
			if b := v.sayings[j]; slices.Contains(named, b) {
				return b
			}
		}
	}
	if s.content.lead < opening {
		for _, n := range named {
			if n.sentence > s.sentence && n.sentence-s.sentence <= namedAfter {
				return n
			}
		}
	}
	return nil
}

// headNoun gives the noun of a description: "cleric" of "A prominent cleric in Saudi Arabia". It is "" where it is a name, or several people.
func headNoun(source string) string {
	head := ""
	for _, w := range strings.Fields(source) {
		bare := strings.Trim(w, `.,;:"“”'‘’()`)
		if after[strings.ToLower(bare)] || bare == "" {
			break
		}
		head = bare
		if strings.HasSuffix(w, ",") {
			break
		}
	}
	if low := strings.ToLower(head); head != low || strings.HasSuffix(low, "s") && !strings.HasSuffix(low, "ss") || strings.HasSuffix(low, "people") || len(low) < 3 {
		return ""
	}
	return head
}

// after are words with which what follows a noun begins.
var after = set(`of for from in on at with to who whose that which by near and`)

// surname gives the last word of who speaks, as fields gives it.
func surname(s *saying) string {
	if f := fields(s.name()); len(f) > 0 {
		return strings.TrimSuffix(f[len(f)-1], "'s")
	}
	return ""
}

// introduces says whether a text puts a name to a noun: "his sister, Lucy Somers", "Jesus Murillo Karam, Mexico's attorney general".
func (v *view) introduces(noun, name string) bool {
	const before, behind = 4, 7 // words between
	for _, s := range v.sentences {
		words := fields(s.text)
		for i, w := range words {
			if w != noun {
				continue
			}
			for j := max(0, i-behind); j < min(len(words), i+before+1); j++ {
				if strings.TrimSuffix(words[j], "'s") == name {
					return true
				}
			}
		}
	}
	return false
}

// bodies are who "they" are most often.
var bodies = regexp.MustCompile(`(?i)\b(?:police|prosecutors|authorities|firefighters|coastguard|officials|organi[sz]ers|investigators|rescuers)\b`)

// they gives a "they" who says something the body that its own sentence, or the one before it, names.
func (v *view) they() {
	for _, s := range v.sayings {
		if !strings.EqualFold(s.source, "they") || s.sentence < 0 || s.ByEditor || s.Speaker != "" {
			continue
		}
		for i := s.sentence; i >= max(0, s.sentence-1); i-- {
			body := strings.ToLower(bodies.FindString(v.sentences[i].text))
			if body == "" {
				continue
			}
			s.Speaker, s.Standing = body, news.Institution
			if body == "officials" {
				s.Standing = news.Unnamed
			}
			break
		}
	}
}
