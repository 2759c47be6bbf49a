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

// Rules is what a page is examined for.
type Rules string

const (
	All     Rules = `{}`                                                    // everything
	Colours Rules = `{ runOnly: ["color-contrast", "link-in-text-block"] }` // what differs between themes
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

// examine runs axe in the page and keeps what is needed of its answer. The rules come in their own words; frames are documents of their own.
const examine = `axe.run(document, Object.assign({ resultTypes: ['violations'], iframes: false, preload: false }, %s)).then(r => r.violations
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

// Examine gives the faults of the page that the browser has loaded which axe calls serious or critical, at most three for each rule, as
// lines. The script runs in a world of its own: it sees the page's elements, and neither the page's scripts nor its policy touch it.
func Examine(ctx context.Context, script string, rules Rules) ([]string, error) {
	tree, err := chromedp.Call(ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return nil, err
	}
	world, err := chromedp.Call(ctx, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: tree.FrameTree.Frame.ID, WorldName: "axe"})
	if err != nil {
		return nil, err
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]fault](script+"\n"+fmt.Sprintf(examine, rules), chromedp.EvalAwaitPromise,
		func(p *runtime.EvaluateParams) { p.ContextID = world.ExecutionContextID }))
	if err != nil {
		return nil, err
	}
	lines := make([]string, len(found))
	for i, f := range found {
		lines[i] = fmt.Sprintf("%s (%s, %d times): %s: %s: %s", f.Rule, f.Impact, f.Times, f.Help, f.At, f.Why)
	}
	return lines, nil
}
