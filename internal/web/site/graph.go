package site

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"onrecord/internal/locale"
	"onrecord/internal/news"
	"onrecord/internal/web/picture"
)

// graph is who has a claim from whom: below each origin the reports that heard it, below each report those that took it from there.
type graph struct {
	in      speech
	claim   news.ClaimLedger
	reports map[news.ID]news.Report
	zone    *time.Location
	of      map[news.ID]news.Position
	nodes   map[news.ID]*picture.Node
	parent  map[news.ID]news.ID // the report that a report rests on
	cut     map[news.ID]news.ID // the report that it says it rests on, where that would go round in a circle
	heard   map[news.ID]bool    // has its side from an origin, and not from the report that it credits
	roots   map[string]*picture.Node
	order   []news.ID                 // the reports in order of time
	near    map[news.ID][]news.Origin // the origins that a report is the nearest to
}

// graphOf draws up the graph of a claim: its origins in the order of the page, then those that name nobody. The order of the ledger's
// own lists does not matter, and reports that credit one another are cut apart at the earliest of them.
func graphOf(c news.ClaimLedger, v claimView, reports map[news.ID]news.Report, zone *time.Location) []*picture.Node {
	in := v.In
	g := graph{in: in, claim: c, reports: reports, zone: zone, of: map[news.ID]news.Position{}, nodes: map[news.ID]*picture.Node{}, parent: map[news.ID]news.ID{}, cut: map[news.ID]news.ID{}, heard: map[news.ID]bool{}, roots: map[string]*picture.Node{}}
	for _, p := range c.Positions {
		if _, ok := reports[p.ReportID]; ok && (p.Stance != news.Beside || p.Origin != "" && !strings.HasPrefix(p.Origin, "none")) {
			g.of[p.ReportID] = p
			g.order = append(g.order, p.ReportID)
		}
	}
	slices.SortFunc(g.order, func(a, b news.ID) int { return byTime(reports[a], reports[b]) })
	g.near = map[news.ID][]news.Origin{}
	for _, o := range c.Origins {
		g.near[o.Root] = append(g.near[o.Root], o)
	}
	var out []*picture.Node
	for _, s := range []side{v.For, v.Against, v.Beside} {
		for _, o := range s.Origins {
			n := &picture.Node{Kind: picture.OfOrigin, Words: capital(in.Source(o.Name)), Note: in.say("note."+key(o.Stance), "standing", locale.Phrase(in.standing(o.Standing))), Stance: o.Stance, Standing: o.Standing, Href: o.Address, Label: in.say("graph.an_origin", "name", in.Source(o.Name))}
			g.roots[o.Label] = n
			out = append(out, n)
		}
	}
	g.parents()
	g.breakCircles()
	return append(out, g.hang(v)...)
}

// rootOf says for which origins a report is the nearest, the one that it names first before others.
func (g *graph) rootOf(id news.ID) (own string, others []string) {
	p := g.of[id]
	for _, o := range g.near[id] {
		if o.Stance == p.Stance && (own == "" || o.Label == p.Origin) {
			if own != "" {
				others = append(others, own)
			}
			own = o.Label
		} else {
			others = append(others, o.Label)
		}
	}
	return own, others
}

// parents finds for each report the one it rests on: the one that was shown, else one of the outlet that it credits.
func (g *graph) parents() {
	byOutlet := map[string][]news.ID{}
	for _, id := range g.order {
		name := outletKey(g.reports[id].Outlet)
		byOutlet[name] = append(byOutlet[name], id)
	}
	for _, id := range g.order {
		p := g.of[id]
		if own, _ := g.rootOf(id); own != "" {
			continue
		}
		switch {
		case g.has(p.TookFrom, id):
			g.parent[id] = p.TookFrom
		case g.has(p.EchoOf, id):
			g.parent[id] = p.EchoOf
		case p.Credits != "" && p.TookHow != news.PathSource:
			for _, other := range byOutlet[outletKey(p.Credits)] {
				if other != id {
					g.parent[id] = other
					break
				}
			}
		}
		// A denial tells what it denies by another report, and has the denial from who denies it.
		if from, ok := g.parent[id]; ok && from != p.EchoOf && g.of[from].Stance != p.Stance && g.sides(p) != "" {
			delete(g.parent, id)
			g.heard[id] = true
		}
	}
}

// sides gives the origin that a report names and that is on its side; empty: none is.
func (g *graph) sides(p news.Position) string {
	for _, label := range append([]string{p.Origin}, p.Also...) {
		if root := g.roots[label]; root != nil && root.Stance == p.Stance {
			return label
		}
	}
	return ""
}

// outletKey makes names of outlets comparable: with and without an article, in small letters.
func outletKey(name string) string {
	return strings.TrimPrefix(folded(name), "the ")
}

func (g *graph) has(id, not news.ID) bool {
	_, ok := g.of[id]
	return ok && id != not
}

