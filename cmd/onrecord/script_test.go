package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"image"
	"image/png"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"onrecord/internal/app"
	"onrecord/internal/config"
	"onrecord/internal/news"
	"onrecord/internal/send"
	"onrecord/internal/testkit/feedserver"
	"onrecord/internal/testkit/smtpsink"
)

var update = flag.Bool("update", false, "write what the commands print into the scripts' cmp files")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"onrecord": main})
}

// TestScripts runs the scripts in testdata/script, each in a folder and an environment of its own. They read as a manual
// does: what to type, and what comes. Besides testscript's own commands they have
//
//	status N COMMAND…    the command ends with this status
//	wrong COMMAND…       wrong use: status 2, nothing on stdout, and an error on stderr
//	gathered FILE        the desk of the script's folder has gathered, read, grouped and weighed the reports of a file, of
//	                     which the newest was published an hour ago
//	corrected TITLE WHO  an editor says that who speaks first in the newest report of that title is WHO, named, and doubts;
//	                     NAME is what its exported files are called
//	mailed EDITION       the edition has appeared and is being mailed: the first reader's message is sent, the second's bounced, the
//	                     third's deferred, the others' wait
//	forgotten            what became of single messages of mailings that have ended is deleted, as after mail.keep
//	sunk                 mail of the script goes to a server on loopback that takes it, unless it is for full@
//	delivered SLUG ADDRESS… readers of those addresses have been mailed an edition of a publication; the variables TO1, TO2, … are
//	                     what bounces of their mails are sent to, with mail.bounces=bounces@digest.example
//	opened EDITION N…    readers follow links to the items of an edition from their mails
//	drawn FILE [OTHER]   FILE is a picture, a PNG of 900 by 600 points, or with any further word another one
//	served NAME          a web server on loopback serves the script's folder; the variable NAME is its address
//	take NAME PATTERN    the variable NAME is what the pattern's first group finds in the last stdout
//
// and the variable LATER, a time of day six hours ahead: an edition due then does not appear in the midst of a script.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("LATER", time.Now().UTC().Add(6*time.Hour).Format("15:04"))
			return nil
		},
		UpdateScripts: *update,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status": status, "wrong": wrong, "gathered": gathered, "corrected": corrects, "served": served, "drawn": drawn, "take": take, "mailed": mailed, "forgotten": forgotten, "sunk": sunk, "delivered": delivered, "opened": opened,
		},
	})
}

func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	ends(ts, want, args[1:])
}

func wrong(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: wrong COMMAND…")
	}
	ends(ts, exitUsage, args)
	if out := ts.ReadFile("stdout"); out != "" {
		ts.Fatalf("wrong use printed on stdout: %s", out)
	}
	if ts.ReadFile("stderr") == "" {
		ts.Fatalf("nothing says what is wrong")
	}
}

// ends runs a command that must end with a status.
func ends(ts *testscript.TestScript, want int, args []string) {
	err := ts.Exec(args[0], args[1:]...)
	got := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("status %d, want %d", got, want)
	}
}

func served(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: served NAME")
	}
	server := httptest.NewServer(http.FileServer(http.Dir(ts.MkAbs("."))))
	ts.Defer(server.Close)
	ts.Setenv(args[0], server.URL)
}

func drawn(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: drawn FILE [OTHER]")
	}
	var b bytes.Buffer
	p := image.NewGray(image.Rect(0, 0, 900, 600))
	for i := range p.Pix {
		p.Pix[i] = byte(i*i>>7 ^ i/900*len(args)) // which no JPEG keeps point by point
	}
	ts.Check(png.Encode(&b, p))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o600))
}

func take(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: take NAME PATTERN")
	}
	pattern, err := regexp.Compile("(?m)" + args[1])
	ts.Check(err)
	found := pattern.FindStringSubmatch(ts.ReadFile("stdout"))
	if len(found) < 2 {
		ts.Fatalf("nothing on stdout is like %s", args[1])
	}
	ts.Setenv(args[0], found[1])
}

