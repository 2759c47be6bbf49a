package site

import (
	"context"
	"slices"
	"sync"
	"time"

	"onrecord/internal/news"
)

// newest keeps the newest notices for a moment, for they stand on the pages of all editions, which would each ask for the same. A page that
// has older ones loses none: its stream begins after the last that it knows.
type newest struct {
	mu   sync.Mutex
	kept map[int]newestKept // by how many were asked for
}

type newestKept struct {
	at            time.Time
	notices, rest []news.Notice
}

// newestFor is for how long they are kept, where pages are kept at all.
const newestFor = time.Second

// newestNotices gives the newest notices, and all parts of the threads that these belong to. They are not to be changed.
func (s *Site) newestNotices(ctx context.Context, n int) (notices, parts []news.Notice, err error) {
	if s.Keep != nil {
		s.newest.mu.Lock()
		defer s.newest.mu.Unlock() // who comes meanwhile waits for the one who asks
		if k, ok := s.newest.kept[n]; ok && time.Since(k.at) < newestFor {
			return k.notices, k.rest, nil
		}
	}
	at := time.Now()
	if notices, err = s.Store.LatestNotices(ctx, n); err != nil {
		return nil, nil, err
	}
	var threads []string
	for _, n := range notices {
		if n.Thread != "" && !slices.Contains(threads, n.Thread) {
			threads = append(threads, n.Thread)
		}
	}
	if parts, err = s.Store.NoticesOfThreads(ctx, threads); err != nil { // those that are older than what was looked at
		return nil, nil, err
	}
	if s.Keep != nil {
		if s.newest.kept == nil {
			s.newest.kept = map[int]newestKept{}
		}
		s.newest.kept[n] = newestKept{at, notices, parts}
	}
	return notices, parts, nil
}
