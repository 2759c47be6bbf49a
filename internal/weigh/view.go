package weigh

import (
	"regexp"
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/words"
)

// view is one report, cut up for comparison with the others of its story.
type view struct {
	news.Account
	runes     []rune
	sentences []passage // the headline first, where there is one
	signs     [][]int   // by sentence
	sayings   []*saying // in the order of the text
	credits   []credit  // in the order of the text
	own       string    // the key of its outlet, "" if that has no name
	twin      *view     // the report of which this one is a copy, nil if none
}

// saying is a statement with its words.
type saying struct {
	news.Statement
	in       *view
	source   string
	cue      string
	content  passage // its words are those of the content, for a comment declined those of the sentence
	sentence int     // index of the sentence that the cue stands in
	outlet   string  // the key of the outlet that speaks, "" if none does
	answers  *saying // what a denial without words of its own ("She denied it") speaks of, nil if it has words or none is found
}

// newView cuts a report up. The headline counts as its first sentence.
func newView(a news.Account) *view {
	v := &view{Account: a, runes: []rune(a.Text)}
	if title := []rune(headline(a)); len(title) > 0 {
		p := newPassage(title, news.Span{0, len(title)}, 0)
		p.span = news.Span{}
		v.sentences = append(v.sentences, p)
	}
	for _, span := range words.Sentences(a.Text) {
		v.sentences = append(v.sentences, newPassage(v.runes, span, 1+len(v.body())))
	}
	for i := range v.sentences {
		v.sentences[i].mark()
		v.signs = append(v.signs, english().in(v.sentences[i].text, fields(v.sentences[i].text)))
	}
	v.sayings = v.cut(a.Statements)
	return v
}

// read says whether the report is in a language whose words are known here: English, as far as anybody can tell.
func (v *view) read() bool {
	switch language, _, _ := strings.Cut(strings.ToLower(v.Report.Language), "-"); language {
	case "", "und", "en":
		return true
	}
	return len(v.Account.Statements) > 0
}

// bag gives the words of the whole report.
func (v *view) bag() bag {
	var out bag
	for _, s := range v.sentences {
		out = append(out, s.bag...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// body gives the sentences without the headline.
func (v *view) body() []passage {
	if len(v.sentences) > 0 && v.sentences[0].lead == 0 {
		return v.sentences[1:]
	}
	return v.sentences
}

// cut gives statements their words. Spans outside the text are skipped: the text may have been changed by hand.
func (v *view) cut(statements []news.Statement) []*saying {
	var out []*saying
	for _, st := range statements {
		if st.Validate(len(v.runes)) != nil {
			continue
		}
		s := &saying{Statement: st, in: v}
		s.source = tidy(news.Cut(v.runes, st.Source))
		s.cue = tidy(news.Cut(v.runes, st.Cue))
		s.sentence = v.at(st.Cue[0][0])
		text := news.Cut(v.runes, st.Content)
		if len(st.Content) == 0 && s.sentence >= 0 {
			s.content = v.sentences[s.sentence]
		} else {
			s.content = passage{text: tidy(text), bag: stems(text)}
			if len(st.Content) > 0 {
				s.content.span = news.Span{st.Content[0][0], st.Content[len(st.Content)-1][1]}
			}
		}
		if s.denies() {
			if np := aside.FindStringSubmatch(s.content.text); np != nil && !finite.MatchString(np[1]) {
				s.content.text, s.content.bag = np[1], stems(np[1])
			}
		}
		if s.sentence >= 0 {
			s.content.lead = v.sentences[s.sentence].lead
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b *saying) int { return a.Cue[0][0] - b.Cue[0][0] })
	for i, s := range out {
		if s.denies() && s.pointsBack() {
			s.answer(out[:i])
		}
	}
	return out
}

var (
	// aside finds what a phrase is said against the background of: "charges of fraud" in "charges of fraud as his trial opened".
	aside = regexp.MustCompile(`^(\S+(?: \S+){0,7}?) (?:as|when|while|after|before) \S+ \S`)
	// accusing is what is denied where somebody is accused, and accused how such an accusation is told.
	accusing = regexp.MustCompile(`(?i)\b(?:charges?|counts?|accusations?|allegations?)\b`)
	accused  = regexp.MustCompile(`(?i)\b(?:accus\p{L}+|alleg\p{L}+|charge[sd]?|indict\p{L}+|suspect\p{L}*|brib\p{L}+|guilty|stole|stolen|received|took|taken|paid|killed|raped|assault\p{L}*|fraud|abus\p{L}+|lied|broke|violat\p{L}+)\b`)
	// pronoun is a source of which nobody could tell who it is.
	pronoun = regexp.MustCompile(`(?i)^(?:it|he|she|they|we|i|you|this|that|these|those|who|which|one|some|others?)$`)
)

// answer finds what a denial without words of its own speaks of: the last that somebody else asserted, at most two
// sentences before it. It then counts as a denial of that, and not of whatever the story is about.
func (s *saying) answer(before []*saying) {
	const reach = 2
	for i := len(before) - 1; i >= 0; i-- {
		b := before[i]
		if s.sentence-b.sentence > reach {
			return
		}
		if b.denies() || b.Polarity != news.Asserts && b.Polarity != news.Confirms || b.name() == s.name() || len(b.content.bag) < 2 {
			continue
		}
		if negated.MatchString(b.content.text) || slices.ContainsFunc(before, func(o *saying) bool { return o.sentence == b.sentence && o.denies() && o.name() == b.name() }) ||
			accusing.MatchString(s.content.text) && !accused.MatchString(b.content.text) {
			continue // it is a denial itself, or a charge is denied and this is none
		}
		s.answers = b
		s.content.bag = b.content.bag
		return
	}
}

// at gives the index of the sentence that an offset lies in, -1 if none.
func (v *view) at(offset int) int {
	for i, p := range v.sentences {
		if p.lead > 0 && offset >= p.span[0] && offset < p.span[1] {
			return i
		}
	}
	return -1
}

// shows says whether one of the first sentences of a report has a sign.
func (v *view) shows(sign string, first int) bool {
	n := english().number(sign)
	for i, s := range v.sentences {
		if s.lead < first && slices.Contains(v.signs[i], n) {
			return true
		}
	}
	return false
}
