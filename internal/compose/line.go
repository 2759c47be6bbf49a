package compose

import (
	"errors"
	"strings"

	"onrecord/internal/locale"
	"onrecord/internal/news"
	"onrecord/internal/words"
)

// Line is the ledger of a story in one line: how many independent origins its main claim has, on whose authority where
// there is but one, behind how many reports, and who denies it; in the words of a language.
//
//	1 unnamed origin behind 9 reports · denied by Tomas Vane and Lia Oro
//	2 origins, 1 named, behind 3 reports
//	On “The alarm was off that night”: 1 unnamed origin behind 1 report · denied by Agnes Thorn
//
// Where the headline speaks of something else than the main claim, the line says what it is about.
func Line(ledger news.Ledger, headline string, in *locale.Language) (string, error) {
	if len(ledger.Claims) == 0 {
		return "", nil
	}
	w := writer{in: in}
	c := ledger.Claims[0]
	forReports, _, forOrigins, _ := c.Sides()
	var parts []string
	switch {
	case forOrigins > 0:
		parts = append(parts, w.text("behind", "origins", w.origins(c, forOrigins), "reports", w.count("reports", forReports)))
	case forReports > 0:
		parts = append(parts, w.count("silent", forReports))
	}
	if deniers := names(c); len(deniers) > 0 {
		parts = append(parts, w.text("denied", "names", w.list(deniers)))
	}
	for _, change := range ledger.Changes {
		if change.Kind == news.Corrected {
			parts = append(parts, w.text("corrected"))
			break
		}
	}
	line := strings.Join(parts, " · ")
	if line != "" && c.Wording != "" && !speaksOf(headline, c.Wording) {
		line = w.text("about", "claim", cut(c.Wording, longest), "line", line)
	}
	return line, w.err
}

// writer writes parts of a line, and keeps what goes wrong.
type writer struct {
	in  *locale.Language
	err error
}

func (w *writer) text(key string, pairs ...any) string {
	s, err := w.in.Text("line."+key, pairs...)
	w.err = errors.Join(w.err, err)
	return s
}

func (w *writer) count(key string, n int, pairs ...any) string {
	s, err := w.in.Count("line."+key, n, pairs...)
	w.err = errors.Join(w.err, err)
	return s
}

// origins says how many there are for a claim, and on whose authority.
func (w *writer) origins(c news.ClaimLedger, n int) string {
	if n == 1 {
		return w.text("origin" + authority(c))
	}
	switch named := namedOrigins(c); named {
	case 0:
		return w.count("origins_none", n)
	case n:
		return w.count("origins", n)
	default:
		return w.count("origins_named", n, "named", named)
	}
}

// list writes names as prose, at most two of them.
func (w *writer) list(names []string) string {
	for i, name := range names {
		names[i] = w.in.Source(name)
	}
	if len(names) > 2 {
		return w.count("more", len(names)-2, "a", names[0], "b", names[1])
	}
	return w.in.List(names)
}

// longest is how many characters of a claim stand in a line.
const longest = 110

// speaksOf says whether half of what a headline names is in a claim, or the other way round.
func speaksOf(headline, claim string) bool {
	a, b := stems(headline), stems(claim)
	both := 0
	for s := range a {
		if b[s] {
			both++
		}
	}
	return 2*both >= min(len(a), len(b))
}

func stems(text string) map[string]bool {
	out := map[string]bool{}
	for _, t := range words.Tokens(text) {
		if !words.Stop(t.Text) {
			out[words.Stem(t.Text)] = true
		}
	}
	return out
}

// authority is the standing of the only origin for a claim, as the messages name it.
func authority(c news.ClaimLedger) string {
	for _, o := range c.Origins {
		if o.Stance != news.For {
			continue
		}
		switch o.Standing {
		case news.Named:
			return "_named"
		case news.Unnamed:
			return "_unnamed"
		case news.Institution:
			return "_institutional"
		case news.FromPaper:
			return "_documentary"
		}
	}
	return ""
}

func namedOrigins(c news.ClaimLedger) (n int) {
	for _, o := range c.Origins {
		if o.Stance == news.For && o.Standing == news.Named {
			n++
		}
	}
	return n
}

// names gives who denies a claim, each once.
func names(c news.ClaimLedger) []string {
	var out []string
	for _, o := range c.Origins {
		if o.Stance == news.Against && o.Name != "" {
			out = append(out, words.Midsentence(o.Name))
		}
	}
	return out
}
