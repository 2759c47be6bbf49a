package flow_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"onrecord/internal/flow"
	"onrecord/internal/news"
	"onrecord/internal/store"
	"onrecord/internal/testkit/postgres"
)

// databases runs a test on each kind of database.
func databases(t *testing.T, test func(t *testing.T, open func(t *testing.T) *store.Store)) {
	t.Run("SQLite", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "desk.db")
		test(t, func(t *testing.T) *store.Store { return open(t, path) })
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		url := postgres.New(t)
		test(t, func(t *testing.T) *store.Store { return open(t, url) })
	})
}

func open(t *testing.T, url string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func start(t *testing.T, s *store.Store, o flow.Options) *flow.Flow {
	t.Helper()
	o.Log = slog.New(slog.DiscardHandler)
	if o.Node == "" {
		o.Node = "here"
	}
	f, err := flow.New(s, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Start(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, f) })
	return f
}

func stop(t *testing.T, f *flow.Flow) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := f.Stop(ctx); err != nil {
		t.Errorf("stopping: %v", err)
	}
}

// recv waits for a value on a channel; a test that gets none fails.
func recv[T any](t *testing.T, what string, c <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-c:
	case <-time.After(30 * time.Second):
		t.Fatalf("%s did not come in 30 s", what)
	}
	return v
}

