package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// row is a report in the ledger.
type row struct {
	Report   news.Report
	Position news.Position
	Twin     *news.Report // the report whose text it has
	Taken    *news.Report // the report that it has the claim from
	Carry    bool         // the report itself takes another side: it only carries the words
	Lines    []line       // what it says of the claim on this side
}

// originView is an origin with the report nearest to it and those that rest on it.
type originView struct {
	news.Origin
	Anchor  string
	Address string // of the page that shows it and all that rests on it
	Root    row
	Page    string   // of the speaker whom Name names; empty: there is none
	Further []row    // others that have words of their own from it, the first few
	Echoes  cut[row] // the rest of those that rest on it
	all     []row    // all of those
	Reports int
}

// side is what stands for a claim, against it, or beside it.
type side struct {
	Stance  news.Stance
	Address string // of the page that shows all of it
	Reports int
	Origins []originView // the strongest standing first
	Loose   []row        // take this side and name nobody they have it from
	Stray   []row        // take another side, but carry words for this one that are no origin's
}

// How much of a side stands on a page, and how much of it is folded away there; what is beyond has a page of its own.
const (
	openOrigins, foldedOrigins = 10, 30
	openRows, foldedRows       = 5, 40
	openFurther                = 2
	openLines                  = 2 // of one report
)

// Shown, Nobody and Carried cut what a side has for the page.
func (s side) Shown() cut[originView] { return cutAt(s.Origins, openOrigins, foldedOrigins) }

// Nobody is what is said without saying whence.
func (s side) Nobody() cut[row] { return cutAt(s.Loose, openRows, foldedRows) }

// Carried is what reports of other sides have for this one.
func (s side) Carried() cut[row] { return cutAt(s.Stray, 0, foldedRows) }

// cut is a list of which the first stand open, the next are folded away, and so many are beyond.
type cut[T any] struct {
	Open, Folded []T
	Beyond       int
}

// Hidden is how many do not stand open.
func (c cut[T]) Hidden() int { return len(c.Folded) + c.Beyond }

func cutAt[T any](all []T, open, folded int) cut[T] {
	open = min(open, len(all))
	folded = open + min(folded, len(all)-open)
	return cut[T]{all[:open], all[open:folded], len(all) - folded}
}

// claimView is a claim as the story page sets it out.
type claimView struct {
	news.Claim
	In                   speech
	Anchor               string
	Address              string // of the claim's own page
	State                stateView
	For, Against, Beside side
	Answer               []telling // the state of the question, in sentences
	Reports, Origins     squares
	Silent               cut[row] // beside the claim, with no account of their own
	Open                 bool     // on the claim's own page
}

// sides lists what has something to show, in the order of the page.
func (c claimView) Sides() []side {
	var out []side
	for _, s := range []side{c.For, c.Against, c.Beside} {
		if len(s.Origins)+len(s.Loose)+len(s.Stray) > 0 || s.Stance != news.Beside {
			out = append(out, s)
		}
	}
	return out
}

// arranging is a claim that is being set out.
type arranging struct {
	*claimView
	prefix  string // of the ids on the page
	reports map[news.ID]news.Report
	rows    []*row // of all positions, in their order
	of      map[news.ID]*row
	lines   map[lineKey][]line
	placed  map[news.ID]bool
	free    map[lineKey]bool // lines that stand under no origin yet
	claim   news.ClaimLedger
}

// lineKey says to which report, side and origin words belong.
type lineKey struct {
	report news.ID
	stance news.Stance
	origin string
}

// setOut arranges a claim: each origin with its reports under the side it supports, and every report once under the origin it
// rests on first. The prefix begins the ids of what is in it.
func setOut(in speech, c news.ClaimLedger, reports map[news.ID]news.Report, prefix string) claimView {
	v := claimView{Claim: c.Claim, In: in, Anchor: fmt.Sprintf("claim-%d", c.Ordinal+1), Address: claimAddress(c.ID)}
	for s, stance := range map[*side]news.Stance{&v.For: news.For, &v.Against: news.Against, &v.Beside: news.Beside} {
		s.Stance, s.Address = stance, v.Address+"?side="+string(stance)
	}
	a := arranging{claimView: &v, prefix: prefix, reports: reports, of: map[news.ID]*row{}, placed: map[news.ID]bool{}, claim: c}
	for _, p := range c.Positions {
		report, ok := reports[p.ReportID]
		if !ok { // moved to another story since it was weighed
			continue
		}
		r := &row{Report: report, Position: p}
		if twin, ok := reports[p.EchoOf]; ok && p.EchoOf != "" {
			r.Twin = &twin
		}
		if from, ok := reports[p.TookFrom]; ok && p.TookFrom != "" {
			r.Taken = &from
		}
		a.rows = append(a.rows, r)
		a.of[p.ReportID] = r
	}
	a.gatherLines()
	a.origins()
	a.others()
	v.State = stateOf(c, v)
	v.Answer = answer(v)
	v.draw(a.rows)
	return v
}

