package webtest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/address"
	"onrecord/internal/web/site"
)

// Asked is what a reader's act was told.
type Asked struct {
	Publication, Address, Wording, Token string
	Visitor                              news.Visitor
	Until                                time.Time
	Wishes                               []news.Wish
}

// Readers are acts that are noted and do nothing else. Only the token "good" was made here; "paused" and "held" are those of readers
// who take a break, are moving, or whose address bounced.
func Readers(w *World, note func(act string, a Asked)) site.Readers { return readers{w, note} }

type readers struct {
	w    *World
	note func(act string, a Asked)
}

func made(token string) error {
	if token != "good" && token != "paused" && token != "held" {
		return news.Errorf(news.Forbidden, "this link was not made here, or was cut off; take the whole link from the mail")
	}
	return nil
}

func (r readers) act(act string, a Asked) error {
	if err := made(a.Token); err != nil {
		return err
	}
	r.note(act, a)
	return nil
}

func (r readers) Subscribe(_ context.Context, s news.SignUp, v news.Visitor) error {
	to, err := address.Parse(s.Address)
	if err != nil {
		return err
	}
	if strings.HasPrefix(to, "crowd@") {
		return news.Errorf(news.Conflict, "very many people are asking at this moment; please try again in an hour")
	}
	r.note("subscribe", Asked{Publication: s.Publication, Address: to, Wording: s.Wording, Visitor: v})
	return nil
}

func (r readers) LookConfirm(_ context.Context, token string) (news.Publication, error) {
	return r.w.Pubs[0], made(token)
}

func (r readers) LookUnsubscribe(_ context.Context, token string) (news.Publication, error) {
	return r.w.Pubs[0], made(token)
}

func (r readers) Confirm(_ context.Context, token string, v news.Visitor) (news.Publication, error) {
	return r.w.Pubs[0], r.act("confirm", Asked{Token: token, Visitor: v})
}

func (r readers) Unsubscribe(_ context.Context, token string, v news.Visitor) (news.Publication, error) {
	return r.w.Pubs[0], r.act("unsubscribe", Asked{Token: token, Visitor: v})
}

func (r readers) Preferences(_ context.Context, token string) (news.Preferences, error) {
	p := news.Preferences{Reader: news.Subscriber{ID: "reader", Address: "leser@xn--bcher-kva.example", Created: Now.AddDate(-1, 0, 0)}}
	for i, publication := range r.w.Pubs {
		p.Choices = append(p.Choices, news.Choice{Publication: publication, State: []news.SubscriptionState{news.Active, ""}[i%2]})
	}
	switch token {
	case "paused":
		p.Reader.PausedUntil, p.Reader.Language, p.Moving = Now.AddDate(0, 0, 20), "fr", "leser@example.com"
	case "held":
		p.Reader.Suppression = news.Suppression{Suppressed: news.ByBounce, SuppressedAt: Now.AddDate(0, 0, -3), SuppressedWhy: "550 5.1.1 no such user"}
	}
	return p, made(token)
}

func (r readers) Choose(_ context.Context, token string, wishes []news.Wish, v news.Visitor) error {
	return r.act("choose", Asked{Token: token, Wishes: wishes, Visitor: v})
}

func (r readers) Pause(_ context.Context, token string, until time.Time) error {
	if until.After(Now.Add(news.LongestPause)) {
		return news.FieldErrorf("until", "that is more than a year away; choose a day before, or end the subscription")
	}
	return r.act("pause", Asked{Token: token, Until: until})
}

func (r readers) SetLanguage(_ context.Context, token, language string) error {
	if err := (news.Subscriber{Language: language}).Validate(); err != nil {
		return err
	}
	return r.act("language "+language, Asked{Token: token})
}

func (r readers) Move(_ context.Context, token, to string) error {
	to, err := address.Parse(to)
	if err != nil {
		return err
	}
	return r.act("move", Asked{Token: token, Address: to})
}

func (r readers) Stay(_ context.Context, token string) error {
	return r.act("stay", Asked{Token: token})
}

func (r readers) LookMove(_ context.Context, token string) (news.Move, error) {
	return news.Move{From: "leser@xn--bcher-kva.example", To: "leser@example.com", Preferences: Base + "/preferences/good"}, made(token)
}

func (r readers) ConfirmMove(ctx context.Context, token, wording string, v news.Visitor) (news.Move, error) {
	m, _ := r.LookMove(ctx, token)
	return m, r.act("moved", Asked{Token: token, Wording: wording, Visitor: v})
}

func (r readers) Data(_ context.Context, token string) (news.ReaderData, error) {
	return news.ReaderData{Address: "leser@xn--bcher-kva.example", Since: Now, Subscriptions: []news.SubscriptionData{}}, made(token)
}

func (r readers) Erase(_ context.Context, token string) error {
	return r.act("erase", Asked{Token: token})
}

func (r readers) SendLink(_ context.Context, to string) error {
	to, err := address.Parse(to)
	if err != nil {
		return err
	}
	r.note(fmt.Sprintf("link to %s", to), Asked{Address: to})
	return nil
}
