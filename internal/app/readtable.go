package app

import (
	"iter"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/platform/terminal"
)

// How wide things are at least and at most, in columns.
const (
	gap          = 2
	widest       = 160 // longer lines are hard to follow
	leastContent = 36  // with less, a table is all line ends
	leastSource  = 16
	mostSource   = 40
	leastVia     = 8
	mostVia      = 24
)

// The heads of the columns, and what stands between cue and content.
const (
	sourceHead   = "SOURCE"
	standingHead = "STANDING"
	polarityHead = "POLARITY"
	contentHead  = "CUE" + cueEnds + "CONTENT"
	viaHead      = "VIA"
	cueEnds      = " › "
)

// columns are the widths of a table; via is 0 where nothing came through anybody.
type columns struct {
	source, standing, polarity, content, via int

	loose bool // there are rows of more than a line
}

// fit shares out the width among the columns, and says whether there is enough for a table.
func fit(rows iter.Seq[readRow], width int) (columns, bool) {
	c := columns{source: len(sourceHead), standing: len(standingHead), polarity: len(polarityHead), content: terminal.Width(contentHead)}
	for r := range rows {
		c.source = max(c.source, terminal.Width(r.who), terminal.Width(r.words))
		c.loose = c.loose || r.words != ""
		c.standing = max(c.standing, len(r.standing))
		c.polarity = max(c.polarity, len(r.polarity))
		c.content = max(c.content, atMost(r.said()))
		if r.via != "" {
			c.via = max(c.via, len(viaHead), terminal.Width(r.via))
		}
	}
	natural := c
	room := min(width, widest) - c.standing - c.polarity - 3*gap
	if c.via > 0 {
		c.via = min(c.via, max(leastVia, min(mostVia, room/6)))
		room -= c.via + gap
	}
	c.source = min(c.source, max(leastSource, min(mostSource, room/3), room-c.content))
	need := min(natural.content, leastContent)
	c.content = min(c.content, room-c.source)
	c.loose = c.loose || c.source < natural.source || c.content < natural.content || c.via < natural.via
	return c, c.content >= need
}

// atMost gives how wide a text is, or that it is wider than any column, without measuring all of it.
func atMost(text string) int {
	if len(text) > 4*widest {
		return widest
	}
	return terminal.Width(text)
}

// said is cue and content in one.
func (r readRow) said() string {
	if r.content == "" {
		return r.cue
	}
	return r.cue + cueEnds + r.content
}

// cell is what stands in a column, line by line.
type cell struct {
	width int
	lines []string // clean
	style func(line int) terminal.Style
	cue   int // how many bytes of the lines, put together, are the cue and no content
}

// table prints rows side by side, an empty line between them where some have more than one.
func (p *readPrinter) table(rows iter.Seq[readRow], c columns) {
	widths := []int{c.source, c.standing, c.polarity, c.content, c.via}
	var heads []cell
	for i, name := range []string{sourceHead, standingHead, polarityHead, contentHead, viaHead} {
		heads = append(heads, cell{width: widths[i], lines: []string{name}, style: always(terminal.Faint)})
	}
	p.cells(heads)
	p.rule(widths)
	first := true
	for r := range rows {
		if c.loose && !first {
			p.line("")
		}
		first = false
		who := terminal.Wrap(r.who, c.source)
		source := cell{width: c.source, lines: who, style: func(line int) terminal.Style {
			if line < len(who) {
				return terminal.Bold
			}
			return terminal.Faint
		}}
		if r.words != "" {
			source.lines = append(source.lines, terminal.Wrap(r.words, c.source)...)
		}
		p.cells([]cell{
			source,
			{width: c.standing, lines: []string{string(r.standing)}, style: always(standingStyle(r.standing))},
			{width: c.polarity, lines: []string{string(r.polarity)}, style: always(polarityStyle(r.polarity))},
			{width: c.content, lines: terminal.Wrap(r.said(), c.content), style: always(terminal.Plain), cue: len(r.said()) - len(r.content)},
			{width: c.via, lines: terminal.Wrap(r.via, max(c.via, 1)), style: always(terminal.Magenta)},
		})
	}
}

