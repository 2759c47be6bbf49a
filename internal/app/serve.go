package app

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web/cork"
	"onrecord/internal/web/counter"
)

// grace is how long running steps and requests may take to end when the desk stops. What is cut off is run again.
const grace = 20 * time.Second

// Running is a desk at work.
type Running struct {
	app    *App
	stop   context.CancelFunc
	wait   sync.WaitGroup
	server *http.Server
	intake *intake // of mail that comes back; nil: this machine takes none in
	Addr   string  // what is listened on; empty if this machine serves no pages
}

// Start puts the desk to work by its roles: steps, the clock, the live notices, and the pages. Stop ends it.
func (a *App) Start(ctx context.Context) (_ *Running, err error) {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	r := &Running{app: a, stop: stop}
	if err := errors.Join(a.watches(ctx), a.weighAnew(ctx)); err != nil {
		stop()
		return nil, err
	}
	if slices.Contains(a.Config.Roles, "web") {
		if err := r.serve(ctx); err != nil {
			stop()
			return nil, err
		}
	}
	if a.Works() {
		if err := a.Flow.Start(ctx); err != nil {
			return nil, errors.Join(err, r.Stop())
		}
		if r.intake, err = a.takeIn(ctx, a.steps.Send.Took, a.steps.Send.Ours); err != nil {
			return nil, errors.Join(err, r.Stop())
		}
		if a.Config.Tick > 0 {
			r.wait.Go(func() { a.Flow.Keep(ctx, a.Store, a.Clock, a.Config.Tick) })
			r.wait.Go(func() { a.forget(ctx) })
			r.wait.Go(func() { a.forgetPushes(ctx) })
		}
	}
	return r, nil
}

// serve listens and serves pages.
func (r *Running) serve(ctx context.Context) error {
	handler, err := r.app.Handler()
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", r.app.Config.Listen)
	if err != nil {
		return news.FieldErrorf("listen", "cannot listen on %s: %v; set another address", r.app.Config.Listen, err)
	}
	r.Addr = listener.Addr().String()
	r.server = &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      30 * time.Second, // the stream of notices lifts it for itself
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ConnContext:       cork.Context,
		BaseContext:       func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	r.wait.Go(func() { r.app.steps.Hub.Run(ctx) })
	r.wait.Go(func() { r.app.opened.Run(ctx, counter.Every) })
	r.wait.Go(func() {
		if err := r.server.Serve(cork.Listener(listener)); !errors.Is(err, http.ErrServerClosed) {
			r.app.Log.Error("serving pages", "error", err)
		}
	})
	return nil
}

// Stop lets what runs end, for a while, and then cuts it off.
func (r *Running) Stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	r.stop() // the clock, and the streams of notices
	var err error
	if r.server != nil {
		err = r.server.Shutdown(ctx)
		err = errors.Join(err, r.app.opened.Flush(ctx))
	}
	if r.intake != nil {
		err = errors.Join(err, r.intake.stop(ctx))
	}
	if r.app.Works() {
		err = errors.Join(err, r.app.Flow.Stop(ctx))
	}
	r.wait.Wait()
	return err
}

// watches sets the watches that every desk begins with, once.
func (a *App) watches(ctx context.Context) error {
	const done = "watches set"
	_, err := a.Store.Setting(ctx, done)
	if news.KindOf(err) != news.NotFound {
		return err
	}
	return a.Store.Within(ctx, func(ctx context.Context) error {
		now := a.Clock.Now()
		for _, kind := range []news.ChangeKind{news.FirstDenial, news.NewOrigin, news.TextChanged, news.Corrected, news.FirstNamed} {
			if err := a.Store.SaveWatch(ctx, news.Watch{ID: news.NewID(now), Kind: kind, Created: now}); err != nil {
				return err
			}
		}
		return a.Store.SetSetting(ctx, done, "yes")
	})
}
