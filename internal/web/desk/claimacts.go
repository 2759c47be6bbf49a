package desk

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// claimAt gives the claim of the address, and the ledger that it stands in. If it no longer does, the story is shown with what was typed,
// and there is nothing more to do.
func (d *desk) claimAt(w http.ResponseWriter, r *http.Request) (c news.ClaimLedger, ledger news.Ledger, gone bool, err error) {
	ledger, err = d.Store.Ledger(r.Context(), news.ID(r.PathValue("id")))
	if err != nil {
		return c, ledger, false, err
	}
	id := news.ID(r.PathValue("claim"))
	if i := slices.IndexFunc(ledger.Claims, func(c news.ClaimLedger) bool { return c.ID == id }); i >= 0 {
		return ledger.Claims[i], ledger, false, nil
	}
	return c, ledger, true, d.showStory(w, r, http.StatusConflict, storyPage{Gone: true, Typed: typedIn(r, "wording") + typedIn(r, "words")})
}

// claimPlace is where a claim stands on its story's page, with all that bears on it.
func claimPlace(id news.ID) string {
	return "?claim=" + url.QueryEscape(string(id)) + "#claim-" + string(id)
}

// answerClaim does acts on a claim and leads to where they show. A form that is not taken is shown again.
func (d *desk) answerClaim(w http.ResponseWriter, r *http.Request, f claimForm, said string, place news.ID, acts []news.ClaimAct, err error) error {
	story := news.ID(r.PathValue("id"))
	var already []string
	if err == nil {
		already, err = d.Actions.Claims.EditClaims(r.Context(), d.user(r.Context()), story, acts)
	}
	switch {
	case err == nil && len(already) == len(acts):
		return d.done(w, r, nothingDone(already), storyAddress(story)+claimPlace(place))
	case err == nil && len(already) > 0:
		return d.acted(w, r, story, said+" "+counted(len(already), "One of them did so already.", "of them did so already."), claimPlace(place))
	case err == nil:
		return d.acted(w, r, story, said, claimPlace(place))
	}
	why, ok := refused(err)
	if !ok {
		return err
	}
	f.Wrong = why
	return d.showStory(w, r, http.StatusUnprocessableEntity, storyPage{of: news.ID(r.PathValue("claim")), form: f})
}

// nothingDone says kindly that what was asked for is so already.
func nothingDone(already []string) string {
	if len(already) == 1 {
		return "Nothing was changed: " + already[0] + "."
	}
	return fmt.Sprintf("Nothing was changed: all %d of them stand so already.", len(already))
}

// typedIn gives what was typed into a field, on one line.
func typedIn(r *http.Request, field string) string {
	return oneLine(strings.ToValidUTF8(strings.ReplaceAll(r.PostFormValue(field), "\x00", ""), ""))
}

// editClaim words, locks or unlocks a claim, makes it the central one, or part of another.
func (d *desk) editClaim(w http.ResponseWriter, r *http.Request) error {
	c, ledger, gone, err := d.claimAt(w, r)
	if gone || err != nil {
		return err
	}
	f := claimForm{Which: "word", Wording: c.Wording}
	a := news.ClaimAct{ClaimID: c.ID}
	var said string
	place := c.ID
	switch r.PostFormValue("do") {
	case "word":
		f.Wording = typedIn(r, "wording")
		a.Kind, a.Wording = news.ActReword, f.Wording
		said, err = "The claim keeps this wording from now on.", news.Claim{Wording: f.Wording}.Validate()
	case "lock":
		a.Kind, a.Wording = news.ActLock, c.Wording
		said = "The claim keeps its words, and stays, whatever comes."
	case "unlock":
		a.Kind = news.ActUnlock
		said = "The claim is left to the machine again."
	case "lead":
		a.Kind = news.ActLead
		said = "This is the central claim from now on."
	case "join":
		f.Which, f.Into = "join", typedIn(r, "into")
		var into news.ClaimLedger
		if into, err = chosenClaim(f.Into, "into", ledger.Claims); err == nil {
			a.Kind, a.Into, place = news.ActMerge, into.ID, into.ID
			err = whole(a)
		}
		said = "The two are one claim from now on; it can be undone below."
	default:
		return news.Errorf(news.Invalid, "nothing of the kind can be done to a claim")
	}
	return d.answerClaim(w, r, f, said, place, []news.ClaimAct{a}, err)
}

// whole says what is missing of an act, before it is known who does it and when.
func whole(a news.ClaimAct) error {
	a.By, a.StoryID, a.At = "somebody", "a story", a.At.AddDate(1, 0, 0)
	return a.Validate()
}
