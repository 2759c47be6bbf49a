package input_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/input"
)

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	io.WriteString(z, "words")
	z.Close()
	os.WriteFile(filepath.Join(dir, "a.html"), []byte("words"), 0o600)
	os.WriteFile(filepath.Join(dir, "a.html.gz"), packed.Bytes(), 0o600)
	os.WriteFile(filepath.Join(dir, "torn.gz"), packed.Bytes()[:12], 0o600)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/gone":
			w.WriteHeader(http.StatusGone)
		case "/away":
			http.Redirect(w, r, "/here", http.StatusFound)
		default:
			w.Header().Set("Content-Type", "text/plain")
			io.WriteString(w, "words")
		}
	}))
	defer server.Close()

	for _, tt := range []struct {
		name, url string
		kind      news.Kind
	}{
		{"-", "", ""},
		{filepath.Join(dir, "a.html"), "", ""},
		{filepath.Join(dir, "a.html.gz"), "", ""},
		{server.URL + "/away", server.URL + "/here", ""},
		{server.URL + "/gone", "", news.Unavailable},
		{filepath.Join(dir, "none"), "", news.Invalid},
		{filepath.Join(dir, "torn.gz"), "", news.Invalid},
		{dir, "", news.Invalid},
	} {
		got, err := input.Open(t.Context(), tt.name, strings.NewReader("words"))
		if news.KindOf(err) != tt.kind {
			t.Errorf("%s: %v, want an error of kind %q", tt.name, err, tt.kind)
		}
		if err == nil && (string(got.Body) != "words" || got.URL != tt.url) {
			t.Errorf("%s: %q from %q", tt.name, got.Body, got.URL)
		}
		if err != nil && !strings.Contains(err.Error(), tt.name) {
			t.Errorf("error %q does not name %s", err, tt.name)
		}
	}
}

func TestWhatKeepsWaitingEndsWithItsContext(t *testing.T) {
	stdin, never := io.Pipe() // nothing ever comes
	defer never.Close()
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(10*time.Millisecond, cancel)
	if _, err := input.Open(ctx, "-", stdin); !errors.Is(err, context.Canceled) {
		t.Errorf("opening: %v", err)
	}

	ctx, cancel = context.WithCancel(t.Context())
	busy := make(chan struct{}) // longer than the user wants to wait
	defer close(busy)
	work := func(context.Context, string) (int, error) { cancel(); <-busy; return 0, nil }
	if err := input.Each(ctx, []string{"a", "b"}, work, func(string, int, error) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("working: %v", err)
	}
}

func TestWhatIsMarkedAsUTF16Or32ComesAsUTF8(t *testing.T) {
	for _, body := range []string{
		"\xef\xbb\xbfé!", "\xff\xfe\xe9\x00!\x00", "\xfe\xff\x00\xe9\x00!",
		"\xff\xfe\x00\x00\xe9\x00\x00\x00!\x00\x00\x00", "\x00\x00\xfe\xff\x00\x00\x00\xe9\x00\x00\x00!",
	} {
		in, err := input.Open(t.Context(), "-", strings.NewReader(body))
		if err != nil || string(in.Body) != "\ufeffé!" {
			t.Errorf("%q is read as %q, %v", body, in.Body, err)
		}
	}
}

// packed gives so many letters, packed.
func packed(letters int) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(bytes.Repeat([]byte("a"), letters))
	w.Close()
	return b.String()
}

func TestWhatIsNoTextIsRefused(t *testing.T) {
	dir, server := t.TempDir(), httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "image/png")
		io.WriteString(w, "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
	}))
	defer server.Close()
	text := strings.Repeat("The mayor said so.\n", 1000)
	files := []struct{ name, body, want string }{
		{"archive.txt", "PK\x03\x04\x00\x00stuff", "binary"},
		{"tail.txt", text + strings.Repeat("\x00", len(text)), "binary"},
		{"wide.txt", "T\x00h\x00e\x00", "binary"}, // UTF-16, but nothing says so
		{"control.txt", strings.Repeat("\x01\x02abcdef", 100), "binary"},
		{"plain.html.gz", "<p>words</p>", "is called .gz but is not packed"},
		{"much.html.gz", packed(65 << 20), "is packed with gzip, and unpacked it has more than 64 MiB; divide it"},
		{"most.html.gz", packed(64 << 20), ""},
		{"torn.html", "\x1f\x8b\x08\x00torn", "is packed with gzip, but damaged"},
		{"stray.txt", text + "\x00" + text, ""}, // one slip of a program
		{"colours.txt", "\x1b[1mbold\x1b[0m\f\ttext\r\n", ""},
		{"latin.txt", "caf\xe9", ""},
		{"empty.txt", "", ""},
	}
	for _, f := range files {
		path := filepath.Join(dir, f.name)
		os.WriteFile(path, []byte(f.body), 0o600)
		_, err := input.Open(t.Context(), path, nil)
		switch {
		case f.want == "" && err == nil:
		case f.want == "" || news.KindOf(err) != news.Invalid || !strings.HasPrefix(err.Error(), path+": ") || !strings.Contains(err.Error(), f.want):
			t.Errorf("%s: %v, want %q", f.name, err, f.want)
		}
	}
	if _, err := input.Open(t.Context(), server.URL, nil); news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), "binary") {
		t.Errorf("a picture on the web: %v", err)
	}
}

func TestEachKeepsTheOrder(t *testing.T) {
	var names, want, got []string
	for i := range 500 {
		names = append(names, fmt.Sprint(i))
		want = append(want, fmt.Sprintf("%d %v", i, i%7 == 0))
	}
	bad := errors.New("bad")
	work := func(_ context.Context, name string) (string, error) {
		var n int
		fmt.Sscan(name, &n)
		if n%7 == 0 {
			return name, bad
		}
		return name, nil
	}
	err := input.Each(t.Context(), names, work, func(name, value string, err error) error {
		if name != value {
			t.Errorf("%s comes with %s", name, value)
		}
		got = append(got, fmt.Sprintf("%s %v", value, errors.Is(err, bad)))
		return nil
	})
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v", got, err)
	}

	count := 0
	err = input.Each(t.Context(), names, work, func(string, string, error) error {
		if count++; count == 10 {
			return io.ErrClosedPipe
		}
		return nil
	})
	if count != 10 || !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("a reader that went away: %d, %v", count, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := input.Each(ctx, names, work, func(string, string, error) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}
