package fetch

import (
	"net/http"

	"onrecord/internal/news"
)

// Do makes a request of the caller's, which may send something, through the same guard and at the host's pace. Whatever the server answers
// is given, a redirect too, which is not followed; the caller closes the body. How long it may take is for the request's context to say.
func (c *Client) Do(r *http.Request) (*http.Response, error) {
	address := r.URL.String()
	u, err := check(address)
	if err != nil {
		return nil, err
	}
	if err := c.hosts.get(u, c.options.Clock.Now()).limiter.Wait(r.Context()); err != nil {
		return nil, problem(news.Unavailable, address, err, "did not get its turn: the host is asked no faster")
	}
	r = r.Clone(r.Context())
	r.URL = u
	r.Header.Set("User-Agent", c.options.UserAgent)
	res, err := c.http.Do(r)
	if err != nil {
		return nil, c.failure(r.Context(), address, err)
	}
	return res, nil
}
