// Package browser starts Chromium for tests that look at pages.
//
// In comes the test; out comes a context for chromedp that ends with it. Where there is no browser the test is left out,
// saying so, and with ONRECORD_TEST_ALL=1 it fails.
package browser

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"onrecord/internal/testkit/leftout"
)

// enough is how long what is asked of a browser in one test may take.
const enough = 6 * time.Minute

// Start starts a browser without a window. The steps come first and last as long as the browser.
func Start(t *testing.T, steps ...chromedp.Action[chromedp.Void]) context.Context {
	t.Helper()
	path := find()
	if path == "" {
		leftout.Missing(t, "Chromium is not installed; on Debian and Ubuntu: apt-get install chromium")
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.Headless, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("hide-scrollbars", true), chromedp.Flag("force-color-profile", "srgb"),
	}
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses to run as root with its sandbox
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	// The browser lives as long as the context of its first use, so that one has no deadline.
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
	asking, late := context.WithTimeout(ctx, enough)
	t.Cleanup(late)
	return asking
}

// Picture takes a picture of a whole page, as PNG.
func Picture(ctx context.Context) ([]byte, error) {
	fits, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.documentElement.scrollHeight <= innerHeight`))
	switch {
	case err != nil:
		return nil, err
	case fits:
		return chromedp.Run(ctx, chromedp.CaptureScreenshot()) // FullScreenshot shifts short pages that are written from the right
	}
	return chromedp.Run(ctx, chromedp.FullScreenshot(100))
}

// find gives the browser's path, "" if there is none.
func find() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}
