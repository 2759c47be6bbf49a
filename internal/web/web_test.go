package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

func TestStatus(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
		says   string
	}{
		{news.Errorf(news.NotFound, "there is no such story"), 404, "no such story"},
		{fmt.Errorf("saving: %w", news.FieldErrorf("email", "that is no address")), 422, "email: that is no address"},
		{fmt.Errorf("asking: %w", WrongQuery("page", "x", "pages are counted from 1: write page=2")), 400, `this address has page="x"; pages are counted from 1: write page=2`},
		{news.Errorf(news.Conflict, "approved already"), 409, "approved already"},
		{news.Errorf(news.Forbidden, "forged"), 403, "forged"},
		{news.Errorf(news.Unavailable, "postgres://user:secret@host is down"), 503, "Try again"},
		{errors.New("panic at 0xdeadbeef"), 500, "went wrong"},
	} {
		status, message := Status(c.err)
		if status != c.status || !strings.Contains(message, c.says) || strings.Contains(message, "secret") || strings.Contains(message, "0x") {
			t.Errorf("%v gives %d %q, want %d and %q", c.err, status, message, c.status, c.says)
		}
	}
}

func TestSecure(t *testing.T) {
	w := httptest.NewRecorder()
	Secure(http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if p := w.Header().Get("Content-Security-Policy"); strings.Contains(p, "unsafe") || !strings.Contains(p, "default-src 'none'") {
		t.Errorf("policy %q", p)
	}
	if w.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Error("browsers may guess content types")
	}
}

func TestAgo(t *testing.T) {
	now := time.Date(2031, 3, 2, 12, 0, 0, 0, time.UTC)
	for d, want := range map[time.Duration]string{
		0: "just now", 30 * time.Second: "just now", time.Minute: "1 minute ago", 59 * time.Minute: "59 minutes ago", 5 * time.Hour: "5 hours ago",
		30 * time.Hour: "yesterday", 3 * 24 * time.Hour: "3 days ago", 20 * 24 * time.Hour: "10 February", 100 * 24 * time.Hour: "22 November 2030",
		-time.Hour: "2 March",
	} {
		if got := Ago(now, now.Add(-d)); got != want {
			t.Errorf("%v before is %q, want %q", d, got, want)
		}
	}
}
