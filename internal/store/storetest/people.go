package storetest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

func subscribers(t *testing.T, w *world) {
	p := w.publication(t, "alert")
	u := news.Subscriber{ID: w.id(), Address: "Reader@example.org", Language: "pt-BR", Tags: []string{"donor", "press"}, PausedUntil: now.Add(time.Hour), Created: now}
	ok(t, w.SaveSubscriber(w.ctx, u))
	kind(t, w.SaveSubscriber(w.ctx, news.Subscriber{ID: w.id(), Address: "reader@EXAMPLE.org"}), news.Conflict)
	got, err := w.SubscriberByAddress(w.ctx, "READER@example.org")
	ok(t, err)
	if !reflect.DeepEqual(got, u) {
		t.Errorf("got %+v, want %+v", got, u)
	}
	u.Address, u.Language, u.Tags, u.PausedUntil = "new@example.org", "", []string{}, time.Time{}
	ok(t, w.SaveSubscriber(w.ctx, u))
	if got, err = w.Subscriber(w.ctx, u.ID); err != nil || !reflect.DeepEqual(got, u) {
		t.Errorf("got %+v, %v", got, err)
	}
	_, err = w.SubscriberByAddress(w.ctx, "reader@example.org")
	kind(t, err, news.NotFound)
	if _, err := w.Subscriber(w.ctx, "nix"); err == nil || err.Error() != "there is no such reader" { // the word that people see
		t.Errorf("of nobody it is said: %v", err)
	}

	s := news.Subscription{ID: w.id(), SubscriberID: u.ID, PublicationID: p.ID, State: news.Pending, Changed: now}
	ok(t, w.SaveSubscription(w.ctx, s))
	s.State, s.Changed = news.Active, now.Add(time.Hour)
	ok(t, w.SaveSubscription(w.ctx, s))
	if got, err := w.SubscriptionOf(w.ctx, u.ID, p.ID); err != nil || got != s {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := w.Subscription(w.ctx, s.ID); err != nil || got != s {
		t.Errorf("got %+v, %v", got, err)
	}
	kind(t, w.SaveSubscription(w.ctx, news.Subscription{ID: w.id(), SubscriberID: u.ID, PublicationID: p.ID, State: news.Pending}), news.Conflict)
	if counts, err := w.SubscriptionCounts(w.ctx, p.ID); err != nil || counts[news.Active] != 1 || counts[news.Pending] != 0 {
		t.Errorf("counts: %v, %v", counts, err)
	}
	other := news.Subscription{ID: w.id(), SubscriberID: u.ID, PublicationID: w.publication(t, "briefs").ID, State: news.Pending, Changed: now}
	ok(t, w.SaveSubscription(w.ctx, other))
	if all, err := w.SubscriptionsOf(w.ctx, u.ID); err != nil || len(all) != 2 || all[0] != s || all[1] != other {
		t.Errorf("all: %+v, %v", all, err)
	}
}

func proof(t *testing.T, w *world) {
	p := w.publication(t, "alert")
	s, other := w.reader(t, p, "a@example.org", news.Pending), w.reader(t, p, "b@example.org", news.Pending)
	first := news.Consent{SubscriptionID: s.ID, At: now, Act: news.Asked, Address: "192.0.2.1", Agent: "Browser/1.0", Wording: "three days a week"}
	mailed := news.Consent{SubscriptionID: s.ID, At: now, Act: news.ConfirmMailed, Mail: "Press the button: LINK", MessageID: "1@example.org", Note: "250 taken"}
	same := first
	same.SubscriptionID = other.ID
	for _, c := range []news.Consent{first, mailed, same, {SubscriptionID: s.ID, At: now, Act: news.Confirmed}} {
		ok(t, w.AddConsent(w.ctx, c))
	}
	if lines, err := w.Consents(w.ctx, s.ID); err != nil || len(lines) != 3 || lines[0] != first || lines[1] != mailed {
		t.Errorf("proof: %+v, %v", lines, err)
	}
	if lines, err := w.Consents(w.ctx, other.ID); err != nil || len(lines) != 1 || lines[0] != same {
		t.Errorf("proof: %+v, %v", lines, err)
	}
	if n := w.count(t, `SELECT count(*) FROM proof_text`); n != 2 {
		t.Errorf("what all were shown is kept %d times, and not twice", n)
	}
}

// proofStays: not even who writes SQL by hand changes a line by a slip.
func proofStays(t *testing.T, w *world) {
	s := w.reader(t, w.publication(t, "alert"), "a@example.org", news.Pending)
	c := news.Consent{SubscriptionID: s.ID, At: now, Act: news.Asked, Address: "192.0.2.1", Agent: "Browser/1.0", Wording: "three days a week"}
	ok(t, w.AddConsent(w.ctx, c))
	tries := []string{
		`UPDATE consent SET act = 'confirmed'`,
		`UPDATE consent SET address = ''`,
		`UPDATE consent SET address = '', agent = '', message_id = '', note = ''`, // as Erase does, of a reader who is there
		`DELETE FROM consent`,
		`UPDATE proof_text SET text = 'every day'`,
		`DELETE FROM proof_text`,
	}
	if w.Postgres() != nil {
		tries = append(tries, `TRUNCATE consent`, `TRUNCATE proof_text CASCADE`)
	}
	for _, try := range tries {
		if err := w.sql(t, try); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", try, err)
		}
	}
	ok(t, w.Erase(w.ctx, s.SubscriberID, "h", now))
	if err := w.sql(t, `UPDATE consent SET act = 'confirmed', address = '', agent = '', message_id = '', note = ''`); err == nil {
		t.Error("what an erased reader did was changed")
	}
	if lines, err := w.Consents(w.ctx, s.ID); err != nil || len(lines) != 1 || lines[0].Act != news.Asked || lines[0].Wording != c.Wording {
		t.Errorf("%+v, %v", lines, err)
	}
}

