package compose

import (
	"fmt"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/words"
)

// Line is the ledger of a story in one line: how many independent origins its main claim has, on whose authority where
// there is but one, behind how many reports, and who denies it.
//
//	1 unnamed origin behind 9 reports · denied by Tomas Vane and Lia Oro
//	2 origins, 1 named, behind 3 reports
//	On “The alarm was off that night”: 1 unnamed origin behind 1 report · denied by Agnes Thorn
//
// Where the headline speaks of something else than the main claim, the line says what it is about.
func Line(ledger news.Ledger, headline string) string {
	if len(ledger.Claims) == 0 {
		return ""
	}
	c := ledger.Claims[0]
	forReports, _, forOrigins, _ := c.Sides()
	var parts []string
	switch {
	case forOrigins == 1:
		parts = append(parts, "1 "+authority(c)+"origin behind "+plural(forReports, "report"))
	case forOrigins > 1:
		origins := plural(forOrigins, "origin")
		if n := namedOrigins(c); n > 0 && n < forOrigins {
			origins += fmt.Sprintf(", %d named,", n)
		} else if n == 0 {
			origins += ", none named,"
		}
		parts = append(parts, origins+" behind "+plural(forReports, "report"))
	case forReports > 0:
		parts = append(parts, plural(forReports, "report")+", no origin given")
	}
	if deniers := names(c); len(deniers) > 0 {
		parts = append(parts, "denied by "+join(deniers))
	}
	for _, change := range ledger.Changes {
		if change.Kind == news.Corrected {
			parts = append(parts, "corrected")
			break
		}
	}
	line := strings.Join(parts, " · ")
	if line != "" && c.Wording != "" && !speaksOf(headline, c.Wording) {
		line = "On “" + cut(c.Wording, longest) + "”: " + line
	}
	return line
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

// authority is the standing of the only origin for a claim, as an adjective.
func authority(c news.ClaimLedger) string {
	for _, o := range c.Origins {
		if o.Stance != news.For {
			continue
		}
		switch o.Standing {
		case news.Named:
			return "named "
		case news.Unnamed:
			return "unnamed "
		case news.Institution:
			return "institutional "
		case news.FromPaper:
			return "documentary "
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

// join writes a list of names as prose, at most two of them.
func join(names []string) string {
	switch len(names) {
	case 1:
		return names[0]
	case 2:
		return names[0] + " and " + names[1]
	}
	return fmt.Sprintf("%s, %s and %d more", names[0], names[1], len(names)-2)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
