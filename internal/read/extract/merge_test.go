package extract

import (
	"strings"
	"testing"
)

func TestMerge(t *testing.T) {
	const (
		first  = "The harbour will stay closed until the end of the month, the authority said."
		quote  = "“We are not aware of any injuries,” she said."
		second = "Two tugs are on their way and a third will follow when the weather allows it."
		last   = "The mayor promised an answer to the fishermen by Friday."
		teaser = "More from us: ten recipes with herring."
	)
	text := func(paragraphs ...string) string { return strings.Join(paragraphs, "\n\n") }
	page := text("Home", first, quote, second, last, teaser)
	for _, tt := range []struct{ name, one, other, want string }{
		{"they agree", text(first, second), text(first, second), text(first, second)},
		{"marks and spaces do not matter", text(first, second), text(strings.ToUpper(first), second+" …"), text(first, second)},
		{"one missed a quotation", text(first, second), text(first, quote, second), text(first, quote, second)},
		{"each missed something", text(first, second, last), text(first, quote, last), text(first, quote, second, last)},
		{"one took in what is around", text("Home", first, second, last, teaser), text(first, second, last), text(first, second, last)},
		{"one cut a paragraph in two", text(first, quote+" "+second, last), text(first, quote, second, last), text(first, quote+" "+second, last)},
		{"they do not agree", text(teaser), text(first, second), text(first, second)},
		{"they agree on a heading alone", text("Home", teaser), text("Home", first, quote, second), text("Home", first, quote, second)},
		{"one found nothing", "", text(first), text(first)},
		{"neither found anything", "", "", ""},
	} {
		if got := merge(tt.one, tt.other, page); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
		if got := merge(tt.other, tt.one, page); keyOf(got) != keyOf(tt.want) {
			t.Errorf("%s, the other way round:\n%s", tt.name, got)
		}
	}
}

func TestUnfold(t *testing.T) {
	page := "Home\n\nThe bridge closes\n\nBy Ada\n\nIt closes on Monday.\n\nFerries run.\n\nImprint"
	for in, want := range map[string]string{
		"The bridge closes By Ada It closes on Monday. Ferries run.": "The bridge closes\n\nBy Ada\n\nIt closes on Monday.\n\nFerries run.",
		"It closes on Monday.\n\nFerries run.":                       "It closes on Monday.\n\nFerries run.",
		"It closes on Monday. Ferries do not run.":                   "It closes on Monday. Ferries do not run.",
		"": "",
	} {
		if got := unfold(in, page); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}