// sql runs a statement as somebody at the database's own prompt would.
func (w *world) sql(t *testing.T, statement string) error {
	t.Helper()
	if pool := w.Postgres(); pool != nil {
		_, err := pool.Exec(w.ctx, statement)
		return err
	}
	_, err := w.SQLite().ExecContext(w.ctx, statement)
	return err
}

func (w *world) count(t *testing.T, query string) (n int) {
	t.Helper()
	if pool := w.Postgres(); pool != nil {
		ok(t, pool.QueryRow(w.ctx, query).Scan(&n))
		return n
	}
	ok(t, w.SQLite().QueryRowContext(w.ctx, query).Scan(&n))
	return n
}

func suppression(t *testing.T, w *world) {
	s := w.reader(t, w.publication(t, "alert"), "a@example.org", news.Active)
	is := func(by news.SuppressedBy, why string) {
		t.Helper()
		u, err := w.Subscriber(w.ctx, s.SubscriberID)
		if err != nil || u.Suppressed != by || u.SuppressedWhy != why || u.SuppressedAt.IsZero() != (by == "") {
			t.Errorf("it is %+v, %v; want %s: %s", u.Suppression, err, by, why)
		}
	}
	ok(t, w.Suppress(w.ctx, s.SubscriberID, news.ByBounce, "550 5.1.1 no such user", now))
	ok(t, w.Suppress(w.ctx, s.SubscriberID, news.ByBounce, "550 again", now.Add(time.Hour)))
	is(news.ByBounce, "550 5.1.1 no such user")
	ok(t, w.Suppress(w.ctx, s.SubscriberID, news.ByOperator, "asked by telephone", now))
	ok(t, w.Suppress(w.ctx, s.SubscriberID, news.ByComplaint, "abuse", now))
	is(news.ByOperator, "asked by telephone")
	ok(t, w.SaveSubscriber(w.ctx, news.Subscriber{ID: s.SubscriberID, Address: "a2@example.org"}))
	is(news.ByOperator, "asked by telephone")
	ok(t, w.Unsuppress(w.ctx, s.SubscriberID))
	is("", "")
	kind(t, w.Suppress(w.ctx, w.id(), news.ByBounce, "", now), news.NotFound)
	kind(t, w.Suppress(w.ctx, s.SubscriberID, "nobody", "", now), news.Invalid)
	kind(t, w.Suppress(w.ctx, s.SubscriberID, "", "", now), news.Invalid)
	kind(t, w.Unsuppress(w.ctx, w.id()), news.NotFound)
}

