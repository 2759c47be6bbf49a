package app

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"onrecord/internal/news"
	"onrecord/internal/platform/mailbox"
	"onrecord/internal/platform/mailin"
	"onrecord/internal/platform/smtp"
	"onrecord/internal/send/bounce"
	"onrecord/internal/web/hooks"
)

// intake is what takes in the mail that comes back: the server at bounce.listen and the reader of bounce.mailbox, each if it is
// set. All of it ends in take.
type intake struct {
	server *mailin.Server // nil: none
	end    context.CancelFunc
	wait   sync.WaitGroup
}

// takeIn starts it. ours says which addresses we signed; mail for those in bounce.complaints is taken as well. It belongs on the
// machines that work. Several that read the same mailbox take its mails twice at times, which take is made for.
func (a *App) takeIn(ctx context.Context, take news.Taker, ours func(address string) bool) (*intake, error) {
	c := a.Config
	signed := ours
	ours = func(address string) bool {
		complaint := func(a string) bool { return strings.EqualFold(a, address) }
		return signed(address) || slices.ContainsFunc(c.BounceComplaints, complaint)
	}
	i := &intake{}
	ctx, i.end = context.WithCancel(context.WithoutCancel(ctx))
	if c.BounceMailbox != "" {
		address, err := mailbox.ParseAddress(c.BounceMailbox)
		if err != nil {
			i.end()
			return nil, err
		}
		roots, err := smtp.Authorities(c.SMTPCA)
		if err != nil {
			i.end()
			return nil, err
		}
		box := mailbox.New(mailbox.Options{
			Address: address, Password: c.BouncePassword, Taken: c.BounceTaken, Roots: roots,
			Ours: ours, Parse: bounce.Parse, Take: take, Clock: a.Clock, Log: a.Log,
		})
		i.wait.Go(func() { box.Run(ctx, c.BounceEvery) })
	}
	if c.BounceListen != "" {
		domain := ""
		if u, err := url.Parse(c.BaseURL); err == nil {
			domain = u.Hostname()
		}
		var err error
		i.server, err = mailin.Start(ctx, mailin.Options{
			Listen: c.BounceListen, LMTP: c.BounceProtocol == "lmtp", Domain: domain,
			Ours: ours, Parse: bounce.Parse, Take: take, Clock: a.Clock, Log: a.Log,
		})
		if err != nil {
			i.end()
			i.wait.Wait()
			return nil, err
		}
	}
	return i, nil
}

// stop ends it. What is being taken in has until ctx ends; what is cut off comes again.
func (i *intake) stop(ctx context.Context) error {
	var err error
	if i.server != nil {
		err = i.server.Close(ctx)
	}
	i.end()
	i.wait.Wait()
	return err
}

// hooks makes the handler of /hooks/, by which relays tell of bounces and complaints. It belongs on the machines that serve pages,
// beside site and desk: without their headers and limits, because no browser comes there.
func (a *App) hooks(take news.Taker) (http.Handler, error) {
	c := a.Config
	h, err := hooks.New(hooks.Options{
		SESTopics: c.HookSES, Mailgun: strings.TrimSpace(c.HookMailgun), SendGrid: c.HookSendGrid,
		Postmark: c.HookPostmark, Brevo: c.HookBrevo, SparkPost: c.HookSparkPost,
		Take: take, Fetch: a.steps.client, Clock: a.Clock, Log: a.Log,
	})
	return h, err
}
