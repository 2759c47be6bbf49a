package news

import "fmt"

// Already says whether an act would change nothing after all that was done before: what it does is so by an editor's word, or, where it
// leaves something to the machine, is left to it. An act that says what only the machine has said until now does change something: it holds
// whatever comes. A log that has such acts a second time tells of decisions that nobody took.
func (l ClaimLog) Already(a ClaimAct) bool {
	gone, parts := l.unsplit(), l.Parts()
	for _, id := range a.needs() {
		if gone[id] {
			return false
		}
	}
	if a.Kind == ActMerge {
		_, part := parts[a.ClaimID] // the other way round, another one would stay
		return part && parts.Whole(a.ClaimID) == parts.Whole(a.Into)
	}
	for _, id := range a.needs() {
		if parts.Whole(id) != id {
			return false
		}
	}
	now := l.comesTo(parts)
	switch a.Kind {
	case ActReword:
		return now.worded[a.ClaimID] == a.Wording
	case ActLock:
		return now.locked[a.ClaimID]
	case ActUnlock:
		return !now.locked[a.ClaimID]
	case ActLead:
		return now.lead == a.ClaimID
	case ActMove:
		for _, key := range a.Evidence {
			if at, known := now.put[key]; !known || at.claim != a.Into || a.Into != "" && at.stance != a.Stance {
				return false
			}
		}
		return true
	case ActPlace:
		return now.placed[reportAt{a.ClaimID, a.ReportID}] == a.Stance
	case ActUnplace:
		return now.placed[reportAt{a.ClaimID, a.ReportID}] == ""
	}
	return false
}

// soFar is what acts come to, as far as a further one could do the same.
type soFar struct {
	worded map[ID]string // by an editor
	locked map[ID]bool
	lead   ID
	put    map[string]evidenceAt
	placed map[reportAt]Stance
}

type evidenceAt struct {
	claim  ID // empty: it bears on none
	stance Stance
}

type reportAt struct{ claim, report ID }

func (l ClaimLog) comesTo(parts Parts) soFar {
	now := soFar{worded: map[ID]string{}, locked: map[ID]bool{}, put: map[string]evidenceAt{}, placed: map[reportAt]Stance{}}
	for _, b := range l.Counting() {
		whole := parts.Whole(b.ClaimID)
		switch b.Kind {
		case ActReword:
			now.worded[b.ClaimID], now.locked[b.ClaimID] = b.Wording, true
		case ActLock:
			if !now.locked[b.ClaimID] {
				now.worded[b.ClaimID], now.locked[b.ClaimID] = b.Wording, true
			}
		case ActUnlock:
			delete(now.worded, b.ClaimID)
			delete(now.locked, b.ClaimID)
		case ActLead:
			now.lead = whole
		case ActSplit:
			now.worded[b.Into], now.locked[b.Into] = b.Wording, true
		case ActPlace:
			now.placed[reportAt{whole, b.ReportID}] = b.Stance
		case ActUnplace:
			delete(now.placed, reportAt{whole, b.ReportID})
		}
		if b.Kind == ActSplit || b.Kind == ActMove {
			for _, key := range b.Evidence {
				now.put[key] = evidenceAt{parts.Whole(b.Into), b.Stance}
			}
		}
	}
	return now
}

// AlreadyInWords says of an act that would change nothing what is so, as “They met” is locked already.
func (a ClaimAct) AlreadyInWords(n ActNames) string {
	claim := "“" + n.Claim(a.ClaimID) + "”"
	switch a.Kind {
	case ActReword:
		return claim + " has these words already, and keeps them"
	case ActLock:
		return claim + " is locked already"
	case ActUnlock:
		return claim + " is not locked; it is left to the machine already"
	case ActLead:
		return claim + " is the central claim already, by an editor’s word"
	case ActMerge:
		return claim + " and “" + n.Claim(a.Into) + "” are one claim already"
	case ActMove:
		if a.Into == "" {
			return counted(len(a.Evidence), "statement bears", "statements bear") + " on no claim already, by an editor’s word"
		}
		return fmt.Sprintf("%s %s “%s” already, by an editor’s word", counted(len(a.Evidence), "statement stands", "statements stand"), a.Stance, n.Claim(a.Into))
	case ActPlace:
		return fmt.Sprintf("the report of %s stands %s %s already, by an editor’s word", n.Report(a.ReportID), a.Stance, claim)
	case ActUnplace:
		return fmt.Sprintf("the report of %s is placed by the machine already, to %s", n.Report(a.ReportID), claim)
	}
	return claim + " is so already"
}
