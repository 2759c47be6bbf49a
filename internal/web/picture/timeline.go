package picture

import (
	"cmp"
	"slices"
	"time"

	"onrecord/internal/news"
)

// Timeline is a picture of when who said what: one lane a claim, what is for it above the line, what is against it below.
type Timeline struct {
	Words
	Name  string // begins its ids; small letters, digits and hyphens
	Title string
	About string // what it shows, in a sentence, for those who do not see it
	Lanes []Lane
	Left  int            // how many claims have no lane
	Zone  *time.Location // whose hours and days stand at the axis
	Width int            // in pixels
	Style string         // a stylesheet to stand in it, where it is a document of its own
}

// Lane is what bears on one claim.
type Lane struct {
	Words string // the claim
	State string
	Href  string
	Marks []Mark
	Edits []Edit
}

// Mark is something said.
type Mark struct {
	At       time.Time // zero: not known
	Stance   news.Stance
	Polarity news.Polarity
	Standing news.Standing
	Echo     bool
	Href     string
	Label    string
}

// Edit is a change of a text.
type Edit struct {
	At    time.Time
	Href  string
	Label string
}

const (
	radius  = 4.5
	pitch   = 11.0 // from mark to mark
	deepest = 8    // marks on one another, on one side of a line
	crowded = 600  // with more marks in a lane, fewer stand on one another
	lowest  = 5
	margin  = 10.0
	gutter  = 52.0 // for the words at the left end of a line
	nodate  = 60.0
	lineOf  = 17.0 // from line to line of words
	bin     = 30.0 // how far numbers of what has no room are apart
)

// SVG draws it.
func (t Timeline) SVG() string {
	if t.Zone == nil {
		t.Zone = time.UTC
	}
	d := timeDrawing{Timeline: t, c: &canvas{}}
	d.scale()
	return d.draw()
}

// timeDrawing is a timeline that is being drawn.
type timeDrawing struct {
	Timeline
	c        *canvas
	from, to time.Time
	left     float64 // where the axis begins
	right    float64
	undated  bool
}

// scale finds the time between the first mark and the last one, with a little room at both ends.
func (d *timeDrawing) scale() {
	seen := func(at time.Time) {
		if at.IsZero() {
			d.undated = true
			return
		}
		if d.from.IsZero() || at.Before(d.from) {
			d.from = at
		}
		if d.to.IsZero() || at.After(d.to) {
			d.to = at
		}
	}
	for _, l := range d.Lanes {
		for _, m := range l.Marks {
			seen(m.At)
		}
		for _, e := range l.Edits {
			if !e.At.IsZero() {
				seen(e.At)
			}
		}
	}
	d.left, d.right = margin+gutter, float64(d.Width)-margin-radius
	if d.undated {
		d.left += nodate
	}
	if d.from.IsZero() {
		return
	}
	const least = time.Hour
	if short := least - d.to.Sub(d.from); short > 0 {
		d.from, d.to = d.from.Add(-short/2), d.to.Add(short/2)
	}
	room := d.to.Sub(d.from) / 40
	d.from, d.to = d.from.Add(-room), d.to.Add(room)
}

func (d *timeDrawing) x(at time.Time) float64 {
	if at.IsZero() {
		return margin + gutter + nodate/2 - 8
	}
	// In seconds: centuries do not fit into a length of nanoseconds.
	part := float64(at.Unix()-d.from.Unix()) / float64(max(d.to.Unix()-d.from.Unix(), 1))
	return d.left + part*(d.right-d.left)
}

func (d *timeDrawing) draw() string {
	lanes := make([]laneDrawing, len(d.Lanes))
	height := margin
	for i, l := range d.Lanes {
		lanes[i] = d.lay(l)
		lanes[i].top = height
		height += lanes[i].height()
	}
	axis := height + 4
	height += 46
	var more string
	if d.Left > 0 {
		more = d.NoLane(d.Left)
		height += lineOf
	}
	key := d.key()
	keyTop := height
	height += float64(len(key))*lineOf + 8

	c := d.c
	c.begin("svg", "xmlns", "http://www.w3.org/2000/svg", "class", "pic", "role", "group", "direction", d.direction(), "aria-labelledby", d.Name+"-title "+d.Name+"-about",
		"width", num(float64(d.Width)), "height", num(height), "viewBox", path("0 0 %v %v", float64(d.Width), height))
	c.say("title", tidy(d.Title), "id", d.Name+"-title")
	c.say("desc", tidy(d.About), "id", d.Name+"-about")
	if d.Style != "" {
		c.say("style", d.Style)
		c.put("rect", "class", "pic-back", "width", num(float64(d.Width)), "height", num(height))
	}
	c.patterns(d.Name)
	if d.RightToLeft {
		c.mirror(float64(d.Width))
	}
	if len(d.Lanes) == 0 {
		c.say("text", d.Nothing, "class", "pic-note", "x", num(margin), "y", num(margin+lineOf))
	} else {
		d.axis(axis)
	}
	for _, l := range lanes {
		l.draw(d)
	}
	if more != "" {
		c.say("text", more, "class", "pic-note", "x", num(margin), "y", num(keyTop-6))
	}
	d.drawKey(key, keyTop)
	if d.RightToLeft {
		c.end()
	}
	c.end()
	return c.String()
}

