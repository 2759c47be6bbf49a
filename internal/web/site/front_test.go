package site_test

import (
	"strings"
	"testing"
	"time"

	"onrecord/internal/web/webtest"
)

// Of a long edition the front page shows the beginning of each section, says how much more there is, and leads there.
func TestTheFrontPageOfALongEdition(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample().Abundant())
	page := webtest.Get(t, h, "/strait-brief").Body.String()
	if n := strings.Count(page, `<section class="strip"`); n != 10 {
		t.Errorf("%d sections", n)
	}
	edition := "/strait-brief/" + webtest.Now.Format(time.DateOnly)
	for section, more := range map[string]string{"news": "One more item", "letters": "2 more items"} { // news has the lead besides
		if link := `<a href="` + edition + `#` + section + `">` + more + `</a>`; !strings.Contains(page, link) {
			t.Errorf("the page lacks %s", link)
		}
	}
	whole := webtest.Get(t, h, edition).Body.String()
	if !strings.Contains(whole, `id="letters"`) || strings.Count(whole, `<h3 class="item-head"`) != 80 {
		t.Errorf("the edition has %d items", strings.Count(whole, `<h3 class="item-head"`))
	}
}
