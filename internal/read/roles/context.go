package roles

// Context is a text with what the words around a token say of it.
type Context struct {
	*Text
	cueish        []uint32 // how often the stem with its tag is part of a cue
	stemish       []uint32 // how often the stem is, whatever its tag
	most          []uint32 // the most cue-like word of each sentence
	under         []uint32 // the most cue-like of the verbs that hang on a verb and may share its subject
	kidsOf        []uint32 // labels of a token's dependents, as bits, to the left and to the right
	before, after []int    // a token's neighbours among what depends on its head, -1: none
	segments      []segment
	segment       []int // by token
}

// segment is what stands between two quotations of a sentence, or a quotation.
type segment struct {
	kind     uint32 // bits: see quotation and what follows
	from, to int
	most     uint32 // the most cue-like stem
	mark     uint32 // the last word of the quotation before its closing mark
}

// What a segment is.
const (
	afterQuotation  = 1 << iota // a quotation stands before it
	beforeQuotation             // one stands behind it
	quotation                   // it is one
	goesOn                      // … that began in an earlier sentence
	unclosed                    // … that does not end in this one
)

// cuelike is the level from which a word counts as one on which a statement may hang.
const cuelike = 3

// NewContext looks at a text with what is known of cues.
func NewContext(t *Text, cues Cues) *Context {
	n := len(t.Tokens)
	x := &Context{Text: t, cueish: make([]uint32, n), stemish: make([]uint32, n), most: make([]uint32, len(t.Sentences)),
		under: make([]uint32, n), kidsOf: make([]uint32, n), before: make([]int, n), after: make([]int, n), segment: make([]int, n)}
	for i := range n {
		x.cueish[i] = cues.level(t.stem[i], t.Words[i].Tag)
		x.stemish[i] = cues.level(t.stem[i], anyTag)
		x.most[t.sentence[i]] = max(x.most[t.sentence[i]], x.cueish[i])
		x.before[i], x.after[i] = -1, -1
	}
	for i := range n {
		last := -1
		for _, k := range t.kids[i] {
			b := t.labelAt(k) % 16
			if k > i {
				b += 16
			}
			x.kidsOf[i] |= 1 << b
			if last >= 0 {
				x.after[last], x.before[k] = k, last
			}
			last = k
		}
	}
	for i := range n {
		if !t.sharing(i) {
			continue
		}
		for a, k := t.Words[i].Head, 0; a >= 0 && k < 4; a, k = t.Words[a].Head, k+1 {
			x.under[a] = max(x.under[a], x.cueish[i])
			if !t.sharing(a) {
				break
			}
		}
	}
	for _, s := range t.Sentences {
		x.cut(s)
	}
	return x
}

// sharing says whether a verb may have the subject of the one that it hangs on.
func (t *Text) sharing(i int) bool {
	switch t.Words[i].Label {
	case t.names.conj, t.names.xcomp, t.names.advcl, t.names.dep:
		return true
	}
	return false
}

// cut finds the segments of a sentence.
func (x *Context) cut(s [2]int) {
	t := x.Text
	for i := s[0]; i < s[1]; {
		j := i + 1
		for j < s[1] && t.quoted[j] == t.quoted[i] {
			j++
		}
		g := segment{from: i, to: j}
		if t.quoted[i] >= 0 {
			g.kind = quotation
			if t.quote[i] != opening {
				g.kind |= goesOn
			}
			if t.quote[j-1] != closing {
				g.kind |= unclosed
			}
			if i > s[0] {
				g.kind |= afterQuotation
			}
			if j < s[1] {
				g.kind |= beforeQuotation
			}
			if j-1 > i {
				g.mark = t.form[j-2]
			}
		} else {
			if i > s[0] && t.quoted[i-1] >= 0 {
				g.kind |= afterQuotation
				if i > 1 {
					g.mark = t.form[i-2]
				}
			}
			if j < s[1] && t.quoted[j] >= 0 {
				g.kind |= beforeQuotation
			}
		}
		for k := i; k < j; k++ {
			g.most = max(g.most, x.stemish[k])
			x.segment[k] = len(x.segments)
		}
		x.segments = append(x.segments, g)
		i = j
	}
}

// near gives how far the nearest cue-like word of the sentence is in a direction, its level, and where it is.
func (x *Context) near(i, step int) (far, level uint32, at int) {
	s := x.Sentences[x.sentence[i]]
	for k, d := i+step, 1; k >= s[0] && k < s[1] && d < 40; k, d = k+step, d+1 {
		if x.cueish[k] >= cuelike {
			return bucket(d), x.cueish[k], k
		}
	}
	return 9, 0, -1
}

// governor gives the nearest cue-like word on which a token hangs, and the token by which it hangs on it; -1: none.
func (x *Context) governor(i int, least uint32, most int) (cue, by, distance int) {
	by = i
	for a, k := x.Words[i].Head, 0; a >= 0 && k < most; a, k = x.Words[a].Head, k+1 {
		if x.cueish[a] >= least {
			return a, by, k
		}
		by = a
	}
	return -1, by, 0
}

func (x *Context) mostOf(sentence int) uint32 {
	if sentence < 0 || sentence >= len(x.most) {
		return 9
	}
	return x.most[sentence]
}
