package speaker

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/news"
)

// within is how near in time two offices must be held to speak against each other: people change theirs.
const within = 365 * 24 * time.Hour

// rare reports whether so few people have a name that two reports which name somebody so mean one person: the surname is none that
// many bear, or there is a middle name or initial as well.
func (r *Rules) rare(n Name) bool {
	return n.Full() && (len(n.Words) > 2 || utf8.RuneCountInString(n.Family()) > 2 && !r.lists.Has("many", n.Family()) && utf8.RuneCountInString(n.Words[0]) > 1)
}

// otherWork reports whether two offices say what somebody does and have nothing in common.
func (r *Rules) otherWork(a, b string) bool {
	x, y := r.heads(a), r.heads(b)
	return r.telling(x) && r.telling(y) && !slices.ContainsFunc(x, func(h string) bool { return slices.Contains(y, h) })
}

// decision is where a name in a report belongs.
type decision struct {
	speaker news.ID // empty: a new one
	rule    news.MatchRule
	with    news.ID
	because string
}

// Evidence, the stronger the more.
const (
	none       = iota
	byName     // the name is rare
	given      // an editor gave the name
	byCompany  // the reports name the same things
	byOffice   // the same office
	byBody     // the same body or place
	byBothHeld // the same office with the same body
)

// one is a speaker of the name in question, as decide weighs it.
type one struct {
	root, speaker news.ID // speaker: whom an editor gave the name
	faint         bool    // known only from names that could not be told apart
	evidence      int
	times         int // how often the strongest evidence was found
	by            *news.Namesake
	why           string
	against       *news.Namesake
	newest        *news.Namesake
}

// decide applies the rules to a name that is full. was is what an earlier reading matched it with, if any did; known is what other
// reports say of the speakers of that name.
func (r *Rules) decide(a, was news.Appearance, known []news.Namesake) decision {
	ones := r.weigh(a, known)
	for _, o := range ones {
		if was.SpeakerID == "" || o.root != was.Root || o.evidence < byCompany && o.against != nil {
			continue
		}
		d := match(o)
		if o.evidence == none && o.newest != nil {
			d = decision{rule: news.SameName, with: o.newest.Report, because: "the same full name; it was matched so before, and nothing speaks against it"}
		}
		d.speaker = was.SpeakerID
		return d
	}
	var fit, open, against []one
	for _, o := range ones {
		switch {
		case o.evidence >= byCompany, o.evidence > none && o.against == nil:
			fit = append(fit, o)
		case o.against != nil:
			against = append(against, o)
		case !o.faint:
			open = append(open, o)
		}
	}
	if len(fit) > 0 {
		return r.best(fit)
	}
	switch {
	case len(open) > 0:
		return decision{rule: news.NotClear, because: people(len(ones)) + " called so, and nothing in this report says that it is the same person"}
	case len(against) > 0:
		o := against[0]
		return decision{rule: news.SetApart, with: o.against.Report, because: "the other of that name was " + held(o.against.Office, o.against.Affiliation) +
			" within a year, this one is " + held(a.Office, a.Affiliation)}
	case len(ones) > 0: // only faint ones: the report is no wiser than they are
		return decision{rule: news.NotClear, because: "others are called so, and none of the reports says which of them it is"}
	}
	return decision{rule: news.FirstOfName, because: "nobody of that name was known"}
}

// best takes the speaker for whom the evidence is strongest. Two for whom it is as strong are one person who was not recognised
// before, unless they speak against one another, or the name is all that there is.
func (r *Rules) best(fit []one) decision {
	slices.SortStableFunc(fit, func(a, b one) int {
		return cmp.Or(b.evidence-a.evidence, b.times-a.times, strings.Compare(string(a.root), string(b.root)))
	})
	first := fit[0]
	for _, o := range fit[1:] {
		if o.evidence == first.evidence && o.evidence <= given {
			return decision{rule: news.NotClear, because: people(len(fit)) + " called so, and nothing in this report says which of them it is"}
		}
		if o.evidence == first.evidence && o.by != nil && first.by != nil {
			if speaks, _, _ := r.compare(asAppearance(*first.by), *o.by); speaks == contradicts {
				return decision{rule: news.NotClear, because: people(len(fit)) + " called so who fit, and they are not one person"}
			}
		}
	}
	return match(first)
}

func asAppearance(k news.Namesake) news.Appearance {
	return news.Appearance{Name: k.Name, Key: k.Key, Office: k.Office, Affiliation: k.Affiliation, Company: k.Company, Published: k.At}
}

// match is with the speaker of the report that gives the evidence, as it was before editors joined it with others: if they undo
// that, whoever came for the sake of one stays with that one.
func match(o one) decision {
	switch o.evidence {
	case none, given:
		return decision{speaker: o.speaker, rule: news.GivenAlias, because: "an editor gave the speaker this name"}
	case byName:
		return decision{o.by.SpeakerID, news.SameName, o.by.Report, "the same full name; " + o.why}
	case byCompany:
		return decision{o.by.SpeakerID, news.SameCompany, o.by.Report, "the same full name, and " + o.why}
	}
	return decision{o.by.SpeakerID, news.SameContext, o.by.Report, "the same full name, and " + o.why}
}

