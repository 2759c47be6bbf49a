package picture

import (
	"fmt"

	"onrecord/internal/news"
)

// NodeKind says what a node of a tree is.
type NodeKind string

// The kinds of node.
const (
	OfOrigin  NodeKind = "origin"  // a root of the claim
	OfOutside NodeKind = "outside" // an outlet that reports credit and that has no report in the story
	OfReport  NodeKind = "report"  // a report of the story
	OfGhost   NodeKind = "ghost"   // a report that has its place elsewhere in the picture
	OfMore    NodeKind = "more"    // so many others
)

// Node is a thing that others rest on.
type Node struct {
	Kind     NodeKind
	Words    string
	Note     string // smaller, below
	Stance   news.Stance
	Standing news.Standing // of an origin
	Echo     bool
	Href     string
	Label    string
	Children []*Node
}

// Count gives how many reports stand at a node and below it, those that are elsewhere too not counted.
func (n *Node) Count() int {
	count := 0
	if n.Kind == OfReport {
		count = 1
	}
	for _, child := range n.Children {
		count += child.Count()
	}
	return count
}

// Folded gives a tree in which of many that have nothing below them the first few stand for all, and so do the first branches, and which
// is so many steps deep at most. What is left out is counted, in the words of more.
func (n *Node) Folded(steps, leaves, branches int, more func(n int) string) *Node {
	out := *n
	out.Children = nil
	shownLeaves, shownBranches, hidden := 0, 0, 0
	total := 0
	for _, child := range n.Children {
		if len(child.Children) == 0 {
			total++
		}
	}
	for _, child := range n.Children {
		switch {
		case steps <= 0:
			hidden += child.Count()
		case len(child.Children) == 0 && (shownLeaves < leaves || total <= leaves+1):
			shownLeaves++
			out.Children = append(out.Children, child)
		case len(child.Children) > 0 && shownBranches < branches:
			shownBranches++
			out.Children = append(out.Children, child.Folded(steps-1, leaves, branches, more))
		default:
			hidden += child.Count()
		}
	}
	if hidden > 0 {
		out.Children = append(out.Children, &Node{Kind: OfMore, Words: more(hidden), Href: n.Href, Stance: n.Stance, Echo: true})
	}
	return &out
}

func (n *Node) depth() int {
	most := 0
	for _, child := range n.Children {
		most = max(most, child.depth())
	}
	return most + 1
}

// Tree is a picture of who has it from whom: the origins at the left, what rests on each to its right. No two lines of it cross.
type Tree struct {
	Words
	Name  string
	Title string
	About string
	Roots []*Node
	Width int
	Style string
	Heads []string // over the columns, where they have room
	Key   string   // what the boxes mean, below
}

const (
	rowOf   = 36.0
	narrow  = 150.0 // a column that has less is none
	indent  = 18.0
	deep    = 9 // steps to the right, where there are no columns
	boxSize = 12.0
	between = 8.0  // between what rests on one origin and on the next
	second  = 14.0 // for the second line of a long name
)

// treeDrawing is a tree that is being drawn.
type treeDrawing struct {
	Tree
	c       *canvas
	columns bool
	column  float64 // how wide one is; the first, with the names of the origins, is half as wide again
	top     float64
	row     int
}

