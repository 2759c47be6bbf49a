package store

import "context"

// ReleaseJobs puts running jobs back, as though they had never been started: the process that ran them died.
func (s *Store) ReleaseJobs(ctx context.Context, numbers []int64) error {
	return s.Within(ctx, func(ctx context.Context) error {
		for _, n := range numbers {
			if _, err := s.exec(ctx, `UPDATE river_job SET state = 'available', attempt = attempt - 1 WHERE id = $1 AND state = 'running' AND attempt > 0`, n); err != nil {
				return err
			}
		}
		return nil
	})
}