func softBounces(t *testing.T, w *world) {
	s := w.reader(t, w.publication(t, "alert"), "a@example.org", news.Active)
	const day = 24 * time.Hour
	for i, c := range []struct {
		after      time.Duration
		soft       int
		suppressed bool
	}{
		{0, 1, false},
		{time.Hour, 1, false},          // the same day
		{day, 2, false},                // the next
		{day + 23*time.Hour, 2, false}, // that day still
		{40 * day, 1, false},           // long after: the first again
		{41 * day, 2, false},           //
		{42 * day, 3, true},            //
		{43 * day, 3, true},            // and it stays so
	} {
		suppressed, err := w.SoftBounce(w.ctx, s.SubscriberID, now.Add(c.after), 3)
		ok(t, err)
		u, err := w.Subscriber(w.ctx, s.SubscriberID)
		ok(t, err)
		if u.Soft != c.soft || suppressed != c.suppressed || (u.Suppressed == news.ByBounce) != c.suppressed {
			t.Errorf("after bounce %d: %d counted, %t, %+v", i, u.Soft, suppressed, u.Suppression)
		}
	}
	ok(t, w.Unsuppress(w.ctx, s.SubscriberID))
	if u, err := w.Subscriber(w.ctx, s.SubscriberID); err != nil || u.Soft != 0 || !u.SoftAt.IsZero() {
		t.Errorf("%+v, %v", u, err)
	}
	_, err := w.SoftBounce(w.ctx, w.id(), now, 3)
	kind(t, err, news.NotFound)
}

func readerLists(t *testing.T, w *world) {
	p := w.publication(t, "alert") // in English
	add := func(address, language string, state news.SubscriptionState, tags ...string) news.ID {
		s := w.reader(t, p, address, state)
		ok(t, w.SaveSubscriber(w.ctx, news.Subscriber{ID: s.SubscriberID, Address: address, Language: language, Tags: tags}))
		return s.SubscriberID
	}
	add("ann@example.org", "", news.Active, "donor", "press")
	add("bo@example.org", "fr", news.Active, "donor-2030")
	cy := add("cy_1@example.org", "EN", news.Pending)
	add("dee@example.com", "", news.Ended, "press")
	w.reader(t, w.publication(t, "briefs"), "other@example.org", news.Active)
	ok(t, w.Suppress(w.ctx, cy, news.ByComplaint, "abuse", now))
	for _, c := range []struct {
		filter news.ReaderFilter
		want   string
	}{
		{news.ReaderFilter{}, "ann bo cy_1 dee"},
		{news.ReaderFilter{State: news.Active}, "ann bo"},
		{news.ReaderFilter{Tag: "donor"}, "ann"},
		{news.ReaderFilter{Tag: "press", State: news.Ended}, "dee"},
		{news.ReaderFilter{Language: "en"}, "ann cy_1 dee"},
		{news.ReaderFilter{Language: "FR"}, "bo"},
		{news.ReaderFilter{Suppressed: news.Anything}, "cy_1"},
		{news.ReaderFilter{Suppressed: news.ByBounce}, ""},
		{news.ReaderFilter{Suppressed: news.ByComplaint}, "cy_1"},
		{news.ReaderFilter{Address: "EXAMPLE.com"}, "dee"},
		{news.ReaderFilter{Address: "y_"}, "cy_1"},
		{news.ReaderFilter{Address: "%"}, ""},
	} {
		c.filter.PublicationID = p.ID
		var names []string
		for after := news.ID(""); ; {
			page, err := w.Readers(w.ctx, c.filter, after, 2)
			ok(t, err)
			for _, r := range page {
				name, _, _ := strings.Cut(r.Address, "@")
				names, after = append(names, name), r.ID
				if r.Subscription.SubscriberID != r.ID || r.Subscription.PublicationID != p.ID {
					t.Errorf("%+v", r)
				}
			}
			if len(page) < 2 {
				break
			}
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%+v gives %q, want %q", c.filter, got, c.want)
		}
		if n, err := w.CountReaders(w.ctx, c.filter); err != nil || n != len(names) {
			t.Errorf("%+v counts %d, %v; want %d", c.filter, n, err, len(names))
		}
	}
}

