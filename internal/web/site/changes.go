package site

import (
	"net/http"
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/web"
)

// changeView is a change with the report it happened in.
type changeView struct {
	news.Change
	Said   string // what happened, in the language of the page
	Report news.Report
	Anchor string
	Later  *seen  // how long after the report appeared its text was seen to have changed, where the words do not say so themselves
	Place  string // of the changed text, with what changed
}

// changes are what happened to a story: what one wants to know, and small edits of texts apart.
type changes struct {
	All   cut[changeView]
	Small cut[changeView]
	Whole string // the address of the page that has them all
}

const (
	openChanges, foldedChanges = 40, 60
	aFew                       = 2 // edits of words that are no statement stand among the rest if there are no more
)

// mostChanges is how many of them are folded away on a page: all, where its address asks for that.
func mostChanges(r *http.Request) (int, error) {
	switch given := r.URL.Query().Get("changes"); given {
	case "":
		return foldedChanges, nil
	case "all":
		return everything, nil
	default:
		return 0, web.WrongQuery("changes", given, "write changes=all, or leave it out")
	}
}

// changesIn sorts changes. Many edits that touch no statement would hide the one that does.
func changesIn(in speech, all []news.Change, t told, whole string, most int) changes {
	out := changes{Whole: whole + "?changes=all#changes"}
	var rest, little []changeView
	edits := 0
	for _, c := range all {
		if trivial(c) {
			edits++
		}
	}
	taken := map[string]bool{}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b news.Change) int { return a.At.Compare(b.At) })
	for _, c := range all {
		v := changeView{Change: c, Said: in.Change(c), Report: t.Reports[c.ReportID], Anchor: changeAnchor(c)}
		for taken[v.Anchor] {
			v.Anchor += "-2"
		}
		taken[v.Anchor] = true
		if said := " after " + v.Report.Appearance(); c.After > 0 && c.Told.Kind == "" && !strings.Contains(c.Words, said) {
			v.Later = &seen{After: c.After, Of: v.Report}
		}
		if v.Report.ID != "" {
			v.Place = reportAddress(v.Report.ID)
			if c.Kind.OfText() && v.Report.Revisions > 1 {
				v.Place += "#versions-title"
			}
		}
		if trivial(c) && edits > aFew {
			little = append(little, v)
		} else {
			rest = append(rest, v)
		}
	}
	out.Small = cutAt(little, 0, most)
	out.All = cutAt(rest, openChanges, most)
	return out
}

// trivial says whether a change touches no statement and bears on no claim.
func trivial(c news.Change) bool { return c.Kind == news.TextChanged && c.ClaimID == "" }
