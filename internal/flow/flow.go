// Package flow runs the steps: it keeps durable jobs, knows which step follows which, and looks at the clock for what is
// due.
//
// A job asks for one step to be run on one thing: {step, id}. Jobs are rows of the desk's own database (River's tables),
// inserted in the same transaction as the change that calls for them, so a crash loses neither or both. A step is
// idempotent, because a job that was cut off is run again.
//
//	available ─▶ running ─▶ completed
//	                │
//	                ├─▶ retryable ─▶ available      the step failed; 1 s, 2 s, 4 s … later, to an hour
//	                ├─▶ parked                      it kept failing, or failed in a way that no retry mends
//	                └─▶ available                   the process died; put back when its node starts again
//
// Alert alone waits before it runs: until what is still being read is in the ledger, or its patience ends.
//
// A parked job keeps its error and waits for an editor, who may run it again. Nothing is dropped.
package flow

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"onrecord/internal/news"
)

// Runner runs one step on one thing. An error of kind Invalid, NotFound or Forbidden parks the job at once; any other is
// tried again, a Conflict too: somebody else was quicker, and the next try finds what they left.
type Runner func(ctx context.Context, id news.ID) error

// Database is where the jobs live; the store is one. Exactly one of SQLite and Postgres gives a handle.
type Database interface {
	SQLite() *sql.DB
	SQLiteTx(ctx context.Context) *sql.Tx // nil outside a transaction
	Postgres() *pgxpool.Pool
	PostgresTx(ctx context.Context) pgx.Tx
	// ReleaseJobs puts running jobs back, as though they had never been started.
	ReleaseJobs(ctx context.Context, numbers []int64) error
}

// Options are what a Flow needs.
type Options struct {
	Node  string // this machine's name, its own among all that share the database
	Log   *slog.Logger
	Steps map[news.Step]Runner // those that run on this machine; none: jobs are only handed in
	// Watch, if set, is told of every run that ended.
	Watch func(step news.Step, id news.ID, err error)
	// Patience is how long a notice waits for news that is still being read; 0 stands for the constant of that name.
	Patience time.Duration
}

// Flow hands jobs in and runs them.
type Flow struct {
	queue    queue
	node     string
	watch    func(news.Step, news.ID, error)
	patience time.Duration
	log      *slog.Logger
	db       Database
}

// queue is River's client, whichever database it is on.
type queue interface {
	insert(ctx context.Context, params []river.InsertManyParams) error
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	JobList(ctx context.Context, params *river.JobListParams) (*river.JobListResult, error)
	JobRetry(ctx context.Context, id int64) (*rivertype.JobRow, error)
}

// New makes a flow on a database. Start runs it.
func New(db Database, o Options) (*Flow, error) {
	f := &Flow{node: o.Node, watch: o.Watch, patience: o.Patience, log: o.Log, db: db}
	if f.patience == 0 {
		f.patience = Patience
	}
	config, err := f.config(o)
	if err != nil {
		return nil, err
	}
	if pool := db.Postgres(); pool != nil {
		f.queue, err = newClient(riverpgxv5.New(pool), config, db.PostgresTx, func(tx pgx.Tx) bool { return tx != nil })
	} else {
		f.queue, err = newClient(riversqlite.New(db.SQLite()), config, db.SQLiteTx, func(tx *sql.Tx) bool { return tx != nil })
	}
	if err != nil {
		return nil, fmt.Errorf("making the job queue: %w", err)
	}
	return f, nil
}

// client joins River's client with the transaction that the store keeps in the context.
type client[TTx any] struct {
	*river.Client[TTx]
	tx    func(context.Context) TTx
	isSet func(TTx) bool
}

func newClient[TTx any](driver riverdriver.Driver[TTx], config *river.Config, tx func(context.Context) TTx, isSet func(TTx) bool) (queue, error) {
	c, err := river.NewClient(driver, config)
	if err != nil {
		return nil, err
	}
	return client[TTx]{c, tx, isSet}, nil
}

func (c client[TTx]) insert(ctx context.Context, params []river.InsertManyParams) error {
	var err error
	if tx := c.tx(ctx); c.isSet(tx) {
		_, err = c.InsertManyTx(ctx, tx, params)
	} else {
		_, err = c.InsertMany(ctx, params)
	}
	return err
}

// args is the one kind of job.
type args struct {
	Step news.Step `json:"step"`
	ID   news.ID   `json:"id"`
}

// Kind names it to River.
func (args) Kind() string { return "step" }

// maxAttempts is how often a step is tried before its job is parked: for somewhat more than an hour, which is longer than
// mail servers keep those they do not know waiting.
const maxAttempts = 12

// workers is how many runs of a step go on at once on one machine. River hands out at most that many jobs per fetch, so
// the numbers of the quick steps bound their rate as well. Grouping decides one report at a time all the same. Few stories
// are weighed at once, so that what comes for the same story meanwhile is weighed together: the later jobs find it done.
var workers = map[string]int{
	string(news.Gather): 16, string(news.Read): 16, string(news.Group): 16, string(news.Weigh): 2,
	string(news.Compose): 1, string(news.Publish): 1, string(news.Send): 8, string(news.Alert): 2,
	quick(news.Send): 8, quick(news.Alert): 4,
}

