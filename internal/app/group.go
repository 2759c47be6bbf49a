package app

import (
	"context"
	"io"

	"onrecord/internal/group"
)

// GroupRow is the story of one report, as `onrecord group --json` prints it.
type GroupRow struct {
	ID    string `json:"id"`
	Story string `json:"story"`
}

// Groups puts the reports of a JSON Lines document, whose name is for errors, into stories, one after the other as they
// come, and calls emit with each and its title. A story is named after its first report. A line that is no report ends it
// with an Invalid error that names the line; what came before it has been emitted then.
func Groups(ctx context.Context, name string, in io.Reader, emit func(row GroupRow, title string) error) error {
	grouper := group.New(group.Options{})
	return eachLine(ctx, name, in, func(l ledgerLine) error {
		r := group.Report{ID: l.ID, Title: l.Title, Text: l.Text, Outlet: l.Outlet, URL: l.URL, Published: l.at}
		story := grouper.Decide(r).Story
		if story == "" {
			story = "story-" + l.ID
		}
		grouper.Add(r, story)
		return emit(GroupRow{ID: l.ID, Story: story}, l.Title)
	})
}
