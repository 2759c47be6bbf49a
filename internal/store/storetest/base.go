package storetest

import (
	"context"
	"errors"
	"testing"

	"onrecord/internal/news"
)

func within(t *testing.T, w *world) {
	stop := errors.New("stop")
	err := w.Within(w.ctx, func(ctx context.Context) error {
		ok(t, w.SetSetting(ctx, "a", "1"))
		if v, err := w.Setting(ctx, "a"); err != nil || v != "1" {
			t.Errorf("the transaction does not see its own change: %q, %v", v, err)
		}
		if _, err := w.Setting(w.ctx, "a"); news.KindOf(err) != news.NotFound {
			t.Errorf("outside sees what is not committed: %v", err)
		}
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatalf("the error became %v", err)
	}
	_, err = w.Setting(w.ctx, "a")
	kind(t, err, news.NotFound)

	ok(t, w.Within(w.ctx, func(ctx context.Context) error {
		return w.Within(ctx, func(ctx context.Context) error { return w.SetSetting(ctx, "a", "2") })
	}))
	if v, err := w.Setting(w.ctx, "a"); v != "2" {
		t.Errorf("after the commit the value is %q, %v", v, err)
	}

	func() {
		defer func() { _ = recover() }()
		_ = w.Within(w.ctx, func(ctx context.Context) error {
			ok(t, w.SetSetting(ctx, "a", "3"))
			panic("in the middle")
		})
	}()
	if v, err := w.Setting(w.ctx, "a"); v != "2" {
		t.Errorf("after a panic the value is %q, %v", v, err)
	}
}

func reopen(t *testing.T, w *world) {
	ok(t, w.SetSetting(w.ctx, "kept", "yes"))
	again := w.again(t)
	if v, err := again.Setting(w.ctx, "kept"); v != "yes" {
		t.Errorf("opened again, the value is %q, %v", v, err)
	}
}

func settings(t *testing.T, w *world) {
	ok(t, w.SetSetting(w.ctx, "k", "one"))
	ok(t, w.SetSetting(w.ctx, "k", "two"))
	if v, err := w.Setting(w.ctx, "k"); v != "two" {
		t.Errorf("got %q, %v", v, err)
	}
}

func users(t *testing.T, w *world) {
	u := news.User{ID: w.id(), Name: "ada", Password: "$argon2id$v=19$x", Mail: "ada@example.org", Created: now}
	ok(t, w.SaveUser(w.ctx, u))
	got, err := w.UserByName(w.ctx, "ada")
	ok(t, err)
	if got != u {
		t.Errorf("got %+v, want %+v", got, u)
	}
	kind(t, w.SaveUser(w.ctx, news.User{ID: w.id(), Name: "ada", Password: "$argon2id$v=19$y"}), news.Conflict)
	kind(t, w.SaveUser(w.ctx, news.User{ID: w.id(), Name: "bo", Password: "plain"}), news.Invalid)
	kind(t, w.SaveUser(w.ctx, news.User{ID: w.id(), Name: "bo", Password: "$argon2id$v=19$y", Mail: "bo"}), news.Invalid)
	_, err = w.UserByName(w.ctx, "nobody")
	kind(t, err, news.NotFound)
	if all, err := w.Users(w.ctx); err != nil || len(all) != 1 {
		t.Errorf("users: %v, %v", all, err)
	}
}
