package desk

import (
	"fmt"
	"net/http"

	"onrecord/internal/news"
)

// undoClaimAct takes back what an editor did to a claim.
func (d *desk) undoClaimAct(w http.ResponseWriter, r *http.Request) error {
	story := news.ID(r.PathValue("id"))
	resting, err := d.Actions.Claims.UndoClaimAct(r.Context(), d.user(r.Context()), story, news.ID(typedIn(r, "act")))
	if err == nil {
		said := "That is undone."
		switch {
		case resting == 1:
			said += " One later act builds on it, and counts for nothing now."
		case resting > 1:
			said += fmt.Sprintf(" %d later acts build on it, and count for nothing now.", resting)
		}
		return d.acted(w, r, story, said, "#acts-title")
	}
	why, ok := refused(err)
	if !ok {
		return err
	}
	return d.showStory(w, r, http.StatusUnprocessableEntity, storyPage{Wrong: why})
}
