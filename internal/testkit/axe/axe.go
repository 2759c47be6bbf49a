// Package axe examines pages with axe-core, which knows the Web Content Accessibility Guidelines.
//
// In come the test and a page that a browser has loaded; out come the serious faults, a line each. axe-core comes from npm, in the version
// and with the checksum of package-lock.json beside this file (scripts/install-test-servers fetches it), and is in no program. Where it is
// not installed the test is left out, saying so, and with ONRECORD_TEST_ALL=1 it fails.
package axe

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"onrecord/internal/testkit/leftout"
)

//go:embed package.json
var wanted []byte

// Source gives axe-core's script.
func Source(t testing.TB) string {
	t.Helper()
	const mend = "axe-core is not installed as internal/testkit/axe/package.json has it: ./scripts/install-test-servers"
	folder := filepath.Join(root(t), "internal", "testkit", "axe")
	var want struct {
		Dependencies map[string]string `json:"dependencies"`
	}
	if err := json.Unmarshal(wanted, &want); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Version string `json:"version"`
	}
	b, err := os.ReadFile(filepath.Join(folder, "node_modules", "axe-core", "package.json"))
	if err != nil || json.Unmarshal(b, &got) != nil || got.Version != want.Dependencies["axe-core"] {
		leftout.Missing(t, mend)
	}
	script, err := os.ReadFile(filepath.Join(folder, "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		leftout.Missing(t, mend)
	}
	return string(script)
}

// root gives the folder of the module that the test is in: tests run in the folder of their package.
func root(t testing.TB) string {
	t.Helper()
	at, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			t.Fatal("the test runs outside of the module")
		}
	}
}

// examine runs axe in the page and keeps what is needed of its answer. Frames are documents of their own.
const examine = `axe.run(document, { resultTypes: ['violations'], iframes: false, preload: false }).then(r => r.violations
	.filter(v => v.impact === 'serious' || v.impact === 'critical')
	.flatMap(v => v.nodes.slice(0, 3).map(n => ({ rule: v.id, help: v.help, impact: v.impact, at: n.target.join(' '), times: v.nodes.length,
		why: n.any.concat(n.all, n.none).map(c => c.message).join('; ') }))))`

// fault is one that axe finds, at one element.
type fault struct {
	Rule   string `json:"rule"`
	Help   string `json:"help"`
	Impact string `json:"impact"`
	At     string `json:"at"` // the element's selector
	Times  int    `json:"times"`
	Why    string `json:"why"`
}

// Page is a page that a browser has loaded, with axe in a world of its own: that sees the page's elements, and neither the page's scripts
// nor its policy touch it. It ends when the browser leaves the page.
type Page struct{ world runtime.ExecutionContextID }

// Load brings axe's script, which Source gives, into the page that the browser has loaded.
func Load(ctx context.Context, script string) (*Page, error) {
	tree, err := chromedp.Call(ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return nil, err
	}
	world, err := chromedp.Call(ctx, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: tree.FrameTree.Frame.ID, WorldName: "axe"})
	if err != nil {
		return nil, err
	}
	p := &Page{world.ExecutionContextID}
	_, err = chromedp.Run(ctx, chromedp.Evaluate[chromedp.Void](script+"; 0", p.inside))
	return p, err
}

func (p *Page) inside(e *runtime.EvaluateParams) { e.ContextID = p.world }

// Faults gives what axe calls serious or critical in what the page shows now, a line for each element, at most three for each rule.
func (p *Page) Faults(ctx context.Context) ([]string, error) {
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]fault](examine, chromedp.EvalAwaitPromise, p.inside))
	if err != nil {
		return nil, err
	}
	lines := make([]string, len(found))
	for i, f := range found {
		lines[i] = fmt.Sprintf("%s (%s, %d times): %s: %s: %s", f.Rule, f.Impact, f.Times, f.Help, f.At, f.Why)
	}
	return lines, nil
}