// breakCircles takes the way back from the earliest report of every circle.
func (g *graph) breakCircles() {
	done := map[news.ID]bool{}
	for _, start := range g.order { // the earliest first
		var way []news.ID
		on := map[news.ID]bool{}
		id := start
		for !done[id] && !on[id] {
			on[id] = true
			way = append(way, id)
			next, ok := g.parent[id]
			if !ok {
				break
			}
			id = next
		}
		if on[id] && g.parent[id] != "" && slices.Contains(way, g.parent[id]) {
			circle := way[slices.Index(way, id):]
			first := slices.MinFunc(circle, func(a, b news.ID) int { return byTime(g.reports[a], g.reports[b]) })
			if len(circle) > 1 || g.parent[first] == first {
				g.cut[first] = g.parent[first]
				delete(g.parent, first)
			}
		}
		for _, id := range way {
			done[id] = true
		}
	}
}

// hang puts every report below what it rests on, and gives what is no origin of the story and has reports below it: outlets that are
// credited and not here, and the node of those that rest on nothing.
func (g *graph) hang(v claimView) (others []*picture.Node) {
	nobody := &picture.Node{Kind: picture.OfOutside, Words: g.in.say("graph.no_source"), Note: g.in.say("graph.no_source_note"), Href: v.For.Address, Label: g.in.say("graph.no_source_label")}
	outside := map[string]*picture.Node{}
	for _, id := range g.order {
		g.nodes[id] = g.node(id)
	}
	for _, id := range g.order {
		n, p := g.nodes[id], g.of[id]
		own, carried := g.rootOf(id)
		for _, label := range carried {
			if root := g.roots[label]; root != nil {
				root.Children = append(root.Children, &picture.Node{Kind: picture.OfGhost, Words: n.Words, Note: g.in.say("graph.carried", "time", locale.Phrase(g.when(id))), Stance: root.Stance, Href: n.Href, Label: n.Label})
			}
		}
		if parent, ok := g.parent[id]; ok {
			g.nodes[parent].Children = append(g.nodes[parent].Children, n)
			continue
		}
		to := g.roots[own]
		if to == nil {
			to = g.roots[g.sides(p)]
		}
		if to == nil {
			to = g.roots[p.Origin]
		}
		for _, label := range p.Also {
			if to == nil {
				to = g.roots[label]
			}
		}
		if to == nil {
			to = nobody
		}
		if p.Credits != "" && own == "" && g.cut[id] == "" && !g.heard[id] && (to == nobody || to.Stance == p.Stance) && p.TookHow != news.PathSource {
			key := fmt.Sprintf("%p %s", to, outletKey(p.Credits))
			if outside[key] == nil {
				outside[key] = &picture.Node{Kind: picture.OfOutside, Words: p.Credits, Note: g.in.say("graph.outside"), Stance: p.Stance, Label: g.in.say("graph.outside_label", "outlet", p.Credits)}
				if to == nobody {
					others = append(others, outside[key])
				} else {
					to.Children = append(to.Children, outside[key])
				}
			}
			to = outside[key]
		}
		to.Children = append(to.Children, n)
	}
	if len(nobody.Children) > 0 {
		others = append(others, nobody)
	}
	return others
}

func (g *graph) when(id news.ID) string {
	at := g.reports[id].Published
	if at.IsZero() {
		return ""
	}
	return g.in.Moment(at.In(g.zone))
}

// node is a report as a node, with what shows where it has the claim from.
func (g *graph) node(id news.ID) *picture.Node {
	p, r := g.of[id], g.reports[id]
	how := ""
	if p.TookHow != news.PathNone {
		how = g.in.say("edge." + key(p.TookHow))
	}
	own, _ := g.rootOf(id)
	switch {
	case own != "", g.heard[id]:
		how = ""
	case how == "" && p.EchoOf != "":
		how = g.in.say("edge." + key(news.PathCopy))
	case how == "" && p.Credits != "":
		how = g.in.say("edge." + key(news.PathCredit))
	}
	if back, ok := g.cut[id]; ok {
		how = g.in.say("edge.circle", "outlet", g.reports[back].Outlet)
	}
	notes := []string{}
	for _, s := range []string{g.when(id), how} {
		if s != "" {
			notes = append(notes, s)
		}
	}
	if p.Withdrawn {
		notes = append(notes, g.in.say("edge.taken_back"))
	}
	return &picture.Node{Kind: picture.OfReport, Words: r.Outlet, Note: strings.Join(notes, " · "), Stance: p.Stance, Echo: own == "" && !g.heard[id] && p.TookHow != news.PathSource, Href: reportAddress(id), Label: g.in.say("squares.report", "outlet", r.Outlet, "title", r.Title)}
}

// moreReports says what a folded branch has.
func (s speech) moreReports(n int) string { return s.count("graph.more", n) }

// deepestGraph is how many steps from an origin a graph goes.
const deepestGraph = 6

// foldedNodes folds every root.
func foldedNodes(in speech, roots []*picture.Node, most, leaves, branches int) ([]*picture.Node, int) {
	var out []*picture.Node
	for _, r := range roots[:min(most, len(roots))] {
		out = append(out, r.Folded(deepestGraph, leaves, branches, in.moreReports))
	}
	return out, max(0, len(roots)-most)
}
