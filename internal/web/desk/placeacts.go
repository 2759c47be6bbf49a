package desk

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// placeReports says where whole reports stand to a claim, or has the machine place them again.
func (d *desk) placeReports(w http.ResponseWriter, r *http.Request) error {
	c, ledger, gone, err := d.claimAt(w, r)
	if gone || err != nil {
		return err
	}
	f := claimForm{Which: "place", Wording: c.Wording, Stance: typedIn(r, "stance"), Report: typedIn(r, "other"), Ticked: map[string]bool{}}
	for _, id := range r.PostForm["report"] {
		f.Ticked[strings.ToValidUTF8(id, "")] = true
	}
	reports, err := d.Store.StoryReports(r.Context(), ledger.Story.ID)
	if err != nil {
		return err
	}
	var acts []news.ClaimAct
	for _, report := range reports {
		if f.Ticked[string(report.ID)] {
			acts = append(acts, news.ClaimAct{ClaimID: c.ID, ReportID: report.ID})
		}
	}
	if f.Report != "" {
		var other news.Report
		if other, err = chosenReport(f.Report, "other", reports); err == nil && !f.Ticked[string(other.ID)] {
			acts = append(acts, news.ClaimAct{ClaimID: c.ID, ReportID: other.ID})
		}
	}
	switch {
	case err != nil:
	case len(acts) == 0:
		err = news.FieldErrorf("report", "tick at least one report that is in the story, or name one")
	case f.Stance != machine && !slices.Contains(news.Stances(), news.Stance(f.Stance)):
		err = news.FieldErrorf("stance", "choose where they stand: for, against or beside the claim, or where the machine places them")
	}
	said := fmt.Sprintf("%s %s the claim from now on.", counted(len(acts), "The report stands", "reports stand"), f.Stance)
	if f.Stance == machine {
		said = fmt.Sprintf("%s by the machine again.", counted(len(acts), "The report is placed", "reports are placed"))
	}
	for i := range acts {
		acts[i].Kind, acts[i].Stance = news.ActPlace, news.Stance(f.Stance)
		if f.Stance == machine {
			acts[i].Kind, acts[i].Stance = news.ActUnplace, ""
		}
	}
	return d.answerClaim(w, r, f, said, c.ID, acts, err)
}

// machine is what is chosen to have the machine place a report.
const machine = "machine"

func counted(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf("%d %s", n, many)
}
