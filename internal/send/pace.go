package send

import (
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// Pace is how many messages a second go to the mailboxes of a domain at most.
type Pace struct {
	Domain string // as in example.org; those below it are meant too
	Rate   float64
}

// limits are the paces of domains, the same for all runs.
type limits map[string]*rate.Limiter

func newLimits(all []Pace) limits {
	l := limits{}
	for _, one := range all {
		l[strings.ToLower(one.Domain)] = rate.NewLimiter(rate.Limit(one.Rate), burst(one.Rate))
	}
	return l
}

// burst is how many messages may go at once. More than what timers miss would be more in a second than the rate.
func burst(rate float64) int { return max(1, int(rate/100)) }

// of gives the limit of a domain, nil if it has none.
func (l limits) of(domain string) *rate.Limiter {
	for len(l) > 0 && domain != "" {
		if limit := l[domain]; limit != nil {
			return limit
		}
		_, domain, _ = strings.Cut(domain, ".")
	}
	return nil
}

// paces holds back, in one run, what goes to domains that are to be given messages slowly.
type paces struct {
	limits limits
	held   map[*rate.Limiter][]*parcel
	count  int
}

// hold keeps a parcel back if its domain has had enough for now.
func (p *paces) hold(one *parcel) bool {
	l := p.limits.of(one.domain())
	if l == nil || len(p.held[l]) == 0 && l.Allow() {
		return false
	}
	if p.held == nil {
		p.held = map[*rate.Limiter][]*parcel{}
	}
	p.held[l] = append(p.held[l], one)
	p.count++
	return true
}

// next gives a parcel whose time has come.
func (p *paces) next() *parcel {
	for l, all := range p.held {
		if len(all) > 0 && l.Allow() {
			p.held[l] = all[1:]
			p.count--
			return all[0]
		}
	}
	return nil
}

// wait is how long until a parcel's time comes; a second if none is kept back.
func (p *paces) wait() time.Duration {
	wait := time.Second
	now := time.Now()
	for l, all := range p.held {
		if len(all) > 0 {
			wait = min(wait, time.Duration((1-l.TokensAt(now))/float64(l.Limit())*float64(time.Second)))
		}
	}
	return max(wait, time.Millisecond)
}

// mostHeld is how many parcels are kept back in memory; then no more are read until some have gone.
const mostHeld = 20_000
