package e2e

import (
	"regexp"
	"strings"
	"testing"
)

// broken lists what is on a page that works only where a script does: buttons and fields of no form, links that lead nowhere, and what is there for a script
// alone. Then it lists links to places on this page that are not there.
const broken = `(() => {
	const seen = (e) => e.checkVisibility({ visibilityProperty: true }), say = (e) => e.outerHTML.slice(0, 160), out = [];
	for (const e of document.querySelectorAll('button, input, select, textarea')) if (seen(e) && e.type !== 'hidden' && (!e.form || e.type === 'button' || !e.form.querySelector('button:not([type=button])'))) out.push('of no use: ' + say(e));
	for (const e of document.querySelectorAll('a')) if (seen(e) && (!e.getAttribute('href') && !e.getAttribute('xlink:href') || /^(#|javascript:.*)$/i.test(e.getAttribute('href') || ''))) out.push('leads nowhere: ' + say(e));
	for (const e of document.querySelectorAll('[role=button], [data-only], .push, .panel-fold, .panel-away, .walk-steps, .now, .nav-count, [aria-controls]')) if (seen(e)) out.push('for scripts alone: ' + say(e));
	for (const e of document.querySelectorAll('a[href^="#"]')) if (seen(e) && e.getAttribute('href') !== '#main' && !document.getElementById(decodeURIComponent(e.getAttribute('href').slice(1)))) out.push('leads to what is not here: ' + say(e));
	return out.join('\n');
})()`

// TestEachPageWorksWithoutScripts makes a first visit to every kind of page in a browser that runs no script: nothing is shown that needs one, and all that
// folds opens.
func TestEachPageWorksWithoutScripts(t *testing.T) {
	d := up(t)
	v := visits(t, d.base, withoutScripts())
	path := func(page, pattern string) string {
		t.Helper()
		found := regexp.MustCompile(`href="(` + pattern + `)["?#]`).FindStringSubmatch(get(t, page))
		if found == nil {
			t.Fatalf("%s has no link to %s", page, pattern)
		}
		return d.base + found[1]
	}
	preferences, mail := linkTo(t, d, "reader07@readers.example", "/preferences/")
	end, _ := linkTo(t, d, "reader07@readers.example", "/unsubscribe/")
	report := path(d.story, "/report/[0-9a-z]{26}")
	for _, c := range []struct{ kind, address, says string }{
		{"front page", d.base + "/", "Read the whole edition"},
		{"front page of pieces", d.base + "/issue-briefs", "Were there talks"},
		{"edition", d.edition, "In this edition"},
		{"story", d.story, "Seven reports say so"},
		{"claim", path(d.story, "/claim/[0-9a-z]{26}"), "Veresk and Sorvania have reached"},
		{"report", report, "Who says what"},
		{"speaker", d.base + speakerOf(t, d.base, "Tomas Vane"), "denies"},
		{"speakers", d.base + "/speakers?q=vane", "Tomas Vane"},
		{"outlet", path(report, "/outlet/[0-9a-z]{26}"), "reports"},
		{"search", d.base + "/search?q=talks&polarity=denies", "Tomas Vane"},
		{"archive", d.base + "/morning-ledger/archive", "November 2026"},
		{"article", d.base + "/issue-briefs/were-there-talks-or-were-there-not", "What is asserted"},
		{"author", d.base + "/authors/mira-halden", "Mira Halden"},
		{"notices", d.base + "/notices", "First denial"},
		{"subscribe", d.base + "/subscribe?publication=morning-ledger", "Your mail address"},
		{"way to the preferences", d.base + "/preferences", "Send me my link"},
		{"preferences", preferences, "reader07@readers.example"},
		{"erasing", preferences + "/erase", "kept"},
		{"unsubscribe", end, "The Morning Ledger"},
		{"nothing", d.base + "/nowhere", "Not found"},
	} {
		v.open(c.address)
		if text := strings.ToLower(body(t, v.ctx)); !strings.Contains(text, strings.ToLower(c.says)) {
			t.Errorf("%s does not say %q:\n%s", c.kind, c.says, text)
		}
		if got := v.read(broken); got != "" {
			t.Errorf("%s, %s:\n%s", c.kind, c.address, got)
		}
		// All that folds opens, by its first line.
		const closed = `document.querySelectorAll('details:not([open]) > summary').length`
		if v.read(closed) == "0" {
			continue
		}
		v.is(`((s) => { s.id = 'folded'; return true; })([...document.querySelectorAll('details:not([open]) > summary')].find((s) => s.checkVisibility()))`)
		v.press("#folded")
		v.is(`document.querySelector('#folded').parentElement.open && document.querySelector('#folded').nextElementSibling.checkVisibility()`)
	}
	if strings.Contains(get(t, mail+"/html"), "<script") {
		t.Error("a mail has a script")
	}
}
