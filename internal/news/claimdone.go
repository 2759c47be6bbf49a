package news

import (
	"fmt"
	"strings"
)

// ActNames give what an act is about in words: a claim's wording, and whose report one is.
type ActNames struct{ Claim, Report func(ID) string }

// InWords says what was done, as “merged “They met” into “They talked””.
func (a ClaimAct) InWords(n ActNames) string {
	claim := "“" + n.Claim(a.ClaimID) + "”"
	statements := counted(len(a.Evidence), "statement", "statements")
	stance := ""
	if a.Stance != "" {
		stance = ", " + string(a.Stance) + " it"
	}
	switch a.Kind {
	case ActReword:
		return "worded a claim “" + strings.TrimSuffix(a.Wording, ".") + "”"
	case ActLock:
		return "locked " + claim
	case ActUnlock:
		return "unlocked " + claim
	case ActLead:
		return "made " + claim + " the central claim"
	case ActMerge:
		return "merged " + claim + " into “" + n.Claim(a.Into) + "”"
	case ActSplit:
		return fmt.Sprintf("split %s off %s as “%s”%s", statements, claim, strings.TrimSuffix(a.Wording, "."), stance)
	case ActMove:
		switch a.Into {
		case "":
			return fmt.Sprintf("took %s out of %s", statements, claim)
		case a.ClaimID:
			return fmt.Sprintf("put %s%s, in %s", statements, strings.TrimSuffix(stance, " it"), claim)
		}
		return fmt.Sprintf("moved %s from %s to “%s”%s", statements, claim, n.Claim(a.Into), stance)
	case ActPlace:
		return fmt.Sprintf("placed the report of %s %s %s", n.Report(a.ReportID), a.Stance, claim)
	case ActUnplace:
		return fmt.Sprintf("left it to the machine where the report of %s stands to %s", n.Report(a.ReportID), claim)
	}
	return string(a.Kind) + " " + claim
}

// KnownAct is an act with what has become of it.
type KnownAct struct {
	ClaimAct
	Words string
	Rests bool // it counts for nothing, for what it builds on was undone
	Lost  int  // how many pieces of its evidence no longer stand in the texts of the story
}