func TestJobsCommitWithTheChange(t *testing.T) {
	databases(t, func(t *testing.T, open func(*testing.T) *store.Store) {
		s := open(t)
		ran := make(chan news.ID, 10)
		f := start(t, s, flow.Options{Steps: map[news.Step]flow.Runner{
			news.Read: func(_ context.Context, id news.ID) error { ran <- id; return nil },
		}})
		undone := errors.New("undone")
		err := s.Within(t.Context(), func(ctx context.Context) error {
			if err := f.After(news.Gather)(ctx, "lost"); err != nil {
				return err
			}
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		if left, err := f.Left(t.Context()); err != nil || len(left) != 0 {
			t.Fatalf("a job outlived its transaction: %v, %v", left, err)
		}
		if err := s.Within(t.Context(), func(ctx context.Context) error { return f.After(news.Gather)(ctx, "kept") }); err != nil {
			t.Fatal(err)
		}
		if got := recv(t, "the job", ran); got != "kept" {
			t.Errorf("ran %q", got)
		}
	})
}

func TestAFailingStepIsTriedAgain(t *testing.T) {
	databases(t, func(t *testing.T, open func(*testing.T) *store.Store) {
		s := open(t)
		tries := make(chan int, 10)
		n := 0
		f := start(t, s, flow.Options{Steps: map[news.Step]flow.Runner{
			news.Weigh: func(context.Context, news.ID) error {
				n++
				tries <- n
				if n == 1 {
					return errors.New("the disk hiccuped")
				}
				return nil
			},
		}})
		if err := f.Hand(t.Context(), news.Weigh, "story"); err != nil {
			t.Fatal(err)
		}
		recv(t, "the first try", tries)
		if got := recv(t, "the second try", tries); got != 2 {
			t.Errorf("try %d", got)
		}
	})
}

func TestWhatNoRetryMendsIsParkedAndCanBeRunAgain(t *testing.T) {
	databases(t, func(t *testing.T, open func(*testing.T) *store.Store) {
		s := open(t)
		ended := make(chan error, 10)
		var mended sync.Map
		f := start(t, s, flow.Options{
			Steps: map[news.Step]flow.Runner{
				news.Publish: func(context.Context, news.ID) error {
					if _, ok := mended.Load("yes"); ok {
						return nil
					}
					return news.FieldErrorf("edition", "it has no items; add one")
				},
			},
			Watch: func(_ news.Step, _ news.ID, err error) { ended <- err },
		})
		if err := f.Hand(t.Context(), news.Publish, "edition"); err != nil {
			t.Fatal(err)
		}
		recv(t, "the failure", ended)
		parked := eventually(t, func() ([]news.ParkedJob, bool) {
			parked, err := f.Parked(t.Context(), 10)
			return parked, err == nil && len(parked) == 1
		})
		if p := parked[0]; p.Job.Step != news.Publish || p.Job.ID != "edition" || p.Error != "edition: it has no items; add one" || p.Since.IsZero() {
			t.Errorf("parked: %+v", p)
		}
		mended.Store("yes", true)
		if err := f.Retry(t.Context(), parked[0].Number); err != nil {
			t.Fatal(err)
		}
		if err := recv(t, "the second run", ended); err != nil {
			t.Errorf("after the mend: %v", err)
		}
		eventually(t, func() (struct{}, bool) {
			parked, err := f.Parked(t.Context(), 10)
			return struct{}{}, err == nil && len(parked) == 0
		})
		if err := f.Retry(t.Context(), 987654); news.KindOf(err) != news.NotFound {
			t.Errorf("retrying no job: %v", err)
		}
	})
}

// eventually asks until it is so, for what the queue writes a moment after a step has ended.
func eventually[T any](t *testing.T, ask func() (T, bool)) T {
	t.Helper()
	deadline := time.After(30 * time.Second)
	for {
		if v, ok := ask(); ok {
			return v
		}
		select {
		case <-deadline:
			t.Fatal("it did not become so in 30 s")
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// TestAJobCutOffIsRunAgain leaves a job running as a killed process would, and starts the node anew. Compose has one worker a
// node, so the node that hangs in it takes no other job, as a dead one would not.
func TestAJobCutOffIsRunAgain(t *testing.T) {
	databases(t, func(t *testing.T, open func(*testing.T) *store.Store) {
		s := open(t)
		begun := make(chan struct{})
		hang := make(chan struct{})
		dead, err := flow.New(s, flow.Options{Node: "here", Log: slog.New(slog.DiscardHandler), Steps: map[news.Step]flow.Runner{
			news.Compose: func(context.Context, news.ID) error { close(begun); <-hang; return nil },
		}})
		if err != nil {
			t.Fatal(err)
		}
		if err := dead.Start(context.WithoutCancel(t.Context())); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { close(hang); stop(t, dead) })
		if err := dead.Hand(t.Context(), news.Compose, "revision"); err != nil {
			t.Fatal(err)
		}
		recv(t, "the first run", begun)

		other := start(t, open(t), flow.Options{Node: "elsewhere", Steps: map[news.Step]flow.Runner{news.Group: nil}})
		if left, err := other.Left(t.Context()); err != nil || left[news.Compose] != 1 {
			t.Fatalf("left: %v, %v", left, err)
		}
		ran := make(chan news.ID, 1)
		start(t, open(t), flow.Options{Node: "here", Steps: map[news.Step]flow.Runner{
			news.Compose: func(_ context.Context, id news.ID) error { ran <- id; return nil },
		}})
		if got := recv(t, "the job that was cut off", ran); got != "revision" {
			t.Errorf("ran %q", got)
		}
	})
}

// TestANoticeWaitsForWhatIsStillRead: an alert runs once the weighing that goes on has ended, or when its patience has.
func TestANoticeWaitsForWhatIsStillRead(t *testing.T) {
	databases(t, func(t *testing.T, open func(*testing.T) *store.Store) {
		for _, c := range []struct {
			name     string
			patience time.Duration
			waits    bool
		}{{"patient", time.Hour, true}, {"out of patience", time.Nanosecond, false}} {
			t.Run(c.name, func(t *testing.T) {
				begun, hang, order := make(chan struct{}), make(chan struct{}), make(chan news.Step, 2)
				f := start(t, open(t), flow.Options{Patience: c.patience, Steps: map[news.Step]flow.Runner{
					news.Weigh: func(context.Context, news.ID) error { close(begun); <-hang; order <- news.Weigh; return nil },
					news.Alert: func(context.Context, news.ID) error { order <- news.Alert; return nil },
				}})
				if err := f.Hand(t.Context(), news.Weigh, "story"); err != nil {
					t.Fatal(err)
				}
				recv(t, "the weighing", begun)
				if err := f.Hand(t.Context(), news.Alert, "story"); err != nil {
					t.Fatal(err)
				}
				if !c.waits {
					if got := recv(t, "the notice", order); got != news.Alert {
						t.Errorf("first ended %s", got)
					}
					close(hang)
					return
				}
				eventually(t, func() (struct{}, bool) { // the notice's job has been taken, and does not run
					left, err := f.Left(t.Context())
					return struct{}{}, err == nil && left[news.Alert] == 1 && left[news.Weigh] == 1
				})
				close(hang)
				if first, second := recv(t, "the weighing's end", order), recv(t, "the notice", order); first != news.Weigh || second != news.Alert {
					t.Errorf("first ended %s, then %s", first, second)
				}
			})
		}
	})
}

type agenda struct {
	*store.Store
	feeds, drafts, editions []news.ID
}

func (a *agenda) DueFeeds(context.Context, time.Time) ([]news.ID, error)    { return a.feeds, nil }
func (a *agenda) DueDrafts(context.Context, time.Time) ([]news.ID, error)   { return a.drafts, nil }
func (a *agenda) DueEditions(context.Context, time.Time) ([]news.ID, error) { return a.editions, nil }
func (a *agenda) DueSendings(context.Context, time.Time) ([]news.ID, error) { return nil, nil }
func (a *agenda) DuePushes(context.Context, time.Time) ([]news.ID, error)   { return nil, nil }

func TestWhatIsQuickDoesNotWaitBehindWhatTakesHours(t *testing.T) {
	databases(t, func(t *testing.T, open func(*testing.T) *store.Store) {
		ran, hours := make(chan news.ID, 30), make(chan struct{})
		f := start(t, open(t), flow.Options{Steps: map[news.Step]flow.Runner{
			news.Send: func(_ context.Context, id news.ID) error {
				if ran <- id; id == "edition" {
					<-hours
				}
				return nil
			},
		}})
		defer close(hours)
		const workers = 8
		for range workers + 1 {
			if err := f.Hand(t.Context(), news.Send, "edition"); err != nil {
				t.Fatal(err)
			}
		}
		for range workers {
			recv(t, "an edition", ran)
		}
		if err := f.HandQuick(t.Context(), news.Send, "mail"); err != nil {
			t.Fatal(err)
		}
		if got := recv(t, "the mail", ran); got != "mail" {
			t.Errorf("ran %q", got)
		}
		if left, err := f.Left(t.Context()); err != nil || left[news.Send] < workers+1 || len(left) != 1 {
			t.Errorf("left are %v, %v", left, err)
		}
	})
}

func TestTickHandsInWhatIsDue(t *testing.T) {
	databases(t, func(t *testing.T, open func(*testing.T) *store.Store) {
		s := open(t)
		ran := make(chan string, 10)
		say := func(step news.Step) flow.Runner {
			return func(_ context.Context, id news.ID) error { ran <- string(step) + " " + string(id); return nil }
		}
		f := start(t, s, flow.Options{Steps: map[news.Step]flow.Runner{
			news.Gather: say(news.Gather), news.Compose: say(news.Compose), news.Publish: say(news.Publish),
		}})
		a := &agenda{s, []news.ID{"f"}, []news.ID{"p"}, []news.ID{"e"}}
		if err := f.Tick(t.Context(), a, time.Now()); err != nil {
			t.Fatal(err)
		}
		got := map[string]bool{}
		for range 3 {
			got[recv(t, "a job", ran)] = true
		}
		if !got["gather f"] || !got["compose p"] || !got["publish e"] {
			t.Errorf("ran %v", got)
		}
	})
}
