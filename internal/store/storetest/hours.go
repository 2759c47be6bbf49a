package storetest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/store"
)

// tick asks for what is due in a transaction of its own, as the flow does.
func tick(ctx context.Context, t *testing.T, s *store.Store, list func(context.Context, time.Time) ([]news.ID, error), at time.Time) (ids []news.ID) {
	t.Helper()
	ok(t, s.Within(ctx, func(ctx context.Context) (err error) {
		ids, err = list(ctx, at)
		return err
	}))
	return ids
}

func lateEditions(t *testing.T, w *world) {
	p := w.publication(t, "alert")
	p.Late, p.Remind, p.Postal = 2*time.Hour, 30*time.Minute, "One Street, 12345 Town"
	ok(t, w.SavePublication(w.ctx, p))
	if got, err := w.Publication(w.ctx, p.ID); err != nil || !reflect.DeepEqual(got, p) {
		t.Errorf("got %+v, %v", got, err)
	}
	e := w.edition(t, p, "2031-03-02", now, news.Approved)
	due := func(at time.Time) int { return len(tick(w.ctx, t, w.Store, w.DueEditions, at)) }

	if n := due(now.Add(2*time.Hour + time.Second)); n != 0 {
		t.Error("an edition that is held is to appear")
	}
	if n := due(now.Add(2 * time.Hour)); n != 1 {
		t.Error("an edition that is late, but not too late, is not to appear")
	}
	e.ReleasedBy, e.ReleasedAt = "ada", now.Add(100*time.Hour)
	ok(t, w.SaveEdition(w.ctx, e))
	if got, err := w.Edition(w.ctx, e.ID); err != nil || !reflect.DeepEqual(got, e) {
		t.Errorf("got %+v, %v", got, err)
	}
	if n := due(now.Add(100 * time.Hour)); n != 1 {
		t.Error("an edition that was released is not to appear at once")
	}
	// A clock that was a month ahead when the job was asked for does not keep it from being asked for again.
	ok(t, w.SaveEdition(w.ctx, e))
	e.ReleasedAt = now.Add(800 * time.Hour)
	ok(t, w.SaveEdition(w.ctx, e))
	if n := due(now.Add(800 * time.Hour)); n != 1 {
		t.Error("it is not due by a clock that is ahead")
	}
	if n := due(now.Add(time.Minute)); n != 1 {
		t.Error("it is not due when the clock is back")
	}
}

