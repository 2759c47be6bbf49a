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

// Groups puts the reports of a JSON Lines document, whose name is for errors, into stories, one after the other as they come,
// mends the stories when all are known, and calls emit with each report and its title, in the order of the document. A story
// is named after its first report. A line that is no report ends it with an Invalid error that names the line; nothing is
// emitted then.
func Groups(ctx context.Context, name string, in io.Reader, emit func(row GroupRow, title string) error) error {
	batch := group.NewBatch(group.Options{})
	var ids, titles []string
	var waiting []group.Report
	join := func() error {
		ready := make([]group.Ready, len(waiting))
		if err := everyCore(ctx, len(waiting), func(i int) { ready[i] = batch.Prepare(waiting[i]) }); err != nil {
			return err
		}
		for _, r := range ready {
			batch.Add(r)
		}
		waiting = waiting[:0]
		return nil
	}
	err := eachLine(ctx, name, in, func(l ledgerLine) error {
		ids, titles = append(ids, l.ID), append(titles, l.Title)
		waiting = append(waiting, group.Report{ID: l.ID, Title: l.Title, Text: l.Text, Outlet: l.Outlet, URL: l.URL, Published: l.at})
		if len(waiting) == atOnce {
			return join()
		}
		return nil
	})
	if err == nil {
		err = join()
	}
	if err != nil {
		return err
	}
	for i, story := range batch.Stories() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := emit(GroupRow{ID: ids[i], Story: story}, titles[i]); err != nil {
			return err
		}
	}
	return nil
}

// atOnce is how many reports are taken apart at a time.
const atOnce = 256