// axis draws the ticks, with a fine line from top to bottom at each.
func (d *timeDrawing) axis(y float64) {
	c := d.c
	if d.undated {
		c.say("text", d.NoDate, "class", "pic-note pic-mid", "x", num(d.x(time.Time{})), "y", num(y+14))
	}
	if d.from.IsZero() {
		return
	}
	marks := ticks(d.Words, d.from, d.to, d.Zone, max(int((d.right-d.left)/56), 2))
	last := -100.0
	for _, t := range marks {
		x := d.x(t.at)
		c.put("path", "class", "pic-rule", "d", path("M%v %vV%v", x, margin, y))
		if x-last < 40 || x > d.right-14 && t.day != "" && width(t.day, smallSize)/2 > float64(d.Width)-x {
			continue
		}
		last = x
		c.say("text", t.words, "class", "pic-note pic-mid", "x", num(x), "y", num(y+14))
		if t.day != "" {
			c.say("text", t.day, "class", "pic-note pic-mid pic-strong", "x", num(x), "y", num(y+28))
		}
	}
	zone := d.from.In(d.Zone).Format("MST")
	c.say("text", zone, "class", "pic-note", "x", num(margin), "y", num(y+14))
	c.put("path", "class", "pic-axis", "d", path("M%v %vH%v", d.left-radius, y, d.right+radius))
}

// laneDrawing is a lane with a place for each of its marks.
type laneDrawing struct {
	Lane
	words    []string
	marks    []placed
	above    int // rows of marks above the line
	below    int
	over     map[news.Stance]map[int]int // how many have no room, by place along the axis
	top      float64
	overTop  bool
	overFoot bool
}

// placed is a mark with its place: how far along, and in which row from the line.
type placed struct {
	Mark
	x   float64
	row int
}

// lay gives each mark the row nearest to the line that is free where it stands: who is an origin's voice first, echoes last.
func (d *timeDrawing) lay(l Lane) laneDrawing {
	out := laneDrawing{Lane: l, over: map[news.Stance]map[int]int{}}
	out.words = wrap(l.Words, float64(d.Width)-2*margin-width(l.State, smallSize)*bold-16, size, 2+boolean(d.Width < 500))
	order := slices.Clone(l.Marks)
	slices.SortStableFunc(order, func(a, b Mark) int {
		return cmp.Or(boolean(a.Echo)-boolean(b.Echo), rank(a.Standing)-rank(b.Standing), a.At.Compare(b.At), cmp.Compare(a.Href, b.Href), cmp.Compare(a.Label, b.Label))
	})
	deepest := deepest
	if len(order) > crowded {
		deepest = lowest
	}
	taken := map[news.Stance][]map[int]bool{}
	for _, m := range order {
		side := stanceOf(m.Stance)
		x := d.x(m.At)
		row := 0
		for ; row < deepest; row++ {
			if len(taken[side]) == row {
				taken[side] = append(taken[side], map[int]bool{})
			}
			if free(taken[side][row], x) {
				break
			}
		}
		if row == deepest {
			if out.over[side] == nil {
				out.over[side] = map[int]int{}
			}
			out.over[side][int(x/bin)]++
			continue
		}
		for at := int(x - pitch/2); at <= int(x+pitch/2); at++ {
			taken[side][row][at] = true
		}
		if len(order) > crowded && len(out.marks) >= crowded/4 { // so many are a shape, and nobody opens them one by one
			m.Href, m.Label = "", ""
		}
		out.marks = append(out.marks, placed{m, x, row})
		switch side {
		case news.Against:
			out.below = max(out.below, row+1)
		case news.For:
			out.above = max(out.above, row+1)
		default:
			out.above = max(out.above, (row+1)/2)
			out.below = max(out.below, row/2)
		}
	}
	out.overTop = len(out.over[news.For])+len(out.over[news.Beside]) > 0
	out.overFoot = len(out.over[news.Against]) > 0
	slices.SortStableFunc(out.marks, func(a, b placed) int { return a.At.Compare(b.At) }) // to walk through with the keyboard
	return out
}

