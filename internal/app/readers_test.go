package app

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/send"
	"onrecord/internal/testkit/mailcatcher"
)

// path gives the path of the one link to the site that stands in a mail.
func path(t *testing.T, m mailcatcher.Message) string {
	t.Helper()
	_, rest, found := strings.Cut(m.Text, "https://digest.example.org/")
	if !found {
		t.Fatalf("no link in:\n%s", m.Text)
	}
	return "/" + strings.Fields(rest)[0]
}

// TestAReadersWholeLife goes from the form to the last trace, by what a browser and a mailbox see, on either database.
func TestAReadersWholeLife(t *testing.T) {
	mails, err := mailcatcher.Start(t.Context(), mailcatcher.Options{})
	ok(t, err)
	t.Cleanup(func() { _ = mails.Close() })
	_, port, err := net.SplitHostPort(mails.Addr())
	ok(t, err)
	set := map[string]string{"smtp.host": "127.0.0.1", "smtp.port": port, "smtp.tls": "off", "base_url": "https://digest.example.org", "roles": "work"}
	onDesks(t, set, func(t *testing.T, a *App) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := a.AddPublication(ctx, NewPublication{Slug: "briefs", Name: "Issue Briefs", Language: "en", Days: []string{"mon"}, At: "07:00", Zone: "UTC", Sections: []string{"News"}})
		ok(t, err)
		running, err := a.Start(ctx)
		ok(t, err)
		defer func() { ok(t, running.Stop()) }()
		v := visit(t, a, "192.0.2.7")
		ask := func(method, path string, form url.Values, want int) string {
			t.Helper()
			got := v.ask(method, path, form)
			if got.Code != want {
				t.Fatalf("%s %s %v answers %d, want %d: %s", method, path, form, got.Code, want, got.Body)
			}
			return got.Body.String()
		}
		// after does something and gives the mail that comes of it; the count is taken before, for a mail may be quick.
		after := func(do func()) mailcatcher.Message {
			t.Helper()
			have := mails.Count()
			do()
			ok(t, mails.Wait(ctx, have+1))
			return mails.Messages()[have]
		}

		confirm := after(func() {
			ask(http.MethodPost, "/subscribe", url.Values{"publication": {"daily-alert"}, "email": {"ada@bücher.example"}}, http.StatusSeeOther)
		})
		if confirm.To != "ada@xn--bcher-kva.example" {
			t.Errorf("it goes to %s", confirm.To)
		}
		ask(http.MethodGet, path(t, confirm), nil, http.StatusOK)
		u, err := a.Reader(ctx, "ada@bücher.example")
		ok(t, err)
		if d, err := a.ReaderData(ctx, u); err != nil || d.Subscriptions[0].State != news.Pending {
			t.Errorf("a link that was only followed confirmed: %+v, %v", d, err)
		}
		ask(http.MethodPost, path(t, confirm), nil, http.StatusOK)

		subscription := func(publication string) news.ID {
			p, err := a.Store.PublicationBySlug(ctx, publication)
			ok(t, err)
			s, err := a.Store.SubscriptionOf(ctx, u.ID, p.ID)
			ok(t, err)
			return s.ID
		}
		links := a.steps.People.Links
		mine := strings.TrimPrefix(links.Preferences(subscription("daily-alert"), time.Now().Add(-time.Minute)), a.Config.BaseURL)
		ask(http.MethodPost, mine, url.Values{"do": {"save"}, "get": {"daily-alert", "briefs"}, "language": {"fr"}}, http.StatusSeeOther)
		ask(http.MethodPost, mine, url.Values{"do": {"pause"}, "until": {time.Now().AddDate(0, 0, 9).Format(time.DateOnly)}}, http.StatusSeeOther)
		var d news.ReaderData
		ok(t, json.Unmarshal([]byte(ask(http.MethodGet, mine+"/data.json", nil, http.StatusOK)), &d))
		if len(d.Subscriptions) != 2 || d.Subscriptions[0].State != news.Active || d.Subscriptions[1].State != news.Active || d.Language != "fr" || d.PausedUntil == nil || d.Subscriptions[0].Proof[0].Address != "192.0.2.7" {
			t.Errorf("what is kept: %+v", d)
		}

		// A mail program ends a subscription by one POST without cookie or origin (RFC 8058).
		leave := strings.TrimPrefix(links.Address(send.ToUnsubscribe, subscription("briefs"), time.Time{}), a.Config.BaseURL)
		ask(http.MethodPost, leave, url.Values{"List-Unsubscribe": {"One-Click"}}, http.StatusOK)

		have := mails.Count()
		ask(http.MethodPost, mine, url.Values{"do": {"move"}, "email": {"ada@example.net"}}, http.StatusSeeOther)
		ok(t, mails.Wait(ctx, have+2))
		moved := map[string]mailcatcher.Message{}
		for _, m := range mails.Messages()[have:] {
			moved[m.To] = m
		}
		if told := moved["ada@xn--bcher-kva.example"].Text; !strings.Contains(told, "to another address") || strings.Contains(told, "example.net") {
			t.Errorf("the old address is told %q", moved["ada@xn--bcher-kva.example"].Text)
		}
		to := path(t, moved["ada@example.net"])
		ask(http.MethodGet, to, nil, http.StatusOK)
		if now, err := a.Store.Subscriber(ctx, u.ID); err != nil || now.Address != u.Address {
			t.Errorf("a link that was only followed moved the reader to %s, %v", now.Address, err)
		}
		page := ask(http.MethodPost, to, nil, http.StatusOK)
		ask(http.MethodGet, mine, nil, http.StatusForbidden) // the old mailbox is no longer theirs
		_, rest, _ := strings.Cut(page, `href="`+a.Config.BaseURL+"/preferences/")
		token, _, _ := strings.Cut(rest, `"`)
		mine = "/preferences/" + token
		ask(http.MethodGet, mine, nil, http.StatusOK)

		ask(http.MethodGet, mine+"/erase", nil, http.StatusOK)
		ask(http.MethodPost, mine+"/erase", nil, http.StatusOK)
		ask(http.MethodGet, mine, nil, http.StatusNotFound)
		for _, address := range []string{"ada@bücher.example", "ada@example.net"} {
			if _, err := a.Reader(ctx, address); news.KindOf(err) != news.NotFound {
				t.Errorf("%s is still there: %v", address, err)
			}
		}
	})
}