func people(n int) string {
	if n == 1 {
		return "one other is"
	}
	return fmt.Sprintf("%d others are", n)
}

// held writes an office and an affiliation as prose.
func held(office, body string) string {
	switch {
	case body == "":
		return office
	case office == "":
		return "of " + body
	}
	return office + " (" + body + ")"
}

// weigh gathers what is known by speaker, those of the same root together. They are in the order of their ids, so that the same
// facts give the same answer.
func (r *Rules) weigh(a news.Appearance, known []news.Namesake) []one {
	byRoot := map[news.ID]*one{}
	var roots []news.ID
	name := r.Name(a.Name)
	for i := range known {
		k := &known[i]
		o := byRoot[k.Root]
		if o == nil {
			o = &one{root: k.Root, faint: true}
			byRoot[k.Root] = o
			roots = append(roots, k.Root)
		}
		if k.Alias != "" {
			o.faint, o.evidence, o.speaker = false, max(o.evidence, given), k.SpeakerID
			continue
		}
		o.faint = o.faint && k.Rule == news.NotClear && k.Office == "" && k.Affiliation == ""
		if o.newest == nil || k.At.After(o.newest.At) {
			o.newest = k
		}
		verdict, evidence, why := r.compare(a, *k)
		if verdict == contradicts {
			if o.against == nil || k.At.After(o.against.At) {
				o.against = k
			}
			continue
		}
		if verdict == neutral {
			if r.rare(name) && a.Published.Sub(k.At).Abs() < within && !r.otherWork(a.Office, k.Office) {
				evidence, why = byName, "it is not a common one, and nothing speaks against it"
			}
			if both := shared(a.Company, k.Company, name); len(both) >= inCompany {
				evidence, why = byCompany, inWords(both)
			}
		}
		switch {
		case evidence > o.evidence:
			o.evidence, o.times, o.by, o.why = evidence, 1, k, why
		case evidence == o.evidence && o.by != nil:
			o.times++
			if k.At.After(o.by.At) {
				o.by, o.why = k, why
			}
		}
	}
	slices.Sort(roots)
	out := make([]one, 0, len(roots))
	for _, id := range roots {
		out = append(out, *byRoot[id])
	}
	return out
}

// inWords says what two reports have in common.
func inWords(both []string) string {
	return "both reports name " + strings.Join(both[:min(3, len(both))], ", ")
}

type verdict int

const (
	neutral verdict = iota
	agrees
	contradicts
)

// compare holds what a report says of somebody against what others say of a namesake. Something in common outweighs all else. Two
// offices with nothing in common speak against each other where their bodies have nothing in common either and both say enough:
// a mayor of another town, a coach and a prosecutor. Bodies alone never do, for one is described in many ways.
func (r *Rules) compare(a news.Appearance, k news.Namesake) (verdict, int, string) {
	x, y := r.heads(a.Office), r.heads(k.Office)
	same := ""
	for _, h := range x {
		if slices.Contains(y, h) && (same == "" || r.lists.Has("vague", same)) {
			same = h
		}
	}
	telling := same != "" && !r.lists.Has("vague", same)
	if a.Affiliation == "" || k.Affiliation == "" {
		if telling || sameWhole(a.Office, k.Office) {
			return agrees, byOffice, "both are " + cmp.Or(wholeOffice(a.Office, k.Office), same)
		}
		return neutral, none, ""
	}
	if common := r.sharedBody(a, k); common != "" {
		if telling {
			return agrees, byBothHeld, "both are " + same + " (" + common + ")"
		}
		return agrees, byBody, "both are of " + common
	}
	if far := a.Published.Sub(k.At) > within || k.At.Sub(a.Published) > within; far {
		return neutral, none, ""
	}
	if same != "" && r.lists.Has("local", same) || same == "" && r.telling(x) && r.telling(y) {
		return contradicts, none, ""
	}
	return neutral, none, ""
}

// form looks among those of the same surname for the one speaker of whose name this one is a form. Either both office and body
// agree, or the name has only a middle name or a short form more or less, and office or body agrees or the reports are clearly about
// the same things.
func (r *Rules) form(a, was news.Appearance, family []news.Namesake) (decision, bool) {
	name := r.Name(a.Name)
	var found *news.Namesake
	var how string
	for i := range family {
		k := &family[i]
		other := r.Name(k.Name)
		alike, weight := r.alikeNames(name, other)
		if weight == 0 || name.Family() != other.Family() || name.Key() == other.Key() && name.Full() {
			continue
		}
		speaks, evidence, why := r.compare(a, *k)
		close := r.formOf(name, other)
		if both := shared(a.Company, k.Company, name); close && speaks == neutral && len(both) > inCompany {
			evidence, why = byCompany, inWords(both)
		}
		if evidence != byBothHeld && (!close || evidence < byCompany) {
			continue
		}
		if found != nil && found.Root != k.Root {
			return decision{}, false
		}
		if found == nil || k.SpeakerID < found.SpeakerID {
			found, how = k, alike+", and "+why
		}
	}
	if found == nil {
		return decision{}, false
	}
	d := decision{found.SpeakerID, news.OtherForm, found.Report, how}
	if was.SpeakerID != "" && was.Root == found.Root {
		d.speaker = was.SpeakerID
	}
	return d, true
}