func errands(t *testing.T, w *world) {
	s := w.reader(t, w.publication(t, "alert"), "a@example.org", news.Active)
	e := news.Errand{ID: w.id(), Kind: news.ToMove, SubscriberID: s.SubscriberID, Address: "New@example.org", At: now}
	ok(t, w.AddErrand(w.ctx, e))
	if got, err := w.Errand(w.ctx, e.ID); err != nil || got != e {
		t.Errorf("%+v, %v", got, err)
	}
	ok(t, w.AddErrand(w.ctx, news.Errand{ID: w.id(), Kind: news.ToConfirm, SubscriberID: s.SubscriberID, SubscriptionID: s.ID, Address: "a@example.org", At: now.Add(time.Hour)}))
	ok(t, w.AddErrand(w.ctx, news.Errand{ID: w.id(), Kind: news.ToAsk, SubscriberID: s.SubscriberID, SubscriptionID: s.ID, Address: "new@example.org", At: now.Add(-time.Second)}))
	for _, c := range []struct {
		address string
		since   time.Duration
		to, all int
	}{{"new@EXAMPLE.org", 0, 1, 2}, {"new@example.org", -time.Second, 2, 2}, {"new@example.org", time.Minute, 0, 1}, {"nobody@example.org", 0, 0, 2}} {
		if to, all, err := w.CountErrands(w.ctx, c.address, now.Add(c.since)); err != nil || to != c.to || all != c.all {
			t.Errorf("%+v: %d, %d, %v", c, to, all, err)
		}
	}
	ok(t, w.UseErrand(w.ctx, e.ID, now))
	kind(t, w.UseErrand(w.ctx, e.ID, now), news.Conflict)
	ok(t, w.DropErrands(w.ctx, s.SubscriberID, news.ToMove)) // it was used
	ok(t, w.DropErrands(w.ctx, s.SubscriberID, news.ToConfirm))
	ok(t, w.DropErrands(w.ctx, s.SubscriberID, news.ToAsk))
	if all, err := w.ErrandsOf(w.ctx, s.SubscriberID); err != nil || len(all) != 3 || all[0].ID != e.ID || !all[0].Used.Equal(now) || all[1].Kind != news.Dropped || all[2].Kind != news.Dropped {
		t.Errorf("%+v, %v", all, err)
	}
	ok(t, w.ForgetErrands(w.ctx, now))
	ok(t, w.ForgetErrands(w.ctx, now.Add(time.Second)))
	_, err := w.Errand(w.ctx, e.ID)
	kind(t, err, news.NotFound)
}