func gathered(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: gathered FILE")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	reports, err := feedserver.Read(bytes.NewReader([]byte(ts.ReadFile(args[0]))))
	ts.Check(err)
	reports = feedserver.Complete(reports)
	newest, outlets := int64(0), []string{}
	for _, r := range reports {
		newest = max(newest, r.Published)
		if !slices.Contains(outlets, r.Outlet) {
			outlets = append(outlets, r.Outlet)
		}
	}
	for i := range reports {
		reports[i].Published += time.Now().Add(-time.Hour).Unix() - newest
	}
	world := feedserver.New(reports, len(outlets)) // one feed an outlet, in their order
	server := httptest.NewServer(world)
	defer server.Close()

	c, err := config.Load(config.Sources{File: os.DevNull, Flags: map[string]string{"data": ts.MkAbs("onrecord-data"), "gather.loopback": "true", "roles": "work"}})
	ts.Check(err)
	a, err := app.Open(ctx, c, slog.New(slog.NewTextHandler(io.Discard, nil)), app.Extras{Eager: true})
	ts.Check(err)
	defer func() { ts.Check(a.Close()) }()
	for i, address := range world.FeedURLs(server.URL) {
		_, err := a.AddFeed(ctx, app.NewFeed{URL: address, Outlet: outlets[i]})
		ts.Check(err)
	}
	running, err := a.Start(ctx)
	ts.Check(err)
	defer func() { ts.Check(running.Stop()) }()
	ts.Check(a.Flow.Tick(ctx, a.Store, a.Clock.Now()))
	for look := time.NewTicker(20 * time.Millisecond); ; <-look.C {
		left, err := a.Flow.Left(ctx)
		ts.Check(err)
		if len(left) == 0 {
			return
		}
	}
}

func corrects(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: corrected TITLE WHO")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := config.Load(config.Sources{File: os.DevNull, Flags: map[string]string{"data": ts.MkAbs("onrecord-data")}})
	ts.Check(err)
	a, err := app.Open(ctx, c, slog.New(slog.NewTextHandler(io.Discard, nil)), app.Extras{})
	ts.Check(err)
	defer func() { ts.Check(a.Close()) }()
	ids, err := a.Store.ReportsAfter(ctx, "", 100)
	ts.Check(err)
	for _, id := range ids {
		report, err := a.Store.Report(ctx, id)
		ts.Check(err)
		if report.Title != args[0] {
			continue
		}
		v, err := a.Store.NewestText(ctx, id)
		ts.Check(err)
		said, err := a.Store.Statements(ctx, v.ID)
		ts.Check(err)
		if len(said) == 0 {
			ts.Fatalf("nothing is said in %s", args[0])
		}
		to := said[0]
		to.Speaker, to.Standing, to.Polarity = args[1], news.Named, news.Doubts
		ts.Check(a.CorrectStatement(ctx, "ada", v.ID, said[0].ID, to))
		ts.Setenv("NAME", strings.ToLower(report.Outlet)+"_"+report.Published.UTC().Format(time.DateOnly)+"_"+string(v.ID))
		return
	}
	ts.Fatalf("no report is called %s", args[0])
}

func mailed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: mailed EDITION")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := config.Load(config.Sources{File: os.DevNull, Flags: map[string]string{"data": ts.MkAbs("onrecord-data")}})
	ts.Check(err)
	a, err := app.Open(ctx, c, slog.New(slog.NewTextHandler(io.Discard, nil)), app.Extras{})
	ts.Check(err)
	defer func() { ts.Check(a.Close()) }()
	e, err := a.Store.Edition(ctx, news.ID(args[0]))
	ts.Check(err)
	now := a.Clock.Now()
	e.State, e.PublishedAt = news.Published, now
	ts.Check(a.Store.SaveEdition(ctx, e))
	v, err := a.Store.BeginSending(ctx, e.ID, now)
	ts.Check(err)
	ts.Check(a.Store.OwnSending(ctx, v.Number, "script"))
	for more := true; more; {
		more, err = a.Store.ListReaders(ctx, v.Number, "script", now, 100)
		ts.Check(err)
	}
	waiting, err := a.Store.WaitingDeliveries(ctx, v.Number, "", now, 3)
	ts.Check(err)
	outcomes := []news.Outcome{
		{To: news.Sent, Reply: "250 2.0.0 ok: taken"},
		{To: news.Bounced, Status: "5.1.1", Reply: "550 5.1.1 nobody of that name"},
		{To: news.Deferred, Status: "4.2.2", Reply: "452 4.2.2 the mailbox is full", Due: now.Add(5 * time.Minute)},
	}
	for i := range outcomes {
		outcomes[i].Subscription, outcomes[i].Subscriber, outcomes[i].From, outcomes[i].At = waiting[i].Subscription, waiting[i].Subscriber, news.Waiting, now
	}
	_, err = a.Store.Settle(ctx, v.Number, "script", outcomes, 5)
	ts.Check(err)
}

