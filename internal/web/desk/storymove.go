package desk

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// moveForm is the form that moves reports to another story.
type moveForm struct {
	Ticked map[news.ID]bool
	To     string
	Wrong  string
}

// move moves reports to another story.
func (d *desk) move(w http.ResponseWriter, r *http.Request) error {
	ctx, from := r.Context(), news.ID(r.PathValue("id"))
	f := moveForm{Ticked: map[news.ID]bool{}, To: typedIn(r, "to")}
	for _, id := range r.PostForm["report"] {
		f.Ticked[news.ID(strings.ToValidUTF8(id, ""))] = true
	}
	to, n, err := d.moved(ctx, from, f)
	if err == nil {
		return d.acted(w, r, to, counted(n, "The report is moved, and stays here.", "reports are moved, and stay here."), "")
	}
	why, ok := refused(err)
	if !ok {
		return err
	}
	f.Wrong = why
	return d.showStory(w, r, http.StatusUnprocessableEntity, storyPage{Move: f})
}

func (d *desk) moved(ctx context.Context, from news.ID, f moveForm) (to news.ID, n int, err error) {
	story, err := d.Store.Story(ctx, from)
	if err != nil {
		return "", 0, err
	}
	reports, err := d.Store.StoryReports(ctx, from)
	if err != nil {
		return "", 0, err
	}
	reports = slices.DeleteFunc(slices.Clone(reports), func(r news.Report) bool { return !f.Ticked[r.ID] })
	if len(reports) == 0 {
		return "", 0, news.FieldErrorf("report", "tick at least one report that is in the story")
	}
	others, err := d.otherStories(ctx, story)
	if err != nil {
		return "", 0, err
	}
	// The list has the newest stories alone; another one can be named by its address.
	if id := news.ID(f.To[strings.LastIndexByte(f.To, '/')+1:]); id != "" && id != from {
		if s, err := d.Store.Story(ctx, id); err == nil {
			others = append(others, s)
		} else if news.KindOf(err) != news.NotFound {
			return "", 0, err
		}
	}
	chose, err := chosen(f.To, "to", "story", others, func(s news.Story) news.ID { return s.ID }, func(s news.Story) string { return s.Title })
	if err != nil {
		return "", 0, err
	}
	return chose.ID, len(reports), d.weighed(ctx, func(ctx context.Context) error {
		for _, report := range reports {
			if err := d.Store.MoveReport(ctx, report.ID, chose.ID); err != nil {
				return err
			}
		}
		return nil
	}, from, chose.ID)
}