func (c *claimView) side(s news.Stance) *side {
	switch s {
	case news.For:
		return &c.For
	case news.Against:
		return &c.Against
	}
	return &c.Beside
}

// gatherLines sorts the evidence by report, side and origin. Where there is none, the words that prove a position stand for it.
func (a *arranging) gatherLines() {
	a.lines, a.free = map[lineKey][]line{}, map[lineKey]bool{}
	stances := map[string]news.Stance{}
	for _, o := range a.claim.Origins {
		stances[o.Label] = o.Stance
	}
	shown, taken := map[lineKey]bool{}, map[string]bool{}
	for _, e := range a.claim.Evidence {
		report, ok := a.reports[e.ReportID]
		if !ok {
			continue
		}
		k := lineKey{e.ReportID, e.Stance, e.Origin}
		if stances[e.Origin] != e.Stance {
			k.origin = "" // the origin's own word is another
		}
		l := lineOf(a.claim.ID, report, e, a.prefix)
		if taken[l.Anchor] { // the same words twice in a report
			l.Anchor = ""
		}
		taken[l.Anchor] = true
		a.lines[k] = append(a.lines[k], l)
		a.free[k] = true
		shown[lineKey{report: e.ReportID, stance: e.Stance}] = true
	}
	for _, r := range a.rows {
		if p := r.Position; p.Quote != "" && !shown[lineKey{report: p.ReportID, stance: p.Stance}] {
			k := lineKey{p.ReportID, p.Stance, p.Origin}
			if stances[p.Origin] != p.Stance {
				k.origin = ""
				for _, label := range p.Also {
					if stances[label] == p.Stance {
						k.origin = label
						break
					}
				}
			}
			a.lines[k] = append(a.lines[k], quoted(r))
			a.free[k] = true
		}
	}
}

// origins places each origin with the reports that rest on it and take its side.
func (a *arranging) origins() {
	rests := map[lineKey][]*row{} // by origin and stance
	for _, r := range a.rows {
		for _, label := range append([]string{r.Position.Origin}, r.Position.Also...) {
			k := lineKey{stance: r.Position.Stance, origin: label}
			rests[k] = append(rests[k], r)
		}
	}
	carries := map[lineKey][]news.ID{}
	for k := range a.lines {
		if k.origin != "" {
			carries[lineKey{stance: k.stance, origin: k.origin}] = append(carries[lineKey{stance: k.stance, origin: k.origin}], k.report)
		}
	}
	anchors := map[string]bool{}
	for _, o := range a.claim.Origins {
		v := originView{Origin: o, Anchor: originAnchor(o)}
		for anchors[v.Anchor] {
			v.Anchor += "-" + anchor(o.Label)
		}
		anchors[v.Anchor] = true
		v.Address = a.Address + "?origin=" + v.Anchor
		v.Anchor = a.prefix + v.Anchor
		a.fill(&v, rests[lineKey{stance: o.Stance, origin: o.Label}], carries[lineKey{stance: o.Stance, origin: o.Label}])
		s := a.side(o.Stance)
		s.Origins = append(s.Origins, v)
	}
	for _, s := range []*side{&a.For, &a.Against, &a.Beside} {
		slices.SortStableFunc(s.Origins, func(x, y originView) int {
			return strength(x.Standing) - strength(y.Standing)
		})
	}
}

