package app

import (
	"context"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"onrecord/internal/alert"
	"onrecord/internal/news"
	"onrecord/internal/platform/fetch"
	"onrecord/internal/platform/webpush"
	"onrecord/internal/web/site"
)

// wirePush makes what tells browsers of notices, unless the settings have it off.
func (a *App) wirePush(x Extras) error {
	c := a.Config
	if c.PushBrowsers == 0 {
		return nil
	}
	a.steps.pushes = fetch.New(fetch.Options{UserAgent: c.UserAgent, AllowLoopback: c.Loopback, PerHost: rate.Inf, Roots: x.Roots, Clock: a.Clock})
	contact := c.BaseURL
	if !strings.HasPrefix(contact, "https://") {
		contact = c.MailFrom // one of the two is to be there (RFC 8292, section 2.1)
		if contact == "" {
			contact = "postmaster@localhost"
		}
		if _, within, ok := strings.Cut(contact, "<"); ok {
			contact = strings.TrimSuffix(strings.TrimSpace(within), ">")
		}
	}
	sender, err := webpush.New(a.secret, contact, a.steps.pushes, a.Clock)
	if err != nil {
		return err
	}
	a.steps.Push = &alert.Pusher{PushOptions: alert.PushOptions{Store: a.Store, Sender: sender, Speaks: a.steps.Languages, Most: c.PushBrowsers, Keep: c.PushKeep, Loopback: c.Loopback, Clock: a.Clock, Log: a.Log}}
	return nil
}

// offered is what the site offers of it; nil where it is off.
func (a *App) offered() site.Push {
	if a.steps.Push == nil {
		return nil
	}
	return a.steps.Push
}

// push tells the browsers of a batch.
func (a *App) push(ctx context.Context, batch news.ID) error {
	if a.steps.Push == nil {
		return nil // they are about to be forgotten
	}
	return a.steps.Push.Run(ctx, batch)
}

// forgetPushes deletes the browsers whose time is over, now and every hour until ctx ends; all, where it is off.
func (a *App) forgetPushes(ctx context.Context) {
	ticker := time.NewTicker(forgetAgain)
	defer ticker.Stop()
	for {
		var err error
		if a.steps.Push == nil {
			now := a.Clock.Now()
			_, err = a.Store.ForgetPushes(ctx, now, now.Add(100*365*24*time.Hour), now)
		} else {
			err = a.steps.Push.Forget(ctx)
		}
		if err != nil && ctx.Err() == nil {
			a.Log.WarnContext(ctx, "browsers whose time is over cannot be forgotten yet", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
