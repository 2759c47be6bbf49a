package desk

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/address"
	"onrecord/internal/web"
)

const (
	returnedEach = 50                 // on a page
	lately       = 7 * 24 * time.Hour // what is counted of what came back
)

type returnedPage struct {
	Rows     []returnedRow
	Kind     news.FeedbackKind
	Verdict  news.Verdict
	Kinds    []choice
	Verdicts []choice
	First    string // the address of the newest; empty: this is it
	Older    string // of those before these; empty: there are none
	Lately   int    // how many came in the last days, whatever is left out here
	Days     int
}

// choice is one of a list to choose from.
type choice struct {
	Value, Words string
	Chosen       bool
}

type returnedRow struct {
	news.Returned
	To string // the address as people read it
}

// returned lists what came back of mails, the newest first. Its pages begin below a number, so that what comes meanwhile moves nothing.
func (d *desk) returned(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	p := returnedPage{Kind: news.FeedbackKind(q.Get("kind")), Verdict: news.Verdict(q.Get("verdict")), Days: int(lately.Hours()) / 24}
	f := news.ReturnedFilter{Kind: p.Kind, Verdict: p.Verdict}
	if err := f.Validate(); err != nil {
		return err
	}
	before := int64(0)
	if given := q.Get("before"); given != "" {
		var err error
		if before, err = strconv.ParseInt(given, 10, 64); err != nil || before < 1 {
			return web.WrongQuery("before", given, "take the link on the page before")
		}
	}
	all, err := d.Store.Feedback(r.Context(), f, before, returnedEach+1)
	if err != nil {
		return err
	}
	counts, err := d.Store.CameBackSince(r.Context(), d.Clock.Now().Add(-lately))
	if err != nil {
		return err
	}
	for _, n := range counts {
		p.Lately += n
	}
	link := func(before int64) string {
		q := url.Values{}
		for name, value := range map[string]string{"kind": string(p.Kind), "verdict": string(p.Verdict)} {
			if value != "" {
				q.Set(name, value)
			}
		}
		if before > 0 {
			q.Set("before", strconv.FormatInt(before, 10))
		}
		if len(q) == 0 {
			return "/desk/returned"
		}
		return "/desk/returned?" + q.Encode()
	}
	if before > 0 {
		p.First = link(0)
	}
	if len(all) > returnedEach {
		all = all[:returnedEach]
		p.Older = link(all[len(all)-1].Seq)
	}
	for _, one := range all {
		p.Rows = append(p.Rows, returnedRow{one, address.Show(one.Address)})
	}
	for _, k := range news.ReturnedKinds() {
		p.Kinds = append(p.Kinds, choice{string(k), map[news.FeedbackKind]string{
			news.FeedbackBounced: "bounces", news.FeedbackComplained: "complaints", news.FeedbackUnknown: "what nobody could read", news.FeedbackDelayed: "delays",
		}[k], k == p.Kind})
	}
	for _, v := range news.ReturnedVerdicts() {
		p.Verdicts = append(p.Verdicts, choice{string(v), map[news.Verdict]string{
			news.VerdictDead: "no such mailbox", news.VerdictSoft: "it may be the mailbox", news.VerdictRefused: "the mail or its sender was refused",
		}[v], v == p.Verdict})
	}
	return d.show(w, r, http.StatusOK, "returned", "What came back", p)
}

// Tag is what kind a row is, in a word.
func (r returnedRow) Tag() string {
	switch r.Kind {
	case news.FeedbackComplained:
		return "complaint"
	case news.FeedbackUnknown:
		return "unread"
	case news.FeedbackDelayed:
		return "delay"
	}
	return "bounce"
}
