package flow

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"onrecord/internal/news"
)

// Parked lists the jobs that gave up, the newest first, at most limit of them.
func (f *Flow) Parked(ctx context.Context, limit int) ([]news.ParkedJob, error) {
	found, err := f.queue.JobList(ctx, river.NewJobListParams().
		States(rivertype.JobStateDiscarded, rivertype.JobStateCancelled).
		OrderBy(river.JobListOrderByFinalizedAt, river.SortOrderDesc).
		First(limit))
	if err != nil {
		return nil, err
	}
	out := make([]news.ParkedJob, 0, len(found.Jobs))
	for _, row := range found.Jobs {
		p := news.ParkedJob{Number: row.ID, Attempts: row.Attempt}
		var a args
		if err := json.Unmarshal(row.EncodedArgs, &a); err != nil {
			return nil, err
		}
		p.Job = news.Job{Step: a.Step, ID: a.ID}
		if n := len(row.Errors); n > 0 {
			p.Error = strings.TrimPrefix(row.Errors[n-1].Error, "JobCancelError: ") // how River notes that it gave up at once
		}
		if row.FinalizedAt != nil {
			p.Since = row.FinalizedAt.UTC()
		}
		out = append(out, p)
	}
	return out, nil
}

// Retry runs a parked job again. A number that is no job gives NotFound.
func (f *Flow) Retry(ctx context.Context, number int64) error {
	_, err := f.queue.JobRetry(ctx, number)
	if errors.Is(err, rivertype.ErrNotFound) {
		return news.Errorf(news.NotFound, "there is no job %d", number)
	}
	return err
}

// Left counts the jobs that are still to be run or running, by step. At most 10,000 are looked at, which is enough to
// say "many".
func (f *Flow) Left(ctx context.Context) (map[news.Step]int, error) {
	found, err := f.queue.JobList(ctx, river.NewJobListParams().
		States(rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
			rivertype.JobStateRetryable, rivertype.JobStateScheduled).
		First(10_000))
	if err != nil {
		return nil, err
	}
	left := map[news.Step]int{}
	for _, row := range found.Jobs {
		step := strings.TrimSuffix(row.Queue, quickly)
		left[news.Step(step)]++
	}
	return left, nil
}