// sameWhole reports whether two offices are the same and have words enough to say something: "chief medical officer", each word
// of which says little.
func sameWhole(a, b string) bool { return wholeOffice(a, b) != "" }

func wholeOffice(a, b string) string {
	if len(strings.Fields(a)) > 1 && Fold(a) == Fold(b) {
		return a
	}
	return ""
}

// telling reports whether one of an office's words says what somebody does.
func (r *Rules) telling(heads []string) bool {
	return slices.ContainsFunc(heads, func(h string) bool { return !r.lists.Has("vague", h) })
}

// heads gives the words of an office that say what it is, as one for all that mean the same: "spokesman" and "admiral" for
// "spokeswoman Rear Adm.". What follows a preposition says no more.
func (r *Rules) heads(office string) []string {
	var heads []string
	before := ""
	for _, w := range strings.Fields(Fold(office)) {
		if preposition(w) {
			break
		}
		w = strings.Trim(w, ".,")
		if same := r.lists.Means("same", before+" "+w); same != "" { // "press secretary"
			w = same
		}
		before = w
		if i := strings.LastIndexByte(w, '-'); i >= 0 && !r.lists.Has("offices", w) {
			w = w[i+1:]
		}
		if !r.lists.Has("offices", w) {
			continue
		}
		if same := r.lists.Means("same", w); same != "" {
			w = same
		}
		heads = append(heads, w)
	}
	return heads
}

// sharedBody gives what two affiliations have in common and says something; "" if there is nothing. "NSC" has all of the
// "National Security Council" in common, and a place or body may stand in the office: "director of Grain".
func (r *Rules) sharedBody(a news.Appearance, k news.Namesake) string {
	x, y := strings.Fields(a.Affiliation), strings.Fields(k.Affiliation)
	if slices.Equal(r.plainWords(x), r.plainWords(y)) {
		return a.Affiliation
	}
	for _, u := range append(slices.Clone(x), strings.Fields(a.Office)...) {
		for _, v := range append(slices.Clone(y), strings.Fields(k.Office)...) {
			if r.sameBody(u, v) {
				return strings.Trim(u, ",.")
			}
		}
	}
	for _, pair := range [][2][]string{{x, y}, {y, x}} {
		if full := acronym(pair[1]); len(full) > 1 && slices.Contains(initials(pair[0]), full) {
			return strings.Join(pair[1], " ")
		}
	}
	return ""
}

// plainWords gives the folded words of an affiliation, sorted, without those that only join others: "Department of State" and
// "State Department" have the same.
func (r *Rules) plainWords(words []string) []string {
	var out []string
	for _, w := range words {
		w = strings.Trim(Fold(w), ".,'’")
		if w != "the" && w != "and" && !preposition(w) {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return out
}

// sameBody compares two words of affiliations: "Iran" and "Iranian" are the same.
func (r *Rules) sameBody(a, b string) bool {
	x, y := r.bodyWord(a), r.bodyWord(b)
	if x == "" || y == "" {
		return false
	}
	if x == y {
		return true
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	return len(x) >= 4 && strings.HasPrefix(y, x) && len(y)-len(x) <= 4 || len(x) >= 7 && len(y) >= 7 && x[:6] == y[:6]
}

// bodyWord folds a word of an affiliation; "" if it says too little.
func (r *Rules) bodyWord(w string) string {
	w = strings.Trim(Fold(w), ".,'’-")
	w = strings.ReplaceAll(w, ".", "")
	if same := r.lists.Means("same", w); same != "" {
		w = same
	}
	if r.lists.Has("common", w) || r.lists.Has("offices", w) || r.lists.Has("modifiers", w) || r.lists.Has("of", w) {
		return ""
	}
	return w
}

// initials gives the words of an affiliation that are acronyms, in small letters.
func initials(words []string) []string {
	var out []string
	for _, w := range words {
		letters := strings.Map(lettersOnly, w)
		if n := len([]rune(letters)); n >= 2 && n <= 6 && strings.ToUpper(letters) == letters && strings.IndexFunc(letters, unicode.IsLetter) == 0 {
			out = append(out, strings.ToLower(letters))
		}
	}
	return out
}

// acronym makes one of the capitals of a body's name.
func acronym(words []string) string {
	var b strings.Builder
	for _, w := range words {
		c := []rune(w)[0]
		if unicode.IsUpper(c) {
			b.WriteRune(unicode.ToLower(c))
		}
	}
	return b.String()
}
