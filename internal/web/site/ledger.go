package site

import (
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
}

// originView is an origin with the report nearest to it and those that rest on it.
type originView struct {
	news.Origin
	Anchor string
	Root   row
	Carry  bool   // the root report itself takes the other side: it only carries the words
	Quote  string // the words to prove it
	Words  string // who is quoted, where that is not the origin's name
	// The pages of the speakers whom Name and Words name; empty: there is none.
	Page, WordsPage string
	Echoes          []row
}

// side is what stands for a claim, against it, or beside it.
type side struct {
	Stance  news.Stance
	Reports int
	Origins []originView
	Loose   []row // take this side and name nobody they have it from
}

// square is one report or origin in the picture at the head of a claim.
type square struct {
	Stance   news.Stance
	Standing news.Standing
	Echo     bool
	Href     string
	Label    string
}

// claimView is a claim as the story page sets it out.
type claimView struct {
	news.Claim
	Anchor               string
	For, Against, Beside side
	Answer               []string // the state of the question, in sentences
	Reports, Origins     []square
	Silent               []row // beside the claim, with no account of their own
}

// sides lists what has something to show, in the order of the page.
func (c claimView) Sides() []side {
	var out []side
	for _, s := range []side{c.For, c.Against, c.Beside} {
		if len(s.Origins)+len(s.Loose) > 0 || s.Stance != news.Beside {
			out = append(out, s)
		}
	}
	return out
}

