package fetch

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"code.dny.dev/ssrf"
	"golang.org/x/time/rate"

	"onrecord/internal/news"
)

// Options say how a Client behaves. The zero value of each is the default named beside it.
type Options struct {
	UserAgent     string         // "Onrecord"; its part before the first "/" is the name that robots.txt knows us by
	AllowLoopback bool           // 127.0.0.0/8 and ::1 may be dialled, at any port: for tests and the demonstration
	MaxBytes      int64          // of a decoded body; 8 MiB
	Timeout       time.Duration  // for one request, body included, waiting for the host's turn not; 30 s
	PerHost       rate.Limit     // requests a second to one host; 2. rate.Inf: as fast as it goes
	Burst         int            // how many of them at once; 4
	IgnoreRobots  bool           // robots.txt is not asked for
	Roots         *x509.CertPool // believed in place of those of this machine; nil: its own
	Clock         news.Clock     // for the age of robots.txt; the system's
}

// Request asks for one address.
type Request struct {
	URL          string
	ETag         string // of the last answer, to be told that nothing has changed (RFC 9110, section 13.1)
	LastModified string
	// Named says that a person gave us this very address, a feed for instance. robots.txt speaks to programs that find
	// their own way and is not asked about it.
	Named bool
}

// Response is an answer. With an error it holds what is known all the same.
type Response struct {
	Status       int    // of the last answer; 0: there was none
	URL          string // after redirects
	ContentType  string
	Body         []byte
	ETag         string
	LastModified string
	NotModified  bool          // 304
	Gone         bool          // 410 (RFC 9110, section 15.5.11): no error, the owner's word
	RetryAfter   time.Duration // as the answer asks, at most a day; 0: it does not
}

const (
	maxRedirects = 5
	maxHeader    = 64 << 10
	maxRetry     = 24 * time.Hour
)

// Client fetches. It may be used by any number of goroutines.
type Client struct {
	options Options
	http    *http.Client
	hosts   hosts
}

// New makes a client.
func New(o Options) *Client {
	o.UserAgent = cmp.Or(o.UserAgent, "Onrecord")
	o.MaxBytes = cmp.Or(o.MaxBytes, 8<<20)
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	o.PerHost = cmp.Or(o.PerHost, 2)
	o.Burst = cmp.Or(o.Burst, 4)
	if o.Clock == nil {
		o.Clock = news.ClockFunc(func() time.Time { return time.Now().UTC() })
	}
	dialer := &net.Dialer{Timeout: min(o.Timeout, 10*time.Second), Control: guard(o.AllowLoopback).Safe}
	transport := &http.Transport{
		Proxy:                  nil, // a proxy would dial for us, past the guard
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    2,
		MaxIdleConns:           100,
		IdleConnTimeout:        30 * time.Second,
		TLSClientConfig:        &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    min(o.Timeout, 10*time.Second),
		MaxResponseHeaderBytes: maxHeader,
	}
	return &Client{
		options: o,
		http: &http.Client{
			Transport: transport,
			// Redirects are followed by Get, which asks the next host for leave first.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		hosts: hosts{rate: o.PerHost, burst: o.Burst, known: map[string]*host{}},
	}
}

// Close drops idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Get fetches an address, following up to five redirects. An answer other than 2xx, 304 and 410 is an error.
func (c *Client) Get(ctx context.Context, request Request) (Response, error) {
	address := request.URL
	for range maxRedirects + 1 {
		u, err := check(address)
		if err != nil {
			return Response{URL: address}, err
		}
		if !request.Named && !c.options.IgnoreRobots {
			if err := c.allowed(ctx, u); err != nil {
				return Response{URL: address}, err
			}
		}
		answer, next, err := c.ask(ctx, u, request)
		if err != nil || next == "" {
			return answer, err
		}
		address = next
	}
	return Response{URL: address}, problem(news.Unavailable, request.URL, nil, "redirects more than %d times", maxRedirects)
}

// check says whether an address can be asked for at all.
func check(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Hostname() == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, problem(news.Invalid, address, err, "is no web address; give one that begins with http:// or https://")
	}
	u.User = nil // credentials in a stranger's link are bait
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// ask makes one request; next is where it redirects to.
func (c *Client) ask(ctx context.Context, u *url.URL, request Request) (answer Response, next string, err error) {
	address := u.String()
	answer.URL = address
	if err := c.hosts.get(u, c.options.Clock.Now()).limiter.Wait(ctx); err != nil {
		return answer, "", problem(news.Unavailable, address, err, "did not get its turn: the host is asked no faster")
	}
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return answer, "", problem(news.Invalid, address, err, "is no web address")
	}
	req.Header.Set("User-Agent", c.options.UserAgent)
	req.Header.Set("Accept", "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, application/xml;q=0.9, */*;q=0.5")
	if request.ETag != "" {
		req.Header.Set("If-None-Match", request.ETag)
	}
	if request.LastModified != "" {
		req.Header.Set("If-Modified-Since", request.LastModified)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return answer, "", c.failure(ctx, address, err)
	}
	defer func() { _ = res.Body.Close() }()

	answer.Status = res.StatusCode
	answer.ContentType = res.Header.Get("Content-Type")
	answer.ETag = res.Header.Get("ETag")
	answer.LastModified = res.Header.Get("Last-Modified")
	answer.RetryAfter = RetryAfter(res.Header.Get("Retry-After"), c.options.Clock.Now())
	switch status := res.StatusCode; {
	case status == http.StatusNotModified:
		answer.NotModified = true
		return answer, "", nil
	case status == http.StatusGone:
		answer.Gone = true
		return answer, "", nil
	case status >= 300 && status < 400:
		to, err := res.Location()
		if err != nil {
			return answer, "", problem(news.Unavailable, address, err, "answers %s and says not where to", res.Status)
		}
		return answer, to.String(), nil
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return answer, "", problem(news.Forbidden, address, nil, "answers %s", res.Status)
	case status < 200 || status >= 300:
		return answer, "", problem(news.Unavailable, address, nil, "answers %s", res.Status)
	}
	answer.Body, err = c.body(ctx, address, res, c.options.MaxBytes)
	return answer, "", err
}

// failure puts what went wrong below HTTP into words.
func (c *Client) failure(ctx context.Context, address string, err error) error {
	var dns *net.DNSError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, ssrf.ErrProhibitedIP), errors.Is(err, ssrf.ErrProhibitedPort), errors.Is(err, ssrf.ErrProhibitedNetwork):
		return problem(news.Forbidden, address, err, "leads into a network or to a port that is closed to us")
	case errors.Is(context.Cause(ctx), context.Canceled):
		return problem(news.Unavailable, address, err, "was not waited for")
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return problem(news.Unavailable, address, err, "does not answer within %s", c.options.Timeout)
	case errors.As(err, &dns):
		return problem(news.Unavailable, address, err, "has no address in the DNS")
	}
	return problem(news.Unavailable, address, err, "cannot be reached")
}

func problem(kind news.Kind, address string, cause error, format string, args ...any) error {
	e := news.Errorf(kind, format, args...)
	e.Field, e.Err = address, cause
	return e
}
