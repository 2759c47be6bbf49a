package picture

import "onrecord/internal/news"

// entry is a line of the key: a mark and what it means.
type entry struct {
	style
	edit  bool
	words string
}

// key says what the marks mean, those alone that are there, in lines that have room.
func (d *timeDrawing) key() [][]entry {
	var all []entry
	has := func(is func(Mark) bool) bool {
		for _, l := range d.Lanes {
			for _, m := range l.Marks {
				if is(m) {
					return true
				}
			}
		}
		return false
	}
	add := func(words string, s style, is func(Mark) bool) {
		if has(is) {
			all = append(all, entry{style: s, words: words})
		}
	}
	add(d.Asserts, style{news.For, news.Asserts, news.Named, false}, func(m Mark) bool {
		return m.Polarity != news.Denies && m.Polarity != news.Confirms && !left(m.Polarity)
	})
	add(d.Confirms, style{news.For, news.Confirms, news.Named, false}, func(m Mark) bool { return m.Polarity == news.Confirms })
	add(d.Denies, style{news.Against, news.Denies, news.Named, false}, func(m Mark) bool { return m.Polarity == news.Denies })
	add(d.Doubts, style{news.Beside, news.Doubts, news.Named, false}, func(m Mark) bool { return left(m.Polarity) })
	add(d.Unnamed, style{news.For, news.Asserts, news.Unnamed, false}, func(m Mark) bool { return m.Standing == news.Unnamed })
	add(d.Nobody, style{news.For, news.Asserts, news.FromOutlet, false}, func(m Mark) bool {
		return !m.Echo && (m.Standing == news.FromOutlet || m.Standing == news.Public || m.Standing == news.Other || m.Standing == "")
	})
	add(d.Repeats, style{news.For, news.Asserts, news.FromOutlet, true}, func(m Mark) bool { return m.Echo })
	for _, l := range d.Lanes {
		if len(l.Edits) > 0 {
			all = append(all, entry{edit: true, words: d.Edited})
			break
		}
	}
	var lines [][]entry
	room := 0.0
	for _, e := range all {
		w := width(e.words, smallSize) + 34
		if len(lines) == 0 || room < w {
			lines = append(lines, nil)
			room = float64(d.Width) - 2*margin
		}
		room -= w
		lines[len(lines)-1] = append(lines[len(lines)-1], e)
	}
	return lines
}

func left(p news.Polarity) bool { return p == news.Doubts || p == news.Declines || p == news.Asks }

func (d *timeDrawing) drawKey(lines [][]entry, top float64) {
	for i, line := range lines {
		x, y := margin+radius, top+float64(i)*lineOf+8
		for _, e := range line {
			if e.edit {
				d.c.put("path", "class", "pic-edit", "d", path("M%v %vL%v %vL%v %vZ", x-4, y-4, x+4, y-4, x, y+4))
			} else {
				d.c.mark(d.Name, e.style, x, y, radius)
			}
			d.c.say("text", e.words, "class", "pic-note", "x", num(x+10), "y", num(y+4))
			x += width(e.words, smallSize) + 34
		}
	}
}
