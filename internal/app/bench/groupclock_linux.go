package bench

import (
	"time"

	"golang.org/x/sys/unix"
)

// busy is how long the calling thread has been on a processor: what a report costs, whatever else the machine does meanwhile.
// The caller has locked its goroutine to the thread.
func busy() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		return time.Since(started)
	}
	return time.Duration(t.Nano())
}
