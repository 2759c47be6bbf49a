package gallery

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

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
	const second = "The officials, who asked not to be named because nothing has been announced|said |the| talks would open in a third country after the vote in May"
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
		{"p goes on from there", chromedp.KeyEvent("p"), walked{Focus: "ref-2", Item: "statement-2", On: second}},
		{"Escape again", chromedp.KeyEvent(kb.Escape), walked{Focus: "ref-2"}},
		{"and so does a click", chromedp.Click(`.walk-steps [data-step="1"]`), walked{Focus: "ref-3", Item: "statement-3", On: third}},
		{"in the list the focus stays there", chromedp.Focus("#statement-2 .said-no"), walked{Focus: "#ref-2", Item: "statement-2", On: second}},
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

// highlighted gives what is highlighted in the text and in the list, by whatever rule of a style sheet.
const highlighted = `[
	...[...document.querySelectorAll('.ref')].filter(e => getComputedStyle(e).outlineStyle !== 'none'),
	...[...document.querySelectorAll('.said-list > li')].filter(e => getComputedStyle(e).boxShadow !== 'none'),
].map(e => e.id).join(' ')`

func TestAReaderWalksFromWhereverTheyAre(t *testing.T) {
	server := httptest.NewServer(webtest.Handler(t, webtest.Sample()))
	defer server.Close()
	ctx := start(t)
	page := server.URL + "/report/" + string(webtest.Record)
	do := func(actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, actions...); err != nil {
			t.Fatal(err)
		}
	}
	leave := chromedp.Navigate("about:blank") // so that an address on the same page is loaded, too
	do(chromedp.EmulateViewport(1440, 900))
	for _, c := range []struct {
		name, at    string
		do          []chromedp.Action[chromedp.Void]
		focus, item string
		highlighted string
	}{
		{"a page that has just come", "", []chromedp.Action[chromedp.Void]{chromedp.KeyEvent("n")}, "ref-1", "statement-1", "ref-1 statement-1"},
		{"after a click on the text", "", []chromedp.Action[chromedp.Void]{chromedp.Click(".text p"), chromedp.KeyEvent("n")}, "ref-1", "statement-1", "ref-1 statement-1"},
		{"after a click on a number in the text", "", []chromedp.Action[chromedp.Void]{chromedp.Click("#ref-2"), reaches("#statement-2:focus")}, "statement-2", "statement-2", "ref-2 statement-2"},
		{"and on", "", []chromedp.Action[chromedp.Void]{chromedp.Click("#ref-2"), reaches("#statement-2:focus"), chromedp.KeyEvent("n")}, "#ref-3", "statement-3", "ref-3 statement-3"},
		{"after Enter on a number in the text", "", []chromedp.Action[chromedp.Void]{chromedp.Focus("#ref-2"), chromedp.KeyEvent(kb.Enter), reaches("#statement-2:focus"), chromedp.KeyEvent("n")}, "#ref-3", "statement-3", "ref-3 statement-3"},
		{"after a click on a number in the list", "", []chromedp.Action[chromedp.Void]{chromedp.Click("#statement-2 .said-no"), reaches("#ref-2:focus"), chromedp.KeyEvent("n")}, "ref-3", "statement-3", "ref-3 statement-3"},
		{"from the address", "#statement-3", []chromedp.Action[chromedp.Void]{arrives("statement-3")}, "statement-3", "statement-3", "ref-3 statement-3"},
		{"and on from there", "#statement-3", []chromedp.Action[chromedp.Void]{arrives("statement-3"), chromedp.KeyEvent("p")}, "#ref-2", "statement-2", "ref-2 statement-2"},
		{"Escape", "#statement-3", []chromedp.Action[chromedp.Void]{arrives("statement-3"), chromedp.KeyEvent(kb.Escape)}, "statement-3", "", ""},
		{"with keys switched off", "", []chromedp.Action[chromedp.Void]{chromedp.Click("[data-keys]"), chromedp.Click(".text p"), chromedp.KeyEvent("n")}, "main", "", ""},
		{"and still so on the next page", "", []chromedp.Action[chromedp.Void]{chromedp.KeyEvent("n")}, "BODY", "", ""},
		{"and on again", "", []chromedp.Action[chromedp.Void]{chromedp.Click("[data-keys]"), chromedp.Click(".text p"), chromedp.KeyEvent("n")}, "ref-1", "statement-1", "ref-1 statement-1"},
		{"with another key", "", []chromedp.Action[chromedp.Void]{chromedp.KeyEvent("n", chromedp.KeyModifiers(chromedp.ModifierAlt))}, "BODY", "", ""},
	} {
		do(leave, chromedp.Navigate(page+c.at))
		if err := chromedp.Do(ctx, c.do...); err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := walk(t, ctx, chromedp.WaitVisible("h1"))
		lit, err := chromedp.Run(ctx, chromedp.Evaluate[string](highlighted))
		if err != nil {
			t.Fatal(err)
		}
		if got.Focus != c.focus || got.Item != c.item || lit != c.highlighted || len(got.Refused) > 0 {
			t.Errorf("%s: %+v, highlighted: %q", c.name, got, lit)
		}
	}
}

// reaches waits until there is an element: a browser moves the focus to where a link leads some time after the click.
func reaches(element string) chromedp.Action[chromedp.Void] {
	return until(`document.querySelector('` + element + `') !== null`)
}

// arrives waits until a page that was asked for with a place in its address has gone there: the script marks it, and the browser moves the
// focus, one after the other.
func arrives(id string) chromedp.Action[chromedp.Void] {
	return until(`document.activeElement?.id === '` + id + `' && document.activeElement.classList.contains('on')`)
}

// until waits until something is so in the page that is there.
func until(expression string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(30*time.Second))(ctx, target)
		return err
	})
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
