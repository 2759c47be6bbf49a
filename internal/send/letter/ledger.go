package letter

import "strings"

// piece is a part of the ledger's line, and what it says for the claim.
type piece struct {
	Words string
	Side  string // against, unnamed, or "" for plain words
}

// pieces takes a ledger's line apart, so that denials and unnamed origins can be seen at a glance. The words are those in
// which the line is written when the edition is drafted; in an editor's own words nothing stands out.
func pieces(line string) (out []piece) {
	for i, words := range strings.Split(line, " · ") {
		p := piece{Words: words}
		switch {
		case strings.HasPrefix(words, "denied by "):
			p.Side = "against"
		case i == 0 && (strings.Contains(words, "unnamed origin") || strings.Contains(words, "none named") || strings.Contains(words, "no origin given")):
			p.Side = "unnamed"
		}
		out = append(out, p)
	}
	return out
}

// sides gives what the line as a whole says: against if anything in it does, else unnamed, else "".
func sides(all []piece) (side string) {
	for _, p := range all {
		if p.Side == "against" || side == "" {
			side = p.Side
		}
	}
	return side
}
