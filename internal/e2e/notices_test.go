package e2e

import (
	"bufio"
	"cmp"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"onrecord/internal/news"
	"onrecord/internal/store"
	"onrecord/internal/testkit/browser"
)

// served is the program serving a folder on one port, which can be killed and started again.
type served struct {
	t       *testing.T
	folder  string
	address string
	role    string // empty: all
	more    []string
	command *exec.Cmd
}

func (s *served) start() {
	s.t.Helper()
	s.command = exec.Command(program(s.t), "serve", "--set", "data="+s.folder, "--set", "listen="+s.address, "--set", "mail.from=desk@example.org", "--set", "tick=1s", "--role", cmp.Or(s.role, "web,work")) //nolint:noctx // killed below
	s.command.Args = append(s.command.Args, s.more...)
	s.command.Env = append(os.Environ(), "ONRECORD_NODE=here"+s.role)
	out, err := s.command.StderrPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.command.Start(); err != nil {
		s.t.Fatal(err)
	}
	go func() { // what it logs is not waited for
		for scan := bufio.NewScanner(out); scan.Scan(); {
			_ = scan.Text()
		}
	}()
	if s.role == "work" {
		return // it is at work when it is
	}
	for late := time.After(30 * time.Second); ; {
		c, err := (&net.Dialer{Timeout: time.Second}).DialContext(s.t.Context(), "tcp", s.address)
		if err == nil {
			_ = c.Close()
			return
		}
		select {
		case <-late:
			s.t.Fatalf("the program does not serve: %v", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// kill ends it with SIGKILL.
func (s *served) kill() {
	s.t.Helper()
	if err := s.command.Process.Kill(); err != nil {
		s.t.Fatal(err)
	}
	_ = s.command.Wait()
}

// stop ends it as an operator does.
func (s *served) stop() {
	s.t.Helper()
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	if err := s.command.Wait(); err != nil {
		s.t.Errorf("stopped, the program ends with %v", err)
	}
}

// TestNothingIsMissedWhileTheServerIsAway kills the server while a page is open, raises notices, and starts it again on the same port: the
// page comes back by itself and has each notice once.
func TestNothingIsMissedWhileTheServerIsAway(t *testing.T) {
	program(t)
	at, err := listenable()
	if err != nil {
		t.Fatal(err)
	}
	s := &served{t: t, folder: t.TempDir(), address: at}
	raise := func(from, to int) {
		t.Helper()
		db, err := store.Open(t.Context(), filepath.Join(s.folder, "onrecord.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		for i := from; i <= to; i++ {
			n := news.Notice{Key: fmt.Sprint(i), At: time.Now(), Kind: news.NoticeWatch, Who: "The Record", Title: fmt.Sprintf("Notice %d.", i)}
			if _, err := db.AddNotice(t.Context(), n); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.start()
	defer func() { s.kill() }()
	raise(1, 3)
	ctx := browser.Start(t)
	const titles = `[...document.querySelectorAll('.notices .notice-title')].map(e => e.textContent.trim()).reverse().join(' ')`
	until := func(last int) {
		t.Helper()
		var want []string
		for i := 1; i <= last; i++ {
			want = append(want, fmt.Sprintf("Notice %d.", i))
		}
		var got string
		var err error
		for late := time.After(60 * time.Second); got != strings.Join(want, " "); {
			select {
			case <-late:
				t.Fatalf("the page has %q, want all up to %d, each once: %v", got, last, err)
			case <-time.After(50 * time.Millisecond):
				got, err = chromedp.Run(ctx, chromedp.Evaluate[string](titles)) // it fails while one page takes the place of another
			}
		}
	}
	if err := chromedp.Do(ctx, chromedp.Navigate("http://"+s.address+"/notices")); err != nil {
		t.Fatal(err)
	}
	until(3)
	raise(4, 5)
	until(5)
	for round := range 2 {
		s.kill()
		from := 6 + 4*round
		raise(from, from+1) // while it is away
		s.start()
		raise(from+2, from+3)
		until(from + 3)
	}
	// A page that was left and is come back to has what came meanwhile, also from the back/forward cache.
	if err := chromedp.Do(ctx, chromedp.Navigate("http://"+s.address+"/search")); err != nil {
		t.Fatal(err)
	}
	raise(14, 15)
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[int](`history.back(); 0`)); err != nil { // which loads nothing where the page was kept
		t.Fatal(err)
	}
	until(15)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Error(err)
	}
}
