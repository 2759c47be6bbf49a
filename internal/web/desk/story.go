package desk

import (
	"net/http"
	"net/url"
	"slices"

	"onrecord/internal/news"
)

// storyPage is a story with its claims, where editors work on them.
type storyPage struct {
	Ledger   news.Ledger
	Claims   []claimRow
	List     []news.Report
	Others   []news.Story    // where reports can be moved to
	Acts     []news.KnownAct // what editors did, the newest first
	Move     moveForm
	Merge    moveForm
	Mendings []news.Mending // what was done to the story, the last first
	Wrong    string         // why an act was not undone
	Gone     bool           // a claim was to be changed that is no longer there
	Typed    string         // what was typed for it
	Missing  bool           // the address names a claim that is not in the ledger

	of   news.ID // the claim whose form was not taken
	form claimForm
}

// Name gives what a report is called in a list to choose from.
func (p storyPage) Name(r news.Report) string { return reportName(r) }

// ListOpen says whether the reports are in sight.
func (p storyPage) ListOpen() bool { return len(p.List) <= reportsOpen || p.Move.Wrong != "" }

// Older gives the acts that are folded away, and Newer the others.
func (p storyPage) Older() []news.KnownAct { return p.Acts[min(len(p.Acts), actsShown):] }

// Newer gives the acts that are in sight.
func (p storyPage) Newer() []news.KnownAct { return p.Acts[:min(len(p.Acts), actsShown)] }

const (
	actsShown   = 20 // how many acts are in sight
	reportsOpen = 30 // how many reports are not folded away
	// rowsShown is how many lines of evidence and places of reports a page has of all claims; beyond, it has those of one claim.
	rowsShown = 800
)

func storyAddress(id news.ID) string { return "/desk/stories/" + url.PathEscape(string(id)) }

func (d *desk) story(w http.ResponseWriter, r *http.Request) error {
	return d.showStory(w, r, http.StatusOK, storyPage{})
}

// showStory shows a story, with what was typed and not taken.
func (d *desk) showStory(w http.ResponseWriter, r *http.Request, status int, p storyPage) error {
	ctx, id := r.Context(), news.ID(r.PathValue("id"))
	ledger, err := d.Store.Ledger(ctx, id)
	if err != nil {
		return err
	}
	if into := ledger.Story.MergedInto; into != "" {
		http.Redirect(w, r, storyAddress(into), http.StatusSeeOther)
		return nil
	}
	p.Ledger = ledger
	if p.Mendings, err = d.Store.Mendings(ctx, id); err != nil {
		return err
	}
	if p.List, err = d.Store.StoryReports(ctx, id); err != nil {
		return err
	}
	reports := map[news.ID]news.Report{}
	for _, report := range p.List {
		reports[report.ID] = report
	}
	asked, rows := p.of, 0
	if id := news.ID(r.URL.Query().Get("claim")); asked == "" && id != "" {
		if asked = id; !slices.ContainsFunc(ledger.Claims, func(c news.ClaimLedger) bool { return c.ID == id }) {
			asked, p.Missing = "", !p.Gone // which says so, too
		}
	}
	for _, c := range ledger.Claims {
		rows += len(c.Evidence) + len(c.Positions)
	}
	for i, c := range ledger.Claims {
		row := rowOfClaim(c, reports)
		row.Others = len(ledger.Claims) > 1
		row.Whole = rows <= rowsShown || c.ID == asked || asked == "" && i == 0
		if p.of == c.ID {
			row.Form = p.form
		} else {
			row.Form.Wording = c.Wording
		}
		p.Claims = append(p.Claims, row)
	}
	if p.Others, err = d.otherStories(ctx, ledger.Story); err != nil {
		return err
	}
	if p.Acts, err = d.Actions.Claims.KnownClaimActs(ctx, ledger); err != nil {
		return err
	}
	return d.show(w, r, status, "story", ledger.Story.Title, p)
}

// acted says what was done to a story, when its ledger shows it or after a while, and leads to where it shows.
func (d *desk) acted(w http.ResponseWriter, r *http.Request, story news.ID, said, place string) error {
	shown, err := d.Actions.Claims.ShownSoon(r.Context(), story)
	if err != nil {
		return err
	}
	if !shown {
		said += " The story is still being weighed: load this page again in a moment to see what comes of it."
	}
	return d.done(w, r, said, storyAddress(story)+place)
}
