package fetch

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/news"
)

// body reads an answer up to limit bytes. The transport has undone gzip, so a bomb is counted by what comes out of it.
func (c *Client) body(ctx context.Context, address string, res *http.Response, limit int64) ([]byte, error) {
	if coding := res.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return nil, problem(news.Unavailable, address, nil, "answers in the encoding %q, which was not asked for", coding)
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, limit+1))
	switch {
	case err != nil:
		return nil, c.failure(ctx, address, err)
	case int64(len(body)) > limit:
		return nil, problem(news.Unavailable, address, nil, "answers with more than the %d bytes that are read", limit)
	}
	return body, nil
}

// RetryAfter reads the header of that name, seconds or a date (RFC 9110, section 10.2.3).
func RetryAfter(value string, now time.Time) time.Duration {
	if value == "" {
		return 0
	}
	wait := time.Duration(0)
	if seconds, err := strconv.ParseUint(value, 10, 32); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, 0), maxRetry)
}
