package webtest

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/web"
	"onrecord/internal/web/site"
)

// Base is the address that the sample site believes it has.
const Base = "https://brief.example"

// Asked is what a reader's act was told.
type Asked struct{ Publication, Address, Remote, Wording, Token string }

// Readers are acts that are noted and do nothing else. Only the token "good" was made here.
func Readers(w *World, note func(act string, a Asked)) site.Readers {
	byToken := func(act string) func(context.Context, string, string) (news.Publication, error) {
		return func(_ context.Context, token, remote string) (news.Publication, error) {
			if token != "good" {
				return news.Publication{}, news.Errorf(news.Forbidden, "this link was not made here, or was cut off; take the whole link from the mail")
			}
			if act != "" {
				note(act, Asked{Token: token, Remote: remote})
			}
			return w.Pubs[0], nil
		}
	}
	look := func(ctx context.Context, token string) (news.Publication, error) { return byToken("")(ctx, token, "") }
	return site.Readers{
		Subscribe: func(_ context.Context, publication, address, remote, wording string) error {
			if _, err := news.ParseAddress(address); err != nil {
				return err
			}
			note("subscribe", Asked{Publication: publication, Address: address, Remote: remote, Wording: wording})
			return nil
		},
		LookConfirm: look, LookUnsubscribe: look,
		Confirm: byToken("confirm"), Unsubscribe: byToken("unsubscribe"),
	}
}

// SiteOptions are the options of a site on a world.
func SiteOptions(w *World) site.Options {
	return site.Options{
		Store: w, Readers: Readers(w, func(string, Asked) {}), Clock: Clock, Log: slog.New(slog.DiscardHandler), BaseURL: Base,
		WriteFeed: func(out io.Writer, f site.Feed) error {
			return json.NewEncoder(out).Encode(map[string]any{"format": f.Format, "self": f.Self, "first": f.Page(f.Editions[0])})
		},
	}
}

// Handler serves a world as the program does.
func Handler(t testing.TB, w *World) http.Handler {
	t.Helper()
	s, err := site.New(SiteOptions(w))
	if err != nil {
		t.Fatal(err)
	}
	return web.Secure(s)
}
