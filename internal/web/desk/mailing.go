package desk

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"onrecord/internal/news"
	"onrecord/internal/web"
)

// messagesEach is how many single messages a page of a mailing shows.
const messagesEach = 50

type mailingPage struct {
	Edition     news.Edition
	Publication news.Publication
	Mailing     news.Sending // Number is 0 before it begins
	Words       string
	Rate        string // how quickly it goes, from two looks; empty: not known
	Again       string // the address of the next look
	States      []stateLink
	State       news.DeliveryState
	Query       string
	Error       string
	Found       []news.Addressed
	Further     string // the address of the next page; empty: there is none
	First       string // the address of the first page, on the others
	CSV         string
}

type stateLink struct {
	State   news.DeliveryState // empty: any
	Count   int
	Address string
}

// Done counts the messages that have come to an end.
func (p mailingPage) Done() int { return p.Mailing.Counts.Total() - p.Mailing.Counts.Open() }

// Percent is how much of the list that is, rounded down: it is 100 only when all is done.
func (p mailingPage) Percent() int {
	if p.Mailing.Counts.Total() == 0 {
		return 0
	}
	return 100 * p.Done() / p.Mailing.Counts.Total()
}

// Address is where the page of the mailing is.
func (p mailingPage) Address() string { return mailingAddress(p.Edition.ID) }

func mailingAddress(edition news.ID) string { return "/desk/editions/" + string(edition) + "/mailing" }

// mailingOf gives the mailing of the edition that an address is about.
func (d *desk) mailingOf(r *http.Request) (p mailingPage, err error) {
	ctx := r.Context()
	if p.Edition, err = d.Store.Edition(ctx, news.ID(r.PathValue("id"))); err != nil {
		return p, err
	}
	if p.Publication, err = d.Store.Publication(ctx, p.Edition.PublicationID); err != nil {
		return p, err
	}
	p.Mailing, err = d.Store.Sending(ctx, p.Edition.ID)
	if news.KindOf(err) == news.NotFound {
		p.Words = "It is mailed when it appears: then " + p.Edition.Audience.String() + " get it, if they have confirmed and are not pausing."
		return p, nil
	}
	now := d.Clock.Now()
	p.Words = p.Mailing.Words(now, clock(d.zone(ctx), now))
	return p, err
}

func (d *desk) mailing(w http.ResponseWriter, r *http.Request) error {
	p, err := d.mailingOf(r)
	if err != nil {
		return err
	}
	given := r.URL.Query()
	p.State, p.Query = news.DeliveryState(given.Get("state")), strings.TrimSpace(strings.ToValidUTF8(given.Get("q"), ""))
	if p.Mailing.Number == 0 {
		return d.show(w, r, http.StatusOK, "mailing", "Mailing of "+p.Edition.Title, p)
	}
	now := d.Clock.Now()
	p.Again = p.Address() + "?" + url.Values{"was": {fmt.Sprintf("%d-%d", now.UnixMilli(), p.Done())}}.Encode()
	p.Rate = rateSince(given.Get("was"), now, p)
	p.CSV = p.address("/messages.csv", "")
	p.states()
	status := http.StatusOK
	if !p.Mailing.Forgotten.IsZero() {
		return d.show(w, r, status, "mailing", "Mailing of "+p.Edition.Title, p)
	}
	if utf8.RuneCountInString(p.Query) > longQuery {
		p.Error, status = "That is too long for an address; give its beginning.", http.StatusUnprocessableEntity
	} else {
		var after string
		p.Found, after, err = d.Store.FindDeliveries(r.Context(), p.Mailing.Number, news.DeliveryFilter{State: p.State, Address: p.Query, After: given.Get("after")}, messagesEach)
		if news.KindOf(err) == news.Invalid {
			return web.WrongQuery("state", string(p.State), "write state=bounced, or another of waiting, sent, deferred, suppressed and cancelled")
		}
		if err != nil {
			return err
		}
		if after != "" {
			p.Further = p.address("", after) + "#messages"
		}
		if given.Get("after") != "" {
			p.First = p.address("", "") + "#messages"
		}
	}
	return d.show(w, r, status, "mailing", "Mailing of "+p.Edition.Title, p)
}

