package demo

import (
	"sync"
	"time"
)

// clock is the world's time: it stands at a moment until it is moved, and runs with the real one once the six days are
// over.
type clock struct {
	mu   sync.Mutex
	at   time.Time
	live bool
}

// Now implements news.Clock.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.live {
		return time.Now().UTC()
	}
	return c.at
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	c.at = t
	c.mu.Unlock()
}

func (c *clock) release() {
	c.mu.Lock()
	c.live = true
	c.mu.Unlock()
}
