package site

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

// A publication called as one of the site's pages could not be reached, so there is none.
func TestNoPublicationIsCalledAsAPageOfTheSite(t *testing.T) {
	s, err := New(Options{Events: http.NotFoundHandler(), Push: struct{ Push }{}, Clock: news.ClockFunc(time.Now), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, pattern := range s.routes {
		_, path, _ := strings.Cut(pattern, "/")
		name, _, _ := strings.Cut(path, "/")
		if name != "" && !strings.HasPrefix(name, "{") && !strings.Contains(name, ".") { // no publication has a dot in its name
			names[name] = true
		}
	}
	if len(names) < 9 {
		t.Fatalf("these are not all: %v", names)
	}
	for name := range names {
		p := news.Publication{Slug: name, Name: "x", Language: "en", Sections: []string{"News"}, Schedule: news.Schedule{Days: []time.Weekday{time.Sunday}, Zone: "UTC"}}
		if err := p.Validate(); news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), "/"+name+" is a page of the program's own") {
			t.Errorf("a publication may be called %s: %v", name, err)
		}
		if p.Slug += "-digest"; p.Validate() != nil {
			t.Errorf("none may be called %s", p.Slug)
		}
	}
}
