package desk

import (
	"context"
	"net/http"

	"onrecord/internal/news"
)

func (d *desk) stories(w http.ResponseWriter, r *http.Request) error {
	stories, err := d.Store.Stories(r.Context(), many)
	if err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, "stories", "Stories", stories)
}

// weighed changes something in a story and has it weighed again, both or neither.
func (d *desk) weighed(ctx context.Context, change func(ctx context.Context) error, stories ...news.ID) error {
	return d.Store.Within(ctx, func(ctx context.Context) error {
		if err := change(ctx); err != nil {
			return err
		}
		for _, id := range stories {
			if err := d.Actions.Weigh(ctx, id); err != nil {
				return err
			}
		}
		return nil
	})
}
