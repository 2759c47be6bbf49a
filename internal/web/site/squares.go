package site

import (
	"onrecord/internal/locale"
	"onrecord/internal/news"
)

// square is one report or origin in the picture at the head of a claim, or as many of them as one stands for.
type square struct {
	Stance   news.Stance
	Standing news.Standing
	Echo     bool
	Href     string
	Label    string
}

// squares are a row of them.
type squares struct {
	All   []square
	Count int // how many things they stand for
	Each  int // how many one of them stands for
}

// mostSquares is how many are drawn; of more things, each square stands for several.
const mostSquares = 320

// draw makes the two rows of squares: a reader who sees many reports and one origin has understood the ledger.
func (c *claimView) draw(rows []*row) {
	roots := map[news.ID]bool{}
	var origins, reports []square
	for _, s := range []side{c.For, c.Against, c.Beside} {
		for _, o := range s.Origins {
			roots[o.Origin.Root] = true
			origins = append(origins, square{Stance: s.Stance, Standing: o.Standing, Href: o.Address, Label: c.In.say("squares.origin", "name", c.In.Source(o.Name), "standing", locale.Phrase(c.In.standing(o.Standing)))})
		}
	}
	for _, stance := range news.Stances() {
		for _, echo := range []bool{false, true} {
			for _, r := range rows {
				if r.Position.Stance == stance && echo == !roots[r.Report.ID] {
					reports = append(reports, square{Stance: stance, Echo: echo, Href: reportAddress(r.Report.ID), Label: c.In.say("squares.report", "outlet", r.Report.Outlet, "title", r.Report.Title)})
				}
			}
		}
	}
	c.Reports, c.Origins = few(reports, c), few(origins, c)
}

// few lets one square stand for many things that are alike, where there are too many things.
func few(all []square, c *claimView) squares {
	out := squares{All: all, Count: len(all), Each: 1}
	if len(all) <= mostSquares {
		return out
	}
	out.Each, out.All = (len(all)+mostSquares-1)/mostSquares, nil
	for i := 0; i < len(all); {
		like, n := all[i], 0
		for i < len(all) && n < out.Each && all[i].Stance == like.Stance && all[i].Echo == like.Echo && all[i].Standing == like.Standing {
			i, n = i+1, n+1
		}
		if n > 1 {
			like.Label, like.Href = c.In.count("squares.alike", n), c.side(like.Stance).Address
		}
		out.All = append(out.All, like)
	}
	return out
}
