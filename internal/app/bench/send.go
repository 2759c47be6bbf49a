package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/store"
	"onrecord/internal/testkit/smtpsink"
)

// SendOptions say what sending is measured on.
type SendOptions struct {
	Readers     int
	Size        int // bytes of a message, about
	Runs        int
	Connections int
	Database    string // a postgres:// address; empty: SQLite in a temporary folder
	JSON        bool
	Out, Err    io.Writer
}

// SendFigures are what Send found, as --json prints them.
type SendFigures struct {
	Readers   int            `json:"readers"`
	Bytes     int            `json:"bytes"` // of a message
	Database  string         `json:"database"`
	Sink      string         `json:"sink"`
	Transport Spread         `json:"transport_per_second"` // smtp-source's; 0: not installed
	Variants  []SendVariants `json:"variants"`
	System    string         `json:"system"`
	Go        string         `json:"go"`
}

// SendVariants are the figures of one way of sending.
type SendVariants struct {
	Name      string `json:"name"`
	PerSecond Spread `json:"per_second"`
	ToSource  Spread `json:"to_transport"` // as a part of smtp-source's rate just after
	PeakBytes uint64 `json:"peak_bytes"`
	CountsMS  Spread `json:"counts_ms"` // what an answer to "how many are sent?" takes meanwhile
}

// Send measures how quickly an edition goes out.
func Send(ctx context.Context, o SendOptions) (err error) {
	switch {
	case o.Runs < 1:
		return news.FieldErrorf("--runs", "%d is too few; give 1 or more", o.Runs)
	case o.Readers < 1 || o.Readers > 10_000_000:
		return news.FieldErrorf("--readers", "give from 1 to ten million")
	case o.Size < 15_000 || o.Size > 90_000:
		return news.FieldErrorf("--size", "give from 15000 to 90000 bytes")
	case o.Connections < 1 || o.Connections > 500:
		return news.FieldErrorf("--connections", "give from 1 to 500")
	case o.Database != "" && !app.IsPostgres(o.Database):
		return news.FieldErrorf("--database", "%q is no postgres:// address; without one, a temporary SQLite file is used", o.Database)
	}
	folder, err := os.MkdirTemp("", "onrecord-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	w := sendWorld{SendOptions: o, folder: folder}
	if w.Database == "" {
		w.Database = filepath.Join(folder, "onrecord.db")
	}
	if err := w.fill(ctx); err != nil {
		return err
	}
	sink, name, err := startSink(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, sink.stop()) }()
	f := SendFigures{Readers: o.Readers, Database: "SQLite, synchronous=FULL", Sink: name, System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version()}
	if o.Database != "" {
		f.Database = "PostgreSQL"
	}
	if err := w.measure(ctx, &f, sink.addr); err != nil {
		return err
	}
	if o.JSON {
		return json.NewEncoder(o.Out).Encode(f)
	}
	return f.print(o.Out)
}

// sendWorld is a database with readers.
type sendWorld struct {
	SendOptions
	folder      string
	publication news.Publication
	now         time.Time
	made        int
}

func (w *sendWorld) measure(ctx context.Context, f *SendFigures, addr string) error {
	var transport []float64
	for _, variant := range []struct{ name, dkim string }{{"without DKIM", ""}, {"with Ed25519 DKIM", "ed25519"}} {
		v := SendVariants{Name: variant.name}
		var rates, ratios, counts []float64
		for i := range w.Runs {
			fmt.Fprintf(w.Err, "%s, run %d of %d\n", variant.name, i+1, w.Runs)
			edition, err := w.edition(ctx)
			if err != nil {
				return err
			}
			said, err := w.send(ctx, addr, edition, variant.dkim)
			if err != nil {
				return err
			}
			if said.Sent != w.Readers {
				return fmt.Errorf("%d of %d messages were sent", said.Sent, w.Readers)
			}
			source, err := transportRate(ctx, addr, said.Bytes, w.SendOptions)
			if err != nil {
				return err
			}
			rate := float64(said.Sent) / said.Seconds
			rates, counts = append(rates, rate), append(counts, said.CountsMS...)
			if source > 0 {
				transport, ratios = append(transport, source), append(ratios, rate/source)
			}
			v.PeakBytes, f.Bytes = max(v.PeakBytes, said.PeakBytes), said.Bytes
		}
		v.PerSecond, v.ToSource, v.CountsMS = spread(rates, 1), spread(ratios, 1), spread(counts, 1)
		f.Variants = append(f.Variants, v)
	}
	f.Transport = spread(transport, 1)
	return nil
}