func summonses(t *testing.T, w *world) {
	p := w.publication(t, "alert")
	p.Late, p.Remind = 2*time.Hour, time.Hour
	ok(t, w.SavePublication(w.ctx, p))
	user := func(name, mail string) {
		ok(t, w.SaveUser(w.ctx, news.User{ID: w.id(), Name: name, Password: "$argon2id$v=19$x", Mail: mail, Created: now}))
	}
	user("ada", "ada@example.org")
	user("bo", "")
	user("cy", "cy@example.org")
	draft := w.edition(t, p, "2031-03-02", now, news.Draft)
	approved := w.edition(t, p, "2031-03-04", now.AddDate(0, 0, 2), news.Approved)
	told := func(at time.Time) (out []string) {
		t.Helper()
		for _, id := range tick(w.ctx, t, w.Store, w.DueSummonses, at) {
			v, err := w.Summons(w.ctx, id)
			ok(t, err)
			if !v.At.Equal(at) || v.EditionID != draft.ID && v.EditionID != approved.ID {
				t.Errorf("%+v", v)
			}
			out = append(out, fmt.Sprintf("%s %s <%s> of %s", v.Kind, v.Editor, v.Address, v.Occasion.Format("02 15:04")))
		}
		return out
	}
	for _, c := range []struct {
		what string
		at   time.Time
		want []string
	}{
		{"long before", now.Add(-2 * time.Hour), nil},
		{"an hour before", now.Add(-time.Hour), []string{"approve ada <ada@example.org> of 02 05:00", "approve cy <cy@example.org> of 02 05:00"}},
		{"once more", now.Add(-time.Minute), nil},
		{"the clock goes back", now.Add(-90 * time.Minute), nil},
		{"and comes again", now.Add(-50 * time.Minute), nil},
		{"the machine was off for a week", now.AddDate(0, 0, 7), []string{"release ada <ada@example.org> of 04 05:00", "release cy <cy@example.org> of 04 05:00"}},
		{"once more", now.AddDate(0, 0, 8), nil},
	} {
		if got := told(c.at); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
	_, err := w.Summons(w.ctx, "nobody")
	kind(t, err, news.NotFound)
	if n, err := w.UsersWithMail(w.ctx); err != nil || n != 2 {
		t.Errorf("%d users can be told, %v", n, err)
	}

	halted := news.Summons{Kind: news.ToResume, EditionID: draft.ID, Occasion: now, Said: "554 5.7.1 go away", At: now}
	ids, err := w.Summon(w.ctx, halted)
	if err != nil || len(ids) != 2 {
		t.Fatalf("%v, %v", ids, err)
	}
	if v, err := w.Summons(w.ctx, ids[1]); err != nil || v.Said != halted.Said || v.Editor != "cy" || !v.Occasion.Equal(now) {
		t.Errorf("%+v, %v", v, err)
	}
}

func nobodyToSummon(t *testing.T, w *world) {
	p := w.publication(t, "alert")
	p.Remind = time.Hour
	ok(t, w.SavePublication(w.ctx, p))
	w.edition(t, p, "2031-03-02", now, news.Draft)
	ids := tick(w.ctx, t, w.Store, w.DueSummonses, now)
	if len(ids) != 1 {
		t.Fatalf("%v; one stands for all", ids)
	}
	if v, err := w.Summons(w.ctx, ids[0]); err != nil || v.Address != "" || v.Editor != "" {
		t.Errorf("%+v, %v", v, err)
	}
	if ids := tick(w.ctx, t, w.Store, w.DueSummonses, now.Add(time.Minute)); ids != nil {
		t.Errorf("once more: %v", ids)
	}
}

// twoMachines look for what is due in the same moment: each thing is found by one of them.
func twoMachines(t *testing.T, w *world) {
	p := w.publication(t, "alert")
	p.Remind = time.Hour
	ok(t, w.SavePublication(w.ctx, p))
	ok(t, w.SaveUser(w.ctx, news.User{ID: w.id(), Name: "ada", Password: "$argon2id$v=19$x", Mail: "ada@example.org", Created: now}))
	const many = 5
	for i := range many {
		w.edition(t, p, fmt.Sprintf("2031-03-0%d", i+1), now, []news.EditionState{news.Approved, news.Draft}[i%2])
	}
	machines := []*store.Store{w.Store, w.again(t)}
	found := make(chan []news.ID, 4*len(machines))
	errs := make(chan error, cap(found))
	for i := range cap(found) {
		s := machines[i%2]
		list := s.DueEditions
		if i >= cap(found)/2 {
			list = s.DueSummonses
		}
		go func() {
			errs <- s.Within(w.ctx, func(ctx context.Context) error {
				ids, err := list(ctx, now)
				found <- ids
				return err
			})
		}()
	}
	seen := map[news.ID]int{}
	for range cap(found) {
		ok(t, <-errs)
		for _, id := range <-found {
			seen[id]++
		}
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s was found %d times", id, n)
		}
	}
	if len(seen) != many {
		t.Errorf("%d were found, want %d", len(seen), many)
	}
}

