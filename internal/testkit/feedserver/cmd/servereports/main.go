// Command servereports serves JSON Lines of reports as feeds with article pages, until it is interrupted:
//
//	go run ./internal/testkit/feedserver/cmd/servereports -feeds 40 -listen 127.0.0.1:8091 reports.jsonl
//
// It prints the feeds' addresses, one a line, or with -opml a list that a desk imports. A file that cannot be read or a line
// that is no report ends it with status 2, and nothing is served.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"onrecord/internal/gather/opml"
	"onrecord/internal/testkit/feedserver"
)

// errUsage says that what was asked for cannot be done as asked.
var errUsage = errors.New("wrong use")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errUsage):
		fmt.Fprintln(os.Stderr, "servereports:", err)
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "servereports:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("servereports", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: servereports [-feeds 40] [-listen 127.0.0.1:8091] [-opml] FILE\n\nFILE has a report a line, as JSON; - is the standard input.")
		flags.PrintDefaults()
	}
	feeds := flags.Int("feeds", 40, "how many feeds to spread the reports over")
	listen := flags.String("listen", "127.0.0.1:8091", "`address` to listen on; port 0 takes a free one")
	asOPML := flags.Bool("opml", false, "print the feeds as OPML")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	if flags.NArg() != 1 {
		return fmt.Errorf("%w: name one file of reports, or - for the standard input", errUsage)
	}
	if *feeds < 1 {
		return fmt.Errorf("%w: -feeds %d: at least one feed is wanted", errUsage, *feeds)
	}
	reports, err := readFile(flags.Arg(0), stdin)
	if err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}

	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", *listen)
	if err != nil {
		return err
	}
	server := feedserver.New(reports, *feeds)
	base := "http://" + listener.Addr().String()
	if err := list(stdout, server, base, *asOPML); err != nil {
		return errors.Join(err, listener.Close())
	}
	fmt.Fprintf(stderr, "%d reports in %d feeds at %s\n", len(reports), *feeds, base)

	web := &http.Server{Handler: server, ReadHeaderTimeout: 10 * time.Second}
	ended := context.AfterFunc(ctx, func() { web.Close() }) //nolint:errcheck // Serve says what went wrong
	defer ended()
	if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func readFile(name string, stdin io.Reader) ([]feedserver.Report, error) {
	in := stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close() //nolint:errcheck // read only
		in = bufio.NewReader(file)
	}
	reports, err := feedserver.Read(in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(reports) == 0 {
		return nil, fmt.Errorf("%s: there are no reports in it", name)
	}
	return reports, nil
}

func list(w io.Writer, s *feedserver.Server, base string, asOPML bool) error {
	feeds := s.Feeds(base)
	if asOPML {
		var out []opml.Feed
		for _, f := range feeds {
			out = append(out, opml.Feed{URL: f.URL, Title: f.Title, Site: f.Home})
		}
		return opml.Write(w, "Reports", out)
	}
	for _, f := range feeds {
		if _, err := fmt.Fprintln(w, f.URL); err != nil {
			return err
		}
	}
	return nil
}
