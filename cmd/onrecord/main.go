// Command onrecord is the desk behind a news digest: see README.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	_ "time/tzdata" // for machines without time zones of their own

	"github.com/alecthomas/kong"

	"onrecord/internal/news"
)

// The exit statuses that scripts rely on.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// cli lists the verbs; each has a file of its own.
type cli struct {
	Demo  demoCmd  `cmd:"" help:"Start everything on loopback with sample outlets and a mail catcher, and print where to look."`
	Serve serveCmd `cmd:"" help:"Run the service."`
	Check checkCmd `cmd:"" help:"Say what is not ready: settings, database, mail server, DNS, clock."`

	Read    readCmd    `cmd:"" help:"Find who says what in texts and pages, and on whose authority."`
	Extract extractCmd `cmd:"" help:"Find the articles in web pages."`
	Group   groupCmd   `cmd:"" help:"Put reports into stories: those about the same happening."`
	Weigh   weighCmd   `cmd:"" help:"Say where whole reports stand to a claim: agree, disagree, discuss or unrelated."`
	Ledger  ledgerCmd  `cmd:"" help:"Set out who asserts and who denies what in reports, and how many independent origins there are."`

	Feed        feedCmd        `cmd:"" help:"Feeds: add, list, import, export, parse."`
	Story       storyCmd       `cmd:"" help:"Stories and their ledgers."`
	Claim       claimCmd       `cmd:"" help:"Claims of stories: reword, lock, merge and split them, move evidence, and undo it."`
	Speaker     speakerCmd     `cmd:"" help:"Speakers: who is named as a source, across reports; join them and take them apart."`
	Statement   statementCmd   `cmd:"" help:"Statements as editors corrected them: export."`
	Publication publicationCmd `cmd:"" help:"Publications: digests with their days."`
	Edition     editionCmd     `cmd:"" help:"Editions: list, show, draft, approve, test; their mailings: look, pause, resume, cancel."`
	Article     articleCmd     `cmd:"" help:"Pieces of the house's own: add, list, show, set, publish, withdraw, place, export."`
	Author      authorCmd      `cmd:"" help:"Who writes for the house: add, set, list."`
	Subscriber  subscriberCmd  `cmd:"" help:"Readers: count, list, show, import, export, tag, suppress, erase."`
	Mail        mailCmd        `cmd:"" help:"Mail: the keys that sign it, and what came back."`
	User        userCmd        `cmd:"" help:"Who may enter the desk."`
	Why         whyCmd         `cmd:"" help:"Print a report's way through the steps."`

	Bench   benchCmd   `cmd:"" help:"Run a benchmark and print figures."`
	Backup  backupCmd  `cmd:"" help:"Write a copy of the database to a new file while the desk works."`
	Restore restoreCmd `cmd:"" help:"Put a backup in the place of a database that is not there."`
	Migrate migrateCmd `cmd:"" help:"Bring the database's tables up to date."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

// streams are what a verb reads and writes. Results go to out, progress and logs to err.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends everything at once
	os.Exit(run(ctx, os.Args[1:], &streams{os.Stdin, os.Stdout, os.Stderr}))
}

// run parses args, runs the verb and gives the exit status: 0 done, 1 failed, 2 wrong use or bad input.
func run(ctx context.Context, args []string, s *streams) (status int) {
	var c cli
	exit := -1
	parser, err := kong.New(&c,
		kong.Name("onrecord"),
		kong.Description("The desk behind a news digest: who says what, on whose authority, and how many of them really know."),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Writers(s.out, s.err),
		kong.Exit(func(code int) { exit = code; panic(parsed{}) }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(s),
	)
	if err != nil {
		fmt.Fprintln(s.err, "onrecord:", err)
		return exitFailed
	}
	// Kong calls Exit for --help in the middle of parsing; the panic brings it back here.
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(parsed); !ok {
				panic(r)
			}
			status = exit
		}
	}()
	command, err := parser.Parse(meant(args))
	if err != nil {
		s.complain(fmt.Errorf("%w\nSee '%s --help'", err, nearest(err)))
		return exitUsage
	}
	if err := command.Run(); err != nil {
		if ctx.Err() != nil && errors.Is(err, context.Canceled) {
			s.complain(errors.New("interrupted"))
			return exitFailed
		}
		if !errors.Is(err, errQuiet) {
			s.complain(err)
		}
		if again := (later{}); errors.As(err, &again) {
			return exitLater
		}
		if news.KindOf(err) == news.Invalid {
			return exitUsage
		}
		return exitFailed
	}
	return exitDone
}

// meant gives the arguments for what people try first: nothing at all, help and --version.
func meant(args []string) []string {
	switch {
	case len(args) == 0:
		return []string{"--help"}
	case args[0] == "help":
		return append(args[1:], "--help")
	case args[0] == "--version":
		return []string{"version"}
	}
	return args
}

// nearest gives the verb that was being used when the arguments were found wrong: its help is the one to read.
func nearest(err error) string {
	var wrong *kong.ParseError
	if errors.As(err, &wrong) && wrong.Context.Selected() != nil {
		return wrong.Context.Selected().FullPath()
	}
	return "onrecord"
}

// parsed is thrown by kong's Exit hook.
type parsed struct{}

// errQuiet ends a verb with status 1 when it has already said what is wrong, errBad with status 2 when that was in the input.
var (
	errQuiet = errors.New("failed")
	errBad   = &news.Error{Kind: news.Invalid, Message: "failed", Err: errQuiet}
)
