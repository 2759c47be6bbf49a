//go:build !linux

package bench

import "time"

// busy is how long the program has run: elsewhere than on Linux, waiting for a processor is in it.
func busy() time.Duration { return time.Since(started) }