// send has another process send an edition.
func (w *sendWorld) send(ctx context.Context, addr string, edition news.ID, dkim string) (said sent, err error) {
	told, err := json.Marshal(sendTask{Data: w.folder, Database: w.Database, Addr: addr, Edition: edition, Connections: w.Connections, DKIM: dkim})
	if err != nil {
		return said, err
	}
	program, err := os.Executable()
	if err != nil {
		return said, fmt.Errorf("finding this program to start it again: %w", err)
	}
	c := exec.CommandContext(ctx, program, "bench", "send", "--part", partSend)
	c.Stdin, c.Stderr = bytes.NewReader(told), w.Err
	out, err := c.Output()
	if err != nil {
		return said, errors.Join(ctx.Err(), fmt.Errorf("the part %q: %w", partSend, err))
	}
	return said, json.Unmarshal(out, &said)
}

// transportRate gives how many messages a second smtp-source gets rid of; 0, if it is not installed.
func transportRate(ctx context.Context, addr string, size int, o SendOptions) (float64, error) {
	program, err := tool("smtp-source")
	if err != nil {
		return 0, nil //nolint:nilerr // then there is nothing to compare with
	}
	began := time.Now()
	n := min(o.Readers, 100_000)
	c := exec.CommandContext(ctx, program, "-s", strconv.Itoa(o.Connections), "-l", strconv.Itoa(size), "-m", strconv.Itoa(n),
		"-f", "desk@example.org", "-t", "reader@example.org", addr)
	if out, err := c.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("smtp-source: %w: %s", err, bytes.TrimSpace(out))
	}
	return float64(n) / time.Since(began).Seconds(), nil
}

// tool finds a program of Postfix, which is not on everybody's path.
func tool(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	return exec.LookPath("/usr/sbin/" + name)
}

// sinkProcess is a mail server of its own process.
type sinkProcess struct {
	addr string
	stop func() error
}

// startSink starts Postfix's smtp-sink, or ours.
func startSink(ctx context.Context) (sinkProcess, string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return sinkProcess{}, "", err
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		return sinkProcess{}, "", err
	}
	var c *exec.Cmd
	name := "Postfix's smtp-sink"
	if program, err := tool("smtp-sink"); err == nil {
		args := []string{addr, "1000"}
		if os.Geteuid() == 0 {
			args = append([]string{"-u", "nobody"}, args...)
		}
		c = exec.CommandContext(ctx, program, args...)
	} else {
		program, err := os.Executable()
		if err != nil {
			return sinkProcess{}, "", err
		}
		c, name = exec.CommandContext(ctx, program, "bench", "send", "--part", partSink), "our own"
		c.Stdin = strings.NewReader(addr)
	}
	if err := c.Start(); err != nil {
		return sinkProcess{}, "", fmt.Errorf("starting %s: %w", name, err)
	}
	stop := func() error {
		_ = c.Process.Kill()
		_ = c.Wait() // it was killed
		return nil
	}
	for range 100 {
		if conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr); err == nil {
			return sinkProcess{addr, stop}, name, conn.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	return sinkProcess{}, "", errors.Join(fmt.Errorf("%s does not answer on %s", name, addr), stop())
}

// runSink is the part that is our own mail server.
func runSink(ctx context.Context, addr string) error {
	s, err := smtpsink.Start(ctx, smtpsink.Options{Addr: addr})
	if err != nil {
		return err
	}
	<-ctx.Done()
	return s.Close()
}