// rule prints a line across the columns.
func (p *readPrinter) rule(widths []int) {
	var parts []string
	for _, w := range widths {
		if w > 0 {
			parts = append(parts, strings.Repeat("─", w))
		}
	}
	p.line(p.screen.Paint(terminal.Faint, strings.Join(parts, strings.Repeat(" ", gap))))
}

// cells prints cells side by side; those without width are left out.
func (p *readPrinter) cells(all []cell) {
	height := 0
	for _, c := range all {
		height = max(height, len(c.lines))
	}
	used := make([]int, len(all)) // bytes of each that are printed
	for n := range height {
		var b strings.Builder
		pending := 0
		for i, c := range all {
			if c.width == 0 {
				continue
			}
			text := ""
			if n < len(c.lines) {
				text = c.lines[n]
			}
			if text != "" {
				b.WriteString(strings.Repeat(" ", pending))
				b.WriteString(p.painted(text, c.style(n), max(0, c.cue-used[i])))
				pending = 0
			}
			used[i] += len(text) + 1 // and the space at which it was divided
			pending += c.width - terminal.Width(text) + gap
		}
		p.line(b.String())
	}
}

// list prints rows one below the other, for screens on which a table has no room.
func (p *readPrinter) list(rows iter.Seq[readRow]) {
	const indent = "  "
	width := min(p.screen.Width, widest)
	inner := max(width-len(indent), 1)
	first := true
	for r := range rows {
		if !first {
			p.line("")
		}
		first = false
		for _, l := range terminal.Wrap(r.who, width) {
			p.line(p.painted(l, terminal.Bold, 0))
		}
		if r.words != "" {
			for _, l := range terminal.Wrap(r.words, inner) {
				p.line(indent + p.painted(l, terminal.Faint, 0))
			}
		}
		marks := p.screen.Paint(standingStyle(r.standing), string(r.standing)) + ", " + p.screen.Paint(polarityStyle(r.polarity), string(r.polarity))
		if via := ", via " + r.via; r.via != "" && len(r.standing)+len(r.polarity)+2+terminal.Width(via) <= inner {
			p.line(indent + marks + ", via " + p.painted(r.via, terminal.Magenta, 0))
		} else {
			p.line(indent + marks)
			if r.via != "" {
				for _, l := range terminal.Wrap("via "+r.via, inner) {
					p.line(indent + p.painted(l, terminal.Magenta, 0))
				}
			}
		}
		cue := len(r.said()) - len(r.content)
		for _, l := range terminal.Wrap(r.said(), inner) {
			p.line(indent + p.painted(l, terminal.Plain, max(0, cue)))
			cue -= len(l) + 1
		}
	}
}

// painted gives a line of a cell in its style, the first bytes, which are cue, faint.
func (p *readPrinter) painted(line string, style terminal.Style, cue int) string {
	cue = min(cue, len(line))
	out := p.screen.Paint(terminal.Faint, line[:cue]) + p.screen.Paint(style, line[cue:])
	return terminal.Kept(out)
}

func always(s terminal.Style) func(int) terminal.Style { return func(int) terminal.Style { return s } }

// standingStyle is green for who stands by their name and yellow for who does not; the word says it too.
func standingStyle(s news.Standing) terminal.Style {
	switch s {
	case news.Named:
		return terminal.Green
	case news.Institution, news.Office, news.FromPaper:
		return terminal.Cyan
	case news.Unnamed:
		return terminal.Yellow
	case news.FromOutlet:
		return terminal.Magenta
	}
	return terminal.Faint
}

func polarityStyle(p news.Polarity) terminal.Style {
	switch p {
	case news.Confirms:
		return terminal.Green
	case news.Denies:
		return terminal.Red
	case news.Doubts, news.Declines:
		return terminal.Yellow
	case news.Asks:
		return terminal.Cyan
	}
	return terminal.Plain
}
