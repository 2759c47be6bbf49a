package speaker

import (
	"strings"
)

// Context is what a report says of somebody beside the name.
type Context struct {
	Office      string // "Foreign Minister", "spokesman"; as written
	Affiliation string // "National Security Council", "Oakton"; as written
	Words       string // the words of the report that say so
}

const (
	mentions  = 40  // places of a name that are looked at in one text
	reach     = 24  // words that an aside has at most
	longWords = 240 // code points of the words that are kept
)

// About gives what a text says of people, by the names given: those who hold an office or belong to a body. The time is in
// proportion to the text's length and the number of names.
func (r *Rules) About(text string, names []string) map[string]Context {
	runes := []rune(text)
	return r.about(runes, r.split(runes), names)
}

func (r *Rules) about(runes []rune, words []word, names []string) map[string]Context {
	at := map[string][]int{}
	for i, w := range words {
		if w.capital {
			at[strings.Map(lettersOnly, w.low)] = append(at[strings.Map(lettersOnly, w.low)], i)
		}
	}
	out := map[string]Context{}
	for _, name := range names {
		n := r.split([]rune(name))
		for len(n) > 0 && !n[len(n)-1].letter {
			n = n[:len(n)-1]
		}
		if len(n) == 0 {
			continue
		}
		var best Context
		tries := 0
		for _, last := range at[strings.Map(lettersOnly, n[len(n)-1].low)] {
			first := last - len(n) + 1
			if first < 0 || !sameWords(words[first:last+1], n) {
				continue
			}
			if tries++; tries > mentions {
				break
			}
			if c := r.around(runes, words, first, last+1); c.weight() > best.weight() {
				best = c
			}
		}
		if best.weight() > 0 {
			out[name] = best
		}
	}
	return out
}

func sameWords(a, b []word) bool {
	for i := range b {
		if a[i].low != b[i].low {
			return false
		}
	}
	return true
}

// weight says how much is told.
func (c Context) weight() int {
	w := 0
	if c.Office != "" {
		w += 2
	}
	if c.Affiliation != "" {
		w++
	}
	return w
}

// around looks at what stands before and behind a name at words[from:to].
func (r *Rules) around(text []rune, words []word, from, to int) Context {
	var best Context
	take := func(c Context, first, last int) {
		if c.weight() > best.weight() {
			c.Words = cut(text, words, first, last)
			best = c
		}
	}
	before, start := r.before(words, from)
	of, end := r.of(words, to)
	if before.Office != "" && of != "" {
		// "Harbour Commissioner Ada Frey of Oakton": the place comes behind, so what is before is all office.
		if before.Affiliation != "" {
			before.Office = before.Affiliation + " " + before.Office
		}
		before.Affiliation = of
		take(before, start, end)
	}
	take(before, start, to)
	if c, end := r.behind(words, to); end > to {
		if c.Affiliation == "" {
			c.Affiliation = before.Affiliation
		}
		take(c, from, end)
	}
	if c, start := r.inverse(words, from); start < from {
		take(c, start, to)
	}
	if of != "" {
		take(Context{Affiliation: of}, from, end)
	}
	return best
}

func cut(text []rune, words []word, first, last int) string {
	from, to := words[first].from, words[last-1].to
	s := strings.Join(strings.Fields(string(text[from:to])), " ")
	if cut := []rune(s); len(cut) > longWords {
		s = string(cut[:longWords-1]) + "…"
	}
	return s
}

