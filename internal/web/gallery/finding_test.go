package gallery

import "testing"

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
