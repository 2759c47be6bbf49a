package desk

import (
	"net/http"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// moveEvidence splits evidence off a claim as a new one, or moves it to another claim or to none.
func (d *desk) moveEvidence(w http.ResponseWriter, r *http.Request) error {
	c, ledger, gone, err := d.claimAt(w, r)
	if gone || err != nil {
		return err
	}
	f := claimForm{Which: "said", Wording: c.Wording, Words: typedIn(r, "words"), To: typedIn(r, "to"), Stance: typedIn(r, "stance"), Ticked: map[string]bool{}}
	a := news.ClaimAct{ClaimID: c.ID, Stance: news.Stance(f.Stance)}
	for _, keys := range r.PostForm["said"] {
		f.Ticked[keys] = true
		a.Evidence = append(a.Evidence, strings.Fields(strings.ToValidUTF8(keys, ""))...)
	}
	if len(a.Evidence) == 0 {
		return d.answerClaim(w, r, f, "", c.ID, nil, news.FieldErrorf("evidence", "tick at least one line of the evidence"))
	}
	if !stands(ledger, a.Evidence) {
		return d.answerClaim(w, r, f, "", c.ID, nil, news.Errorf(news.Conflict, "some of it is no longer in the ledger; somebody else may have moved it, or the text was changed"))
	}
	var said string
	place := c.ID
	switch r.PostFormValue("do") {
	case "split":
		a.Kind, a.Wording, a.Into = news.ActSplit, f.Words, news.NewID(d.Clock.Now())
		said, place = "That is a claim of its own from now on; it can be undone below.", a.Into
		err = whole(a)
	case "move":
		a.Kind = news.ActMove
		to := c // which changes how it stands there
		if f.To != "" {
			to, err = chosenClaim(f.To, "to", ledger.Claims)
		}
		if err == nil {
			a.Into, place = to.ID, to.ID
			if a.Stance == "" {
				err = news.FieldErrorf("stance", "choose how it stands there: for, against or beside the claim")
			} else {
				err = whole(a)
			}
		}
		said = "What was ticked stands here from now on; it can be undone below."
	case "none":
		a.Kind, a.Stance = news.ActMove, ""
		said = "What was ticked bears on no claim from now on; it can be undone below."
	default:
		return news.Errorf(news.Invalid, "nothing of the kind can be done with evidence")
	}
	return d.answerClaim(w, r, f, said, place, []news.ClaimAct{a}, err)
}

// stands says whether all that keys name is evidence in a ledger.
func stands(l news.Ledger, keys []string) bool {
	there := map[string]bool{}
	for _, c := range l.Claims {
		for _, e := range c.Evidence {
			there[e.Key] = true
		}
	}
	return !slices.ContainsFunc(keys, func(key string) bool { return !there[key] })
}
