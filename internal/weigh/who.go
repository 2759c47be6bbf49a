package weigh

import (
	"regexp"
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
		if s.Standing == news.Named && s.name() != nameless {
			named = append(named, s)
		}
	}
	if len(named) == 0 {
		return
	}
	who := v.persons(named)
	for i, s := range v.sayings {
		if s.Speaker != "" && s.Standing == news.Named || s.sentence < 0 || s.source == "" || s.ByEditor {
			continue
		}
		var is *saying
		switch s.Standing {
		case news.Named, news.Office, news.Other:
			is = who.meant(s, i)
		}
		if is != nil {
			s.Speaker, s.Standing = is.name(), news.Named
		}
	}
}

// persons are those who speak in a report under their own names.
type persons struct {
	in     *view
	named  []*saying // in the order of the text
	among  map[*saying]bool
	byName map[string]*saying // the first of each surname
	byNoun map[string]*saying // the first beside whose name a word stands
}

func (v *view) persons(named []*saying) *persons {
	p := &persons{v, named, map[*saying]bool{}, map[string]*saying{}, map[string]*saying{}}
	for _, n := range named {
		p.among[n] = true
		if name := surname(n); p.byName[name] == nil {
			p.byName[name] = n
		}
	}
	for name, words := range v.company(p.byName) {
		for w := range words {
			if n := p.byName[name]; p.byNoun[w] == nil || n.Cue[0][0] < p.byNoun[w].Cue[0][0] {
				p.byNoun[w] = n
			}
		}
	}
	return p
}

// meant gives a saying of whom a source is, nil if nobody is found.
func (p *persons) meant(s *saying, i int) *saying {
	source := strings.Fields(strings.ToLower(s.source))
	before := func(is func(*saying) bool) *saying {
		for j := i - 1; j >= 0 && s.sentence-p.in.sayings[j].sentence <= namedBefore; j-- {
			if b := p.in.sayings[j]; is(b) {
				return b
			}
		}
		return nil
	}
	if pronoun.MatchString(s.source) {
		if w := source[0]; w != "he" && w != "she" {
			return nil
		}
		return before(func(b *saying) bool { return b.Standing == news.Named && b.name() != nameless })
	}
	var is *saying
	for _, w := range fields(s.source) { // "Secretary of State Jane Doe"
		if n := p.byName[w]; n != nil && (is == nil || n.Cue[0][0] < is.Cue[0][0]) {
			is = n
		}
	}
	head := headNoun(s.source)
	switch {
	case is != nil || head == "":
		return is
	case p.byNoun[head] != nil:
		return p.byNoun[head]
	case voices[head]:
		return nil
	}
	if source[0] == "the" {
		if is = before(func(b *saying) bool { return p.among[b] }); is != nil {
			return is
		}
	}
	if s.content.lead < opening {
		for _, n := range p.named {
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

// company gives for each name, a surname, the words that stand near it: "his sister, Lucy Marr", "Jan Dorn, the ministry's spokesman". The
// text is gone through once, however many names there are.
func (v *view) company(names map[string]*saying) map[string]map[string]bool {
	const before, behind = 4, 7 // words
	near := map[string]map[string]bool{}
	for _, s := range v.sentences {
		words := fields(s.text)
		for i, w := range words {
			name := strings.TrimSuffix(w, "'s")
			if names[name] == nil {
				continue
			}
			if near[name] == nil {
				near[name] = map[string]bool{}
			}
			for _, o := range words[max(0, i-before):min(len(words), i+behind+1)] {
				near[name][o] = true
			}
		}
	}
	return near
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
