package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"onrecord/internal/app"
	"onrecord/internal/config"
	"onrecord/internal/news"
	"onrecord/internal/testkit/mailcatcher"
	"onrecord/internal/testkit/sampleworld"
)

// Readers is how many sample readers the edition is mailed to.
const Readers = 50

// Options say how a demonstration runs.
type Options struct {
	Data     string    // the folder to keep it in; empty: a temporary one that is removed
	Database string    // a postgres:// address; empty: SQLite in the folder
	End      time.Time // of the six days; zero: the hour of the last edition
	Once     bool      // end when the edition has been mailed
	Verbose  bool      // show the log
	Out, Err io.Writer
	Terminal bool // Err is one
	// Anywhere has it take any ports that are free, and not the usual ones if they are: several may run at once, as in tests.
	Anywhere bool
}

// demo is a running demonstration.
type demo struct {
	Options
	state    state
	clock    *clock
	world    *sampleworld.World
	catcher  *mailcatcher.Catcher
	app      *app.App
	progress *progress
	began    time.Time
	again    bool // an earlier run came to the end of the six days
}

// Run runs the demonstration until ctx ends, or until it is done if it is to run once. It gives an error if any figure is
// not what the sample world must give.
func Run(ctx context.Context, o Options) (err error) {
	d := &demo{Options: o, clock: &clock{}, began: time.Now()}
	if d.Database != "" && !app.IsPostgres(d.Database) {
		return news.FieldErrorf("--database", "%q is no postgres:// address; without one, an SQLite file is used", d.Database)
	}
	if d.Data == "" {
		if d.Data, err = os.MkdirTemp("", "onrecord-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(d.Data)) }()
	} else if err := os.MkdirAll(d.Data, 0o700); err != nil {
		return news.FieldErrorf("--data", "cannot make the folder: %v", err)
	}
	now := time.Now()
	if !o.End.IsZero() {
		now = o.End
	}
	wanted := usual()
	if o.Anywhere {
		wanted = state{Site: "127.0.0.1:0", Mail: "127.0.0.1:0", World: "127.0.0.1:0"}
	}
	if d.state, err = loadState(ctx, d.Data, now, wanted); err != nil {
		return err
	}
	d.progress = newProgress(o.Err, o.Terminal)
	stop, err := d.open(ctx)
	defer func() { err = errors.Join(err, stop()) }()
	if err != nil {
		return err
	}
	running, err := d.app.Start(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, running.Stop()) }()

	edition, err := d.live(ctx)
	d.progress.end()
	if err != nil {
		return err
	}
	if err := d.pieces(ctx); err != nil {
		return fmt.Errorf("adding the sample pieces: %w", err)
	}
	figures, err := d.figures(ctx, edition)
	if err != nil {
		return err
	}
	figures.print(o.Out)
	d.where(ctx, edition)
	problems := figures.problems()
	for _, p := range problems {
		fmt.Fprintln(o.Err, "not as it must be:", p)
	}
	if o.Once {
		if len(problems) > 0 {
			return fmt.Errorf("%d figures are not what the sample world must give", len(problems))
		}
		return nil
	}
	fmt.Fprintln(o.Out, "\nIt stays up until you press Ctrl-C.")
	d.clock.release()
	go d.app.Flow.Keep(ctx, d.app.Store, d.clock, 5*time.Second)
	<-ctx.Done()
	return nil
}

// open starts the outlets, the mail catcher and the desk. stop ends what was started, also after an error.
func (d *demo) open(ctx context.Context) (stop func() error, err error) {
	var started []func() error
	stop = func() error {
		var errs []error
		for i := len(started) - 1; i >= 0; i-- {
			errs = append(errs, started[i]())
		}
		return errors.Join(errs...)
	}
	if d.world, err = sampleworld.New(d.state.End); err != nil {
		return stop, err
	}
	if err := d.world.Start(ctx, d.state.World); err != nil {
		return stop, fmt.Errorf("starting the sample outlets: %w", err)
	}
	started = append(started, d.world.Close)
	if d.catcher, err = mailcatcher.Start(ctx, mailcatcher.Options{Addr: d.state.Mail, Folder: filepath.Join(d.Data, "mail")}); err != nil {
		return stop, fmt.Errorf("starting the mail catcher: %w", err)
	}
	started = append(started, d.catcher.Close)

	mailHost, mailPort, err := net.SplitHostPort(d.catcher.Addr())
	if err != nil {
		return stop, err
	}
	port, err := strconv.Atoi(mailPort)
	if err != nil {
		return stop, err
	}
	database := d.Database
	if database == "" {
		database = filepath.Join(d.Data, "onrecord.db")
	}
	log := slog.New(slog.DiscardHandler)
	if d.Verbose {
		log = slog.New(slog.NewTextHandler(d.Err, nil))
	}
	d.clock.set(d.world.Begin())
	d.app, err = app.Open(ctx, config.Config{
		Data: d.Data, Database: database, Listen: d.state.Site, BaseURL: "http://" + d.state.Site, Roles: []string{"web", "work"}, Node: "demo",
		SMTPHost: mailHost, SMTPPort: port, SMTPTLS: "off", UserAgent: "Onrecord-Demo/1.0", Loopback: true,
	}, log, app.Extras{
		Clock: d.clock, Eager: true,
		// The world stands still until a moment's work is done, so a notice can wait for it on a slow machine as well.
		Patience: 10 * time.Minute,
		Watch:    func(step news.Step, _ news.ID, err error) { d.progress.done(step, err) },
		Mount:    map[string]http.Handler{"/mail/": d.catcher.Handler("/mail")},
	})
	if err != nil {
		return stop, err
	}
	started = append(started, d.app.Close)
	return stop, d.wake(ctx)
}

// where prints the addresses to look at.
func (d *demo) where(ctx context.Context, edition news.Edition) {
	base := "http://" + d.state.Site
	fmt.Fprintf(d.Out, "\nthe edition       %s/%s/%s\n", base, slug, edition.Slug)
	if story, err := d.seedStory(ctx); err == nil {
		fmt.Fprintf(d.Out, "the story, with its ledger\n                  %s/story/%s\n", base, story.ID)
	}
	fmt.Fprintf(d.Out, "a piece of the house\n                  %s/%s/were-there-talks-or-were-there-not\n", base, briefs)
	fmt.Fprintf(d.Out, "the desk          %s/desk/   (user editor, password %s)\n", base, d.state.Password)
	fmt.Fprintf(d.Out, "the mail catcher  %s/mail/\n", base)
}