// fill gathers the reports that rest on an origin and take its side, and those that carry its words though they take another.
func (a *arranging) fill(v *originView, rests []*row, carriers []news.ID) {
	o := v.Origin
	// The origin's own words come first, then what else a report says on this side. A report that takes another side has only the former.
	take := func(report news.ID, whole bool) []line {
		k := lineKey{report, o.Stance, o.Label}
		delete(a.free, k)
		out := slices.Clone(a.lines[k])
		slices.SortStableFunc(out, func(x, y line) int { return boolean(speaks(o, y)) - boolean(speaks(o, x)) })
		if k.origin = ""; whole && a.free[k] {
			delete(a.free, k)
			out = append(out, a.lines[k]...)
		}
		return out
	}
	if r := a.of[o.Root]; r != nil {
		v.Root = *r
	} else {
		v.Root = row{Report: a.reports[o.Root]}
	}
	v.Root.Carry = v.Root.Position.ReportID == "" || v.Root.Position.Stance != o.Stance
	v.Root.Lines = take(o.Root, !v.Root.Carry)
	if !v.Root.Carry {
		a.placed[o.Root] = true
		v.Reports++
	}
	var all []row
	for _, r := range rests {
		if r.Report.ID == o.Root || a.placed[r.Report.ID] {
			continue
		}
		a.placed[r.Report.ID] = true
		v.Reports++
		with := *r
		with.Lines = take(r.Report.ID, true)
		all = append(all, with)
	}
	carriers = slices.DeleteFunc(carriers, func(id news.ID) bool {
		r := a.of[id]
		return id == o.Root || r != nil && r.Position.Stance == o.Stance
	})
	slices.SortFunc(carriers, func(x, y news.ID) int { return byTime(a.reports[x], a.reports[y]) })
	for _, id := range carriers {
		all = append(all, row{Report: a.reports[id], Carry: true, Lines: take(id, false)})
	}
	// Those that heard it themselves stand open; those that have it from another report, or say the same, are folded away.
	said := map[string]bool{}
	for _, l := range v.Root.Lines {
		said[folded(l.Words)] = true
	}
	var echoes []row
	for _, r := range all {
		if len(v.Further) < openFurther && len(r.Lines) > 0 && r.Lines[0].Origin == o.Label && !r.Echo() && !said[folded(r.Lines[0].Words)] {
			said[folded(r.Lines[0].Words)] = true
			v.Further = append(v.Further, r)
		} else {
			echoes = append(echoes, r)
		}
	}
	v.Echoes, v.all = cutAt(echoes, 0, foldedRows), echoes
}

// others places the reports that name no origin, and words that stand under none.
func (a *arranging) others() {
	for _, r := range a.rows {
		s := a.side(r.Position.Stance)
		own := lineKey{report: r.Report.ID, stance: r.Position.Stance}
		if s.Stance == news.Beside && !a.placed[r.Report.ID] && len(a.lines[own]) == 0 {
			a.Silent.Folded = append(a.Silent.Folded, *r)
			continue
		}
		s.Reports++
		if !a.placed[r.Report.ID] {
			with := *r
			with.Lines = a.lines[own]
			delete(a.free, own)
			s.Loose = append(s.Loose, with)
		}
	}
	a.Silent = cutAt(a.Silent.Folded, 0, foldedRows)
	var rest []lineKey
	for k := range a.free {
		rest = append(rest, k)
	}
	slices.SortFunc(rest, func(x, y lineKey) int {
		return cmp.Or(byTime(a.reports[x.report], a.reports[y.report]), cmp.Compare(x.origin, y.origin))
	})
	for _, k := range rest {
		r := row{Report: a.reports[k.report], Carry: true, Lines: a.lines[k]}
		if have := a.of[k.report]; have != nil {
			r.Carry = have.Position.Stance != k.stance
		}
		s := a.side(k.stance)
		s.Stray = append(s.Stray, r)
	}
	for _, s := range []*side{&a.For, &a.Against, &a.Beside} {
		strongest := func(r row) int {
			best := strength("")
			for _, l := range r.Lines {
				best = min(best, strength(l.Standing))
			}
			return best
		}
		slices.SortStableFunc(s.Loose, func(x, y row) int { return strongest(x) - strongest(y) })
		s.Loose = otherWordsFirst(s.Loose)
		slices.SortStableFunc(s.Stray, func(x, y row) int { return strongest(x) - strongest(y) })
	}
}

// otherWordsFirst puts rows that say what one before them says behind the others.
func otherWordsFirst(rows []row) []row {
	said := map[string]bool{}
	var first, again []row
	for _, r := range rows {
		words := ""
		if len(r.Lines) > 0 {
			words = folded(r.Lines[0].Words)
		}
		if words != "" && said[words] {
			again = append(again, r)
			continue
		}
		said[words] = true
		first = append(first, r)
	}
	return append(first, again...)
}

// speaks says whether a line is said by whom the origin is called after.
func speaks(o news.Origin, l line) bool {
	return l.Speaker != "" && strings.HasPrefix(strings.ToLower(o.Name), strings.ToLower(l.Speaker))
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// strength orders standings, the strongest first.
func strength(s news.Standing) int {
	if i := slices.Index(news.Standings(), s); i >= 0 {
		return i
	}
	return len(news.Standings())
}

func byTime(a, b news.Report) int {
	return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
}

// folded makes words comparable: letters and digits alone, all of them small.
func folded(s string) string { return strings.ReplaceAll(anchor(s), "-", " ") }
