package sampleworld

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"onrecord/internal/gather/feed"
	"onrecord/internal/read/extract"
)

var end = time.Date(2031, 3, 2, 5, 0, 0, 0, time.UTC)

func start(t *testing.T) *World {
	t.Helper()
	w, err := New(end)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Start(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func get(t *testing.T, url, etag string) (int, http.Header, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("If-None-Match", etag)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, body
}

func TestTheWorldIsLargeEnough(t *testing.T) {
	w := start(t)
	e := w.Expected()
	if len(w.outlets) < 12 || e.Reports < 60 || e.Stories < 12 || e.Revisions <= e.Reports {
		t.Errorf("%d outlets, %d reports with %d texts, %d stories", len(w.outlets), e.Reports, e.Revisions, e.Stories)
	}
	if len(e.Talks.Copies) != 4 || len(e.Talks.Repeats) < 3 || e.Talks.First == "" || e.Talks.Wire == "" || e.Talks.Unnamed == "" {
		t.Errorf("the talks: %+v", e.Talks)
	}
}

func TestEveryTextIsThereAtSomeLook(t *testing.T) {
	w := start(t)
	for _, r := range w.reports {
		for i, v := range r.texts {
			seen := false
			for _, tick := range w.Ticks() {
				seen = seen || !tick.Before(w.at(v.hour)) && (i+1 == len(r.texts) || tick.Before(w.at(r.texts[i+1].hour)))
			}
			if !seen {
				t.Errorf("nobody looks at text %d of %s %s", i+1, r.outlet.key, r.slug)
			}
		}
	}
}

func TestFeedsAndPagesSayWhatTheReportsSay(t *testing.T) {
	w := start(t)
	w.SetTime(end)
	formats := map[string]bool{}
	items := map[string]bool{}
	for _, o := range w.outlets {
		formats[o.format] = true
		url := o.address + feedPath[o.format]
		status, header, body := get(t, url, "")
		doc, err := feed.Parse(body, header.Get("Content-Type"), url)
		if status != http.StatusOK || err != nil {
			t.Errorf("%s: %d, %v", url, status, err)
		}
		for _, i := range doc.Items {
			link, err := feed.Canonical(i.Link)
			if err != nil {
				t.Errorf("%s: %v", i.Link, err)
			}
			items[link] = true
		}
		if status, _, _ := get(t, url, header.Get("ETag")); status != http.StatusNotModified {
			t.Errorf("%s: asked again with its ETag, it answers %d", url, status)
		}
	}
	if len(formats) != 4 {
		t.Errorf("formats: %v", formats)
	}
	for _, r := range w.reports {
		url := w.address(r)
		if !items[url] {
			t.Errorf("%s is in no feed", url)
		}
		if r.outlet.full {
			continue
		}
		_, header, body := get(t, url, "")
		doc, err := extract.Page(body, header.Get("Content-Type"), url)
		if err != nil {
			t.Errorf("%s: %v", url, err)
			continue
		}
		v, _ := w.shown(r)
		var paras []string
		for _, p := range v.paras {
			paras = append(paras, w.words(p))
		}
		want := strings.Join(paras, "\n\n")
		if r.has("hostile") {
			if !strings.HasPrefix(doc.Text, want) || strings.ContainsAny(doc.Text, "<>") || strings.Contains(doc.Text, "alert(") {
				t.Errorf("%s: the text is\n%s", url, doc.Text)
			}
		} else if doc.Text != want {
			t.Errorf("%s: the text is\n%s\nwant\n%s", url, doc.Text, want)
		}
		if doc.Title != w.words(v.title) {
			t.Errorf("%s: title %q, want %q", url, doc.Title, w.words(v.title))
		}
	}
}

func TestThePaperChangesItsText(t *testing.T) {
	w := start(t)
	url := w.Expected().Talks.First
	w.SetTime(w.at(51))
	if status, _, _ := get(t, url, ""); status != http.StatusNotFound {
		t.Errorf("before it is out the page answers %d", status)
	}
	w.SetTime(w.at(52.5))
	_, _, before := get(t, url, "")
	w.SetTime(w.at(53.5))
	_, _, after := get(t, url, "")
	if strings.Contains(string(before), "Tomas Vane") || !strings.Contains(string(after), "Tomas Vane") {
		t.Error("the denial is not what changed")
	}
}

func TestWhatIsOdd(t *testing.T) {
	w := start(t)
	w.SetTime(end)
	var broken, gone, twice, undated, future int
	for _, o := range w.Outlets() {
		for i, url := range o.Feeds {
			status, header, body := get(t, url, "")
			doc, err := feed.Parse(body, header.Get("Content-Type"), url)
			switch {
			case status == http.StatusGone:
				gone++
			case err != nil:
				broken++
			case i > 0:
				t.Errorf("%s is not odd at all", url)
			}
			seen := map[string]bool{}
			for _, item := range doc.Items {
				if seen[item.Link] {
					twice++
				}
				seen[item.Link] = true
				if item.Published.IsZero() {
					undated++
				}
				if item.Published.After(end) {
					future++
				}
			}
		}
	}
	if broken != 1 || gone != 1 || twice != 1 || undated != 1 || future != 1 {
		t.Errorf("broken %d, gone %d, twice %d, undated %d, in the future %d", broken, gone, twice, undated, future)
	}
}

// TestNothingIsReal keeps real places, people and papers out of the sample world.
func TestNothingIsReal(t *testing.T) {
	w := start(t)
	for _, r := range w.reports {
		for _, v := range r.texts {
			text := strings.ToLower(r.outlet.name + " " + r.author + " " + v.title + " " + strings.Join(v.paras, " "))
			for _, real := range []string{"iran", "israel", "america", "united states", "russia", "china", "norway", "sweden", "denmark", "germany", "london",
				"washington", "new york times", "reuters", "bbc", "guardian", "obama", "trump", "putin", "ישראל", "איראן"} {
				if strings.Contains(text, real) {
					t.Errorf("%s %s mentions %q", r.outlet.key, r.slug, real)
				}
			}
		}
	}
}
