package vectors

import "testing"

// Most vectors would run if they were put into a page as they are; else the list tests nothing.
func TestVectorsRun(t *testing.T) {
	all := All()
	n := 0
	for _, v := range all {
		if Runs(v) != "" {
			n++
		}
	}
	if len(all) < 200 || n < 170 {
		t.Errorf("%d vectors, of which %d would run", len(all), n)
	}
	for _, harmless := range []string{"", "plain", `<p dir="auto">a <a href="https://outlet.example/a:b">b</a> <a href="/x?y=z:w">c</a></p>`, "&lt;script&gt;"} {
		if found := Runs(harmless); found != "" {
			t.Errorf("%q is said to run: %s", harmless, found)
		}
	}
}