// before reads the title in front of a name: "Foreign Minister", "White House spokesman", "Sen.". start is where it begins.
func (r *Rules) before(words []word, from int) (Context, int) {
	start, last := from, from
	// "Secretary of State": the title ends before the "of".
	for n := 1; n <= 2 && from-n-2 >= 0; n++ {
		if end, ok := r.ofOffice(words[:from], from-n); ok && end == from && words[from-n-1].low == "of" && r.isOffice(words[from-n-2]) && !words[from-n].gap {
			start, last = from-n-1, from-n-1
		}
	}
	for start > 0 && from-start < 8 {
		w := words[start-1]
		if !w.letter || words[start].gap || !w.capital && !r.lists.Has("offices", w.low) && !r.lists.Has("modifiers", w.low) || r.lists.Has("starters", w.low) {
			break
		}
		start--
	}
	if start == last || !r.isOffice(words[last-1]) || words[last-1].owner {
		return Context{}, from
	}
	c := r.premodified(words[start:last])
	if last < from {
		c.Office += " " + join(words[last:from])
	}
	return c, start
}

// premodified divides a run of words that ends in an office: "White House press secretary" is the office "press secretary" of
// the "White House".
func (r *Rules) premodified(run []word) Context {
	at := len(run) - 1
	for at > 0 && !run[at-1].owner && (r.isOffice(run[at-1]) || r.lists.Has("modifiers", run[at-1].low)) {
		at--
	}
	c := Context{Office: join(run[at:])}
	for i, w := range run[:at] {
		if w.capital && !strings.EqualFold(w.text, "the") && !r.lists.Has("past", w.low) {
			from := i
			for from < at && !run[from].capital {
				from++
			}
			c.Affiliation = join(run[from:at])
			break
		}
	}
	return c
}

func (r *Rules) isOffice(w word) bool {
	if !w.letter {
		return false
	}
	if r.lists.Has("offices", w.low) {
		return true
	}
	// "vice-president", "harbourmaster's" aside: the last part of a word with a hyphen.
	if i := strings.LastIndexByte(w.low, '-'); i >= 0 {
		return r.lists.Has("offices", w.low[i+1:])
	}
	return false
}

func join(run []word) string {
	parts := make([]string, len(run))
	for i, w := range run {
		parts[i] = w.text
	}
	return strings.Join(parts, " ")
}

// of reads "of Oakton" right behind a name, or behind a comma.
func (r *Rules) of(words []word, to int) (string, int) {
	i := to
	if i < len(words) && words[i].text == "," {
		i++
	}
	if i >= len(words) || words[i].low != "of" || words[i].gap {
		return "", to
	}
	return r.body(words, i+1)
}

// body reads the name of a body or place: capitals, with small words between them. end is behind it.
func (r *Rules) body(words []word, i int) (string, int) {
	for i < len(words) && (words[i].low == "the" || words[i].low == "a" || words[i].low == "an") {
		i++
	}
	from := i
	for i < len(words) && i-from < 12 && words[i].letter && !(i > from && words[i].gap) {
		w := words[i]
		small := i > from && (w.low == "of" || w.low == "for" || w.low == "and" || w.low == "the" || w.low == "at")
		if small {
			next := i + 1
			if next < len(words) && words[next].low == "the" {
				next++
			}
			if next < len(words) && words[next].capital {
				i = next
				continue
			}
			break
		}
		if !w.capital {
			break
		}
		i++
		if w.owner {
			break
		}
	}
	if i == from {
		return "", from
	}
	return join(words[from:i]), i
}

// behind reads an aside after a name: ", a spokesman for the National Security Council,", ", Iran's foreign minister,". end is
// behind it, to if there is none.
func (r *Rules) behind(words []word, to int) (Context, int) {
	i := to
	switch {
	case i >= len(words) || words[i].gap:
		return Context{}, to
	case words[i].text == "," || words[i].text == "(" || words[i].text == "–" || words[i].text == "—" || words[i].text == "―":
		i++
	case words[i].low == "is" || words[i].low == "was":
		if i+1 >= len(words) || !article(words[i+1]) {
			return Context{}, to
		}
		i++
	default:
		return Context{}, to
	}
	// An age comes first: "Ada Frey, 46, a …".
	if i+1 < len(words) && strings.Trim(words[i].text, "0123456789") == "" && words[i+1].text == "," {
		i += 2
	}
	if i < len(words) && words[i].low == "who" && i+1 < len(words) && (words[i+1].low == "is" || words[i+1].low == "was") {
		i += 2
	}
	c, end := r.aside(words, i)
	if end == i {
		return Context{}, to
	}
	return c, end
}

