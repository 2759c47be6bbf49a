package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"onrecord/internal/news"
)

// published has an edition with two items appear.
func published(t *testing.T, a *App) news.Edition {
	t.Helper()
	p, err := a.AddPublication(t.Context(), NewPublication{Slug: "alert", Name: "Alert", Language: "en", Days: []string{"sun"}, At: "07:00", Zone: "UTC", Sections: []string{"News"}})
	ok(t, err)
	e := news.Edition{ID: news.NewID(now), PublicationID: p.ID, Slug: "2031-03-02", Title: "Talks", State: news.Published, Due: now, PublishedAt: now,
		Sections: []news.Section{{Name: "News", Items: []news.EditionItem{{ID: "i1", Headline: "a", URL: "https://courier.example/1"}, {ID: "i2", Headline: "b", URL: "https://sall.example/2?a=1&b=2"}}}}}
	ok(t, a.Store.SaveEdition(t.Context(), e))
	return e
}

// TestCountsOutliveARestart: many readers follow links at once, the desk stops, and the next one that is opened has all of them.
func TestCountsOutliveARestart(t *testing.T) {
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, Timeout: 10 * time.Second}
	defer client.CloseIdleConnections()
	onBoth(t, func(t *testing.T, fresh func() string) {
		database := fresh()
		var e news.Edition
		for round, counts := range []string{"clicks,opens", "clicks", "none"} {
			c := set(t, map[string]string{"database": database, "roles": "web", "listen": "127.0.0.1:0", "mail.counts": counts})
			a, err := Open(t.Context(), c, slog.New(slog.DiscardHandler), Extras{})
			ok(t, err)
			if round == 0 {
				e = published(t, a)
			}
			running, err := a.Start(t.Context())
			ok(t, err)
			var wait sync.WaitGroup
			for range 4 {
				wait.Go(func() {
					for i := range 50 {
						for _, path := range []string{fmt.Sprintf("/go/%s/%d", e.ID, i%2+1), fmt.Sprintf("/seen/%s.gif", e.ID)} {
							r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "http://"+running.Addr+path, nil)
							if err != nil {
								t.Error(err)
								return
							}
							answer, err := client.Do(r)
							if err != nil {
								t.Error(err)
								return
							}
							_, _ = io.Copy(io.Discard, answer.Body)
							_ = answer.Body.Close()
							to := answer.Header.Get("Location")
							if answer.StatusCode != map[bool]int{true: http.StatusFound, false: http.StatusOK}[strings.HasPrefix(path, "/go/")] || to != "" && to != e.Sections[0].Items[i%2].URL || len(answer.Cookies()) > 0 {
								t.Errorf("%s answers %d, to %q", path, answer.StatusCode, to)
								return
							}
						}
					}
				})
			}
			wait.Wait()
			ok(t, running.Stop())
			ok(t, a.Close())
		}
		got, err := openDesk(t, database).Store.Opened(t.Context(), e.ID)
		ok(t, err)
		items, clicks, seen := news.OpenedItems(got)
		if items["i1"] != 200 || items["i2"] != 200 || clicks != 400 || seen != 200 { // two rounds of clicks, one of opens
			t.Errorf("%+v", got)
		}
	})
}

func TestSingleMessagesAreForgottenInTime(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		a := openDesk(t, fresh())
		e := published(t, a)
		u := news.Subscriber{ID: news.NewID(now), Address: "r@example.org", Created: now}
		ok(t, a.Store.SaveSubscriber(t.Context(), u))
		sub := news.Subscription{ID: news.NewID(now), SubscriberID: u.ID, PublicationID: e.PublicationID, State: news.Active, Changed: now}
		ok(t, a.Store.SaveSubscription(t.Context(), sub))
		v, err := a.Store.BeginSending(t.Context(), e.ID, now)
		ok(t, err)
		ok(t, a.Store.OwnSending(t.Context(), v.Number, "test"))
		_, err = a.Store.ListReaders(t.Context(), v.Number, "test", now, 10)
		ok(t, err)
		v.State, v.Ended = news.Cancelled, now
		ok(t, a.Store.ChangeSending(t.Context(), v.Number, []news.SendingState{news.Underway}, v))
		forgotten := func() bool {
			t.Helper()
			for more := true; more; {
				more, err = a.Forget(t.Context())
				ok(t, err)
			}
			v, err := a.Store.Sending(t.Context(), e.ID)
			ok(t, err)
			if v.Counts != (news.DeliveryCounts{Cancelled: 1}) {
				t.Errorf("the counts are %+v", v.Counts)
			}
			return !v.Forgotten.IsZero()
		}
		at := now
		a.Clock = news.ClockFunc(func() time.Time { return at })
		if at = now.Add(399 * 24 * time.Hour); forgotten() {
			t.Error("it is forgotten too soon")
		}
		a.Config.MailKeep = 0
		if at = now.Add(9999 * 24 * time.Hour); forgotten() {
			t.Error("it is forgotten though all is kept")
		}
		a.Config.MailKeep = 400 * 24 * time.Hour
		if at = now.Add(401 * 24 * time.Hour); !forgotten() {
			t.Error("it is not forgotten")
		}
	})
}