// SVG draws it: in columns where there is room for them, else each below what it rests on, a step to the right.
func (t Tree) SVG() string {
	d := treeDrawing{Tree: t, c: &canvas{}, top: margin}
	depth := 1
	for _, root := range t.Roots {
		depth = max(depth, root.depth())
	}
	d.column = (float64(t.Width) - 2*margin) / (float64(depth) + 0.5)
	d.columns = d.column >= narrow
	d.column = min(d.column, 300)
	if d.columns && len(t.Heads) > 0 && len(t.Roots) > 0 {
		d.top += 24
	}
	rows := 0
	for _, root := range t.Roots {
		rows += d.rows(root)
	}
	height := d.top + max(float64(rows), 1)*rowOf + float64(max(len(t.Roots)-1, 0))*between + margin
	for _, root := range t.Roots {
		height += d.extra(root)
	}
	key := wrap(t.Key, float64(t.Width)-2*margin, smallSize, 4)
	foot := height
	height += float64(len(key)) * lineOf
	c := d.c
	c.begin("svg", "xmlns", "http://www.w3.org/2000/svg", "class", "pic", "role", "group", "direction", t.direction(), "aria-labelledby", t.Name+"-title "+t.Name+"-about",
		"width", num(float64(t.Width)), "height", num(height), "viewBox", path("0 0 %v %v", float64(t.Width), height))
	c.say("title", tidy(t.Title), "id", t.Name+"-title")
	c.say("desc", tidy(t.About), "id", t.Name+"-about")
	if t.Style != "" {
		c.say("style", t.Style)
		c.put("rect", "class", "pic-back", "width", num(float64(t.Width)), "height", num(height))
	}
	c.patterns(t.Name)
	if t.RightToLeft {
		c.mirror(float64(t.Width))
	}
	if len(t.Roots) == 0 {
		c.say("text", t.NoRoots, "class", "pic-note", "x", num(margin), "y", num(margin+lineOf))
	} else if d.columns {
		for i := 0; i < min(depth, len(t.Heads)); i++ {
			c.say("text", fit(t.Heads[i], d.column-20, smallSize), "class", "pic-note pic-strong", "x", num(d.at(i)), "y", num(margin+12))
		}
	}
	for i, line := range key {
		c.say("text", line, "class", "pic-note", "x", num(margin), "y", num(foot+float64(i)*lineOf+4))
	}
	for i, root := range t.Roots {
		if i > 0 {
			d.top += between
		}
		d.draw(root, 0)
		if d.columns {
			d.top += d.extra(root)
		}
	}
	if t.RightToLeft {
		c.end()
	}
	c.end()
	return c.String()
}

// rows is how many rows a node takes with all below it: in columns those that nothing rests on, else all.
func (d *treeDrawing) rows(n *Node) int {
	if d.columns && len(n.Children) == 0 {
		return 1
	}
	rows := boolean(!d.columns)
	for _, child := range n.Children {
		rows += d.rows(child)
	}
	return rows
}

// draw draws a node and what is below it, and gives how far down it stands.
func (d *treeDrawing) draw(n *Node, depth int) float64 {
	if !d.columns {
		x := margin + float64(min(depth, deep))*indent
		y := d.next()
		if depth == 0 {
			d.top += d.extra(n)
		}
		for _, child := range n.Children {
			to := d.draw(child, depth+1)
			cx := margin + float64(min(depth+1, deep))*indent
			if cx > x {
				d.c.put("path", "class", d.edge(child), "d", path("M%v %vV%vH%v", x+boxSize/2, y+boxSize/2+2, to, cx-2))
			}
		}
		d.node(n, x, y, float64(d.Width)-margin-x)
		return y
	}
	x, column := d.at(depth), d.at(depth+1)-d.at(depth)
	if len(n.Children) == 0 {
		y := d.next()
		d.node(n, x, y, column-8)
		return y
	}
	var tos []float64
	for _, child := range n.Children {
		tos = append(tos, d.draw(child, depth+1))
	}
	y := tos[0] // beside the first that rests on it: a reader goes on to the right and then down
	d.node(n, x, y, column-26)
	from := x + boxSize + 8 + d.broad(n, column-26-boxSize-8) + 6
	for i, child := range n.Children {
		to := tos[i]
		bend := x + column - 16
		if to == y {
			d.c.put("path", "class", d.edge(child), "d", path("M%v %vH%v", min(from, bend), y, x+column-4))
			continue
		}
		d.c.put("path", "class", d.edge(child), "d", path("M%v %vV%vQ%v %v %v %vH%v", bend, y, to-6, bend, to, bend+6, to, x+column-4))
	}
	return y
}

