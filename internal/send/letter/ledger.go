package letter

import "strings"

// piece is a part of the ledger's line, and what it says for the claim. All pieces together are the line.
type piece struct {
	Words string
	Side  string // against, unnamed, or "" for plain words
}

// between stands between the parts of a line.
const between = " · "

// pieces takes a ledger's line apart, so that denials and unnamed origins can be seen at a glance. The words are those in
// which the line is written when the edition is drafted (package compose); in an editor's own words nothing stands out.
func pieces(line string) (out []piece) {
	add := func(words, side string) {
		if words != "" {
			out = append(out, piece{words, side})
		}
	}
	if claim, rest, ok := strings.Cut(line, "”: "); ok && strings.HasPrefix(claim, "On “") {
		add(claim+"”: ", "")
		line = rest
	}
	for i, part := range strings.Split(line, between) {
		if i > 0 {
			add(between, "")
		}
		origins, behind := cutBefore(part, " behind ")
		switch {
		case strings.HasPrefix(part, "denied by "):
			add(part, "against")
		case i == 0 && (strings.Contains(origins, "unnamed origin") || strings.Contains(origins, "none named") || strings.Contains(origins, "no origin given")):
			add(origins, "unnamed")
			add(behind, "")
		default:
			add(part, "")
		}
	}
	return out
}

// cutBefore cuts a text before some words.
func cutBefore(text, words string) (before, after string) {
	if i := strings.Index(text, words); i >= 0 {
		return text[:i], text[i:]
	}
	return text, ""
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