func forgotten(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: forgotten")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := config.Load(config.Sources{File: os.DevNull, Flags: map[string]string{"data": ts.MkAbs("onrecord-data")}})
	ts.Check(err)
	a, err := app.Open(ctx, c, slog.New(slog.DiscardHandler), app.Extras{})
	ts.Check(err)
	defer func() { ts.Check(a.Close()) }()
	now := a.Clock.Now()
	for more := true; more; {
		more, err = a.Store.Forget(ctx, now.Add(time.Hour), now, 100)
		ts.Check(err)
	}
}

func sunk(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: sunk")
	}
	sink, err := smtpsink.Start(context.Background(), smtpsink.Options{Behave: func(at smtpsink.Point, to string) string {
		if at == smtpsink.Recipient && strings.HasPrefix(to, "full@") {
			return "452 4.2.2 the mailbox is full"
		}
		return ""
	}})
	ts.Check(err)
	ts.Defer(func() { ts.Check(sink.Close()) })
	host, port, err := net.SplitHostPort(sink.Addr())
	ts.Check(err)
	ts.Setenv("ONRECORD_SMTP_HOST", host)
	ts.Setenv("ONRECORD_SMTP_PORT", port)
	ts.Setenv("ONRECORD_SMTP_TLS", "off")
}

func delivered(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: delivered SLUG ADDRESS…")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := config.Load(config.Sources{File: os.DevNull, Flags: map[string]string{"data": ts.MkAbs("onrecord-data")}})
	ts.Check(err)
	a, err := app.Open(ctx, c, slog.New(slog.NewTextHandler(io.Discard, nil)), app.Extras{})
	ts.Check(err)
	defer func() { ts.Check(a.Close()) }()
	p, err := a.Store.PublicationBySlug(ctx, args[0])
	ts.Check(err)
	now := time.Now().UTC()
	e := news.Edition{ID: news.NewID(now), PublicationID: p.ID, Slug: "2031-03-02", Title: "The ferry sails again", State: news.Published, Due: now, PublishedAt: now,
		Sections: []news.Section{{Name: "News", Items: []news.EditionItem{{ID: "i1", Headline: "The ferry sails again", Outlet: "The Courier", URL: "https://courier.example/ferry"}}}}}
	ts.Check(a.Store.SaveEdition(ctx, e))
	var sent []news.Outcome
	for i, address := range args[1:] {
		u := news.Subscriber{ID: news.NewID(now.Add(time.Duration(i) * time.Millisecond)), Address: address, Created: now}
		ts.Check(a.Store.SaveSubscriber(ctx, u))
		sub := news.Subscription{ID: news.NewID(now.Add(time.Duration(i) * time.Millisecond)), SubscriberID: u.ID, PublicationID: p.ID, State: news.Active, Changed: now}
		ts.Check(a.Store.SaveSubscription(ctx, sub))
		sent = append(sent, news.Outcome{Subscription: sub.ID, Subscriber: u.ID, From: news.Waiting, To: news.Sent, At: now})
	}
	v, err := a.Store.BeginSending(ctx, e.ID, now)
	ts.Check(err)
	ts.Check(a.Store.OwnSending(ctx, v.Number, "script"))
	_, err = a.Store.ListReaders(ctx, v.Number, "script", now, 1000)
	ts.Check(err)
	_, err = a.Store.Settle(ctx, v.Number, "script", sent, 5)
	ts.Check(err)
	secret, err := os.ReadFile(ts.MkAbs("onrecord-data/secret"))
	ts.Check(err)
	bounces := send.NewBounces(bytes.TrimSpace(secret), "bounces@digest.example")
	for i, o := range sent {
		ts.Setenv("TO"+strconv.Itoa(i+1), bounces.Address(v.Number, o.Subscription))
	}
	ts.Setenv("EDITION", string(e.ID))
}

func opened(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: opened EDITION N…")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := config.Load(config.Sources{File: os.DevNull, Flags: map[string]string{"data": ts.MkAbs("onrecord-data"), "roles": "web", "listen": "127.0.0.1:0", "mail.counts": "clicks"}})
	ts.Check(err)
	a, err := app.Open(ctx, c, slog.New(slog.NewTextHandler(io.Discard, nil)), app.Extras{})
	ts.Check(err)
	defer func() { ts.Check(a.Close()) }()
	running, err := a.Start(ctx)
	ts.Check(err)
	defer func() { ts.Check(running.Stop()) }()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, n := range args[1:] {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+running.Addr+"/go/"+args[0]+"/"+n, nil)
		ts.Check(err)
		answer, err := client.Do(r)
		ts.Check(err)
		ts.Check(answer.Body.Close())
		if answer.StatusCode != http.StatusFound {
			ts.Fatalf("the link of item %s answers %d", n, answer.StatusCode)
		}
	}
}