func erasure(t *testing.T, w *world) {
	p := w.publication(t, "alert")
	e := w.edition(t, p, "2031-03-02", now, news.Published)
	s, other := w.reader(t, p, "ann@example.org", news.Active), w.reader(t, p, "bo@example.org", news.Active)
	ok(t, w.SaveSubscriber(w.ctx, news.Subscriber{ID: s.SubscriberID, Address: "ann@example.org", Language: "fr", Tags: []string{"donor"}, PausedUntil: now}))
	ok(t, w.Suppress(w.ctx, s.SubscriberID, news.ByBounce, "550 <ann@example.org>", now))
	ok(t, w.AddConsent(w.ctx, news.Consent{SubscriptionID: s.ID, At: now, Act: news.Asked, Address: "192.0.2.1", Agent: "Browser/1.0", Wording: "three days", MessageID: "m", Note: "ann@example.org"}))
	ok(t, w.AddConsent(w.ctx, news.Consent{SubscriptionID: other.ID, At: now, Act: news.Asked, Address: "192.0.2.2"}))
	ok(t, w.AddErrand(w.ctx, news.Errand{ID: w.id(), Kind: news.ToMove, SubscriberID: s.SubscriberID, Address: "ann@example.com", At: now}))
	v := w.mailing(t, e, "one")
	for _, u := range []news.Subscription{s, other} {
		_, err := w.Settle(w.ctx, v.Number, "one", []news.Outcome{{Subscription: u.ID, Subscriber: u.SubscriberID, From: news.Waiting, To: news.Bounced, At: now, Reply: "550 <ann@example.org>: who is that?"}}, 5)
		ok(t, err)
	}

	for i, r := range []news.Returned{
		{Sending: v.Number, Subscription: s.ID, Subscriber: s.SubscriberID, Feedback: news.Feedback{Kind: news.FeedbackComplained, At: now, Reply: "ann@example.org called it spam"}},
		{Feedback: news.Feedback{Kind: news.FeedbackUnknown, At: now, Address: "Ann@example.org", Reply: "ann@example.org?"}},
	} {
		ok(t, w.TakeFeedback(w.ctx, r, fmt.Sprint(i), 5))
	}
	ok(t, w.Erase(w.ctx, s.SubscriberID, "hash", now.Add(time.Hour)))
	kind(t, w.Erase(w.ctx, s.SubscriberID, "hash", now), news.NotFound)
	kind(t, w.Erase(w.ctx, w.id(), "hash2", now), news.NotFound)
	for hash, want := range map[string]bool{"hash": true, "hash2": false} {
		if is, err := w.Erased(w.ctx, hash); err != nil || is != want {
			t.Errorf("%s: %t, %v", hash, is, err)
		}
	}
	if u, err := w.Subscriber(w.ctx, s.SubscriberID); err != nil || !reflect.DeepEqual(u, news.Subscriber{ID: s.SubscriberID, Tags: []string{}, Created: now, Erased: now.Add(time.Hour)}) {
		t.Errorf("the reader is %+v, %v", u, err)
	}
	kind(t, w.SaveSubscriber(w.ctx, news.Subscriber{ID: s.SubscriberID, Address: "ann@example.org"}), news.NotFound)
	ok(t, w.Suppress(w.ctx, s.SubscriberID, news.ByComplaint, "from ann@example.org", now))
	if got, err := w.Subscription(w.ctx, s.ID); err != nil || got.State != news.Ended || !got.Changed.Equal(now.Add(time.Hour)) {
		t.Errorf("%+v, %v", got, err)
	}
	if lines, err := w.Consents(w.ctx, s.ID); err != nil || len(lines) != 1 || lines[0] != (news.Consent{SubscriptionID: s.ID, At: now, Act: news.Asked, Wording: "three days"}) {
		t.Errorf("the proof is %+v, %v", lines, err)
	}
	if lines, err := w.Consents(w.ctx, other.ID); err != nil || len(lines) != 1 || lines[0].Address != "192.0.2.2" {
		t.Errorf("another's proof is %+v, %v", lines, err)
	}
	for _, u := range []news.Subscription{s, other} {
		if d, err := w.Delivery(w.ctx, v.Number, u.ID); err != nil || (u.ID == s.ID) != (d.Reply == "") {
			t.Errorf("%+v, %v", d, err)
		}
	}
	_, err := w.Settle(w.ctx, v.Number, "one", []news.Outcome{{Subscription: other.ID, From: news.Bounced, To: news.Bounced, At: now}}, 5)
	ok(t, err)
	if all, err := w.ErrandsOf(w.ctx, s.SubscriberID); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
	// What was on its way, and what comes back later, does not bring the address back.
	_, err = w.Settle(w.ctx, v.Number, "one", []news.Outcome{{Subscription: s.ID, Subscriber: s.SubscriberID, From: news.Bounced, To: news.Deferred, At: now, Reply: "450 <ann@example.org> later"}}, 5)
	ok(t, err)
	for i, kind := range []news.FeedbackKind{news.FeedbackBounced, news.FeedbackComplained, news.FeedbackDelayed} {
		r := news.Returned{Subscriber: s.SubscriberID, Feedback: news.Feedback{Kind: kind, At: now, Reply: "ann@example.org?"}}
		ok(t, w.TakeFeedback(w.ctx, r, fmt.Sprint("late ", i), 5))
	}
	// The address is nowhere in the database.
	for _, table := range []string{"subscriber", "subscription", "consent", "proof_text", "delivery", "errand", "erased", "feedback"} {
		if found := w.rows(t, table); strings.Contains(strings.ToLower(found), "ann@") {
			t.Errorf("%s has %s", table, found)
		}
	}
	// Who comes back by themselves is a new reader.
	w.reader(t, p, "ann@example.org", news.Pending)
	if u, err := w.SubscriberByAddress(w.ctx, "ann@example.org"); err != nil || u.ID == s.SubscriberID {
		t.Errorf("%+v, %v", u, err)
	}
}

