package speaker

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"onrecord/internal/news"
)

// within is how near in time two offices must be held to speak against each other: people change theirs.
const within = 365 * 24 * time.Hour

// rare reports whether so few people have a name that two reports which name somebody so mean one person: the surname is none that
// many bear, or there is a middle name or initial as well.
func (r *Rules) rare(n Name) bool {
	return n.Full() && (len(n.Words) > 2 || utf8.RuneCountInString(n.Family()) > 2 && !r.lists.Has("many", n.Family()) && utf8.RuneCountInString(n.Words[0]) > 1)
}

// otherWork reports whether two offices say what somebody does and have nothing in common.
func (r *Rules) otherWork(a, b string) bool {
	x, y := r.heads(a), r.heads(b)
	return r.telling(x) && r.telling(y) && !slices.ContainsFunc(x, func(h string) bool { return slices.Contains(y, h) })
}

// decision is where a name in a report belongs.
type decision struct {
	speaker news.ID // empty: a new one
	rule    news.MatchRule
	with    news.ID
	because string
}

// Evidence, the stronger the more.
const (
	none       = iota
	byName     // the name is rare
	given      // an editor gave the name
	byCompany  // the reports name the same things
	byOffice   // the same office
	byBody     // the same body or place
	byBothHeld // the same office with the same body
)

// one is a speaker of the name in question, as decide weighs it.
type one struct {
	root, speaker news.ID // speaker: whom an editor gave the name
	faint         bool    // known only from names that could not be told apart
	evidence      int
	times         int // how often the strongest evidence was found
	by            *news.Namesake
	why           string
	against       *news.Namesake
	newest        *news.Namesake
}

// decide applies the rules to a name that is full. was is what an earlier reading matched it with, if any did; known is what other
// reports say of the speakers of that name.
func (r *Rules) decide(a, was news.Appearance, known []news.Namesake) decision {
	ones := r.weigh(a, known)
	for _, o := range ones {
		if was.SpeakerID == "" || o.root != was.Root || o.evidence < byCompany && o.against != nil {
			continue
		}
		d := match(o)
		if o.evidence == none && o.newest != nil {
			d = decision{rule: news.SameName, with: o.newest.Report, because: "the same full name; it was matched so before, and nothing speaks against it"}
		}
		d.speaker = was.SpeakerID
		return d
	}
	var fit, open, against []one
	for _, o := range ones {
		switch {
		case o.evidence >= byCompany, o.evidence > none && o.against == nil:
			fit = append(fit, o)
		case o.against != nil:
			against = append(against, o)
		case !o.faint:
			open = append(open, o)
		}
	}
	if len(fit) > 0 {
		return r.best(fit)
	}
	switch {
	case len(open) > 0:
		return decision{rule: news.NotClear, because: people(len(ones)) + " called so, and nothing in this report says that it is the same person"}
	case len(against) > 0:
		o := against[0]
		return decision{rule: news.SetApart, with: o.against.Report, because: "the other of that name was " + held(o.against.Office, o.against.Affiliation) +
			" within a year, this one is " + held(a.Office, a.Affiliation)}
	case len(ones) > 0: // only faint ones: the report is no wiser than they are
		return decision{rule: news.NotClear, because: "others are called so, and none of the reports says which of them it is"}
	}
	return decision{rule: news.FirstOfName, because: "nobody of that name was known"}
}

// best takes the speaker for whom the evidence is strongest. Two for whom it is as strong are one person who was not recognised
// before, unless they speak against one another, or the name is all that there is.
func (r *Rules) best(fit []one) decision {
	slices.SortStableFunc(fit, func(a, b one) int {
		return cmp.Or(b.evidence-a.evidence, b.times-a.times, strings.Compare(string(a.root), string(b.root)))
	})
	first := fit[0]
	for _, o := range fit[1:] {
		if o.evidence == first.evidence && o.evidence <= given {
			return decision{rule: news.NotClear, because: people(len(fit)) + " called so, and nothing in this report says which of them it is"}
		}
		if o.evidence == first.evidence && o.by != nil && first.by != nil {
			if speaks, _, _ := r.compare(asAppearance(*first.by), *o.by); speaks == contradicts {
				return decision{rule: news.NotClear, because: people(len(fit)) + " called so who fit, and they are not one person"}
			}
		}
	}
	return match(first)
}

func asAppearance(k news.Namesake) news.Appearance {
	return news.Appearance{Name: k.Name, Key: k.Key, Office: k.Office, Affiliation: k.Affiliation, Company: k.Company, Published: k.At}
}

// match is with the speaker of the report that gives the evidence, as it was before editors joined it with others: if they undo
// that, whoever came for the sake of one stays with that one.
func match(o one) decision {
	switch o.evidence {
	case none, given:
		return decision{speaker: o.speaker, rule: news.GivenAlias, because: "an editor gave the speaker this name"}
	case byName:
		return decision{o.by.SpeakerID, news.SameName, o.by.Report, "the same full name; " + o.why}
	case byCompany:
		return decision{o.by.SpeakerID, news.SameCompany, o.by.Report, "the same full name, and " + o.why}
	}
	return decision{o.by.SpeakerID, news.SameContext, o.by.Report, "the same full name, and " + o.why}
}

func people(n int) string {
	if n == 1 {
		return "one other is"
	}
	return fmt.Sprintf("%d others are", n)
}

// held writes an office and an affiliation as prose.
func held(office, body string) string {
	switch {
	case body == "":
		return office
	case office == "":
		return "of " + body
	}
	return office + " (" + body + ")"
}

// weigh gathers what is known by speaker, those of the same root together. They are in the order of their ids, so that the same
// facts give the same answer.
func (r *Rules) weigh(a news.Appearance, known []news.Namesake) []one {
	byRoot := map[news.ID]*one{}
	var roots []news.ID
	name := r.Name(a.Name)
	for i := range known {
		k := &known[i]
		o := byRoot[k.Root]
		if o == nil {
			o = &one{root: k.Root, faint: true}
			byRoot[k.Root] = o
			roots = append(roots, k.Root)
		}
		if k.Alias != "" {
			o.faint, o.evidence, o.speaker = false, max(o.evidence, given), k.SpeakerID
			continue
		}
		o.faint = o.faint && k.Rule == news.NotClear && k.Office == "" && k.Affiliation == ""
		if o.newest == nil || k.At.After(o.newest.At) {
			o.newest = k
		}
		verdict, evidence, why := r.compare(a, *k)
		if verdict == contradicts {
			if o.against == nil || k.At.After(o.against.At) {
				o.against = k
			}
			continue
		}
		if verdict == neutral {
			if r.rare(name) && a.Published.Sub(k.At).Abs() < within && !r.otherWork(a.Office, k.Office) {
				evidence, why = byName, "it is not a common one, and nothing speaks against it"
			}
			if both := shared(a.Company, k.Company, name); len(both) >= inCompany {
				evidence, why = byCompany, inWords(both)
			}
		}
		switch {
		case evidence > o.evidence:
			o.evidence, o.times, o.by, o.why = evidence, 1, k, why
		case evidence == o.evidence && o.by != nil:
			o.times++
			if k.At.After(o.by.At) {
				o.by, o.why = k, why
			}
		}
	}
	slices.Sort(roots)
	out := make([]one, 0, len(roots))
	for _, id := range roots {
		out = append(out, *byRoot[id])
	}
	return out
}

// inWords says what two reports have in common.
func inWords(both []string) string {
	return "both reports name " + strings.Join(both[:min(3, len(both))], ", ")
}
