package feedserver_test

import (
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/testkit/feedserver"
)

func TestRead(t *testing.T) {
	got, err := feedserver.Read(strings.NewReader("\ufeff" + `{"id":"1","title":"A ship comes in"}` + "\n\n" +
		`{"id":"2","text":"It came.","outlet":"Vik Radio","url":"http://vik.example/2","published":1900000000,"other":[1]}` + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []feedserver.Report{{ID: "1", Title: "A ship comes in"},
		{ID: "2", Text: "It came.", Outlet: "Vik Radio", URL: "http://vik.example/2", Published: 1900000000}}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("read %+v, want %+v", got, want)
	}
}

func TestReadRefusesAndNamesTheLine(t *testing.T) {
	good := `{"id":"1","title":"A ship comes in"}` + "\n"
	for name, c := range map[string]struct{ in, says string }{
		"no JSON":             {good + "ship", "line 2: it is no JSON"},
		"a list":              {good + "[]", "line 2: it is an array"},
		"a number for a name": {`{"id":7}`, `line 1: "id" is a number; it must be a string`},
		"no id":               {good + "\n" + `{"title":"x"}`, "line 3: the report has no id"},
		"no title and text":   {`{"id":"7","title":" "}`, `line 1: the report "7" has neither title nor text`},
		"an id twice":         {good + good, `line 2: the id "1" is that of line 1 too`},
		"a line too long":     {good + strings.Repeat("x", 17<<20), "line 2: it is longer than 8 MiB"},
	} {
		_, err := feedserver.Read(strings.NewReader(c.in))
		if news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want an invalid one that says %q", name, err, c.says)
		}
	}
}

func TestCompleteFillsInWhatIsMissing(t *testing.T) {
	newest := time.Date(2031, time.March, 2, 7, 0, 0, 0, time.UTC).Unix()
	got := feedserver.Complete([]feedserver.Report{
		{ID: "1", Title: "Only a title"},
		{ID: "2", Text: "The S.S. Vik came in on the tide. It was late.\n\nMore."},
		{ID: "3", Text: "Yes. But the second sentence of this one belongs to the first, for that is short. More."},
		{ID: "4", Text: strings.Repeat("word ", 60), Published: newest},
		{ID: "5", Text: "Kept", Title: "Kept too", Published: 12},
	})
	titles := []string{"Only a title", "The S.S. Vik came in on the tide", "Yes. But the second sentence of this one belongs to the first, for that is short"}
	for i, want := range titles {
		if got[i].Title != want {
			t.Errorf("title %q, want %q", got[i].Title, want)
		}
	}
	if n := len(got[3].Title); n > 150 || !strings.HasSuffix(got[3].Title, "word …") {
		t.Errorf("the long sentence makes the title %q", got[3].Title)
	}
	if got[0].Text != "Only a title" {
		t.Errorf("text %q", got[0].Text)
	}
	const day = 24 * 60 * 60
	if got[0].Published != newest-4*day || got[1].Published != newest-2*day || got[2].Published != newest || got[3].Published != newest || got[4].Published != 12 {
		t.Errorf("dates are not spread over the six days before the newest: %+v", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"id":"1","title":"A ship comes in"}`)
	f.Add(`{"id":"1","text":"One. Two!\r\n\r\nThree?","published":-5}` + "\n{}")
	f.Add("{\"id\":\"\u00e4\",\"text\":\"\\u0000\\ud800 <b>&amp;\"}")
	f.Fuzz(func(t *testing.T, in string) {
		reports, err := feedserver.Read(strings.NewReader(in))
		if err != nil {
			if news.KindOf(err) != news.Invalid {
				t.Errorf("error of kind %v: %v", news.KindOf(err), err)
			}
			return
		}
		for _, r := range feedserver.Complete(reports) {
			if strings.TrimSpace(r.Title) == "" || strings.TrimSpace(r.Text) == "" || r.Published <= 0 {
				t.Errorf("incomplete: %+v", r)
			}
		}
	})
}
