package site

import (
	"slices"
	"strings"

	"onrecord/internal/news"
)

// language is one that a reader may choose, in its own name.
type language struct {
	Tag, Name string
	Chosen    bool
}

// known are languages with the names that their readers give them, in the order of the alphabet as far as there is one.
var known = []language{
	{Tag: "de", Name: "Deutsch"}, {Tag: "en", Name: "English"}, {Tag: "es", Name: "Español"}, {Tag: "fr", Name: "Français"}, {Tag: "it", Name: "Italiano"},
	{Tag: "nl", Name: "Nederlands"}, {Tag: "pl", Name: "Polski"}, {Tag: "pt", Name: "Português"}, {Tag: "tr", Name: "Türkçe"}, {Tag: "ru", Name: "Русский"},
	{Tag: "uk", Name: "Українська"}, {Tag: "he", Name: "עברית"}, {Tag: "ar", Name: "العربية"}, {Tag: "fa", Name: "فارسی"}, {Tag: "zh", Name: "中文"}, {Tag: "ja", Name: "日本語"},
}

// languages gives what a reader may choose: what is known, and what the house's publications and the reader themselves have besides.
func languages(p news.Preferences) []language {
	all := slices.Clone(known)
	add := func(tag string) {
		if tag != "" && !slices.ContainsFunc(all, func(l language) bool { return strings.EqualFold(l.Tag, tag) }) {
			all = append(all, language{Tag: tag, Name: tag})
		}
	}
	for _, c := range p.Choices {
		add(c.Publication.Language)
	}
	add(p.Reader.Language)
	for i := range all {
		all[i].Chosen = strings.EqualFold(all[i].Tag, p.Reader.Language)
	}
	return all
}

// tongue is a language that the house has publications in, with where it leads.
type tongue struct {
	Tag, Name string
	Slug      string // of the first publication in it
	Here      bool
}

// Tongues lists the languages that the house has publications in; none where it has but one.
func (v view) Tongues() []tongue {
	var all []tongue
	for _, p := range v.Publications {
		if p.Language == "" || slices.ContainsFunc(all, func(t tongue) bool { return strings.EqualFold(t.Tag, p.Language) }) {
			continue
		}
		all = append(all, tongue{Tag: p.Language, Name: nameOf(p.Language), Slug: p.Slug, Here: strings.EqualFold(p.Language, v.Publication.Language)})
	}
	if len(all) < 2 {
		return nil
	}
	return all
}

// nameOf is what the readers of a language call it, else its tag.
func nameOf(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	for _, l := range known {
		if strings.EqualFold(l.Tag, base) {
			return l.Name
		}
	}
	return tag
}
