package site

import (
	"html/template"
	"net/http"
	"strings"
	"time"

	"onrecord/internal/locale"
	"onrecord/internal/news"
	"onrecord/internal/web/picture"
)

// The widths, in pixels, that pictures in a page are drawn for: the stylesheet shows the one that has room.
const (
	wideFigure   = 1080
	narrowFigure = 348
)

// figure is a picture in both widths.
type figure struct {
	Wide, Narrow template.HTML
	Address      string // of the picture alone
}

// lineOfTime is the timeline with the same as a table.
type lineOfTime struct {
	figure
	Events cut[event]
	Claims int
}

// mostEvents is how many lines the table of a timeline has.
const mostEvents = 150

// graphView is the graph of a claim with the same as nested lists.
type graphView struct {
	figure
	Nodes []*picture.Node
	Left  int // origins without a place in it
}

// How much of a graph is drawn, and how much stands in the lists.
const (
	drawnRoots, drawnLeaves, drawnBranches    = 16, 4, 6
	listedRoots, listedLeaves, listedBranches = 30, 12, 8
)

func lineIn(t told, claims []claimView, ledgers []news.ClaimLedger, changes []news.Change, zone *time.Location) *lineOfTime {
	events := eventsOf(t.In, ledgers, changes, t.Reports)
	if len(events) == 0 {
		return nil
	}
	in := t.In
	title := in.say("timeline.of", "title", t.Story.Title)
	about := in.count("timeline.about", len(events), "claims", in.counted("count.claim", len(claims)),
		"from", locale.Phrase(in.FullDay(t.Story.First.In(zone))), "to", locale.Phrase(in.FullDay(t.Story.Last.In(zone))))
	l := lineOfTime{Events: cutAt(events, mostEvents, 0), Claims: len(claims)}
	l.Address = storyAddress(t.Story.ID) + "/timeline.svg"
	if len(claims) == 1 {
		l.Address = claims[0].Address + "/timeline.svg"
	}
	draw := func(name string, width int) template.HTML {
		p := timeline(in, name, title, about, claims, events, zone)
		p.Width = width
		return template.HTML(p.SVG()) // #nosec: the picture escapes all that it is given
	}
	l.Wide, l.Narrow = draw("time-wide", wideFigure), draw("time-narrow", narrowFigure)
	return &l
}

func graphIn(c news.ClaimLedger, v claimView, t told, zone *time.Location) *graphView {
	roots := graphOf(c, v, t.Reports, zone)
	if len(roots) == 0 {
		return nil
	}
	g := graphView{figure: figure{Address: v.Address + "/origins.svg"}}
	draw := func(name string, width int) template.HTML {
		return template.HTML(tree(name, v, roots, width).SVG()) // #nosec: the picture escapes all that it is given
	}
	g.Wide, g.Narrow = draw("graph-wide", wideFigure), draw("graph-narrow", narrowFigure)
	g.Nodes, g.Left = foldedNodes(v.In, roots, listedRoots, listedLeaves, listedBranches)
	return &g
}

func tree(name string, v claimView, roots []*picture.Node, width int) picture.Tree {
	in := v.In
	drawn, beyond := foldedNodes(in, roots, drawnRoots, drawnLeaves, drawnBranches)
	if beyond > 0 {
		drawn = append(drawn, &picture.Node{Kind: picture.OfMore, Words: in.count("graph.beyond", beyond), Href: v.Address})
	}
	reports := 0
	for _, r := range roots {
		reports += r.Count()
	}
	return picture.Tree{
		Words: in.picture(), Name: name, Title: in.say("graph.of", "claim", v.Wording), Roots: drawn, Width: width,
		About: in.count("graph.about", v.Origins.Count, "reports", in.counted("count.report", reports)),
		Key:   in.say("graph.key"),
		Heads: []string{in.say("graph.origin"), in.say("graph.heard"), in.say("graph.taken"), in.say("graph.further")},
	}
}

// picture serves the pictures of a story and of a claim by themselves, in a width that may be asked for.
func (s *Site) storyTimeline(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	ledger, err := s.Store.Ledger(ctx, news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if to := ledger.Story.MergedInto; to != "" {
		http.Redirect(w, r, storyAddress(to)+"/timeline.svg", http.StatusFound) // not for good: editors can undo it
		return nil
	}
	return s.drawTimeline(w, r, ledger, ledger.Claims)
}

func (s *Site) drawTimeline(w http.ResponseWriter, r *http.Request, ledger news.Ledger, claims []news.ClaimLedger) error {
	v, t, err := s.framed(r, ledger)
	if err != nil {
		return err
	}
	views := make([]claimView, 0, len(claims))
	for _, c := range claims[:min(len(claims), mostLanes)] {
		views = append(views, t.setOut(c, ""))
	}
	for range len(claims) - len(views) { // they are counted alone
		views = append(views, claimView{})
	}
	title := v.In.say("timeline.of", "title", ledger.Story.Title)
	p := timeline(v.In, "time", title, v.In.say("timeline.shows"), views, s.absolute(eventsOf(v.In, claims, ledger.Changes, t.Reports)), v.Zone)
	for i := range p.Lanes {
		p.Lanes[i].Href = s.BaseURL + p.Lanes[i].Href
	}
	if p.Width, err = asked(r); err != nil {
		return err
	}
	return s.svg(w, r, func(style string) string { p.Style = style; return p.SVG() })
}

func (s *Site) absolute(events []event) []event {
	for i := range events {
		events[i].Href = s.BaseURL + events[i].Href
	}
	return events
}

// claimPicture serves the timeline or the graph of one claim.
func (s *Site) claimPicture(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	name := r.PathValue("picture")
	if name != "origins.svg" && name != "timeline.svg" {
		return news.Errorf(news.NotFound, "there is no such picture; take origins.svg or timeline.svg").Say("no_picture")
	}
	c, ledger, found, err := s.claimOf(ctx, news.ID(r.PathValue("id")))
	switch {
	case err != nil:
		return err
	case c.MergedInto != "":
		http.Redirect(w, r, claimAddress(c.MergedInto)+"/"+name, http.StatusFound)
		return nil
	case found == nil:
		return news.Errorf(news.NotFound, "this claim has left the ledger").Say("claim_gone")
	case name == "timeline.svg":
		return s.drawTimeline(w, r, ledger, []news.ClaimLedger{*found})
	}
	v, t, err := s.framed(r, ledger)
	if err != nil {
		return err
	}
	view := t.setOut(*found, "")
	width, err := asked(r)
	if err != nil {
		return err
	}
	p := tree("graph", view, graphOf(*found, view, t.Reports, v.Zone), width)
	absolute(p.Roots, s.BaseURL)
	return s.svg(w, r, func(style string) string { p.Style = style; return p.SVG() })
}

func absolute(nodes []*picture.Node, base string) {
	for _, n := range nodes {
		if strings.HasPrefix(n.Href, "/") {
			n.Href = base + n.Href
		}
		absolute(n.Children, base)
	}
}