func article(w word) bool { return w.low == "a" || w.low == "an" || w.low == "the" }

// aside reads what somebody is: "[the] OFFICE [of …] [for|at|with BODY]". end is i if it is nothing of the kind.
func (r *Rules) aside(words []word, i int) (Context, int) {
	start := i
	for i < len(words) && (article(words[i]) || words[i].low == "then" || words[i].low == "now") {
		i++
	}
	// Up to the last word of the office: whatever stands there is no verb and no preposition.
	head := -1
	for k := i; k < len(words) && k-i < 8 && words[k].letter && !(k > i && words[k].gap); k++ {
		w := words[k]
		if r.isOffice(w) && !w.owner {
			head = k
			continue
		}
		if head >= 0 && !r.lists.Has("modifiers", w.low) || r.lists.Has("starters", w.low) || preposition(w.low) || article(w) {
			break
		}
	}
	if head < 0 {
		return Context{}, start
	}
	c := r.premodified(words[i : head+1])
	if c.Office == "" {
		return Context{}, start
	}
	next := head + 1
	// "Ada Frey, chairman Bo Lind and": the office is somebody else's.
	if next < len(words) && words[next].capital && !words[next].gap {
		return Context{}, start
	}
	owner := c.Affiliation
	for next+1 < len(words) && next-start < reach && preposition(words[next].low) && !words[next].gap {
		if words[next].low == "of" {
			if k, ok := r.ofOffice(words, next+1); ok {
				c.Office += " " + join(words[next:k])
				next = k
				continue
			}
		}
		body, end := r.body(words, next+1)
		if body != "" {
			if owner != "" && c.Affiliation == owner {
				// "Google's director of Maps", "the US ambassador to Oakton": the owner is the body, the rest says more.
				c.Office += " " + join(words[next:end])
				owner = ""
			} else if c.Affiliation == "" {
				c.Affiliation = body
			}
			next = end
			continue
		}
		small := next + 1
		for small < len(words) && small-next < 6 && words[small].letter && !words[small].capital && !words[small].gap && !preposition(words[small].low) && !r.lists.Has("starters", words[small].low) {
			small++
		}
		if small == next+1 || c.Affiliation != "" {
			break
		}
		c.Office += " " + join(words[next:small])
		next = small
	}
	return c, next
}

// ofOffice reports whether what follows "of" belongs to the office: "secretary of state". It gives what is behind it.
func (r *Rules) ofOffice(words []word, i int) (int, bool) {
	for n := 2; n > 0; n-- {
		if i+n <= len(words) && r.lists.Has("of", strings.ToLower(join(words[i:i+n]))) {
			return i + n, true
		}
	}
	return i, false
}

func preposition(w string) bool {
	switch w {
	case "of", "for", "at", "with", "from", "in", "to", "on":
		return true
	}
	return false
}

// inverse reads what stands before a name and a comma: "a spokesman for the port, Jon Dahl,". start is from if it is nothing
// of the kind.
func (r *Rules) inverse(words []word, from int) (Context, int) {
	comma := from - 1
	if comma < 1 || words[comma].text != "," || words[from].gap {
		return Context{}, from
	}
	first := comma
	for first > 0 && comma-first < 16 && words[first-1].letter && !words[first].gap {
		first--
	}
	for i := first; i < comma; i++ {
		if !article(words[i]) && !words[i].capital && !r.isOffice(words[i]) && words[i].low != "its" && words[i].low != "their" {
			continue
		}
		if c, end := r.aside(words, i); end == comma {
			return c, i
		}
	}
	return Context{}, from
}
