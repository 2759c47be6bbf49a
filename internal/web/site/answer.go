package site

import (
	"fmt"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// telling is a sentence with the page that shows what it rests on.
type telling struct{ Words, Href string }

// plain is what sentences say.
func plain(all []telling) string {
	out := make([]string, len(all))
	for i, t := range all {
		out[i] = t.Words
	}
	return strings.Join(out, " ")
}

// answer says where the question stands, in sentences that count what the squares show.
func answer(c claimView) []telling {
	var out []telling
	say := func(s side, format string, args ...any) {
		out = append(out, telling{fmt.Sprintf(format, args...), s.Address})
	}
	n, origins := c.For.Reports, c.For.Origins
	switch {
	case n == 0 && len(origins) == 0:
		say(c.For, "No report asserts this by itself.")
	case n == 0: // the claim is known only through those who deny it
		say(c.For, "It is known only from reports that do not share it.")
	case len(origins) == 0:
		say(c.For, "%s %s so, and %s where it has that from.", capital(number(n, "report")), verb(n, "says", "say"), verb(n, "does not say", "none of them says"))
	case len(origins) == 1 && n == 1:
		say(c.For, "One report says so, resting on %s.", oneOrigin(origins[0].Standing))
	case len(origins) == 1:
		say(c.For, "%s say so. %s on %s.", capital(number(n, "report")), restAll(n, c.For.Loose), oneOrigin(origins[0].Standing))
	default:
		say(c.For, "%s %s so, resting on %s, %s.", capital(number(n, "report")), verb(n, "says", "say"), number(len(origins), "independent origin"), namedOf(origins))
	}
	if names := originNames(c.Against.Origins); len(names) > 0 {
		say(c.Against, "%s %s it.", capital(list(names)), verb(len(c.Against.Origins), "denies", "deny"))
	} else if c.Against.Reports > 0 {
		say(c.Against, "%s %s it.", capital(number(c.Against.Reports, "report")), verb(c.Against.Reports, "speaks against", "speak against"))
	} else {
		say(c.Against, "Nobody is reported to deny it.")
	}
	if names := originNames(c.Beside.Origins); len(names) > 0 {
		say(c.Beside, "A different account comes from %s.", list(names))
	}
	return out
}

func restAll(n int, loose []row) string {
	switch {
	case len(loose) > 0:
		return "Those that say where they have it from rest"
	case n == 2:
		return "Both rest"
	}
	return "All of them rest"
}

// oneOrigin names a lone origin by its standing.
func oneOrigin(s news.Standing) string {
	switch s {
	case news.Named:
		return "one named origin"
	case news.Unnamed:
		return "one origin, which is unnamed"
	case news.Institution:
		return "one institution"
	case news.FromPaper:
		return "one document"
	case news.Office:
		return "one origin, known by office only"
	}
	return "one origin"
}

func namedOf(origins []originView) string {
	n := 0
	for _, o := range origins {
		if o.Standing == news.Named {
			n++
		}
	}
	switch n {
	case 0:
		return "none of them named"
	case len(origins):
		return "all of them named"
	}
	return words(n) + " of them named"
}

// originNames gives at most three names, and how many there are beyond them.
func originNames(origins []originView) []string {
	var out []string
	for _, o := range origins {
		name := o.Name
		if name == "" {
			name = "somebody " + standingWord(o.Standing)
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if len(out) > 3 {
		out = append(out[:2], words(len(out)-2)+" more")
	}
	return out
}

// standingWord is how a page says on whose authority something rests.
func standingWord(s news.Standing) string {
	switch s {
	case news.Named, news.Unnamed, news.Institution, news.FromPaper, news.FromOutlet, news.Public:
		return string(s)
	case news.Office:
		return "by office"
	}
	return "unclear"
}
