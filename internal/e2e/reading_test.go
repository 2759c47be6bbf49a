package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAReaderReads goes from the front page to an edition, opens a line of its ledger in place, follows it to the story, to what one report says,
// to who says it, and all the way back. It is the same without scripts.
func TestAReaderReads(t *testing.T) {
	d := up(t)
	bothWays(t, func(t *testing.T, steps ...chromedp.Action[chromedp.Void]) { reads(t, visits(t, d.base, steps...)) })
}

func reads(t *testing.T, v *visitor) {
	t.Helper()
	v.open("/")
	v.says("1 unnamed origin behind 7 reports")
	v.follow(".lead .more a", "whole edition")
	v.at("/morning-ledger/2026-11-22")
	v.follow(".toc a", "Denials")
	v.at("/morning-ledger/2026-11-22#denials-and-corrections")

	// The ledger opens where it is: no page is loaded for it.
	v.do(chromedp.Evaluate[chromedp.Void](`window.stays = true`))
	v.is(openedLine("1 unnamed origin behind 7 reports", false))
	v.follow("details.line summary", "1 unnamed origin behind 7 reports")
	v.is(openedLine("1 unnamed origin behind 7 reports", true) + ` && window.stays`)
	v.says("Says so", "Denies it", "There are no negotiations")
	v.follow("details[open] .more a", "The whole ledger")
	v.at("/story/[0-9a-z]{26}")
	v.says("Seven reports say so", "Tomas Vane and Ilya Marenko deny it")

	// One report, at the very words.
	v.follow(".side-against .say-by a[href*='at=']", "")
	v.at(`/report/[0-9a-z]{26}\?at=.*#at`)
	v.is(`document.querySelector('mark.at').textContent.includes('Vane') && document.querySelector('mark.at').getBoundingClientRect().top >= 0 && document.querySelector('mark.at').getBoundingClientRect().bottom <= innerHeight`)
	v.follow(".said-list a[href^='/speaker/']", "Tomas Vane")
	v.at("/speaker/[0-9a-z]{26}")
	v.says("Tomas Vane", "denies")

	v.back(`/report/[0-9a-z]{26}\?at=.*#at`)
	v.back("/story/[0-9a-z]{26}")
	v.back("/morning-ledger/2026-11-22#denials-and-corrections")
	v.says("Bronze horse")
	v.back("/morning-ledger/2026-11-22")
	v.back("/")
}

// openedLine says whether the line of the ledger with these words is open.
func openedLine(words string, open bool) string {
	return `[...document.querySelectorAll('details.line')].find((d) => d.querySelector('summary').textContent.includes('` + words + `')).open === ` + map[bool]string{true: "true", false: "false"}[open]
}

// TestAReaderReadsAnArticle goes there by the shelf on the front page, through its contents, to a footnote and back, and to who wrote it.
func TestAReaderReadsAnArticle(t *testing.T) {
	d := up(t)
	v := visits(t, d.base, chromedp.EmulateViewport(1200, 600)) // so that there is something to scroll
	v.open("/")
	v.follow("[aria-labelledby=pieces-title] a", "Were there talks")
	v.at("/issue-briefs/were-there-talks-or-were-there-not")
	v.says("One minute to read", "Mira Halden")
	v.follow("[data-contents] a", "By Ilya Marenko")
	v.at(".*#part-by-ilya-marenko")
	const seen = `((r) => r.top >= 0 && r.bottom <= innerHeight)(document.getElementById('%s').getBoundingClientRect())`
	inSight := func(id string) { t.Helper(); v.is(strings.Replace(seen, "%s", id, 1)) }
	inSight("part-by-ilya-marenko")
	v.is(`document.querySelector('[data-contents] [aria-current]').textContent === 'By Ilya Marenko'`)
	v.follow("[data-contents] a", "What is asserted")
	v.is(`document.querySelector('[data-contents] [aria-current]').textContent === 'What is asserted'`)

	v.press(".footnote-ref")
	inSight("note-fn:1")
	v.says("counts the reports that assert it")
	v.press(".footnote-backref")
	inSight("note-fnref:1")

	v.follow(".piece-by a", "Mira Halden")
	v.at("/authors/mira-halden")
	v.says("Reads other people", "What a back channel is for")
	v.follow("main a", "What a back channel is for")
	v.at("/issue-briefs/what-a-back-channel-is-for")
	v.is(`document.querySelector('.prose table').rows.length === 4`)
	v.follow(".akin a", "Were there talks")
	v.at("/issue-briefs/were-there-talks-or-were-there-not")
	v.follow(".akin a", "Veresk and Sorvania agree")
	v.at("/story/[0-9a-z]{26}")
}

// TestAReaderGoesThroughTheArchive: by months, once there are more pieces than one page has, and by a day that is typed.
func TestAReaderGoesThroughTheArchive(t *testing.T) {
	folder := world(t)
	piece := filepath.Join(t.TempDir(), "piece.md")
	for _, p := range []struct{ title, date string }{{"A piece of September", "2026-09-08"}, {"A piece of July", "2026-07-21"}} {
		if err := os.WriteFile(piece, []byte("---\ntitle: "+p.title+"\nstandfirst: In short.\nauthor: mira-halden\n---\n\nSome words.\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		id := strings.Fields(command(t, folder, "article", "add", piece, "--publication", "issue-briefs", "--date", p.date))[0]
		command(t, folder, "article", "publish", id)
	}
	d := goesOn(t, folder)
	v := visits(t, d.base)
	v.open("/issue-briefs")
	v.follow(".mast-nav a", "Archive")
	v.at("/issue-briefs/archive")
	v.says("November 2026", "September 2026", "A piece of September", "July 2026", "A piece of July")
	v.open("/issue-briefs/archive?month=2026-09")
	v.says("A piece of September")
	v.lacks("A piece of July", "Were there talks")
	v.press(".turning a[rel=prev]")
	v.at(`/issue-briefs/archive\?month=2026-07`)
	v.says("A piece of July")
	v.lacks("A piece of September")
	v.follow(".years a", "November")
	v.at(`/issue-briefs/archive\?month=2026-11`)
	v.follow(".shelf a", "Were there talks")
	v.at("/issue-briefs/were-there-talks-or-were-there-not")

	// A day leads to its edition, or to the last one before.
	v.open("/morning-ledger/archive")
	v.do(chromedp.SetValue("#day", "2026-11-22"), chromedp.Submit("#day"))
	v.at("/morning-ledger/2026-11-22")
	v.open("/morning-ledger/archive?day=whenever")
	v.is(`document.querySelector('#day-error') !== null`)
}