// quick names the queue of a step's short runs, which are not to wait behind those that take hours: a mail to confirm goes out
// while editions are being mailed.
func quick(step news.Step) string { return string(step) + quickly }

const quickly = "-quick"

func (f *Flow) config(o Options) (*river.Config, error) {
	c := &river.Config{
		ID:            o.Node,
		Logger:        slog.New(quiet{o.Log.Handler()}),
		MaxAttempts:   maxAttempts,
		RetryPolicy:   backoff{},
		FetchCooldown: 50 * time.Millisecond,
		// SQLite tells nobody of new rows, so they are looked for.
		FetchPollInterval: 100 * time.Millisecond,
		// A send may take hours. The steps bound their own waiting.
		JobTimeout:                  -1,
		RescueStuckJobsAfter:        24 * time.Hour,
		CompletedJobRetentionPeriod: time.Hour,
		CancelledJobRetentionPeriod: -1,
		DiscardedJobRetentionPeriod: -1,
	}
	if len(o.Steps) == 0 {
		return c, nil
	}
	c.Queues = map[string]river.QueueConfig{}
	for step := range o.Steps {
		for _, name := range []string{string(step), quick(step)} {
			if n := workers[name]; n > 0 {
				c.Queues[name] = river.QueueConfig{MaxWorkers: n}
			}
		}
	}
	c.Workers = river.NewWorkers()
	return c, river.AddWorkerSafely(c.Workers, &worker{steps: o.Steps, flow: f})
}

// worker runs jobs.
type worker struct {
	river.WorkerDefaults[args]
	steps map[news.Step]Runner
	flow  *Flow
}

// Work runs one job's step.
func (w *worker) Work(ctx context.Context, job *river.Job[args]) error {
	run, ok := w.steps[job.Args.Step]
	if !ok {
		return river.JobCancel(fmt.Errorf("no step is called %q", job.Args.Step))
	}
	var err error
	if job.Args.Step == news.Alert && job.Queue == string(news.Alert) { // the quick runs tell of what is out already
		err = w.flow.settled(ctx, job.JobRow)
	}
	if err == nil {
		err = run(ctx, job.Args.ID)
	}
	if err != nil && ctx.Err() != nil {
		return river.JobSnooze(0) // the machine is stopping: not the step's fault
	}
	if w.flow.watch != nil {
		w.flow.watch(job.Args.Step, job.Args.ID, err)
	}
	switch news.KindOf(err) {
	case "":
		return nil
	case news.Invalid, news.NotFound, news.Forbidden:
		w.flow.log.Error("a job is parked", "step", job.Args.Step, "id", job.Args.ID, "error", cause(err))
		return river.JobCancel(errors.New(cause(err)))
	}
	level := slog.LevelWarn
	if job.Attempt >= job.MaxAttempts {
		level = slog.LevelError
	}
	w.flow.log.Log(ctx, level, "a step failed", "step", job.Args.Step, "id", job.Args.ID, "attempt", job.Attempt, "of", job.MaxAttempts, "error", cause(err))
	return errors.New(cause(err))
}

// cause gives an error with what lies under it, for the desk and the log.
func cause(err error) string {
	var e *news.Error
	if errors.As(err, &e) && e.Err != nil {
		return err.Error() + " (" + e.Err.Error() + ")"
	}
	return err.Error()
}

// backoff waits 1, 2, 4 … seconds, an hour at most, with a quarter of jitter so that what failed together is not tried
// together.
type backoff struct{}

// NextRetry implements river.ClientRetryPolicy.
func (backoff) NextRetry(job *rivertype.JobRow) time.Time {
	wait := min(time.Second<<min(len(job.Errors), 12), time.Hour)
	return time.Now().Add(wait + rand.N(wait/4)) //nolint:gosec // jitter is no secret
}

// quiet lets River's log lines through only if they are warnings: its every job at info is noise.
type quiet struct{ slog.Handler }

// Enabled implements slog.Handler.
func (q quiet) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && q.Handler.Enabled(ctx, level)
}

// Start puts back what this node was running when it last died, and begins to work.
func (f *Flow) Start(ctx context.Context) error {
	if err := f.release(ctx); err != nil {
		return fmt.Errorf("putting back the jobs that were cut off: %w", err)
	}
	return f.queue.Start(ctx)
}

// release finds the jobs that a dead process of this node left running.
func (f *Flow) release(ctx context.Context) error {
	for {
		found, err := f.queue.JobList(ctx, river.NewJobListParams().States(rivertype.JobStateRunning).First(1000))
		if err != nil {
			return err
		}
		var mine []int64
		for _, job := range found.Jobs {
			if n := len(job.AttemptedBy); n > 0 && job.AttemptedBy[n-1] == f.node {
				mine = append(mine, job.ID)
			}
		}
		if len(mine) == 0 {
			return nil
		}
		f.log.Info("putting back jobs that were cut off", "jobs", len(mine))
		if err := f.db.ReleaseJobs(ctx, mine); err != nil {
			return err
		}
	}
}

// Stop lets running jobs end, until ctx does; what is left is cut off and run again on the next start.
func (f *Flow) Stop(ctx context.Context) error { return f.queue.Stop(ctx) }
