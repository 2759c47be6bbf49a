package fetch

import (
	"net/url"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
	"golang.org/x/time/rate"
)

// hosts remembers what is known of each host: when it may be asked next, and its robots.txt.
type hosts struct {
	rate  rate.Limit
	burst int

	mu    sync.Mutex
	known map[string]*host
	swept time.Time
}

// host is a scheme, name and port.
type host struct {
	limiter *rate.Limiter
	used    time.Time // guarded by hosts.mu

	mu      sync.Mutex // held while robots.txt is fetched, so that it is fetched once
	robots  *robotstxt.RobotsData
	refusal error // instead of robots: why it could not be had
	until   time.Time
}

// forget is how long a host that nothing was wanted of is remembered.
const forget = 2 * robotsAge

func (h *hosts) get(u *url.URL, now time.Time) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	if now.Sub(h.swept) > forget {
		for key, known := range h.known {
			if now.Sub(known.used) > forget {
				delete(h.known, key)
			}
		}
		h.swept = now
	}
	key := u.Scheme + "://" + u.Host
	known := h.known[key]
	if known == nil {
		known = &host{limiter: rate.NewLimiter(h.rate, h.burst)}
		h.known[key] = known
	}
	known.used = now
	return known
}
