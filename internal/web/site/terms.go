package site

import (
	"slices"
	"strings"

	tags "golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"onrecord/internal/news"
)

// key is the last part of the key of a message about a value that the program has: first_denial for “first denial”.
func key[T ~string](value T) string {
	if value == "" {
		return "none"
	}
	return strings.ReplaceAll(string(value), " ", "_")
}

// standing is how a page says on whose authority something rests.
func (s speech) standing(of news.Standing) string {
	if !slices.Contains(news.Standings(), of) {
		of = news.Other
	}
	return s.say("standing." + key(of))
}

// means explains a standing, for a tooltip; nothing for what is none.
func (s speech) means(of news.Standing) string {
	if !slices.Contains(news.Standings(), of) {
		return ""
	}
	return s.say("means." + key(of))
}

func (s speech) stance(of news.Stance) string { return s.say("stance." + key(of)) }

// polarity names what words do; contrary is said of what asserts, on the side against.
func (s speech) polarity(of string) string { return s.say("polarity." + key(of)) }

func (s speech) state(of news.ClaimState) string { return s.say("state." + key(of)) }

// rule is when a claim is in a state.
func (s speech) rule(of news.ClaimState) string { return s.say("rule." + key(of)) }

func (s speech) changed(how news.ChangeKind) string {
	return sure("change." + key(how))(s.Text("change." + key(how)))
}

// unread says which language a text is in, where no statements are found in texts of that language; else nothing.
func (s speech) unread(why func(string) string, tag string) string {
	english := why(tag)
	if english == "" || s.Tag == "en" {
		return english
	}
	t, err := tags.Parse(tag)
	if err != nil || tag == "und" {
		return s.say("report.unknown_language")
	}
	return s.say("report.in_language", "language", display.Languages(s.Base()).Name(t))
}
