package app

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"onrecord/internal/news"
)

const listOfFeeds = `<opml version="2.0"><body><outline text="Papers">
<outline text="The Courier" xmlUrl="https://courier.example/rss" htmlUrl="https://courier.example/news"/>
<outline text="The Courier" xmlUrl="https://courier.example/sport"/>
</outline>
<outline xmlUrl="https://www.sall.example/atom"/>
<outline text="Old" xmlUrl="gopher://old.example"/>
<outline text="The Courier once more" xmlUrl="https://courier.example/rss#top"/>
</body></opml>`

func TestAListOfFeedsIsImportedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		a := openDesk(t, fresh())
		fates := func(n int) (out []string) {
			all, err := a.ImportFeeds(t.Context(), []byte(listOfFeeds))
			if err != nil || len(all) != n {
				t.Fatalf("%d entries, %v", len(all), err)
			}
			for _, i := range all {
				out = append(out, string(news.KindOf(i.Err)))
			}
			return out
		}
		if got := strings.Join(fates(5), ","); got != ",,,invalid,conflict" {
			t.Errorf("the first time: %s", got)
		}
		if got := strings.Join(fates(5), ","); got != "conflict,conflict,conflict,invalid,conflict" {
			t.Errorf("the second time: %s", got)
		}
		feeds, err := a.Store.Feeds(t.Context())
		ok(t, err)
		outlets, err := a.Store.Outlets(t.Context())
		ok(t, err)
		if len(feeds) != 3 || len(outlets) != 2 || outlets[0].Name != "The Courier" || outlets[0].Homepage != "https://courier.example/news" ||
			outlets[1].Name != "sall.example" || outlets[1].Homepage != "https://www.sall.example/" {
			t.Errorf("%+v of %+v", feeds, outlets)
		}
		// What is exported can be imported elsewhere, and is the same there.
		var here, there bytes.Buffer
		ok(t, a.ExportFeeds(t.Context(), &here))
		b := openDesk(t, fresh())
		_, err = b.ImportFeeds(t.Context(), here.Bytes())
		ok(t, err)
		ok(t, b.ExportFeeds(t.Context(), &there))
		if here.String() != there.String() || strings.Count(here.String(), "xmlUrl=") != 3 {
			t.Errorf("exported\n%s\nand there\n%s", &here, &there)
		}
	})
}

func TestWhatIsNoListIsRefusedWhole(t *testing.T) {
	a := openDesk(t, t.TempDir()+"/desk.db")
	for name, c := range map[string]struct{ document, want string }{
		"a page":  {"<html></html>", "line 1: this is no OPML document: there is no <opml> in it"},
		"nothing": {"", "line 1: this is no OPML document: there is no <opml> in it"},
		"torn":    {"<opml><body>\n<outline xmlUrl=\"https://courier.example/rss\"/>\n<outline", "line 3: this is no OPML document: XML syntax error"},
		"too deep": {"<opml>\n" + strings.Repeat("<outline text='x'>", 40) + "<outline xmlUrl='https://courier.example/rss'/>",
			"line 2: outlines nest deeper than 32"},
	} {
		_, err := a.ImportFeeds(t.Context(), []byte(c.document))
		if news.KindOf(err) != news.Invalid || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if feeds, err := a.Store.Feeds(t.Context()); err != nil || len(feeds) != 0 {
		t.Errorf("something was added: %v, %v", feeds, err)
	}
}

func TestAnImportEndsWithItsContext(t *testing.T) {
	a := openDesk(t, t.TempDir()+"/desk.db")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if done, err := a.ImportFeeds(ctx, []byte(listOfFeeds)); !errors.Is(err, context.Canceled) || len(done) != 0 {
		t.Errorf("%d entries were tried, %v", len(done), err)
	}
}

func TestWhatCannotBeAFeed(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		a := openDesk(t, fresh())
		add := func(f NewFeed) error { _, err := a.AddFeed(t.Context(), f); return err }
		ok(t, add(NewFeed{URL: " https://courier.example/rss ", Kind: news.Agency}))
		for _, bad := range []string{"", "courier.example", "mailto:desk@courier.example", "http://", "https://%zz"} {
			refused(t, add(NewFeed{URL: bad}), news.Invalid, `url: "`+bad+`" is no feed address; give one that begins with http:// or https://`)
		}
		refused(t, add(NewFeed{URL: "https://courier.example/rss#top"}), news.Conflict, "url: https://courier.example/rss is a feed of the desk already")
		refused(t, add(NewFeed{URL: "https://sall.example/rss", Kind: "paper"}), news.Invalid,
			`kind: "paper" is no kind of outlet; use newspaper, agency, broadcaster, government, social or other`)
		if outlets, err := a.Store.Outlets(t.Context()); err != nil || len(outlets) != 1 || outlets[0].Kind != news.Agency {
			t.Errorf("a feed that was refused left an outlet: %+v, %v", outlets, err)
		}
	})
}