// setOut arranges a claim: each origin with its reports under the side it supports, and every report once under the origin it
// rests on first.
func setOut(c news.ClaimLedger, reports map[news.ID]news.Report) claimView {
	v := claimView{Claim: c.Claim, Anchor: fmt.Sprintf("claim-%d", c.Ordinal+1)}
	v.For.Stance, v.Against.Stance, v.Beside.Stance = news.For, news.Against, news.Beside
	rows := make([]row, 0, len(c.Positions))
	byReport := map[news.ID]row{}
	for _, p := range c.Positions {
		report, ok := reports[p.ReportID]
		if !ok { // moved to another story since it was weighed
			continue
		}
		r := row{Report: report, Position: p}
		if twin, ok := reports[p.EchoOf]; ok && p.EchoOf != "" {
			r.Twin = &twin
		}
		rows = append(rows, r)
		byReport[p.ReportID] = r
	}
	placed := map[news.ID]bool{}
	for _, o := range c.Origins {
		s := v.side(o.Stance)
		s.Origins = append(s.Origins, originOf(v.Anchor, o, rows, byReport, reports, placed))
	}
	for _, r := range rows {
		s := v.side(r.Position.Stance)
		if s.Stance == news.Beside && !placed[r.Report.ID] {
			v.Silent = append(v.Silent, r)
			continue
		}
		s.Reports++
		if !placed[r.Report.ID] {
			s.Loose = append(s.Loose, r)
		}
	}
	v.draw(rows)
	v.Answer = answer(v)
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

// originOf gathers the reports that rest on an origin and take its side. What it lists is noted in placed.
func originOf(claim string, o news.Origin, rows []row, byReport map[news.ID]row, reports map[news.ID]news.Report, placed map[news.ID]bool) originView {
	v := originView{Origin: o, Anchor: claim + "-" + anchor(o.Label)}
	root, known := byReport[o.Root]
	if !known {
		root = row{Report: reports[o.Root]}
	}
	v.Root = root
	v.Carry = known && root.Position.Stance != o.Stance
	if known && !v.Carry {
		v.Quote = root.Position.Quote
		v.Words = root.Position.Speaker
		placed[root.Report.ID] = true
	}
	if strings.EqualFold(v.Words, o.Name) || strings.HasPrefix(o.Name, v.Words+",") {
		v.Words = ""
	}
	for _, r := range rows {
		p := r.Position
		if p.Stance != o.Stance || r.Report.ID == o.Root || placed[r.Report.ID] || p.Origin != o.Label && !slices.Contains(p.Also, o.Label) {
			continue
		}
		placed[r.Report.ID] = true
		v.Echoes = append(v.Echoes, r)
	}
	return v
}

// draw makes the two rows of squares: a reader who sees many reports and one origin has understood the ledger.
func (c *claimView) draw(rows []row) {
	roots := map[news.ID]bool{}
	for _, s := range []side{c.For, c.Against, c.Beside} {
		for _, o := range s.Origins {
			roots[o.Root.Report.ID] = true
			c.Origins = append(c.Origins, square{Stance: s.Stance, Standing: o.Standing, Href: "#" + o.Anchor, Label: o.Name + " (" + standingWord(o.Standing) + ")"})
		}
	}
	for _, stance := range []news.Stance{news.For, news.Against, news.Beside} {
		for _, r := range rows {
			if r.Position.Stance == stance {
				c.Reports = append(c.Reports, square{
					Stance: stance, Echo: !roots[r.Report.ID], Href: "/report/" + string(r.Report.ID), Label: r.Report.Outlet + ": " + r.Report.Title,
				})
			}
		}
	}
}

// answer says where the question stands, in sentences that count what the squares show.
func answer(c claimView) []string {
	var out []string
	n, origins := c.For.Reports, c.For.Origins
	switch {
	case n == 0 && len(origins) == 0:
		out = append(out, "No report asserts this by itself.")
	case n == 0: // the claim is known only through those who deny it
		out = append(out, "It is known only from reports that do not share it.")
	case len(origins) == 0:
		out = append(out, fmt.Sprintf("%s %s so, and %s where it has that from.", capital(number(n, "report")), verb(n, "says", "say"), verb(n, "does not say", "none of them says")))
	case len(origins) == 1 && n == 1:
		out = append(out, fmt.Sprintf("One report says so, resting on %s.", oneOrigin(origins[0].Standing)))
	case len(origins) == 1:
		out = append(out, fmt.Sprintf("%s say so. %s on %s.", capital(number(n, "report")), restAll(n, c.For.Loose), oneOrigin(origins[0].Standing)))
	default:
		out = append(out, fmt.Sprintf("%s %s so, resting on %s, %s.", capital(number(n, "report")), verb(n, "says", "say"), number(len(origins), "independent origin"), namedOf(origins)))
	}
	if names := originNames(c.Against.Origins); len(names) > 0 {
		out = append(out, fmt.Sprintf("%s %s it.", capital(list(names)), verb(len(c.Against.Origins), "denies", "deny")))
	} else if c.Against.Reports > 0 {
		out = append(out, fmt.Sprintf("%s %s it.", capital(number(c.Against.Reports, "report")), verb(c.Against.Reports, "speaks against", "speak against")))
	} else {
		out = append(out, "Nobody is reported to deny it.")
	}
	if names := originNames(c.Beside.Origins); len(names) > 0 {
		out = append(out, fmt.Sprintf("A different account comes from %s.", list(names)))
	}
	return out
}

func restAll(n int, loose []row) string {
	switch {
	case len(loose) > 0:
		return "Those that say where they have it from rest"
	case n == 2:
		return "Both rest"
	}
	return "All of them rest"
}

// oneOrigin names a lone origin by its standing.
func oneOrigin(s news.Standing) string {
	switch s {
	case news.Named:
		return "one named origin"
	case news.Unnamed:
		return "one origin, which is unnamed"
	case news.Institution:
		return "one institution"
	case news.FromPaper:
		return "one document"
	case news.Office:
		return "one origin, known by office only"
	}
	return "one origin"
}

func namedOf(origins []originView) string {
	n := 0
	for _, o := range origins {
		if o.Standing == news.Named {
			n++
		}
	}
	switch n {
	case 0:
		return "none of them named"
	case len(origins):
		return "all of them named"
	}
	return words(n) + " of them named"
}

// originNames gives at most three names, and how many there are beyond them.
func originNames(origins []originView) []string {
	var out []string
	for _, o := range origins {
		name := o.Name
		if name == "" {
			name = "somebody " + standingWord(o.Standing)
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if len(out) > 3 {
		out = append(out[:2], words(len(out)-2)+" more")
	}
	return out
}

// standingWord is how a page says on whose authority something rests.
func standingWord(s news.Standing) string {
	switch s {
	case news.Named, news.Unnamed, news.Institution, news.FromPaper, news.FromOutlet, news.Public:
		return string(s)
	case news.Office:
		return "by office"
	}
	return "unclear"
}

var small = []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

// words writes a number as prose does: in letters up to twelve.
func words(n int) string {
	if n >= 0 && n < len(small) {
		return small[n]
	}
	return fmt.Sprint(n)
}

func number(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return words(n) + " " + noun
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func capital(s string) string { return strings.TrimSuffix(sentence(s+"."), ".") }
