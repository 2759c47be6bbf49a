package news

import (
	"fmt"
	"slices"
)

// ClaimState says where the question stands that a claim raises. It is no verdict on what is true.
type ClaimState string

// The states.
const (
	Withdrawn        ClaimState = "withdrawn"
	Disputed         ClaimState = "disputed"
	ConfirmedByParty ClaimState = "confirmed by a party"
	DeniedByParty    ClaimState = "denied by a party"
	Corroborated     ClaimState = "corroborated"
	Alleged          ClaimState = "alleged"
)

// StateRule is a state and when a claim is in it.
type StateRule struct {
	State ClaimState
	When  string
}

// StateRules gives the rules by which [ClaimLedger.Status] decides, as they are shown to readers. They are tried in this order,
// and the first that holds gives the state. A party is whom the claim is about, or who speaks for it.
func StateRules() []StateRule {
	return []StateRule{
		{Withdrawn, "Every report that stood at the root of an origin for it has taken it back."},
		{Disputed, "A party denies it while another party confirms it or two or more independent origins stand for it; or somebody who is no party denies it while an origin stands for it."},
		{ConfirmedByParty, "A party says so itself, by name, by office or as a body, and no party denies it."},
		{DeniedByParty, "A party denies it, and at most one origin stands for it; or nobody stands for it and somebody denies it."},
		{Corroborated, "Two or more independent origins stand for it, at least one of them identified (a named person, a body, an office or a document), and nobody denies it."},
		{Alleged, "None of the above: one origin, or several of which none is identified."},
	}
}

// Status is the state of a claim with what it rests on.
type Status struct {
	State   ClaimState
	Because []Ground
}

// Ground is one reason for a state, with what shows it: in English words, and as what these say.
type Ground struct {
	Words   string
	Kind    GroundKind
	Name    string   // who says so or denies it
	Count   int      // origins, or reports that have taken it back
	Named   int      // of these origins
	Sole    Standing // of the only origin
	Behind  int      // reports that the origins stand behind
	Origins []string // labels
	Reports []ID     // reports that show it, where it is no origin's
}

// GroundKind says what a ground is.
type GroundKind string

// The kinds of ground.
const (
	GroundTakenBack   GroundKind = "taken back"   // so many reports have
	GroundOrigins     GroundKind = "origins"      // so many origins stand for it
	GroundPartySays   GroundKind = "party says"   // who is a party says so
	GroundPartyDenies GroundKind = "party denies" // who is a party denies it
	GroundDenial      GroundKind = "denial"       // somebody else denies it
)

// Status works out the state of the claim. It depends on the origins and positions alone, and not on their order.
func (c ClaimLedger) Status() Status {
	var parties, others, deniers, partiesDeny []Origin
	for _, o := range c.Origins {
		switch {
		case o.Stance == For && o.Party && identified(o.Standing):
			parties = append(parties, o)
		case o.Stance == For:
			others = append(others, o)
		case o.Stance == Against && o.Party:
			partiesDeny = append(partiesDeny, o)
		case o.Stance == Against:
			deniers = append(deniers, o)
		}
	}
	fors := slices.Concat(parties, others)
	s := Status{State: Alleged}
	withdrawn := c.withdrawn(fors)
	switch {
	case len(withdrawn) > 0:
		s.State = Withdrawn
	case len(partiesDeny) > 0 && (len(parties) > 0 || len(fors) >= 2), len(deniers) > 0 && len(partiesDeny) == 0 && len(fors) > 0:
		s.State = Disputed
	case len(parties) > 0:
		s.State = ConfirmedByParty
	case len(partiesDeny) > 0, len(deniers) > 0:
		s.State = DeniedByParty
	case len(fors) >= 2 && slices.ContainsFunc(fors, func(o Origin) bool { return identified(o.Standing) }):
		s.State = Corroborated
	}
	if len(withdrawn) > 0 {
		s.Because = append(s.Because, Ground{Kind: GroundTakenBack, Count: len(withdrawn), Words: fmt.Sprintf("%s taken it back", counted(len(withdrawn), "report has", "reports have")), Reports: withdrawn})
	}
	s.Because = append(s.Because, c.behind(fors))
	s.Because = append(s.Because, grounds(GroundPartySays, parties, "%s, whom it is about, says so")...)
	s.Because = append(s.Because, grounds(GroundPartyDenies, partiesDeny, "%s, whom it is about, denies it")...)
	s.Because = append(s.Because, grounds(GroundDenial, deniers, "%s denies it")...)
	return s
}

// identified says whether one could go and ask.
func identified(s Standing) bool {
	switch s {
	case Named, Office, Institution, FromPaper:
		return true
	}
	return false
}

// withdrawn gives the reports that took the claim back, if no origin for it is left without.
func (c ClaimLedger) withdrawn(fors []Origin) []ID {
	var out []ID
	back := map[ID]bool{}
	for _, p := range c.Positions {
		if p.Withdrawn {
			back[p.ReportID] = true
			out = append(out, p.ReportID)
		}
	}
	if slices.ContainsFunc(fors, func(o Origin) bool { return !back[o.Root] }) {
		return nil
	}
	slices.Sort(out)
	return out
}

// behind says how many origins stand behind how many reports: the rule of two sources as it stands.
func (c ClaimLedger) behind(fors []Origin) Ground {
	reports, named, g := 0, 0, Ground{}
	for _, p := range c.Positions {
		if p.Stance == For {
			reports++
		}
	}
	for _, o := range fors {
		g.Origins = append(g.Origins, o.Label)
		if o.Standing == Named {
			named++
		}
	}
	slices.Sort(g.Origins)
	g.Kind, g.Count, g.Named, g.Behind = GroundOrigins, len(fors), named, reports
	if len(fors) == 1 {
		g.Sole = fors[0].Standing
	}
	switch n := len(fors); {
	case n == 0:
		g.Words = "no origin stands for it"
	case n == 1:
		g.Words = fmt.Sprintf("1 origin, %s, behind %s", standingWords(fors[0].Standing), counted(reports, "report", "reports"))
	case named == 0:
		g.Words = fmt.Sprintf("%d independent origins, none named, behind %s", n, counted(reports, "report", "reports"))
	case named == n:
		g.Words = fmt.Sprintf("%d independent origins, all named, behind %s", n, counted(reports, "report", "reports"))
	default:
		g.Words = fmt.Sprintf("%d independent origins, %d named, behind %s", n, named, counted(reports, "report", "reports"))
	}
	return g
}

func grounds(kind GroundKind, origins []Origin, form string) []Ground {
	out := make([]Ground, 0, len(origins))
	for _, o := range origins {
		out = append(out, Ground{Kind: kind, Name: o.Name, Words: fmt.Sprintf(form, o.Name), Origins: []string{o.Label}})
	}
	slices.SortFunc(out, func(a, b Ground) int { return slices.Compare(a.Origins, b.Origins) })
	return out
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func standingWords(s Standing) string {
	switch s {
	case Office:
		return "known by office only"
	case Institution:
		return "a body"
	case FromPaper:
		return "a document"
	case FromOutlet:
		return "an outlet that names no source"
	case Public:
		return "talk among the public"
	case Other:
		return "not told"
	}
	return string(s)
}
