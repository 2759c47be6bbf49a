package fetch

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/temoto/robotstxt"

	"onrecord/internal/news"
)

// robots.txt is asked for once a day and host (RFC 9309, section 2.4), after a failure once an hour.
const (
	robotsAge      = 24 * time.Hour
	robotsRetry    = time.Hour
	robotsMaxBytes = 500 << 10 // RFC 9309, section 2.5
)

// allowed asks the host's robots.txt whether we may have this address. One that is missing allows everything; while it
// cannot be had, nothing is allowed (RFC 9309, section 2.3.1).
func (c *Client) allowed(ctx context.Context, u *url.URL) error {
	now := c.options.Clock.Now()
	h := c.hosts.get(u, now)
	h.mu.Lock()
	defer h.mu.Unlock()
	if !now.Before(h.until) {
		robots, err := c.robots(ctx, u)
		if err != nil && ctx.Err() != nil {
			return err // our hurry says nothing about the host
		}
		h.robots, h.refusal, h.until = robots, err, now.Add(robotsAge)
		if err != nil {
			h.until = now.Add(robotsRetry)
		}
	}
	if h.refusal != nil {
		return h.refusal
	}
	name, _, _ := strings.Cut(c.options.UserAgent, "/")
	if path := u.RequestURI(); !h.robots.TestAgent(path, name) {
		return problem(news.Forbidden, u.String(), nil, "is closed to programs by the host's robots.txt")
	}
	return nil
}

// robots fetches a host's robots.txt, following redirects as for any address.
func (c *Client) robots(ctx context.Context, u *url.URL) (*robotstxt.RobotsData, error) {
	address := (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}).String()
	answer, err := c.Get(ctx, Request{URL: address, Named: true})
	switch {
	case answer.Status == http.StatusTooManyRequests, answer.Status >= 500, answer.Status == 0:
		return nil, err
	case answer.Status >= 300:
		return robotstxt.FromString("")
	case err != nil:
		return nil, err
	}
	robots, err := robotstxt.FromBytes(answer.Body[:min(len(answer.Body), robotsMaxBytes)])
	if err != nil { // unreadable lines are no lines
		return robotstxt.FromString("")
	}
	return robots, nil
}
