package world

import (
	"slices"
	"strings"
)

// Expected is what must be found in the world by who has looked at every tick. All of it is derived from the content.
type Expected struct {
	Feeds, FeedsBroken, FeedsGone int // Feeds counts them all
	Outlets, Reports              int
	Revisions                     int // texts that differ, a report's first among them
	Stories                       int
	StoryOf                       map[string]string // address of a report to story
	Seed                          Ledger
}

// Ledger is what the ledger of the story with a contested claim must say.
type Ledger struct {
	Story          string
	First          string            // address of the story's first report
	Claim          []string          // words that the main claim's wording has
	Deniers        []string          // who denies it, by name
	ForOrigins     int               // independent roots of the claim
	AgainstOrigins int               // independent denials
	For, Against   []string          // addresses of reports by their last version's stance
	Beside         []string          //
	Echoes         map[string]string // address of a copy to that of the agency's report
	Repeats        map[string]string // address of a report that has nothing of its own to that of the one it credits
}

// Expected gives what must be found. Addresses are those served, once the world has started.
func (w *World) Expected() Expected {
	e := Expected{Outlets: len(w.outlets), Reports: len(w.reports), Stories: len(w.stories), StoryOf: map[string]string{}}
	for _, o := range w.outlets {
		for _, f := range o.feeds {
			e.Feeds++
			if f.broken {
				e.FeedsBroken++
			}
			if f.gone {
				e.FeedsGone++
			}
		}
	}
	for _, r := range w.reports {
		e.StoryOf[w.address(r.key())] = r.story
		e.Revisions += len(r.versions)
	}
	for _, s := range w.stories {
		if len(s.claim) > 0 {
			e.Seed = w.ledger(s)
		}
	}
	return e
}

func (w *World) ledger(s storySpec) Ledger {
	l := Ledger{Story: s.slug, Claim: s.claim, Echoes: map[string]string{}, Repeats: map[string]string{}}
	fors := map[string]bool{}
	for _, r := range w.reports {
		if r.story != s.slug {
			continue
		}
		address := w.address(r.key())
		if l.First == "" {
			l.First = address
		}
		side, origin, _ := strings.Cut(r.stands, " ")
		switch side {
		case "for":
			l.For = append(l.For, address)
			if origin != "" {
				fors[origin] = true
			}
		case "against":
			l.Against = append(l.Against, address)
		case "beside":
			l.Beside = append(l.Beside, address)
		}
		for _, d := range r.deniers {
			if !slices.Contains(l.Deniers, d) {
				l.Deniers = append(l.Deniers, d)
			}
		}
		if r.echo != "" {
			l.Echoes[address] = w.address(r.echo)
		}
		if r.repeats != "" {
			l.Repeats[address] = w.address(r.repeats)
		}
	}
	l.ForOrigins, l.AgainstOrigins = len(fors), len(l.Deniers)
	return l
}