// at is where a column begins.
func (d *treeDrawing) at(depth int) float64 {
	x := margin + float64(depth)*d.column
	if depth > 0 {
		x += d.column / 2
	}
	return x
}

// broad is how wide the words of a node are, at most so much.
func (d *treeDrawing) broad(n *Node, most float64) float64 {
	scale := 1.0
	if n.Kind == OfOrigin {
		scale = bold
	}
	words := d.named(n, most)[0]
	return min(max(width(words, size)*scale, width(fit(n.Note, most, smallSize), smallSize)), most)
}

// named gives the name of an origin in one line or two; of others in one.
func (d *treeDrawing) named(n *Node, room float64) []string {
	if n.Kind != OfOrigin {
		return []string{fit(n.Words, room, size)}
	}
	if lines := wrap(n.Words, room/bold, size, 2); len(lines) > 0 {
		return lines
	}
	return []string{""}
}

// extra is the room that a root needs below it because its name takes two lines and nothing else makes room for that.
func (d *treeDrawing) extra(root *Node) float64 {
	room := d.at(1) - d.at(0) - 26
	if !d.columns {
		room = float64(d.Width) - 2*margin
	}
	if len(root.Children) == 0 && d.columns {
		room += 18
	}
	if len(d.named(root, room-boxSize-8)) == 2 && (!d.columns || d.rows(root) == 1) {
		return second
	}
	return 0
}

// next gives the middle of the next row.
func (d *treeDrawing) next() float64 {
	y := d.top + float64(d.row)*rowOf + rowOf/2
	d.row++
	return y
}

func (d *treeDrawing) edge(n *Node) string {
	class := "pic-edge " + colour(n.Stance)
	if n.Kind == OfGhost {
		class += " pic-dashed"
	}
	return class
}

// node draws one: its box, its words, and the note below them.
func (d *treeDrawing) node(n *Node, x, y, room float64) {
	c := d.c
	done := c.link(n.Href, tidy(n.Label))
	class := colour(n.Stance) + " pic-mark"
	fill := ""
	side := boxSize
	switch {
	case n.Kind == OfMore:
		side = 0
	case n.Kind == OfOutside:
		class += " pic-hollow pic-dashed"
	case n.Kind == OfGhost:
		class += " pic-hollow pic-dashed"
	case n.Kind == OfOrigin && n.Standing == news.Unnamed:
		fill = fmt.Sprintf("url(#%s-%s)", d.Name, stanceOf(n.Stance))
		side += 3
	case n.Kind == OfOrigin:
		class += " pic-full"
		side += 3
	case n.Echo:
		class += " pic-hollow"
	default:
		class += " pic-full"
	}
	switch {
	case side == 0:
	case n.Kind == OfOutside:
		c.put("circle", "class", class, "cx", num(x+boxSize/2), "cy", num(y), "r", num(boxSize/2))
	default:
		c.put("rect", "class", class, "fill", fill, "x", num(x+boxSize/2-side/2), "y", num(y-side/2), "width", num(side), "height", num(side), "rx", "2")
	}
	tx := x + boxSize + 8
	room -= boxSize + 8
	words := "pic-words"
	switch n.Kind {
	case OfOrigin:
		words += " pic-strong"
	case OfMore:
		words = "pic-note"
	}
	lines := d.named(n, room)
	at := y - 1
	if n.Note == "" {
		at = y + 4.5
	}
	for i, line := range lines {
		c.say("text", apart(line), "class", words, "x", num(tx), "y", num(at+float64(i)*second))
	}
	if n.Note != "" {
		c.say("text", apart(fit(n.Note, room, smallSize)), "class", "pic-note", "x", num(tx), "y", num(at+float64(len(lines))*second))
	}
	done()
}
