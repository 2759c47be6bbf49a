package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// stop is where the keyboard's focus stands.
type stop struct {
	Is      string  `json:"is"`      // what it is, for people
	Index   int     `json:"index"`   // among all elements of the page, in the order of the page; -1: nowhere
	Outline string  `json:"outline"` // empty: the focus cannot be seen
	In      bool    `json:"in"`      // it is in the window, and nothing covers it
	Height  float64 `json:"height"`
}

// where looks at the element that has the focus. Its outline is compared with what it has without the focus: one that is always there says nothing.
const where = `(() => {
	const e = document.activeElement;
	if (!e || e === document.body) return JSON.stringify({ is: 'nothing', index: -1, outline: '', in: false, height: 0 });
	const s = getComputedStyle(e), style = (x) => x.outlineStyle === 'none' || parseFloat(x.outlineWidth) < 2 || / 0\)$/.test(x.outlineColor) ? '' : x.outlineStyle + ' ' + x.outlineWidth + ' ' + x.outlineColor;
	const r = [...e.getClientRects()].find((r) => r.width > 0 && r.height > 0) || e.getBoundingClientRect();
	const at = document.elementFromPoint(Math.min(innerWidth - 1, Math.max(0, r.left + r.width / 2)), Math.min(innerHeight - 1, Math.max(0, r.top + r.height / 2)));
	return JSON.stringify({
		is: e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + ' ' + (e.innerText || e.getAttribute('aria-label') || e.name || '').trim().slice(0, 60),
		index: [...document.querySelectorAll('*')].indexOf(e), outline: style(s),
		in: r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth && (at === e || e.contains(at) || at?.contains(e)), height: r.height });
})()`

// focus gives where the focus stands.
func (v *visitor) focus() stop {
	v.t.Helper()
	var s stop
	if err := json.Unmarshal([]byte(v.read(where)), &s); err != nil {
		v.t.Fatal(err)
	}
	return s
}

// tabs presses Tab until an element has the focus, and complains of each stop on the way whose focus cannot be seen.
func (v *visitor) tabs(selector string) {
	v.t.Helper()
	var passed []string
	for range 300 {
		v.do(chromedp.KeyEvent(kb.Tab))
		s := v.focus()
		passed = append(passed, s.Is)
		if s.Index >= 0 && (s.Outline == "" || !s.In || s.Height == 0) {
			v.t.Errorf("the focus on %s cannot be seen: %+v", s.Is, s)
		}
		if v.read(`document.activeElement.matches(`+quoted(selector)+`)`) == "true" {
			return
		}
	}
	v.t.Fatalf("Tab does not come to %s; it goes\n%s", selector, strings.Join(passed, "\n"))
}

