package web

import (
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"onrecord/internal/news"
)

// Limiter allows so many acts at once and one every so often after that, for each key.
type Limiter struct {
	clock news.Clock
	every time.Duration
	burst int

	mu   sync.Mutex
	keys map[string]*rate.Limiter
}

// NewLimiter makes a limiter that allows burst acts at once for each key, and gives one back every so often.
func NewLimiter(clock news.Clock, every time.Duration, burst int) *Limiter {
	return &Limiter{clock: clock, every: every, burst: burst, keys: map[string]*rate.Limiter{}}
}

// keysKept bounds the memory that strangers can make a limiter take.
const keysKept = 10_000

// Allow takes one act of a key, and says whether it may be done.
func (l *Limiter) Allow(key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock.Now()
	if len(l.keys) >= keysKept {
		l.forget(now)
	}
	have := l.keys[key]
	if have == nil {
		if len(l.keys) >= keysKept {
			return false
		}
		have = rate.NewLimiter(rate.Every(l.every), l.burst)
		l.keys[key] = have
	}
	return have.AllowN(now, 1)
}

// forget drops the keys that have all their acts back, for which nothing is lost.
func (l *Limiter) forget(now time.Time) {
	for key, have := range l.keys {
		if have.TokensAt(now) >= float64(l.burst) {
			delete(l.keys, key)
		}
	}
}

// Remote is the network address that a request came from, without its port.
func Remote(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// Household is the key under which a request's sender is limited: the IPv4 address, or the /64 that an IPv6 address lies in,
// which one household or server has to itself (RFC 6177, section 2).
func Household(r *http.Request) string {
	return within(r, 32, 64)
}

// Network is the key under which the senders of a whole network are limited together: an IPv4 /24, or the /56 of IPv6 addresses that
// providers give a customer (RFC 6177, section 2). Who has many addresses has them there.
func Network(r *http.Request) string { return "net " + within(r, 24, 56) }

// within gives the network of so many bits, in IPv4 and in IPv6, that a request came from.
func within(r *http.Request, four, six int) string {
	a, ok := address(Remote(r))
	if !ok {
		return Remote(r)
	}
	bits := six
	if a.Is4() {
		bits = four
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return Remote(r)
	}
	return p.Addr().String()
}
