package gallery

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"onrecord/internal/web/webtest"
)

// walked is where somebody stands who walks through the statements of a report.
type walked struct {
	Focus   string   `json:"focus"`
	On      string   `json:"on"`      // the text of the statement that is set off
	Item    string   `json:"item"`    // its place in the list
	Panel   string   `json:"panel"`   // at the foot of a narrow window
	Refused []string `json:"refused"` // by the page's policy
}

const whereWalked = `({
	focus: document.activeElement.id || document.activeElement.getAttribute('href') || document.activeElement.tagName,
	on: [...document.querySelectorAll('.text span.on')].map(e => e.textContent).join('|'),
	item: [...document.querySelectorAll('.said-list > li.on')].map(e => e.id).join(' '),
	panel: (e => getComputedStyle(e).display === 'none' ? '' : e.innerText)(document.querySelector('.now')),
	refused: window.refused,
})`

func TestAReaderWalksThroughStatements(t *testing.T) {
	server := httptest.NewServer(webtest.Handler(t, webtest.Sample()))
	defer server.Close()
	ctx := start(t)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(server.URL+"/report/"+string(webtest.Record)), chromedp.Focus(".walk a")); err != nil {
		t.Fatal(err)
	}
	const third = "“It is not true that we have agreed to talks, or to any meeting after the vote,”|Tomas Vane, a spokesman for the Chancellery|said in a statement"
	for _, c := range []struct {
		name string
		do   chromedp.Action[chromedp.Void]
		want walked
	}{
		{"n begins", chromedp.KeyEvent("n"), walked{Focus: "ref-1", Item: "statement-1", On: "Karst and Melland have agreed to hold secret talks on the closed strait|Karst officials|said on Sunday"}},
		{"n twice", chromedp.KeyEvent("nn"), walked{Focus: "ref-3", Item: "statement-3", On: third}},
		{"at the end n stays", chromedp.KeyEvent("nnn"), walked{Focus: "ref-4", Item: "statement-4", On: "Whether the Council of Elders had approved the plan|two of the officials|said they could not tell"}},
		{"p goes back", chromedp.KeyEvent("p"), walked{Focus: "ref-3", Item: "statement-3", On: third}},
		{"Escape ends it", chromedp.KeyEvent(kb.Escape), walked{Focus: "ref-3"}},
		{"a click goes on", chromedp.Click(`.walk-steps [data-step="1"]`), walked{Focus: "ref-1", Item: "statement-1", On: "Karst and Melland have agreed to hold secret talks on the closed strait|Karst officials|said on Sunday"}},
		{"in the list the focus stays there", chromedp.Focus("#statement-2 .said-no"), walked{Focus: "#ref-2", Item: "statement-2",
			On: "The officials, who asked not to be named because nothing has been announced|said |the| talks would open in a third country after the vote in May"}},
		{"and goes along it", chromedp.KeyEvent("n"), walked{Focus: "#ref-3", Item: "statement-3", On: third}},
	} {
		got := walk(t, ctx, c.do)
		if got.Focus != c.want.Focus || got.Item != c.want.Item || got.On != c.want.On || got.Panel != "" || len(got.Refused) > 0 {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}

	// Where the list is not beside the text, its words are at the foot of the window.
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(360, 800)); err != nil {
		t.Fatal(err)
	}
	got := walk(t, ctx, chromedp.Focus("#ref-3"))
	for _, want := range []string{"Tomas Vane", "named", "denies", "said in a statement", "Previous", "Next", "Close"} {
		if !strings.Contains(got.Panel, want) {
			t.Errorf("the foot of the window says %q, not %q", got.Panel, want)
		}
	}
	if got = walk(t, ctx, chromedp.Click(`.now [data-step="0"]`)); got.Panel != "" || got.On != "" || got.Focus != "ref-3" {
		t.Errorf("closed: %+v", got)
	}
}

func walk(t *testing.T, ctx context.Context, do chromedp.Action[chromedp.Void]) walked {
	t.Helper()
	if err := chromedp.Do(ctx, do); err != nil {
		t.Fatal(err)
	}
	got, err := chromedp.Run(ctx, chromedp.Evaluate[walked](whereWalked))
	if err != nil {
		t.Fatal(err)
	}
	return got
}
