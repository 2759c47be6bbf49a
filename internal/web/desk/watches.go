package desk

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"onrecord/internal/news"
)

type watchesPage struct {
	Watches []watchRow
	Notices []news.Notice
	Kinds   []news.ChangeKind
	Kind    news.ChangeKind // as chosen
	Story   string          // as typed
	Field   string
	Error   string
}

// watchRow is a watch with the story it is about, if it is about one.
type watchRow struct {
	news.Watch
	Story *news.Story
}

// watchable is what a notice can be raised at.
var watchable = []news.ChangeKind{news.FirstDenial, news.FirstConfirm, news.FirstNamed, news.NewOrigin, news.TextChanged, news.Corrected, news.FirstReport}

func (d *desk) watches(w http.ResponseWriter, r *http.Request) error {
	return d.showWatches(w, r, http.StatusOK, watchesPage{})
}

func (d *desk) showWatches(w http.ResponseWriter, r *http.Request, status int, p watchesPage) error {
	ctx := r.Context()
	watches, err := d.Store.Watches(ctx)
	if err != nil {
		return err
	}
	for _, watch := range watches {
		row := watchRow{Watch: watch}
		if watch.StoryID != "" {
			story, err := d.Store.Story(ctx, watch.StoryID)
			if err != nil && news.KindOf(err) != news.NotFound {
				return err
			}
			if err == nil {
				row.Story = &story
			}
		}
		p.Watches = append(p.Watches, row)
	}
	if p.Notices, err = d.Store.LatestNotices(ctx, 50); err != nil {
		return err
	}
	p.Kinds = watchable
	return d.show(w, r, status, "watches", "Watches", p)
}

func (d *desk) addWatch(w http.ResponseWriter, r *http.Request) error {
	now := d.Clock.Now()
	p := watchesPage{Kind: news.ChangeKind(r.PostFormValue("kind")), Story: strings.TrimSpace(r.PostFormValue("story"))}
	// Whoever copies the address of a story's page means the story.
	id := news.ID(p.Story[strings.LastIndexByte(p.Story, '/')+1:])
	watch := news.Watch{ID: news.NewID(now), Kind: p.Kind, StoryID: id, Created: now}
	err := d.checkWatch(r, watch)
	var wrong *news.Error
	if errors.As(err, &wrong) && wrong.Kind == news.Invalid {
		p.Field, p.Error = wrong.Field, sentence(wrong.Message)
		return d.showWatches(w, r, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	if err := d.Store.SaveWatch(r.Context(), watch); err != nil {
		return err
	}
	return d.done(w, r, "The watch is set.", "/desk/watches")
}

func (d *desk) checkWatch(r *http.Request, watch news.Watch) error {
	if !slices.Contains(watchable, watch.Kind) {
		return news.FieldErrorf("kind", "choose what is to be watched for")
	}
	if watch.StoryID == "" {
		return nil
	}
	_, err := d.Store.Story(r.Context(), watch.StoryID)
	if news.KindOf(err) == news.NotFound {
		return news.FieldErrorf("story", "there is no such story; take the address of its page here or on the site")
	}
	return err
}

func (d *desk) deleteWatch(w http.ResponseWriter, r *http.Request) error {
	if err := d.Store.DeleteWatch(r.Context(), news.ID(r.PathValue("id"))); err != nil {
		return err
	}
	return d.done(w, r, "The watch is gone.", "/desk/watches")
}
