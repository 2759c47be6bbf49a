package app

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"onrecord/internal/alert"
	"onrecord/internal/compose"
	"onrecord/internal/flow"
	"onrecord/internal/gather"
	"onrecord/internal/group"
	"onrecord/internal/locale"
	"onrecord/internal/news"
	"onrecord/internal/platform/fetch"
	"onrecord/internal/publish"
	"onrecord/internal/read"
	"onrecord/internal/read/extract"
	"onrecord/internal/send"
	"onrecord/internal/web"
	"onrecord/internal/weigh"
)

// steps are the eight steps and what they use that must be let go of.
type steps struct {
	client *fetch.Client
	pushes *fetch.Client // goes to push services, at their pace and not at that of outlets

	Weigh   *weigh.Step
	Compose *compose.Step
	// Languages are those that the house speaks to readers.
	Languages *locale.Catalogue
	People    *send.People
	Send      *send.Step
	Hub       *alert.Hub
	Push      *alert.Pusher // nil: browsers are not told of notices
}

func (s steps) close() {
	if s.client != nil {
		s.client.Close()
	}
	if s.pushes != nil {
		s.pushes.Close()
	}
}

// apart gives the address by which a reader is told from others, "" where there is none: what comes from this machine itself comes through a
// proxy that does not say for whom, and its readers must not be limited as if they were one.
func apart(r *http.Request) string {
	if ip := net.ParseIP(web.Remote(r)); ip == nil || ip.IsLoopback() {
		return ""
	}
	return web.Household(r)
}

// wire makes the steps and the flow that joins them.
func (a *App) wire(x Extras) error {
	c := a.Config
	// The flow wants the steps and the steps want the flow, by which they hand on; so they get it through a's field.
	after := func(step news.Step) func(context.Context, ...news.ID) error {
		return func(ctx context.Context, ids ...news.ID) error { return a.Flow.After(step)(ctx, ids...) }
	}

	options := fetch.Options{UserAgent: c.UserAgent, AllowLoopback: c.Loopback}
	if x.Eager {
		options.PerHost = rate.Inf
	}
	a.steps.client = fetch.New(options)
	gathering := gather.New(a.Store, after(news.Gather), a.steps.client, a.Clock, a.Log)

	// The reader is made when the first text comes: unpacking what it has learned takes longer than most commands do.
	reading := sync.OnceValues(func() (*read.Step, error) {
		reader, err := read.New()
		return read.NewStep(a.Store, after(news.Read), extract.Page, reader, a.Clock, a.Log), err
	})
	grouping := group.NewStep(a.Store, after(news.Group), group.Options{}, a.Clock, a.Log)
	a.steps.Weigh = weigh.New(a.Store, after(news.Weigh), a.Clock, a.Log)
	var err error
	if a.steps.Compose, err = compose.New(a.Store, a.Clock, a.Log); err != nil {
		return err
	}
	publishing := publish.New(a.Store, after(news.Publish), a.Clock, a.Log)

	ways, paces, err := relays(c)
	if err != nil {
		return err
	}
	links := send.NewLinks(a.secret, c.BaseURL)
	mailing := func(ctx context.Context, ids ...news.ID) error { return a.Flow.Hand(ctx, news.Send, ids...) }
	single := func(ctx context.Context, ids ...news.ID) error { return a.Flow.HandQuick(ctx, news.Send, ids...) }
	a.steps.People = send.NewPeople(send.PeopleOptions{
		Store: a.Store, Links: links, Secret: a.secret, Clock: a.Clock, Log: a.Log, Hourly: c.SignUpsHourly,
		Deliveries: func(ctx context.Context, subscription news.ID) ([]news.DeliveryData, error) {
			return a.Store.DeliveriesTo(ctx, subscription, 10_000)
		},
		Returned: func(ctx context.Context, reader news.ID) ([]news.Returned, error) {
			return a.Store.Feedback(ctx, news.ReturnedFilter{Subscriber: reader}, 0, 10_000)
		},
		Next: single,
	})
	a.steps.Send, err = send.New(send.Options{
		Store: a.Store, People: a.steps.People, Ways: ways, Paces: paces, Links: links, Bounces: send.NewBounces(a.secret, c.MailBounces),
		Signer: signers(c.MailDKIM), From: c.MailFrom, Next: mailing, Summons: single, SoftBounces: c.SoftBounces,
		Counts: send.Counts{Clicks: c.CountClicks, Opens: c.CountOpens}, Clock: a.Clock, Log: a.Log,
	})
	if err != nil {
		return err
	}
	if a.steps.Languages, err = locale.Load(); err != nil {
		return err
	}
	a.steps.Hub = alert.NewHub(a.Store, a.steps.Languages, apart, a.Log)
	alerting := alert.New(a.Store, a.steps.Hub.Wake, a.Log)
	if err := a.wirePush(x); err != nil {
		return err
	}

	run := map[news.Step]flow.Runner{}
	if a.Works() {
		run = map[news.Step]flow.Runner{
			news.Gather: gathering.Run, news.Group: grouping.Run, news.Weigh: a.steps.Weigh.Run,
			news.Compose: a.steps.Compose.Run, news.Publish: publishing.Run, news.Send: a.steps.Send.Run,
			news.Alert: func(ctx context.Context, id news.ID) error {
				if news.IsPushBatch(id) {
					return a.push(ctx, id)
				}
				return alerting.Run(ctx, id)
			},
			news.Read: func(ctx context.Context, id news.ID) error {
				step, err := reading()
				if err != nil {
					return err
				}
				return step.Run(ctx, id)
			},
		}
	}
	if x.Timed != nil {
		for step, do := range run {
			run[step] = func(ctx context.Context, id news.ID) error {
				began := time.Now()
				err := do(ctx, id)
				x.Timed(step, time.Since(began), err)
				return err
			}
		}
	}
	a.Flow, err = flow.New(a.Store, flow.Options{Node: c.Node, Log: a.Log, Steps: run, Watch: x.Watch, Patience: x.Patience})
	return err
}
