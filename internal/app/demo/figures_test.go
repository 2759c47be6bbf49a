package demo

import (
	"bytes"
	"strings"
	"testing"

	"onrecord/internal/testkit/sampleworld"
)

func good() figures {
	e := sampleworld.Expected{Feeds: 14, FeedsBroken: 1, FeedsGone: 1, Reports: 70, Revisions: 73, Stories: 14, Items: 10}
	return figures{Feeds: 14, Broken: 1, Gone: 1, Reports: 70, Revisions: 73, Stories: 14, Statements: 200, Claims: 20, Origins: 30, Items: 12,
		Sent: Readers, Caught: Readers, Notices: 9, expected: e}
}

func TestFiguresThatAreNotAsTheyMustBeAreNamed(t *testing.T) {
	if problems := good().problems(); len(problems) > 0 {
		t.Errorf("good figures have problems: %q", problems)
	}
	for says, change := range map[string]func(*figures){
		"reports: 69, not 70":                      func(f *figures) { f.Reports-- },
		"revisions: 74, not 73":                    func(f *figures) { f.Revisions++ },
		"mails caught: 51, not 50":                 func(f *figures) { f.Caught++ },
		"items in the edition: 9, fewer than 10":   func(f *figures) { f.Items = 9 },
		"gone: 0, not 1":                           func(f *figures) { f.Gone = 0 },
		"jobs parked: 1, not 0":                    func(f *figures) { f.Parked = 1 },
		"the talks: 2 origins are for it; not one": func(f *figures) { f.wrong = []string{"the talks: 2 origins are for it; not one"} },
	} {
		f := good()
		change(&f)
		if problems := f.problems(); len(problems) != 1 || problems[0] != says {
			t.Errorf("the problems are %q; they should be %q", problems, says)
		}
	}
	f := good()
	f.Sent = 49
	var out bytes.Buffer
	f.print(&out)
	if !strings.Contains(out.String(), "49   must be 50\n") || strings.Count(out.String(), "must be") != 1 {
		t.Errorf("the summary does not mark the one figure that is wrong:\n%s", out.String())
	}
}

// A desk that was used since shows what it has, and is not held against the sample world.
func TestADeskThatWasUsedSinceIsNotWrong(t *testing.T) {
	f := good()
	f.Feeds, f.Caught, f.used = 27, 103, "feeds were added or changed"
	var out bytes.Buffer
	f.print(&out)
	if problems := f.problems(); len(problems) > 0 || strings.Contains(out.String(), "must be") || !strings.Contains(out.String(), "feeds were added") {
		t.Errorf("problems %q:\n%s", problems, out.String())
	}
}
