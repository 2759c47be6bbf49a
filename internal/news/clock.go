package news

import "time"

// Clock tells the time. It is handed in, so that tests and the demonstration can run on a time of their own.
type Clock interface {
	Now() time.Time // UTC
}

// ClockFunc is a function used as a Clock.
type ClockFunc func() time.Time

// Now calls the function.
func (f ClockFunc) Now() time.Time { return f() }
