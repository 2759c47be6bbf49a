package lexicon_test

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"onrecord/internal/read/lexicon"
)

func TestLoad(t *testing.T) {
	l, err := lexicon.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	if !l.Has("denies", "deny") || !l.Abbreviation("mr") || l.Has("denies", "say") || l.Has("no such list", "deny") {
		t.Error("words are not in their lists")
	}
	if full, same, none := l.Means("short-titles", "sen"), l.Means("denies", "deny"), l.Means("denies", "say"); full != "senator" || same != "deny" || none != "" {
		t.Errorf("sen means %q, deny %q, say as a denial %q", full, same, none)
	}
	if often, seldom := l.Cues.Chance("say", "that"), l.Cues.Chance("paint", "np"); often < 0.6 || seldom > 0.3 {
		t.Errorf("say that: %.2f, paint a thing: %.2f", often, seldom)
	}
	var out bytes.Buffer
	if err := l.Cues.Write(&out); err != nil {
		t.Fatal(err)
	}
	again, err := lexicon.ReadCues(&out)
	if err != nil || len(again) != len(l.Cues) || again["say|that"] != l.Cues["say|that"] {
		t.Errorf("counts written and read again: %d of %d, %v", len(again), len(l.Cues), err)
	}
	if _, err := lexicon.Load("tlh"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a language without a lexicon: %v", err)
	}
}

func TestBrokenFilesAreNamedByTheirLine(t *testing.T) {
	for _, bad := range []string{"a\t1", "a\tx\t2", "a\t3\t2", "a\t-1\t2"} {
		if _, err := lexicon.ReadCues(strings.NewReader("b\t1\t2\n" + bad)); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := lexicon.New(strings.NewReader("word"), nil, nil); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a word before any section: %v", err)
	}
}