func free(row map[int]bool, x float64) bool {
	for at := int(x - pitch/2); at <= int(x+pitch/2); at++ {
		if row[at] {
			return false
		}
	}
	return true
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// rank orders standings, the strongest first.
func rank(s news.Standing) int {
	i := slices.Index(news.Standings(), s)
	if i < 0 {
		return len(news.Standings())
	}
	return i
}

// line is how far below the top of a lane its line is.
func (l laneDrawing) line() float64 {
	return float64(len(l.words))*lineOf + 8 + float64(boolean(l.overTop))*14 + float64(max(l.above, 1))*pitch + 6
}

func (l laneDrawing) height() float64 {
	return l.line() + 6 + float64(max(l.below, 1))*pitch + float64(boolean(l.overFoot))*12 + 14
}

func (l laneDrawing) draw(d *timeDrawing) {
	c := d.c
	done := c.link(l.Href, "")
	for i, words := range l.words {
		c.say("text", apart(words), "class", "pic-words pic-halo", "x", num(margin), "y", num(l.top+float64(i+1)*lineOf-3))
	}
	done()
	if l.State != "" {
		c.say("text", l.State, "class", "pic-note pic-strong pic-end pic-halo", "x", num(float64(d.Width)-margin), "y", num(l.top+lineOf-3))
	}
	y := l.top + l.line()
	c.put("path", "class", "pic-lane", "d", path("M%v %vH%v", margin+gutter-6, y, d.right+radius))
	c.say("text", d.For, "class", "pic-note pic-for", "x", num(margin), "y", num(y-5))
	c.say("text", d.Against, "class", "pic-note pic-against", "x", num(margin), "y", num(y+13))
	last := -pitch
	edits := slices.Clone(l.Edits)
	slices.SortStableFunc(edits, func(a, b Edit) int { return a.At.Compare(b.At) })
	for _, e := range edits {
		x := d.x(e.At)
		if e.At.IsZero() || x-last < 2 && len(edits) > 1 || len(edits) > crowded/10 && x-last < pitch/2 { // one stands for those beside it
			continue
		}
		last = x
		done := c.link(e.Href, tidy(e.Label))
		c.put("path", "class", "pic-edit", "d", path("M%v %vV%vM%v %vL%v %vL%v %vZ", x, y-float64(max(l.above, 1))*pitch-6, y, x-4, y-float64(max(l.above, 1))*pitch-12, x+4, y-float64(max(l.above, 1))*pitch-12, x, y-float64(max(l.above, 1))*pitch-5))
		done()
	}
	for _, m := range l.marks {
		done := c.link(m.Href, tidy(m.Label))
		c.mark(d.Name, style{m.Stance, m.Polarity, m.Standing, m.Echo}, m.x, y+l.offset(m), radius)
		done()
	}
	for _, side := range news.Stances() {
		at := y - float64(max(l.above, 1))*pitch - 15
		if side == news.Against {
			at = y + float64(max(l.below, 1))*pitch + 14
		}
		places := make([]int, 0, len(l.over[side]))
		for place := range l.over[side] {
			places = append(places, place)
		}
		slices.Sort(places)
		for _, place := range places {
			done := c.link(l.Href, d.Further(l.over[side][place], side))
			c.say("text", "+"+d.Number(l.over[side][place]), "class", "pic-tiny pic-mid "+colour(side), "x", num((float64(place)+0.5)*bin), "y", num(at))
			done()
		}
	}
}

// offset is how far from the line a mark stands; what is beside the claim stands on it.
func (l laneDrawing) offset(m placed) float64 {
	step := float64(m.row)*pitch + pitch - 1
	switch stanceOf(m.Stance) {
	case news.For:
		return -step
	case news.Against:
		return step
	}
	if m.row%2 == 0 {
		return -float64(m.row/2) * pitch
	}
	return float64(m.row/2+1) * pitch
}
