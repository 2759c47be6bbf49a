package site

import (
	"strings"

	"onrecord/internal/news"
)

// changeView is a change with the report it happened in.
type changeView struct {
	news.Change
	Report news.Report
	Anchor string
	Later  string // how long after the report appeared its text changed, where the words do not say so themselves
	Place  string // of the changed text, with what changed
}

// changes are what happened to a story: what one wants to know, and small edits of texts apart.
type changes struct {
	All   cut[changeView]
	Small []changeView
}

const (
	openChanges, foldedChanges = 40, 160
	aFew                       = 2 // edits of words that are no statement stand among the rest if there are no more
)

// changesIn sorts changes. Many edits that touch no statement would hide the one that does.
func changesIn(all []news.Change, t told) changes {
	var out changes
	var rest []changeView
	edits := 0
	for _, c := range all {
		if c.Kind == news.TextChanged {
			edits++
		}
	}
	taken := map[string]bool{}
	for _, c := range all {
		v := changeView{Change: c, Report: t.Reports[c.ReportID], Anchor: changeAnchor(c)}
		for taken[v.Anchor] {
			v.Anchor += "-2"
		}
		taken[v.Anchor] = true
		if c.After > 0 && !strings.Contains(c.Words, " after ") {
			v.Later = lasting(c.After)
		}
		if v.Report.ID != "" {
			v.Place = reportAddress(v.Report.ID)
			if c.Kind.OfText() && v.Report.Revisions > 1 {
				v.Place += "#versions-title"
			}
		}
		if c.Kind == news.TextChanged && edits > aFew {
			out.Small = append(out.Small, v)
		} else {
			rest = append(rest, v)
		}
	}
	out.Small = out.Small[:min(len(out.Small), foldedChanges)]
	out.All = cutAt(rest, openChanges, foldedChanges)
	return out
}
