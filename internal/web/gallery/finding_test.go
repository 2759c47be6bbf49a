package gallery

import (
	"testing"
	"time"

	"onrecord/internal/web/webtest"
)

// TestFindingInHebrew looks at the pages on which things are found from right to left.
func TestFindingInHebrew(t *testing.T) {
	t.Parallel()
	w := whole()
	for i := range w.Pubs {
		w.Pubs[i].Language = "he"
	}
	look(t, "hebrew", w, []page{
		{"search", "/search?q=talks"},
		{"search-narrowed", "/search?q=talks&speaker=Tomas+Vane&polarity=denies&from=2031-03-01&to=2031-03-04&outlet=outlet-0"},
		{"archive-month", "/strait-brief/archive?month=2031-02"},
		{"outlet", "/outlet/outlet-0"},
		{"speaker-turns", "/speaker/speaker-vane"},
	}, nil)
}

// TestAGreatDeal looks at pages that have a great deal to show.
func TestAGreatDeal(t *testing.T) {
	lookAt(t, "much", whole().Abundant(), []page{
		{"home", "/"},
		{"edition", "/strait-brief/" + webtest.Now.Format(time.DateOnly)},
		{"archive", "/strait-brief/archive"},
		{"archive-month", "/strait-brief/archive?month=2030-11"},
		{"notices", "/notices"},
		{"search", "/search?q=talks"},
		{"search-reports", "/search?q=talks&kind=reports&page=2"},
		{"outlet", "/outlet/outlet-0"},
		{"outlet-list", "/outlet/outlet-0?of=reports"},
	}, nil, []int64{360, 768, 1440}, []string{"light"})
}
