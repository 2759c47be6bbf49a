package opml

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"onrecord/internal/news"
)

func TestRead(t *testing.T) {
	feeds, err := Read([]byte(`<?xml version="1.0" encoding="iso-8859-1"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="Papers">
  <outline text="The Record" xmlUrl=" https://record.example/feed " htmlUrl="https://record.example/"/>
  <outline title="Caf` + "\xe9" + `" text="x" XMLURL="https://cafe.example/rss"></outline>
  <outline text="empty folder"></outline>
</outline>
<outline text="Top &nbsp; one" xmlurl="https://top.example/"/>
</body></opml>`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Feed{
		{URL: "https://record.example/feed", Title: "The Record", Site: "https://record.example/", Folder: "Papers", Line: 4},
		{URL: "https://cafe.example/rss", Title: "Café", Folder: "Papers", Line: 5},
		{URL: "https://top.example/", Title: "Top \u00a0 one", Line: 8},
	}
	if !reflect.DeepEqual(feeds, want) {
		t.Errorf("got  %+v\nwant %+v", feeds, want)
	}
}

// What was UTF-16 comes as UTF-8 with a byte order mark, and still calls itself UTF-16.
func TestAByteOrderMarkGoesBeforeWhatTheDocumentSays(t *testing.T) {
	feeds, err := Read([]byte("\ufeff" + `<?xml version="1.0" encoding="UTF-16"?><opml><body><outline text="Café" xmlUrl="https://cafe.example/rss"/></body></opml>`))
	if err != nil || len(feeds) != 1 || feeds[0].Title != "Café" {
		t.Errorf("%+v, %v", feeds, err)
	}
}

func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"a page":    {"<html><body>hello</body></html>", "no <opml>"},
		"nothing":   {"", "no <opml>"},
		"cut off":   {"<opml><body>\n<outline text=\"a\"", "line 2"},
		"too deep":  {"<opml>" + strings.Repeat("<outline>", 40), "deeper than"},
		"no opml":   {"<outline xmlUrl='https://x.example/'/>", "outside"},
		"bad bytes": {"<opml>\x00\x01<\xff", "line 1"},
	} {
		_, err := Read([]byte(c.in))
		if news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an Invalid error with %q", name, err, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`<opml><body><outline text="a &amp; b" xmlUrl="https://a.example/?x=1&amp;y=2"/></body></opml>`))
	f.Add([]byte("<opml><outline><outline></opml>"))
	f.Fuzz(func(t *testing.T, document []byte) {
		feeds, err := Read(document)
		if err != nil {
			return
		}
		for i := range feeds {
			feeds[i].Folder, feeds[i].Line = "", 0
			for _, s := range []string{feeds[i].URL, feeds[i].Title, feeds[i].Site} {
				if strings.ContainsFunc(s, func(c rune) bool { return c < ' ' || c == 0xFFFD || c == 0xFFFE || c == 0xFFFF }) {
					return // what XML cannot say cannot come back
				}
			}
		}
		var b bytes.Buffer
		if err := Write(&b, "t", feeds); err != nil {
			t.Fatal(err)
		}
		again, err := Read(b.Bytes())
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, b.Bytes())
		}
		for i := range again {
			again[i].Line = 0
		}
		if len(feeds) > 0 && !reflect.DeepEqual(again, feeds) {
			t.Errorf("wrote %+v, read %+v", feeds, again)
		}
	})
}