// print prints the figures for people.
func (f *SendFigures) print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, messages of %d bytes, %s, into %s\n", app.Count(f.Readers, "reader"), f.Bytes, f.Database, f.Sink)
	if f.Transport.Median > 0 {
		fmt.Fprintf(&b, "the transport alone (smtp-source): %.0f messages a second (%.0f to %.0f)\n", f.Transport.Median, f.Transport.Least, f.Transport.Most)
	}
	for _, v := range f.Variants {
		fmt.Fprintf(&b, "%s: %.0f messages a second (%.0f to %.0f)", v.Name, v.PerSecond.Median, v.PerSecond.Least, v.PerSecond.Most)
		if v.ToSource.Median > 0 {
			fmt.Fprintf(&b, ", %.2f of the transport (%.2f to %.2f)", v.ToSource.Median, v.ToSource.Least, v.ToSource.Most)
		}
		fmt.Fprintf(&b, "\n  peak memory %d MB; counts answered in %.1f ms (at most %.1f)\n", v.PeakBytes>>20, v.CountsMS.Median, v.CountsMS.Most)
	}
	fmt.Fprintf(&b, "%s, %s\n", f.System, f.Go)
	_, err := io.WriteString(w, b.String())
	return err
}

// fill makes a publication with its readers.
func (w *sendWorld) fill(ctx context.Context) (err error) {
	s, err := store.Open(ctx, w.Database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	w.now = time.Now().UTC().Truncate(time.Second)
	w.publication = news.Publication{ID: news.NewID(w.now), Slug: "bench", Name: "The Bench Digest", Language: "en", Sections: []string{"News"}, From: "Bench <desk@digest.example.org>",
		Schedule: news.Schedule{Days: []time.Weekday{time.Sunday}, Hour: 7, Zone: "UTC"}, Created: w.now}
	if err := s.SavePublication(ctx, w.publication); err != nil {
		return err
	}
	fmt.Fprintf(w.Err, "putting %s into the database\n", app.Count(w.Readers, "reader"))
	const together = 5_000
	for done := 0; done < w.Readers; done += together {
		err := s.Within(ctx, func(ctx context.Context) error {
			for i := done; i < min(done+together, w.Readers); i++ {
				at := w.now.Add(time.Duration(i) * time.Millisecond)
				u := news.Subscriber{ID: news.NewID(at), Address: fmt.Sprintf("reader%d@mail%d.example.net", i, i%50), Created: at}
				if err := s.SaveSubscriber(ctx, u); err != nil {
					return err
				}
				if err := s.SaveSubscription(ctx, news.Subscription{ID: news.NewID(at), SubscriberID: u.ID, PublicationID: w.publication.ID, State: news.Active, Changed: at}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// edition adds one that has appeared. Its mail is about as long as is asked for.
func (w *sendWorld) edition(ctx context.Context) (id news.ID, err error) {
	s, err := store.Open(ctx, w.Database)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	w.made++
	due := w.now.Add(time.Duration(w.made) * 24 * time.Hour)
	e := news.Edition{ID: news.NewID(due), PublicationID: w.publication.ID, Slug: due.Format(time.DateOnly), State: news.Published, Due: due, PublishedAt: due,
		Title: "Ministry denies that the pier was ever for sale", Standfirst: "Two papers say it was offered; a spokesman and the buyer say it was not.", Sections: []news.Section{{Name: "News"}}}
	// With one item a mail has about 16,800 bytes; each further one adds about 3,400.
	for i := range 1 + max(0, (w.Size-15_000)/3_400) {
		e.Sections[0].Items = append(e.Sections[0].Items, news.EditionItem{ID: news.NewID(due), Headline: fmt.Sprintf("Pier %d was offered to a foreign firm, officials say", i+1),
			Outlet: "The Tidewater Courier", Author: "Ines Falk", Date: due, URL: fmt.Sprintf("https://courier.example/2031/pier-%d", i+1),
			Summary: "Two officials who asked not to be named said that the northern pier was offered in January. The ministry's spokesman called the account false.",
			Ledger:  "1 unnamed origin behind 9 reports · denied by Oskar Brandt and Lumen Shipping"})
	}
	return e.ID, s.SaveEdition(ctx, e)
}
