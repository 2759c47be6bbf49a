package site

import (
	"slices"
	"strings"

	"onrecord/internal/locale"
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
	in := c.In
	out := []telling{{capital(in.asserted(c)), c.For.Address}}
	if names, n := in.originNames(c.Against.Origins); n > 0 {
		out = append(out, telling{capital(in.count("answer.denied", n, "names", names)), c.Against.Address})
	} else if c.Against.Reports > 0 {
		out = append(out, telling{capital(in.count("answer.against", c.Against.Reports)), c.Against.Address})
	} else {
		out = append(out, telling{in.say("answer.not_denied"), c.Against.Address})
	}
	if names, n := in.originNames(c.Beside.Origins); n > 0 {
		out = append(out, telling{in.count("answer.beside", n, "names", names), c.Beside.Address})
	}
	return out
}

// asserted says how many reports assert a claim, and how many origins they rest on.
func (s speech) asserted(c claimView) string {
	n, origins := c.For.Reports, c.For.Origins
	switch {
	case n == 0 && len(origins) == 0:
		return s.say("answer.nobody")
	case n == 0: // the claim is known only through those who deny it
		return s.say("answer.known_from_deniers")
	case len(origins) == 0:
		return s.count("answer.no_source", n)
	case len(origins) == 1:
		origin := s.phrase("one_origin." + key(origins[0].Standing))
		switch {
		case n == 1:
			return s.say("answer.one_report", "origin", origin)
		case len(c.For.Loose) > 0:
			return s.count("answer.some_rest", n, "origin", origin)
		case n == 2:
			return s.say("answer.both_rest", "origin", origin)
		}
		return s.count("answer.all_rest", n, "origin", origin)
	}
	return s.count("answer.several", n, "origins", s.counted("answer.origins", len(origins)), "named", s.namedOf(origins))
}

func (s speech) namedOf(origins []originView) locale.Phrase {
	n := 0
	for _, o := range origins {
		if o.Standing == news.Named {
			n++
		}
	}
	switch n {
	case 0:
		return s.phrase("answer.named_none")
	case len(origins):
		return s.phrase("answer.named_all")
	}
	return s.counted("answer.named", n)
}

// originNames gives at most three names as prose, and how many there are beyond two where there are more; n is how many origins there are.
func (s speech) originNames(origins []originView) (names locale.Phrase, n int) {
	var all []string
	for _, o := range origins {
		name := s.Source(o.Name)
		if name == "" {
			name = s.say("answer.somebody", "standing", locale.Phrase(s.standing(o.Standing)))
		}
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	if len(all) > 3 {
		return s.counted("answer.more", len(all)-2, "a", all[0], "b", all[1]), len(origins)
	}
	return locale.Phrase(s.List(all)), len(origins)
}
