package picture

import "onrecord/internal/news"

// style says how a mark is drawn.
type style struct {
	Stance   news.Stance
	Polarity news.Polarity
	Standing news.Standing
	Echo     bool
}

// colour is the class that gives a stance its colour.
func colour(s news.Stance) string {
	switch s {
	case news.For:
		return "pic-for"
	case news.Against:
		return "pic-against"
	}
	return "pic-beside"
}

// patterns defines the stripes of the unnamed in the colours of the stances. An id stands in the page once, so it begins with the
// picture's own name.
func (c *canvas) patterns(name string) {
	c.begin("defs")
	for _, s := range news.Stances() {
		c.begin("pattern", "id", name+"-"+string(s), "class", colour(s), "width", "4", "height", "4", "patternUnits", "userSpaceOnUse", "patternTransform", "rotate(45)")
		c.put("rect", "class", "pic-back", "width", "4", "height", "4")
		c.put("rect", "class", "pic-ink", "width", "2", "height", "4")
		c.end()
	}
	c.end()
}

// mark draws one around a place: a round one for what is asserted, a square one for what is confirmed, a rhomb for a denial, a
// triangle for what is doubted, asked or left open. It is full, striped for the unnamed, hollow where nobody is named or meant.
func (c *canvas) mark(name string, s style, x, y, r float64) {
	class := colour(s.Stance) + " pic-mark"
	fill := ""
	switch s.Standing {
	case news.Named, news.Institution, news.FromPaper, news.Office:
		class += " pic-full"
	case news.Unnamed:
		fill = "url(#" + name + "-" + string(stanceOf(s.Stance)) + ")"
	default:
		class += " pic-hollow"
	}
	if s.Echo {
		class += " pic-echo"
		r -= 0.75
	}
	switch s.Polarity {
	case news.Denies:
		r += 0.9
		c.put("path", "class", class, "fill", fill, "d", path("M%v %vL%v %vL%v %vL%v %vZ", x, y-r, x+r, y, x, y+r, x-r, y))
	case news.Confirms:
		r -= 0.4
		c.put("rect", "class", class, "fill", fill, "x", num(x-r), "y", num(y-r), "width", num(2*r), "height", num(2*r))
	case news.Doubts, news.Declines, news.Asks:
		c.put("path", "class", class, "fill", fill, "d", path("M%v %vL%v %vL%v %vZ", x, y-r, x+r, y+r*0.8, x-r, y+r*0.8))
	default:
		c.put("circle", "class", class, "fill", fill, "cx", num(x), "cy", num(y), "r", num(r))
	}
}

func stanceOf(s news.Stance) news.Stance {
	if s == news.For || s == news.Against {
		return s
	}
	return news.Beside
}
