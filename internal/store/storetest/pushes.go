package storetest

import (
	"fmt"
	"testing"
	"time"

	"onrecord/internal/news"
)

func threads(t *testing.T, w *world) {
	for i, thread := range []string{"a", "", "b", "a"} {
		_, err := w.AddNotice(w.ctx, news.Notice{Key: fmt.Sprint(i), At: now.Add(time.Duration(i) * time.Hour), Kind: news.NoticePost, Part: 1, Parts: 2 + i%2, Thread: thread, PublicationID: "p"})
		ok(t, err)
	}
	all, err := w.NoticesOfThreads(w.ctx, []string{"a", "none of that name"})
	if err != nil || len(all) != 2 || all[0].Key != "3" || all[1].Key != "0" || all[0].PublicationID != "p" {
		t.Errorf("%+v, %v", all, err)
	}
	if none, err := w.NoticesOfThreads(w.ctx, nil); err != nil || len(none) != 0 {
		t.Errorf("%+v, %v", none, err)
	}
	near, err := w.PartsAround(w.ctx, 3, now, now.Add(2*time.Hour))
	if err != nil || len(near) != 1 || near[0].Key != "1" {
		t.Errorf("%+v, %v", near, err)
	}
}

func ownOutlets(t *testing.T, w *world) {
	o := news.Outlet{ID: w.id(), Name: "The Desk", Kind: news.Social, Own: true, Created: now}
	ok(t, w.SaveOutlet(w.ctx, o))
	if got, err := w.Outlet(w.ctx, o.ID); err != nil || got != o {
		t.Errorf("%+v, %v", got, err)
	}
	o.Kind = news.Newspaper
	kind(t, w.SaveOutlet(w.ctx, o), news.Invalid)
	o.Own = false
	ok(t, w.SaveOutlet(w.ctx, o))
	if got, err := w.Outlet(w.ctx, o.ID); err != nil || got.Own {
		t.Errorf("%+v, %v", got, err)
	}
}

func pushes(t *testing.T, w *world) {
	raise := func(key string) int64 {
		t.Helper()
		seq, err := w.AddNotice(w.ctx, news.Notice{Key: key, At: now, Kind: news.NoticeWatch, Title: key})
		ok(t, err)
		return seq
	}
	raise("before")
	ask := func(endpoint string, topics ...string) news.PushAsk {
		return news.PushAsk{Endpoint: "https://push.example/" + endpoint, Key: "k", Auth: "a", Topics: topics, Expires: now.Add(90 * 24 * time.Hour)}
	}
	ok(t, w.SavePush(w.ctx, ask("one", news.TopicWatch), 2, now))
	second := ask("two", news.TopicPost)
	second.Language = "he"
	ok(t, w.SavePush(w.ctx, second, 2, now.Add(time.Millisecond)))
	kind(t, w.SavePush(w.ctx, ask("three", news.TopicPost), 2, now), news.Conflict)
	ok(t, w.SavePush(w.ctx, ask("two", news.TopicPost, news.TopicWatch), 2, now.Add(time.Minute))) // it is there already
	kind(t, w.SavePush(w.ctx, ask("four"), 9, now), news.Invalid)
	due := func(at time.Time) []news.Push {
		t.Helper()
		made, err := w.DuePushes(w.ctx, at)
		ok(t, err)
		if len(made) == 0 {
			return nil
		}
		if len(made) > 1 || !news.IsPushBatch(made[0]) {
			t.Fatalf("batches %q", made)
		}
		found, err := w.PushesOf(w.ctx, made[0])
		ok(t, err)
		return found
	}
	if found := due(now); found != nil {
		t.Fatalf("there is nothing new, and yet %+v is due", found)
	}
	last := raise("news")
	found := due(now)
	if len(found) != 2 || found[0].Seen != last-1 || found[0].Endpoint != "https://push.example/one" || len(found[1].Topics) != 2 || !found[1].Renewed.Equal(now.Add(time.Minute)) {
		t.Fatalf("%+v", found)
	}
	if again := due(now); again != nil {
		t.Errorf("another run gets what is in hand: %+v", again)
	}
	one, two := found[0], found[1]
	one.Seen = last
	ok(t, w.SettlePush(w.ctx, one, false))
	two.Due, two.Failing, two.Failures, two.Error = now.Add(time.Hour), now, 1, "it is away"
	ok(t, w.SettlePush(w.ctx, two, true))
	if left, err := w.PushesOf(w.ctx, two.Batch); err != nil || len(left) != 1 || left[0].ID != two.ID || left[0].Error != "it is away" {
		t.Errorf("of the batch there is left %+v, %v", left, err)
	}
	ok(t, w.SettlePush(w.ctx, two, false))
	if again := due(now.Add(time.Minute)); again != nil {
		t.Errorf("asked to wait for an hour, and due after a minute: %+v", again)
	}
	found = due(now.Add(time.Hour))
	if len(found) != 1 || found[0].ID != two.ID || !found[0].Failing.Equal(now) || found[0].Failures != 1 {
		t.Fatalf("%+v", found)
	}
	// A run that died has it in hand for a while; then another gets it, and what the first says no longer counts.
	if lost := due(now.Add(time.Hour + time.Minute)); lost != nil {
		t.Errorf("%+v", lost)
	}
	taken := due(now.Add(2 * time.Hour))
	if len(taken) != 1 || taken[0].Batch == found[0].Batch {
		t.Fatalf("%+v", taken)
	}
	found[0].Seen = last
	ok(t, w.SettlePush(w.ctx, found[0], false))
	if left, err := w.PushesOf(w.ctx, taken[0].Batch); err != nil || len(left) != 1 || left[0].Seen == last {
		t.Errorf("%+v, %v", left, err)
	}
	// The browser has another endpoint from now on.
	moved := ask("five") // and it does not say in which language
	moved.Was = two.Endpoint
	ok(t, w.SavePush(w.ctx, moved, 2, now.Add(3*time.Hour)))
	found = due(now.Add(3 * time.Hour))
	if n, err := w.Pushes(w.ctx); err != nil || n != 2 || len(found) != 1 || found[0].Endpoint != moved.Endpoint || len(found[0].Topics) != 2 || found[0].Language != "he" || found[0].Failures != 0 {
		t.Errorf("%d, %v: %+v", n, err, found)
	}
	ok(t, w.EndPush(w.ctx, moved.Endpoint))
	ok(t, w.EndPush(w.ctx, moved.Endpoint))
	if n, err := w.Pushes(w.ctx); err != nil || n != 1 {
		t.Errorf("%d are left, %v", n, err)
	}
	forgets := func(at, renewed, failing time.Time) int {
		t.Helper()
		n, err := w.ForgetPushes(w.ctx, at, renewed, failing)
		ok(t, err)
		return n
	}
	if n := forgets(now, now, now); n != 0 {
		t.Errorf("%d are forgotten before their time", n)
	}
	if n := forgets(now.Add(90*24*time.Hour), now, now); n != 1 {
		t.Errorf("%d are forgotten when they have expired", n)
	}
	ok(t, w.SavePush(w.ctx, ask("six", news.TopicPost), 2, now))
	if n := forgets(now, now.Add(time.Second), now); n != 1 {
		t.Errorf("%d are forgotten that were not heard of", n)
	}
}
