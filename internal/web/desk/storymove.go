package desk

import (
	"context"
	"net/http"
	"strings"

	"onrecord/internal/news"
)

// moveForm is the form that moves reports to another story.
type moveForm struct {
	Ticked map[news.ID]bool
	To     string
	Wrong  string
}

// move moves reports to another story, or makes them one of their own.
func (d *desk) move(w http.ResponseWriter, r *http.Request) error {
	ctx, from := r.Context(), news.ID(r.PathValue("id"))
	f := moveForm{Ticked: map[news.ID]bool{}, To: typedIn(r, "to")}
	for _, id := range r.PostForm["report"] {
		f.Ticked[news.ID(strings.ToValidUTF8(id, ""))] = true
	}
	to, said, err := d.moved(ctx, from, f, r.PostFormValue("do") == "split")
	if err == nil {
		return d.acted(w, r, to, said, "")
	}
	why, ok := refused(err)
	if !ok {
		return err
	}
	f.Wrong = why
	return d.showStory(w, r, http.StatusUnprocessableEntity, storyPage{Move: f})
}

func (d *desk) moved(ctx context.Context, from news.ID, f moveForm, split bool) (to news.ID, said string, err error) {
	story, err := d.Store.Story(ctx, from)
	if err != nil {
		return "", "", err
	}
	all, err := d.Store.StoryReports(ctx, from)
	if err != nil {
		return "", "", err
	}
	var reports []news.ID
	for _, r := range all {
		if f.Ticked[r.ID] {
			reports = append(reports, r.ID)
		}
	}
	if len(reports) == 0 {
		return "", "", news.FieldErrorf("report", "tick at least one report that is in the story")
	}
	if split {
		to, err = d.Actions.Stories.SplitStory(ctx, d.user(ctx), from, reports)
		return to, "What was ticked is a story of its own now, and stays one.", err
	}
	chose, err := d.otherStory(ctx, story, f.To)
	if err != nil {
		return "", "", err
	}
	err = d.Actions.Stories.MoveReports(ctx, d.user(ctx), from, reports, chose.ID)
	return chose.ID, counted(len(reports), "The report is moved, and stays here.", "reports are moved, and stay here."), err
}

// otherStory finds the story that somebody means who chose from a list or typed. The list has the newest stories alone; another
// one can be named by its address.
func (d *desk) otherStory(ctx context.Context, than news.Story, typed string) (news.Story, error) {
	others, err := d.otherStories(ctx, than)
	if err != nil {
		return news.Story{}, err
	}
	if id := news.ID(typed[strings.LastIndexByte(typed, '/')+1:]); id != "" && id != than.ID {
		if s, err := d.Store.Story(ctx, id); err == nil {
			others = append(others, s)
		} else if news.KindOf(err) != news.NotFound {
			return news.Story{}, err
		}
	}
	return chosen(typed, "to", "story", others, func(s news.Story) news.ID { return s.ID }, func(s news.Story) string { return s.Title })
}

// mergeStory ends a story in another.
func (d *desk) mergeStory(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), moveForm{To: typedIn(r, "into")}
	story, err := d.Store.Story(ctx, news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	into, err := d.otherStory(ctx, story, f.To)
	if err == nil {
		err = d.Actions.Stories.MergeStories(ctx, d.user(ctx), story.ID, into.ID)
	}
	if err == nil {
		return d.acted(w, r, into.ID, "The two are one story now, and stay one. The old address leads here.", "")
	}
	why, ok := refused(err)
	if !ok {
		return err
	}
	f.Wrong = why
	return d.showStory(w, r, http.StatusUnprocessableEntity, storyPage{Merge: f})
}
