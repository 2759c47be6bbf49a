package flow

import (
	"context"

	"github.com/riverqueue/river"

	"onrecord/internal/news"
)

// follows is the way of the data: which steps run on what a step hands on.
//
//	gather hands on revisions, read reports, group stories, weigh stories, publish editions.
//
// Compose and send hand on nothing: after a draft comes an editor, after a mail a reader.
var follows = map[news.Step][]news.Step{
	news.Gather:  {news.Read},
	news.Read:    {news.Group},
	news.Group:   {news.Weigh},
	news.Weigh:   {news.Alert},
	news.Publish: {news.Send, news.Alert},
}

// After gives the function by which a step hands ids on to whatever follows it, in the transaction that ctx carries.
func (f *Flow) After(step news.Step) func(ctx context.Context, ids ...news.ID) error {
	return func(ctx context.Context, ids ...news.ID) error {
		for _, next := range follows[step] {
			if err := f.Hand(ctx, next, ids...); err != nil {
				return err
			}
		}
		return nil
	}
}

// Hand asks for a step to be run on each of ids, in the transaction that ctx carries, if it carries one.
func (f *Flow) Hand(ctx context.Context, step news.Step, ids ...news.ID) error {
	return f.hand(ctx, string(step), step, ids)
}

// HandQuick asks for short runs of a step, which have workers of their own. There are such runs of send and of alert.
func (f *Flow) HandQuick(ctx context.Context, step news.Step, ids ...news.ID) error {
	return f.hand(ctx, quick(step), step, ids)
}

func (f *Flow) hand(ctx context.Context, queue string, step news.Step, ids []news.ID) error {
	if len(ids) == 0 {
		return nil
	}
	params := make([]river.InsertManyParams, len(ids))
	for i, id := range ids {
		params[i] = river.InsertManyParams{Args: args{step, id}, InsertOpts: &river.InsertOpts{Queue: queue}}
	}
	return f.queue.insert(ctx, params)
}
