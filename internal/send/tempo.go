package send

import "time"

// tempo is how patient a run is with whom it works with.
type tempo struct {
	idle time.Duration // how long a connection without work stays open
	slow time.Duration // how long a relay is waited for that has enough to do, before another may take over
	// stuck is how long all connections of a relay may take for one message before the relay counts as failed.
	stuck time.Duration
	often time.Duration // how often a run looks for deferred deliveries that have become due
	// How long a relay that failed is left alone: longer each time in a row.
	firstRest, longestRest time.Duration
	patience               time.Duration // how long a run waits for a database that does not answer
	fresh                  time.Duration // how long what was read of a reader is taken for true
	soon                   time.Duration // about half of how long what came back waits until its message is written down as sent
}

// usual is the tempo outside tests.
func usual() tempo {
	return tempo{idle: 5 * time.Second, slow: time.Second, stuck: 30 * time.Second, often: 2 * time.Second,
		firstRest: 500 * time.Millisecond, longestRest: 2 * time.Minute, patience: 10 * time.Minute, fresh: 10 * time.Second, soon: time.Second}
}
