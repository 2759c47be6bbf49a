package letter

import (
	"strings"

	"onrecord/internal/locale"
)

// piece is a part of the ledger's line, and what it says for the claim. All pieces together are the line.
type piece struct {
	Words string
	Side  string // against, unnamed, or "" for plain words
}

// between stands between the parts of a line.
const between = " · "

// pieces takes a ledger's line apart, so that denials and unnamed origins can be seen at a glance. The words are those in which the
// line is written when the edition is drafted (package compose), in the publication's language; in an editor's own words nothing stands
// out.
func pieces(line string, in *locale.Language) (out []piece) {
	add := func(words, side string) {
		if words != "" {
			out = append(out, piece{words, side})
		}
	}
	if about, ok := in.Match("line.about", line); ok {
		at := strings.LastIndex(line, about["line"])
		add(line[:at], "")
		line = line[at:]
	}
	for i, part := range strings.Split(line, between) {
		if i > 0 {
			add(between, "")
		}
		is := func(key, text string) bool { _, ok := in.Match("line."+key, text); return ok }
		behind, counted := in.Match("line.behind", part)
		switch {
		case is("denied", part):
			add(part, "against")
		case is("silent", part):
			add(part, "unnamed")
		case counted && (is("origin_unnamed", behind["origins"]) || is("origins_none", behind["origins"])):
			before, after, _ := strings.Cut(part, behind["origins"])
			add(before, "")
			add(behind["origins"], "unnamed")
			add(after, "")
		default:
			add(part, "")
		}
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
