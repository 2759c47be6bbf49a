package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"onrecord/internal/locale"
)

// wants is a browser that asks for languages.
func wants(languages string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": languages}})
		return err
	})
}

// TestAReaderOfHebrew reads a publication in Hebrew, in a house that has another one in English: each page is laid out from the right, nothing sticks out of
// the window, and the words of the house are Hebrew, on pages and in the mail. What is quoted stays in its own language and on its own side. In the same
// house a reader of English has what is no publication's own in English.
func TestAReaderOfHebrew(t *testing.T) {
	all, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	says := func(key string, pairs ...any) string {
		t.Helper()
		text, err := all.Choose("he").Text(key, pairs...)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	folder := world(t)
	command(t, folder, "publication", "set", "morning-ledger", "--language", "he", "--name", "פנקס הבוקר", "--about", "מה דווח, מי אומר, וכמה מהם באמת יודעים.")
	d := goesOn(t, folder)
	v := visits(t, d.base, wants("he,en;q=0.5"))
	right := func(pattern string) {
		t.Helper()
		v.at(pattern)
		if got := v.read(`document.documentElement.dir + ' ' + document.documentElement.lang + ' ' + getComputedStyle(document.body).direction`); got != "rtl he rtl" {
			t.Errorf("%s is %q", pattern, got)
		}
		if got := v.read(`document.documentElement.scrollWidth - innerWidth`); got != "0" {
			t.Errorf("%s is %s px wider than the window", pattern, got)
		}
	}
	for _, width := range []int64{1200, 360} {
		v.do(chromedp.EmulateViewport(width, 900))
		v.open("/")
		right("/")
		v.says("פנקס הבוקר", says("site.frame.archive"), says("site.home.whole"))
		// The column at the side is at the left, where there is one; the first word of the menu is at the right.
		v.is(`innerWidth < 700 || document.querySelector('.front-side').getBoundingClientRect().right < document.querySelector('.front-main').getBoundingClientRect().left + 1`)
		v.is(`document.querySelector('.mast-nav li').getBoundingClientRect().right >= document.querySelector('.mast-nav li:nth-child(2)').getBoundingClientRect().left`)
		v.press(".lead .more a")
		right("/morning-ledger/2026-11-22")
		v.is(`getComputedStyle(document.querySelector('.item')).direction === 'ltr'`) // an English headline
		v.follow("details.line summary", "Tomas Vane")
		v.is(`document.querySelector('details.line[open] .line-open').dir === 'rtl'`)
		v.says(says("site.brief.whole"))
		v.press("details.line[open] .more a")
		right("/story/[0-9a-z]{26}")
		v.press(".side-against .say-by a[href*='at=']")
		right(`/report/[0-9a-z]{26}\?at=.*#at`)
		v.is(`getComputedStyle(document.querySelector('.text p')).direction === 'ltr' && getComputedStyle(document.querySelector('.read-side')).direction === 'rtl'`)
		v.press(".said-list a[href^='/speaker/']")
		right("/speaker/[0-9a-z]{26}")
		v.back(`/report/[0-9a-z]{26}\?at=.*#at`)
		v.open("/search?q=talks")
		right(`/search\?q=talks`)
		v.says(says("site.find.ledger"))
		v.open("/notices")
		right("/notices")
	}

	const reader = "noa@readers.example"
	v.open("/")
	v.do(chromedp.SendKeys("#email", reader), chromedp.Submit("#email"))
	v.says(says("site.sent.title"))
	right(`/subscribe/sent\?publication=morning-ledger`)
	link, mail := linkTo(t, d, reader, "/confirm/")
	if page := get(t, mail); !strings.Contains(page, "פנקס הבוקר") || !strings.Contains(page, says("confirm.open")) {
		t.Errorf("the mail's words are\n%s", page)
	}
	if page := get(t, mail+"/html"); !strings.Contains(page, `dir="rtl"`) || !strings.Contains(page, `lang="he"`) || !strings.Contains(page, says("confirm.button")) {
		t.Errorf("the mail's HTML is\n%s", page)
	}
	v.open(link)
	right("/confirm/.*")
	v.press("main form button")
	v.says(says("site.confirm.done"))
	right("/confirm/.*")

	// The same house for a reader of English.
	v.do(wants("en"))
	v.open(strings.TrimPrefix(d.story, d.base))
	v.says("Seven reports say so")
	if got := v.read(`document.documentElement.dir + ' ' + document.documentElement.lang`); got != "ltr en" {
		t.Errorf("for a reader of English a story is %q", got)
	}
}
