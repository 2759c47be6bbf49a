package speaker

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"onrecord/internal/news"
)

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
