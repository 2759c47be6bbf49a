package site

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/web"
	"onrecord/internal/web/marked"
)

// lit is a piece of a text, with whether it is of the words that the address leads to.
type lit struct {
	marked.Piece
	Lit   bool
	First bool // the address leads here
}

// light marks the words of a span in paragraphs.
func light(paragraphs []marked.Paragraph, at news.Span) [][]lit {
	out := make([][]lit, 0, len(paragraphs))
	first := true
	for _, p := range paragraphs {
		var pieces []lit
		for _, piece := range p {
			pieces = append(pieces, parted(piece, at)...)
		}
		for i := range pieces {
			if pieces[i].Lit && first {
				pieces[i].First, first = true, false
			}
		}
		out = append(out, pieces)
	}
	return out
}

// parted cuts a piece at the edges of a span. What stands before a piece, and the strokes at its ends, stay at the ends.
func parted(p marked.Piece, at news.Span) []lit {
	text := []rune(p.Text)
	from, to := min(max(at[0]-p.At, 0), len(text)), min(max(at[1]-p.At, 0), len(text))
	if from >= to {
		return []lit{{Piece: p}}
	}
	var out []lit
	for _, c := range []struct {
		from, to int
		lit      bool
	}{{0, from, false}, {from, to, true}, {to, len(text), false}} {
		if c.from >= c.to {
			continue
		}
		part := p
		part.At, part.Text = p.At+c.from, string(text[c.from:c.to])
		if c.from > 0 {
			part.Refs, part.Class = nil, strings.Replace(part.Class, " said-from", "", 1)
		}
		if c.to < len(text) {
			part.Class = strings.Replace(part.Class, " said-to", "", 1)
		}
		out = append(out, lit{Piece: part, Lit: c.lit})
	}
	return out
}

// pointed is what an address asks for in a report: words of one version of its text, or the headline.
type pointed struct {
	Span     news.Span
	Headline bool
	Of       int    // the version that the words were counted in; 0: the newest
	Unknown  bool   // there is no such version: the words are looked up in the one that is shown
	Words    string // as they stand in the version that is shown
	Newer    *news.Revision
	Now      string // the address of the same words in the newest version; empty: they do not stand there any more
}

// pointing reads ?at= and &of=; nil: the address leads to nothing in particular.
func pointing(r *http.Request) (*pointed, error) {
	at := r.URL.Query().Get("at")
	of, err := web.Number(r, "of", 0, 1, mostVersions, "versions of a text are counted from 1: write of=2")
	switch {
	case err != nil:
		return nil, err
	case at == "":
		return nil, nil
	case at == "headline":
		return &pointed{Headline: true}, nil
	}
	begins, ends, ok := strings.Cut(at, "-")
	from, err := strconv.Atoi(begins)
	to, err2 := strconv.Atoi(ends)
	if !ok || err != nil || err2 != nil || from < 0 || to <= from {
		return nil, web.WrongQuery("at", at, "write the characters from and to, the second the greater, as at=120-180, or at=headline")
	}
	return &pointed{Span: news.Span{from, to}, Of: of}, nil
}

// mostVersions is more than a report has.
const mostVersions = 1_000_000

// version is the place of the version that words were counted in, else the one that would be shown anyway.
func (p *pointed) version(revisions []news.Revision, otherwise int) int {
	for i, v := range revisions {
		if p.Of > 0 && v.Number == p.Of {
			return i
		}
	}
	p.Unknown = p.Of > 0
	return otherwise
}

// find looks whether the words stand in the version that is shown, and in the newest one if that is another.
func (p *pointed) find(report news.ID, revisions []news.Revision, shown int) bool {
	if p.Headline {
		return true
	}
	text := []rune(revisions[shown].Text)
	if p.Span[1] > len(text) {
		return false
	}
	p.Words = string(text[p.Span[0]:p.Span[1]])
	if last := len(revisions) - 1; shown < last {
		p.Newer = &revisions[last]
		if places := marked.Find(p.Newer.Text, p.Words); len(places) > 0 {
			at := places[0]
			p.Now = fmt.Sprintf("%s?at=%d-%d&of=%d#at", reportAddress(report), at[0][0], at[len(at)-1][1], p.Newer.Number)
		}
	}
	return true
}
