package desk

import (
	"context"
	"net/http"
	"strings"

	"onrecord/internal/news"
)

type storyPage struct {
	Ledger  news.Ledger
	Reports map[news.ID]news.Report
	List    []news.Report
	Others  []news.Story // where a report can be moved to
	Stances []news.Stance
	Claim   news.ID // whose wording was not taken
	Wording string  // as typed
	Error   string

	Mendings  []news.Mending // what was done to the story, the last first
	MoveError string
}

// Worded gives the wording to show for a claim: what was typed, if that was not taken.
func (p storyPage) Worded(c news.ClaimLedger) string {
	if p.Error != "" && p.Claim == c.ID {
		return p.Wording
	}
	return c.Wording
}

func (d *desk) stories(w http.ResponseWriter, r *http.Request) error {
	stories, err := d.Store.Stories(r.Context(), many)
	if err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, "stories", "Stories", stories)
}

func (d *desk) story(w http.ResponseWriter, r *http.Request) error {
	return d.showStory(w, r, http.StatusOK, storyPage{})
}

func (d *desk) showStory(w http.ResponseWriter, r *http.Request, status int, p storyPage) error {
	ctx, id := r.Context(), news.ID(r.PathValue("id"))
	ledger, err := d.Store.Ledger(ctx, id)
	if err != nil {
		return err
	}
	if into := ledger.Story.MergedInto; into != "" {
		http.Redirect(w, r, "/desk/stories/"+string(into), http.StatusSeeOther)
		return nil
	}
	p.Ledger, p.Reports, p.Stances = ledger, map[news.ID]news.Report{}, []news.Stance{news.For, news.Against, news.Beside}
	if p.List, err = d.Store.StoryReports(ctx, id); err != nil {
		return err
	}
	for _, report := range p.List {
		p.Reports[report.ID] = report
	}
	if p.Mendings, err = d.Store.Mendings(ctx, id); err != nil {
		return err
	}
	stories, err := d.Store.Stories(ctx, many)
	if err != nil {
		return err
	}
	for _, s := range stories {
		if s.ID != id && s.Language == ledger.Story.Language {
			p.Others = append(p.Others, s)
		}
	}
	return d.show(w, r, status, "story", ledger.Story.Title, p)
}

func (d *desk) reword(w http.ResponseWriter, r *http.Request) error {
	p := storyPage{Claim: news.ID(r.PostFormValue("claim")), Wording: strings.TrimSpace(r.PostFormValue("wording"))}
	if faults := news.Faults(news.Claim{Wording: p.Wording}.Validate()); len(faults) > 0 {
		p.Error = sentence(faults[0].Message)
		return d.showStory(w, r, http.StatusUnprocessableEntity, p)
	}
	if err := d.Store.RewordClaim(r.Context(), p.Claim, p.Wording); err != nil {
		return err
	}
	return d.done(w, r, "The claim keeps this wording from now on.", "/desk/stories/"+r.PathValue("id"))
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

func (d *desk) stance(w http.ResponseWriter, r *http.Request) error {
	stance := news.Stance(r.PostFormValue("stance"))
	if stance != news.For && stance != news.Against && stance != news.Beside {
		return news.FieldErrorf("stance", "a report is for, against or beside a claim")
	}
	id := news.ID(r.PathValue("id"))
	err := d.weighed(r.Context(), func(ctx context.Context) error {
		return d.Store.SetStance(ctx, news.ID(r.PostFormValue("claim")), news.ID(r.PostFormValue("report")), stance)
	}, id)
	if err != nil {
		return err
	}
	return d.done(w, r, "The report stands "+string(stance)+" from now on.", "/desk/stories/"+string(id))
}

// move takes the reports that were ticked to another story, or to one of their own.
func (d *desk) move(w http.ResponseWriter, r *http.Request) error {
	ctx, from, to := r.Context(), news.ID(r.PathValue("id")), news.ID(r.PostFormValue("to"))
	var reports []news.ID
	for _, id := range r.PostForm["report"] {
		reports = append(reports, news.ID(id))
	}
	if len(reports) == 0 {
		return d.showStory(w, r, http.StatusUnprocessableEntity, storyPage{MoveError: "Tick the reports first."})
	}
	if to == "" {
		fresh, err := d.Actions.Stories.SplitStory(ctx, d.user(ctx), from, reports)
		if faults := news.Faults(err); len(faults) > 0 {
			return d.showStory(w, r, http.StatusUnprocessableEntity, storyPage{MoveError: sentence(faults[0].Message)})
		}
		if err != nil {
			return err
		}
		return d.done(w, r, "These reports are a story of their own now, and stay so.", "/desk/stories/"+string(fresh))
	}
	if _, err := d.Store.Story(ctx, to); err != nil {
		return err
	}
	if err := d.Actions.Stories.MoveReports(ctx, d.user(ctx), from, reports, to); err != nil {
		return err
	}
	return d.done(w, r, "What you ticked is moved, and stays there.", "/desk/stories/"+string(to))
}

// mergeStory ends a story in another.
func (d *desk) mergeStory(w http.ResponseWriter, r *http.Request) error {
	ctx, from, into := r.Context(), news.ID(r.PathValue("id")), news.ID(r.PostFormValue("into"))
	if _, err := d.Store.Story(ctx, into); err != nil {
		return err
	}
	if err := d.Actions.Stories.MergeStories(ctx, d.user(ctx), from, into); err != nil {
		return err
	}
	return d.done(w, r, "The two are one story now, and stay so. The old address leads here.", "/desk/stories/"+string(into))
}