// TestAReaderHasOnlyAKeyboard goes from the front page by Tab, Enter, Space and Escape alone: over what stands before the text, into an edition, opens a
// line of the ledger, follows it into the story, searches, walks through a report, and subscribes.
func TestAReaderHasOnlyAKeyboard(t *testing.T) {
	d := up(t)
	v := visits(t, d.base)
	key := func(k string) { t.Helper(); v.do(chromedp.KeyEvent(k)) }
	v.open("/")
	key(kb.Tab)
	if s := v.focus(); s.Is != "a Skip to the text" || !s.In || s.Outline == "" {
		t.Errorf("first comes %+v", s)
	}
	key(kb.Enter)
	v.at("/#main")
	v.is(`document.activeElement.id === 'main'`)
	key(kb.Tab)
	if s := v.focus(); !strings.Contains(s.Is, "Veresk and Sorvania agree") {
		t.Errorf("behind it comes %+v", s)
	}
	v.tabs(".lead .more a")
	key(kb.Enter)
	v.at("/morning-ledger/2026-11-22")

	v.is(`[...document.querySelectorAll('details.line summary')].find((e) => e.textContent.includes('1 unnamed origin behind 7 reports')).id = 'wanted'`)
	v.tabs("#wanted")
	key(kb.Enter)
	v.is(`document.querySelector('#wanted').parentElement.open`)
	key(" ")
	v.is(`!document.querySelector('#wanted').parentElement.open`)
	key(" ")
	v.is(`document.querySelector('#wanted').parentElement.open`)
	v.tabs("details[open] .more a")
	key(kb.Enter)
	v.at("/story/[0-9a-z]{26}")
	v.tabs(".answer-part")
	v.tabs(".side-against .say-by a[href*='at=']")
	key(kb.Enter)
	v.at(`/report/[0-9a-z]{26}\?at=.*#at`)

	v.open("/") // as somebody who typed it
	v.tabs(`.mast-nav a[href="/search"]`)
	key(kb.Enter)
	v.at("/search")
	v.tabs("#q")
	key("Vane denies" + kb.Enter)
	v.at(`/search\?.*q=Vane.*`)
	v.tabs(".found-title a")
	key(kb.Enter)
	v.at("/report/[0-9a-z]{26}")
	key("n")
	v.is(`document.querySelector('.said-list > li.on') !== null && document.activeElement.id === 'ref-1'`)
	key(kb.Escape)
	v.is(`document.querySelector('.said-list > li.on') === null && document.activeElement.id === 'ref-1'`)

	v.open("/")
	v.tabs(".mast-join")
	key(kb.Enter)
	v.at(`/subscribe\?publication=morning-ledger`)
	v.tabs("#email")
	key("nobody" + kb.Enter)
	v.is(`document.querySelector('#email-error') !== null`)
	v.tabs("#email")
	key(kb.End + "@keys.example" + kb.Enter)
	v.says("Check your mailbox")
	linkTo(t, d, "nobody@keys.example", "/confirm/")
}

// TestTabGoesThroughThePageInItsOrder: on each page Tab comes to all that can be used and is seen, each once, from the top to the end, and each time it is
// seen where the focus stands.
func TestTabGoesThroughThePageInItsOrder(t *testing.T) {
	d := up(t)
	v := visits(t, d.base)
	story := strings.TrimPrefix(d.story, d.base)
	for _, path := range []string{"/", "/morning-ledger/2026-11-22", story, "/search?q=fax&polarity=denies", "/notices", "/subscribe?publication=morning-ledger", "/issue-briefs/were-there-talks-or-were-there-not", "/morning-ledger/archive"} {
		v.open(path)
		const all = `JSON.stringify((() => {
			const every = [...document.querySelectorAll('*')];
			return every.map((e, i) => [e, i]).filter(([e]) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }) && (e.tagName !== 'A' || e.hasAttribute('href') || e.getAttribute('xlink:href')) && e.type !== 'hidden').map(([, i]) => i);
		})())`
		var want []int
		if err := json.Unmarshal([]byte(v.read(all)), &want); err != nil || len(want) < 5 {
			t.Fatalf("%s: %v, %v", path, want, err)
		}
		last, came, unseen := -1, map[int]bool{}, 0
		for range len(want) + 10 {
			v.do(chromedp.KeyEvent(kb.Tab))
			s := v.focus()
			if s.Index < 0 { // out of the page
				break
			}
			if s.Index < last {
				if !came[s.Index] {
					t.Errorf("%s: to %s it goes back", path, s.Is)
				}
				break
			}
			last = s.Index
			came[s.Index] = true
			if s.Outline == "" || !s.In || s.Height == 0 {
				if unseen++; unseen <= 5 {
					t.Errorf("%s: the focus on %s cannot be seen: %+v", path, s.Is, s)
				}
			}
		}
		for _, i := range want {
			if !came[i] {
				t.Errorf("%s: Tab does not come to %s", path, v.read(fmt.Sprintf(`document.querySelectorAll('*')[%d].outerHTML.slice(0, 200)`, i)))
			}
		}
	}
}
