package find

// beforeAside finds the phrase before an aside that ends at token i: "Anna Berg, the harbour master, said".
func (t *Text) beforeAside(i int, s Range) subject {
	var open string
	switch {
	case t.is(i, ")"):
		open = "("
	case t.is(i, "]"):
		open = "["
	case t.is(i, "--", "—", "–"):
		open = t.Tokens[i].Text
	default:
		open = ","
	}
	low := max(s.From, i-45)
	for j := i - 1; j > low; j-- {
		if t.Tokens[j].Text != open {
			continue
		}
		c, ok := t.chunkTo(j - 1)
		if open == "(" {
			if !ok {
				return subject{}
			}
			r := t.leftwards(c, s)
			return subject{Range{r.From, i + 1}, t.core(r)}
		}
		if !ok && t.is(j-1, ")") {
			if sub := t.beforeAside(j-1, s); sub.ok() {
				return subject{Range{sub.Source.From, i + 1}, sub.Speaker}
			}
		}
		if !ok || t.inside(j-1) {
			continue
		}
		aside := Range{j + 1, i}
		if !t.isAside(aside) {
			if t.finiteIn(aside) {
				return subject{}
			}
			continue
		}
		if t.listed(j, s) {
			continue
		}
		r := t.leftwards(c, s)
		if t.kind(j+1) == "IN" || t.kind(j+1) == "VBG" || t.kind(j+1) == "VBN" || t.adverb(j+1) {
			return subject{Range{r.From, r.To}, t.core(r)}
		}
		return subject{Range{r.From, i + 1}, t.core(r)}
	}
	return subject{}
}

// isAside reports whether what stands between two commas describes the phrase before them.
func (t *Text) isAside(r Range) bool {
	if r.Empty() {
		return false
	}
	switch t.kind(r.From) {
	case "WP", "WDT", "WP$", "WRB":
		return true
	case "IN", "VBN", "VBG", "TO", "RB":
		return !t.finiteIn(r)
	}
	_, ok := t.chunkFrom(r.From)
	return ok && (!t.finiteIn(r) || t.relativeIn(r))
}

func (t *Text) relativeIn(r Range) bool {
	for i := r.From; i < r.To; i++ {
		if k := t.kind(i); k == "WP" || k == "WDT" {
			return true
		}
	}
	return false
}

func (t *Text) finiteIn(r Range) bool {
	for i := r.From; i < r.To; i++ {
		if t.group[i] >= 0 {
			if g := t.Groups[t.group[i]]; g.From == i && g.finite() {
				return true
			}
		}
	}
	return false
}

// listed reports whether the phrase before a comma is itself the second part after one, so that an earlier comma opens
// the aside: "Anna Berg, of Halden, Norway, said".
func (t *Text) listed(comma int, s Range) bool { return comma-1 == s.From && t.is(comma-1, "however") }
