package e2e

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"onrecord/internal/testkit/browser"
)

// demonstration is a demonstration that stays up.
type demonstration struct{ base, folder, edition, story, desk, mail, password string }

var address = regexp.MustCompile(`http://\S+`)

// up has a demonstration go on at the end of its six days.
func up(t *testing.T) demonstration {
	t.Helper()
	return goesOn(t, world(t))
}

// goesOn has the demonstration in a folder go on, waits until it has printed where to look, and ends it with the test as Ctrl-C does.
func goesOn(t *testing.T, folder string) demonstration {
	t.Helper()
	command := exec.Command(program(t), "demo", "--data", folder) //nolint:noctx // it is interrupted below
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	command.Stderr = &errs
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGINT)
		if err := command.Wait(); err != nil {
			t.Errorf("interrupted, the demonstration ends with %v", err)
		}
	})
	watchdog := time.AfterFunc(limit, func() { _ = command.Process.Kill() })
	defer watchdog.Stop()
	d := demonstration{folder: folder}
	for scan := bufio.NewScanner(out); scan.Scan(); {
		line := scan.Text()
		found := address.FindString(line)
		switch {
		case strings.HasPrefix(line, "the edition"):
			d.edition = found
		case strings.Contains(line, "/story/"):
			d.story = found
		case strings.HasPrefix(line, "the desk"):
			d.desk = found
			d.base = strings.TrimSuffix(found, "/desk/")
			_, rest, _ := strings.Cut(line, "password ")
			d.password = strings.TrimSuffix(rest, ")")
		case strings.HasPrefix(line, "the mail catcher"):
			d.mail = found
		case strings.HasPrefix(line, "It stays up"):
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return d
		}
	}
	t.Fatalf("the demonstration did not come up:\n%s", errs.String())
	return d
}

func body(t *testing.T, ctx context.Context) string {
	t.Helper()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText`))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// comes waits until the page says something: what a button calls up comes a moment after it was pressed.
func comes(t *testing.T, ctx context.Context, want string) {
	t.Helper()
	deadline := time.After(30 * time.Second)
	for {
		text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body ? document.body.innerText : ""`))
		if err == nil && strings.Contains(text, want) { // between two pages there is none to ask
			return
		}
		select {
		case <-deadline:
			t.Fatalf("the page does not come to say %q; it says\n%s (%v)", want, text, err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func must(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// picture keeps a picture of the page for the README, if it is asked for.
func picture(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	folder := os.Getenv("ONRECORD_PICTURES")
	if folder == "" {
		return
	}
	shot, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), shot, 0o644); err != nil { //nolint:gosec // a picture for everybody
		t.Fatal(err)
	}
}

func get(t *testing.T, address string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// mailTo waits for a mail to an address and gives its source.
func mailTo(t *testing.T, d demonstration, reader string) string {
	t.Helper()
	row := regexp.MustCompile(`href="(/mail/\d+)"`)
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); {
		for _, part := range strings.Split(get(t, d.mail), "<li") {
			if m := row.FindStringSubmatch(part); m != nil && strings.Contains(part, reader) {
				base, err := url.Parse(d.mail)
				if err != nil {
					t.Fatal(err)
				}
				base.Path = m[1] + "/source"
				return get(t, base.String())
			}
		}
		<-time.After(100 * time.Millisecond)
	}
	t.Fatalf("no mail to %s in 30 s", reader)
	return ""
}

// TestAReaderAndAnEditor goes through what the demonstration offers: the edition, the ledger that answers the question, search,
// signing up by mail and leaving with one click, and the desk.
func TestAReaderAndAnEditor(t *testing.T) {
	program(t)
	ctx := browser.Start(t)
	d := up(t)
	light := chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "light"}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
		return err
	})

	must(t, ctx, chromedp.EmulateViewport(1200, 1000), light, chromedp.Navigate(d.edition))
	if text := body(t, ctx); !strings.Contains(text, "1 unnamed origin behind") || !strings.Contains(text, "denied by Tomas Vane and Ilya Marenko") {
		t.Errorf("the edition does not tell the ledger in a line:\n%s", text)
	}
	picture(t, ctx, "edition")

	must(t, ctx, chromedp.EmulateViewport(1200, 1180), chromedp.Navigate(d.story))
	text := body(t, ctx)
	for _, want := range []string{"one origin", "unnamed", "Tomas Vane and Ilya Marenko deny it", "90 minutes after publication", "First denial", "Who has it from whom", "When who said what", "Cite this"} {
		if !strings.Contains(strings.ToLower(text), strings.ToLower(want)) {
			t.Errorf("the ledger does not say %q:\n%s", want, text)
		}
	}
	picture(t, ctx, "ledger")
	must(t, ctx, chromedp.EmulateViewport(1200, 1300), chromedp.Navigate("about:blank"), chromedp.Navigate(d.story+"#origins"))
	picture(t, ctx, "ledger-origins")

	base := strings.TrimSuffix(d.desk, "/desk/")
	must(t, ctx, chromedp.Navigate(base+"/search?q=fax+ambassador"))
	if text := body(t, ctx); !strings.Contains(text, "Meridian Weekly") {
		t.Errorf("the search does not find the fax:\n%s", text)
	}

	const reader = "new.reader@readers.example"
	must(t, ctx, chromedp.Navigate(d.edition), chromedp.SendKeys("#email", reader), chromedp.Submit("#email"))
	comes(t, ctx, "Check your mailbox")
	source := mailTo(t, d, reader)
	link := regexp.MustCompile(regexp.QuoteMeta(base) + `/confirm/[A-Za-z0-9._-]+`).FindString(strings.ReplaceAll(source, "=\r\n", ""))
	if link == "" {
		t.Fatalf("no link to confirm in\n%s", source)
	}
	must(t, ctx, chromedp.Navigate(link))
	if text := body(t, ctx); strings.Contains(text, "You are subscribed") {
		t.Error("following the link alone confirms, as scanners do")
	}
	must(t, ctx, chromedp.Click("form button"))
	comes(t, ctx, "You are subscribed")

	// One click in the mail program ends a subscription: a POST without a cookie (RFC 8058).
	edition := mailTo(t, d, "reader01@readers.example")
	end := regexp.MustCompile(`(?is)List-Unsubscribe:\s*<(.*?)>`).FindStringSubmatch(edition)
	if end == nil {
		t.Fatalf("no List-Unsubscribe in\n%.2000s", edition)
	}
	target := strings.NewReplacer("\r", "", "\n", "", " ", "", "\t", "").Replace(end[1])
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, target, strings.NewReader("List-Unsubscribe=One-Click"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("one click answers %s", res.Status)
	}

	must(t, ctx, chromedp.Navigate(d.desk), chromedp.SendKeys("#name", "editor"), chromedp.SendKeys("#password", d.password),
		chromedp.Submit("#password"))
	comes(t, ctx, "Log out")
	picture(t, ctx, "desk")
}
