package gallery

import (
	"cmp"
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"onrecord/internal/web/webtest"
)

// TestWhatIsWrongInAFormIsToldToAll sends forms with nonsense in them, and looks at the pages that say so.
func TestWhatIsWrongInAFormIsToldToAll(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(webtest.Handler(t, whole()))
	defer server.Close()
	ctx := start(t)
	do := func(t *testing.T, actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		soon, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		if err := chromedp.Do(soon, actions...); err != nil {
			t.Fatal(err)
		}
	}
	// In the order in which they are looked at: the desk after its login.
	for _, c := range []struct{ path, form, value string }{
		{"/subscribe?publication=strait-brief", ".join", "nobody"},
		{"/strait-brief/archive?day=yesterday", "", ""},
		{"/preferences", "main form", "nobody"},
		{"/desk/login", "main form", "x"},
		{"", "", ""},
		{"/desk/publications/new", "main form", ""},
		{"/desk/publications/pub-strait", "main form", ""},
		{"/desk/articles/new", "main form", ""},
		{"/desk/articles/" + string(webtest.Fax), "main form", ""},
		{"/desk/authors", "main form", ""},
		{"/desk/authors/author-dana", "main form", ""},
		{"/desk/feeds", "form:has(#url)", ""},
		{"/desk/feeds/feed-1", "main form", ""},
		{"/desk/editions/" + string(webtest.InHand), "#draft", strings.Repeat("x", 1000)},
		{"/desk/watches", "form:has(#story)", "nonsense"},
		{"/desk/readers/import", "main form", ""},
		{"/desk/readers/reader-ada", "form:has(#why)", ""},
		{"/desk/stories/" + string(webtest.Talks), "form:has([name=wording])", ""},
		{"/desk/speakers/" + string(webtest.Vane), "form:has(#other)", "nobody of the kind"},
		{"/desk/texts/" + string(webtest.Record) + "-v2", "#statement-3 form", ""},
	} {
		if c.path == "" {
			do(t, chromedp.Navigate(server.URL+"/desk/login"), chromedp.SendKeys("#name", "ada"), chromedp.SendKeys("#password", webtest.Password), chromedp.Submit("#password"), chromedp.WaitVisible("#waits"))
			continue
		}
		t.Run(c.path, func(t *testing.T) {
			do(t, chromedp.EmulateViewport(360, 900), scheme("light"), chromedp.Navigate(server.URL+c.path), js(`((form) => {
				if (!form) return;
				for (const e of form.querySelectorAll('textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=file])')) e.value = '`+c.value+`';
				form.noValidate = true;
				for (let e = form; e; e = e.parentElement) if (e.localName === 'details') e.open = true;
				form.requestSubmit(form.querySelector('button:not([type=button])'));
			})(document.querySelector('`+cmp.Or(c.form, "#none")+`'))`), chromedp.WaitVisible(".wrong"))
			examined(t, ctx, c.path, glance{360, "light", false}, glance{360, "dark", false})
		})
	}
}