// changedTogether: what is read in a transaction to be changed is not changed by others meanwhile.
func changedTogether(t *testing.T, w *world) {
	e := w.edition(t, w.publication(t, "alert"), "2031-03-02", now, news.Draft)
	e.Title = ""
	ok(t, w.SaveEdition(w.ctx, e))
	machines := []*store.Store{w.Store, w.again(t)}
	errs := make(chan error, 12)
	for i := range cap(errs) {
		s := machines[i%2]
		go func() {
			errs <- s.Within(w.ctx, func(ctx context.Context) error {
				e, err := s.Edition(ctx, e.ID)
				if i%3 == 0 {
					e, err = s.EditionBySlug(ctx, e.PublicationID, e.Slug)
				}
				if err != nil {
					return err
				}
				e.Title += "x"
				return s.SaveEdition(ctx, e)
			})
		}()
	}
	for range cap(errs) {
		ok(t, <-errs)
	}
	if e, err := w.Edition(w.ctx, e.ID); err != nil || e.Title != strings.Repeat("x", cap(errs)) {
		t.Errorf("of %d changes there are %q, %v", cap(errs), e.Title, err)
	}
}

// audiences: an edition goes to those of its publication whom it is for.
func audiences(t *testing.T, w *world) {
	p := w.publication(t, "alert") // in English
	add := func(address, language string, state news.SubscriptionState, tags ...string) {
		s := w.reader(t, p, address+"@example.org", state)
		ok(t, w.SaveSubscriber(w.ctx, news.Subscriber{ID: s.SubscriberID, Address: address + "@example.org", Language: language, Tags: tags}))
	}
	add("ann", "", news.Active, "donor", "press")
	add("bo", "he", news.Active, "donor-2030")
	add("cy", "HE", news.Active, "press")
	add("dee", "fr", news.Active)
	add("eve", "he", news.Ended, "press")
	w.reader(t, w.publication(t, "briefs"), "other@example.org", news.Active)
	for i, c := range []struct {
		to   news.Audience
		want string
	}{
		{news.Audience{}, "ann bo cy dee"},
		{news.Audience{Languages: []string{"he"}}, "bo cy"},
		{news.Audience{Languages: []string{"he", "en"}}, "ann bo cy"},
		{news.Audience{Tags: []string{"donor"}}, "ann"},
		{news.Audience{Tags: []string{"press", "donor-2030"}}, "ann bo cy"},
		{news.Audience{Languages: []string{"He", "fr"}, Tags: []string{"press"}}, "cy"},
		{news.Audience{Tags: []string{"%"}}, ""},
	} {
		e := w.edition(t, p, fmt.Sprintf("2031-03-1%d", i), now, news.Published)
		e.Audience = c.to
		ok(t, w.SaveEdition(w.ctx, e))
		if got, err := w.Edition(w.ctx, e.ID); err != nil || !reflect.DeepEqual(got.Audience, c.to) {
			t.Errorf("it is kept as %+v, %v", got.Audience, err)
		}
		v := w.mailing(t, e, "one")
		listed, err := w.WaitingDeliveries(w.ctx, v.Number, "", now, 10)
		ok(t, err)
		var got []string
		for _, d := range listed {
			got = append(got, strings.TrimSuffix(d.Address, "@example.org"))
		}
		if all := strings.Join(got, " "); all != c.want || v.State != news.Underway {
			t.Errorf("%s: listed are %q, want %q", c.to, all, c.want)
		}
		n, err := w.CountReaders(w.ctx, news.ToBeMailed(p.ID, c.to, now))
		if err != nil || n != len(got) {
			t.Errorf("%s: %d are counted and %d listed, %v", c.to, n, len(got), err)
		}
	}
	// Who gets no mail at this moment is not counted: ann is suppressed, and bo pauses for an hour.
	find := func(address string) news.Subscriber {
		t.Helper()
		u, err := w.SubscriberByAddress(w.ctx, address+"@example.org")
		ok(t, err)
		return u
	}
	ok(t, w.Suppress(w.ctx, find("ann").ID, news.ByComplaint, "said so", now))
	bo := find("bo")
	bo.PausedUntil = now.Add(time.Hour)
	ok(t, w.SaveSubscriber(w.ctx, bo))
	for at, want := range map[time.Time]int{now: 2, now.Add(time.Hour): 3} {
		if n, err := w.CountReaders(w.ctx, news.ToBeMailed(p.ID, news.Audience{}, at)); err != nil || n != want {
			t.Errorf("at %v %d would be mailed, want %d, %v", at, n, want, err)
		}
	}
}
