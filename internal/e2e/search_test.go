package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAReaderSearches: a word, then narrowed by all that the form has, the words marked; then less again, the next page, and nothing at all. It is the
// same without scripts.
func TestAReaderSearches(t *testing.T) {
	d := up(t)
	bothWays(t, func(t *testing.T, steps ...chromedp.Action[chromedp.Void]) { searches(t, visits(t, d.base, steps...)) })
}

func searches(t *testing.T, v *visitor) {
	t.Helper()
	const titles = `[...document.querySelectorAll('.results-main .found-title')].map((e) => e.textContent.trim()).join('|')`
	count := func() int { t.Helper(); return strings.Count(v.read(titles), "|") + 1 }
	v.open("/")
	v.follow(".mast-nav a", "Search")
	v.at("/search")
	v.do(chromedp.SendKeys("#q", "talks"), chromedp.Submit("#q"))
	v.at(`/search\?.*q=talks.*`)
	v.is(`document.querySelectorAll('.results-main mark').length > 3 && [...document.querySelectorAll('.results mark')].every((m) => /^talks?$/i.test(m.textContent))`)
	v.is(`document.querySelector('.results-own mark') !== null`) // the house's own editions and articles have it, too
	all := count()

	// Narrowed step by step: each leaves fewer, or as many, and says what was asked.
	before := all
	for _, step := range []struct {
		name string
		set  chromedp.Action[chromedp.Void]
		chip string
	}{
		{"polarity", chromedp.SetValue("#polarity", "denies"), "denies"},
		{"standing", chromedp.SetValue("#standing", "named"), "named"},
		{"speaker", chromedp.SetValue("#speaker", "Tomas Vane"), "said by Tomas Vane"},
		{"from", chromedp.SetValue("#from", "2026-11-18"), "from Wednesday, 18 November 2026"},
		{"to", chromedp.SetValue("#to", "2026-11-18"), "until Wednesday, 18 November 2026"},
		{"outlet", chromedp.Evaluate[chromedp.Void](`document.querySelector('#outlet').value = [...document.querySelectorAll('#outlet option')].find((o) => o.text === 'The Halden Record').value`), "The Halden Record"},
	} {
		if v.read(`document.querySelector('.find-more').open`) == "false" {
			v.press(".find-more summary")
		}
		v.do(step.set)
		v.press(".find-go button")
		v.is(`[...document.querySelectorAll('.asked-chip')].some((e) => e.textContent.includes('` + step.chip + `'))`)
		if n := count(); n > before || n == 0 {
			t.Errorf("narrowed by %s it finds %d of %d", step.name, n, before)
		} else {
			before = n
		}
	}
	if got := v.read(titles); got != "Veresk denies agreement with Sorvania on talks" {
		t.Errorf("narrowed by all it finds %q", got)
	}
	v.is(`document.querySelector('.found-said').textContent.includes('Tomas Vane') && document.querySelector('.found-said mark').textContent === 'talks'`)

	// What narrows can be left out, one by one; the words that were found lead to their place.
	v.follow(".asked-chip", "The Halden Record")
	v.is(`![...document.querySelectorAll('.asked-chip')].some((e) => e.textContent.includes('The Halden Record'))`)
	if n := count(); n <= 1 || n > all {
		t.Errorf("with any outlet it finds %d", n)
	}
	v.press(".found-said blockquote a")
	v.at(`/report/[0-9a-z]{26}#statement-\d+`)
	v.is(`document.querySelector('.said-list li:target').textContent.includes('Tomas Vane')`)

	// Pages of 20.
	v.open("/search?q=said&kind=reports")
	first := v.read(titles)
	v.press(".turning a[rel=next]")
	v.at(`/search\?.*page=2.*`)
	if second := v.read(titles); second == first || second == "" {
		t.Errorf("the second page has %q", second)
	}
	v.press(".turning a[rel=prev]")
	v.is(titles + ` === ` + quoted(first))

	v.open("/search")
	v.do(chromedp.SendKeys("#q", `zebra talks`), chromedp.Submit("#q"))
	v.says("Nothing has all of this")
	v.do(chromedp.SetValue("#q", `"one-on-one talks"`), chromedp.Submit("#q"))
	v.is(`document.querySelectorAll('.results-main .found-title').length > 1`)
}