func unconfirmed(t *testing.T, w *world) {
	p, other := w.publication(t, "alert"), w.publication(t, "briefs")
	old := w.reader(t, p, "old@example.org", news.Pending)
	w.reader(t, p, "active@example.org", news.Active)
	w.reader(t, p, "ended@example.org", news.Ended)
	again := w.reader(t, p, "again@example.org", news.Pending)
	ok(t, w.SaveSubscription(w.ctx, news.Subscription{ID: w.id(), SubscriberID: again.SubscriberID, PublicationID: other.ID, State: news.Pending, Changed: now.Add(time.Hour)}))
	some := w.reader(t, p, "some@example.org", news.Pending)
	ok(t, w.SaveSubscription(w.ctx, news.Subscription{ID: w.id(), SubscriberID: some.SubscriberID, PublicationID: other.ID, State: news.Active, Changed: now}))
	trap := w.reader(t, p, "trap@example.org", news.Pending)
	ok(t, w.Suppress(w.ctx, trap.SubscriberID, news.ByOperator, "a trap", now))
	if all, err := w.Unconfirmed(w.ctx, now, 10); err != nil || len(all) != 0 {
		t.Errorf("%v, %v", all, err)
	}
	if all, err := w.Unconfirmed(w.ctx, now.Add(time.Second), 10); err != nil || len(all) != 1 || all[0] != old.SubscriberID {
		t.Errorf("%v, %v", all, err)
	}
	ok(t, w.Erase(w.ctx, old.SubscriberID, "", now))
	if is, err := w.Erased(w.ctx, ""); err != nil || is {
		t.Errorf("%t, %v", is, err)
	}
}

// rows gives all that is in a table.
func (w *world) rows(t *testing.T, table string) string {
	t.Helper()
	if pool := w.Postgres(); pool != nil {
		var all string
		ok(t, pool.QueryRow(w.ctx, `SELECT coalesce(string_agg(t::text, ' '), '') FROM `+table+` t`).Scan(&all))
		return all
	}
	r, err := w.SQLite().QueryContext(w.ctx, `SELECT * FROM `+table)
	ok(t, err)
	defer func() { _ = r.Close() }()
	columns, err := r.Columns()
	ok(t, err)
	var all strings.Builder
	for r.Next() {
		row := make([]any, len(columns))
		for i := range row {
			row[i] = new(any)
		}
		ok(t, r.Scan(row...))
		for _, v := range row {
			fmt.Fprint(&all, *v.(*any), " ")
		}
	}
	ok(t, r.Err())
	return all.String()
}
