package lexicon_test

import (
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
	if said, unknown := l.Lemma("said"), l.Lemma("zurbed"); said != "say" || unknown != "zurbed" {
		t.Errorf("said comes from %q, zurbed from %q", said, unknown)
	}
	if _, err := lexicon.Load("tlh"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a language without a lexicon: %v", err)
	}
}

func TestBrokenFilesAreNamedByTheirLine(t *testing.T) {
	for _, bad := range []string{"said", "said\t", "\tsay"} {
		if _, err := lexicon.New(strings.NewReader(""), strings.NewReader("went\tgo\n"+bad)); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := lexicon.New(strings.NewReader("word"), strings.NewReader("")); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a word before any section: %v", err)
	}
}

// Verbs of the lists have their regular forms, whether or not the counted texts have them.
func TestVerbsOfTheListsAreInflected(t *testing.T) {
	l, err := lexicon.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	for form, want := range map[string]string{"corroborated": "corroborate", "repudiates": "repudiate", "rebutted": "rebut", "gainsaying": "gainsay", "told": "tell", "dam": "dam"} {
		if got := l.Lemma(form); got != want {
			t.Errorf("%s: %s, want %s", form, got, want)
		}
	}
}
