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
	p.Ledger, p.Reports, p.Stances = ledger, map[news.ID]news.Report{}, []news.Stance{news.For, news.Against, news.Beside}
	if p.List, err = d.Store.StoryReports(ctx, id); err != nil {
		return err
	}
	for _, report := range p.List {
		p.Reports[report.ID] = report
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
	if err := d.act(r, news.ClaimAct{Kind: news.ActReword, ClaimID: p.Claim, Wording: p.Wording}); err != nil {
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

// act does something to a claim of the story at hand, in the name of whoever is logged in, and has the story weighed again.
func (d *desk) act(r *http.Request, a news.ClaimAct) error {
	a.StoryID, a.By, a.At = news.ID(r.PathValue("id")), d.user(r.Context()), d.Clock.Now()
	a.ID = news.NewID(a.At)
	return d.weighed(r.Context(), func(ctx context.Context) error { return d.Store.AddClaimAct(ctx, a) }, a.StoryID)
}

func (d *desk) stance(w http.ResponseWriter, r *http.Request) error {
	stance := news.Stance(r.PostFormValue("stance"))
	if stance != news.For && stance != news.Against && stance != news.Beside {
		return news.FieldErrorf("stance", "a report is for, against or beside a claim")
	}
	claim, report := news.ID(r.PostFormValue("claim")), news.ID(r.PostFormValue("report"))
	if err := d.act(r, news.ClaimAct{Kind: news.ActPlace, ClaimID: claim, ReportID: report, Stance: stance}); err != nil {
		return err
	}
	return d.done(w, r, "The report stands "+string(stance)+" from now on.", "/desk/stories/"+r.PathValue("id"))
}

func (d *desk) move(w http.ResponseWriter, r *http.Request) error {
	from, to := news.ID(r.PathValue("id")), news.ID(r.PostFormValue("to"))
	if _, err := d.Store.Story(r.Context(), to); err != nil {
		return err
	}
	err := d.weighed(r.Context(), func(ctx context.Context) error {
		return d.Store.MoveReport(ctx, news.ID(r.PostFormValue("report")), to)
	}, from, to)
	if err != nil {
		return err
	}
	return d.done(w, r, "The report is moved, and stays there.", "/desk/stories/"+string(to))
}
