package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAReaderSubscribesAndLeaves is the whole way of readers: the form on the front page, the mail, its link and its button; the way to their own
// page, what they change there, and the end. It is the same without scripts. Who has just been mailed is mailed no second link for some minutes,
// so the second half is gone by somebody who reads for longer.
func TestAReaderSubscribesAndLeaves(t *testing.T) {
	bothWays(t, func(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
		d := up(t)
		v := visits(t, d.base, steps...)
		subscribes(t, d, v, "ann@readers.example")
		changes(t, d, v, "reader03@readers.example")
		leaves(t, d, v, "reader02@readers.example")
	})
}

func subscribes(t *testing.T, d demonstration, v *visitor, reader string) {
	t.Helper()
	name, domain, _ := strings.Cut(reader, "@")
	v.open("/")
	v.do(chromedp.SendKeys("#email", name+","+domain), chromedp.Submit("#email"))
	v.is(`document.querySelector('#email-error') !== null && document.querySelector('#email').getAttribute('aria-describedby') === 'email-error'`)
	if kept := v.read(`document.querySelector('#email').value`); kept != name+","+domain {
		t.Errorf("what was typed is now %q", kept)
	}
	v.do(chromedp.SetValue("#email", reader), chromedp.Submit("#email"))
	v.says("Check your mailbox")

	link, mail := linkTo(t, d, reader, "/confirm/")
	if source := get(t, mail+"/source"); !strings.Contains(source, "The Morning Ledger") || strings.Contains(source, "Bronze horse") {
		t.Errorf("the mail is to say what for, and nothing else:\n%s", source)
	}
	if shown := command(t, d.folder, "subscriber", "show", reader); !strings.Contains(shown, "The Morning Ledger: pending") {
		t.Errorf("before they confirm:\n%s", shown)
	}
	v.open(link)
	v.says("One more step")
	v.press("main form button")
	v.says("You are subscribed", "every Sunday, Tuesday and Thursday")
	v.follow("main a", "newest")
	v.at("/morning-ledger")
	v.open(link) // followed once more
	v.press("main form button")
	v.says("You are subscribed")
}

func changes(t *testing.T, d demonstration, v *visitor, reader string) {
	t.Helper()
	const box = `document.querySelector('input[name="get"][value="%s"]').checked`
	ticked := func(slug string) string { return v.read(strings.Replace(box, "%s", slug, 1)) }
	v.open("/")
	v.follow("footer a", "preferences")
	v.at("/preferences")
	v.do(chromedp.SendKeys("#email", reader), chromedp.Submit("#email"))
	v.at("/preferences/sent")
	link, _ := linkTo(t, d, reader, "/preferences/")
	v.open(link)
	v.says(reader, "The Morning Ledger", "Issue Briefs")
	if a, b := ticked("morning-ledger"), ticked("issue-briefs"); a != "true" || b != "false" {
		t.Errorf("ticked are %s and %s", a, b)
	}
	v.press(`input[value="issue-briefs"]`)
	v.do(chromedp.SetValue("#language", "he"))
	v.press(`form:has([name="language"]) button`)
	v.is(`document.querySelector('.prefs-done') !== null`)
	if a, b, tag := ticked("morning-ledger"), ticked("issue-briefs"), v.read(`document.querySelector('#language').value`); a != "true" || b != "true" || tag != "he" {
		t.Errorf("after it was saved, ticked are %s and %s, the language is %q", a, b, tag)
	}
	v.press(`input[value="morning-ledger"]`)
	v.press(`form:has([name="language"]) button`)
	v.is(`!document.querySelector('input[value="morning-ledger"]').checked`)
	shown := command(t, d.folder, "subscriber", "show", reader)
	if !strings.Contains(shown, "The Morning Ledger: ended") || !strings.Contains(shown, "Issue Briefs: active") {
		t.Errorf("when they unticked one:\n%s", shown)
	}
	// They erase themselves, which is asked once more.
	v.press(".prefs-erase")
	v.at("/preferences/.*/erase")
	v.press("main form button")
	v.says("erased")
}

// leaves ends a subscription by the link at the foot of an edition: without a cookie, and only when the button is pressed.
func leaves(t *testing.T, d demonstration, v *visitor, reader string) {
	t.Helper()
	link, _ := linkTo(t, d, reader, "/unsubscribe/")
	v.open(link)
	v.says("The Morning Ledger")
	if shown := command(t, d.folder, "subscriber", "show", reader); !strings.Contains(shown, "The Morning Ledger: active") {
		t.Errorf("the link alone, which scanners follow, ends it:\n%s", shown)
	}
	v.press("main form button")
	v.is(`document.querySelector('main form') === null`)
	if shown := command(t, d.folder, "subscriber", "show", reader); !strings.Contains(shown, "The Morning Ledger: ended") {
		t.Errorf("after the button:\n%s", shown)
	}
	v.follow("main a", "")
	v.at(`/subscribe\?publication=morning-ledger`)
}