// address gives the address of a list of messages with the filter that is chosen.
func (p mailingPage) address(below, after string) string {
	q := url.Values{}
	for name, value := range map[string]string{"state": string(p.State), "q": p.Query, "after": after} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return p.Address() + below
	}
	return p.Address() + below + "?" + q.Encode()
}

// states makes the links by which one state is chosen: those that messages are in.
func (p *mailingPage) states() {
	c := p.Mailing.Counts
	all := []stateLink{
		{"", c.Total(), ""}, {news.Waiting, c.Waiting, ""}, {news.Sent, c.Sent, ""}, {news.Deferred, c.Deferred, ""},
		{news.Bounced, c.Bounced, ""}, {news.Suppressed, c.Suppressed, ""}, {news.Withheld, c.Cancelled, ""},
	}
	for _, l := range all {
		if l.State != "" && l.Count == 0 && l.State != p.State {
			continue
		}
		of := *p
		of.State = l.State
		l.Address = of.address("", "") + "#messages"
		p.States = append(p.States, l)
	}
}

// rateSince says how quickly messages go, from a look before, written as milliseconds since 1970 and how many were done then.
func rateSince(was string, now time.Time, p mailingPage) string {
	at, done, _ := strings.Cut(was, "-")
	then, err := strconv.ParseInt(at, 10, 64)
	n, wrong := strconv.Atoi(done)
	passed := now.Sub(time.UnixMilli(then)).Seconds()
	if err != nil || wrong != nil || passed < 0.1 || n >= p.Done() || p.Mailing.State != news.Underway {
		return ""
	}
	rate := float64(p.Done()-n) / passed
	said := number(int(math.Ceil(rate))) + " a second"
	if p.Mailing.Counts.Waiting == 0 {
		return said
	}
	return said + ", " + left(float64(p.Mailing.Counts.Waiting)/rate)
}

// left says how long something takes, about. mailing.js says it in the same words.
func left(seconds float64) string {
	switch {
	case seconds < 60:
		return "less than a minute left"
	case seconds < 5400:
		return fmt.Sprintf("about %d min left", int(math.Ceil(seconds/60)))
	}
	return fmt.Sprintf("about %d hours left", int(math.Round(seconds/3600)))
}

// liveCounts is what the page asks for every second.
type liveCounts struct {
	State   news.SendingState `json:"state"`
	Words   string            `json:"words"`
	At      int64             `json:"at"` // milliseconds since 1970
	Total   int               `json:"total"`
	Done    int               `json:"done"`
	Percent int               `json:"percent"`
	news.DeliveryCounts
}

func (d *desk) mailingCounts(w http.ResponseWriter, r *http.Request) error {
	p, err := d.mailingOf(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(liveCounts{p.Mailing.State, p.Words, d.Clock.Now().UnixMilli(), p.Mailing.Counts.Total(), p.Done(), p.Percent(), p.Mailing.Counts})
}

func (d *desk) controlMailing(w http.ResponseWriter, r *http.Request) error {
	id, who, said := news.ID(r.PathValue("id")), d.user(r.Context()), ""
	var err error
	switch r.PostFormValue("do") {
	case "pause":
		err, said = d.Actions.Mailings.PauseMailing(r.Context(), id, who), "The mailing is paused. What a mail server has at this moment still goes through."
	case "resume":
		err, said = d.Actions.Mailings.ResumeMailing(r.Context(), id), "The mailing goes on."
	case "cancel":
		err, said = d.Actions.Mailings.CancelMailing(r.Context(), id, who), "The mailing is cancelled. Who had not got the edition does not get it."
	default:
		err = news.FieldErrorf("do", "choose pause, resume or cancel")
	}
	if err != nil {
		return err
	}
	return d.done(w, r, said, mailingAddress(id))
}

func (d *desk) askCancel(w http.ResponseWriter, r *http.Request) error {
	p, err := d.mailingOf(r)
	if err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, "mailing-cancel", "Cancel a mailing", p)
}
