package site

import (
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	tags "golang.org/x/text/language"

	"onrecord/internal/locale"
	"onrecord/internal/news"
	"onrecord/internal/web/picture"
)

// speech is a language as the site speaks it: with the messages of messages/TAG.toml that begin with site.
type speech struct{ *locale.Language }

// speaks gives the language that a page's own words are in: that of the publication at its head, for a paper speaks one language. Pages
// that are no publication's, in a house that has publications in several, take the one of these that the reader would rather read.
func (s *Site) speaks(r *http.Request, v view, publication bool) speech {
	if publication || len(v.Publications) < 2 {
		return s.tongue(v.Publication.Language)
	}
	wanted, _, _ := tags.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	for _, w := range wanted {
		base, _ := w.Base()
		for _, p := range v.Publications {
			if isIn(p, base) {
				return s.tongue(p.Language)
			}
		}
	}
	return s.tongue(v.Publication.Language)
}

// tongue gives the language of a tag, English if it is not spoken here.
func (s *Site) tongue(tag string) speech { return speech{s.locale.Choose(tag)} }

func isIn(p news.Publication, base tags.Base) bool {
	tag, err := tags.Parse(p.Language)
	if err != nil {
		return false
	}
	b, _ := tag.Base()
	return b == base
}

// say gives a message as plain text, for what is made outside templates. A message that is not there is said by its key, in brackets
// that a test looks for: a page without a word is better than none.
func (s speech) say(key string, pairs ...any) string { return sure(key)(s.Text("site."+key, pairs...)) }

// count is say of a message that counts.
func (s speech) count(key string, n int, pairs ...any) string {
	return sure(key)(s.Count("site."+key, n, pairs...))
}

// phrase and counted are say and count of a message that is a part of another one.
func (s speech) phrase(key string, pairs ...any) locale.Phrase {
	return locale.Phrase(s.say(key, pairs...))
}

func (s speech) counted(key string, n int, pairs ...any) locale.Phrase {
	return locale.Phrase(s.count(key, n, pairs...))
}

func sure(key string) func(string, error) string {
	return func(said string, err error) string {
		if err != nil {
			return "⟨" + key + "⟩"
		}
		return said
	}
}

// picture gives the words of pictures.
func (s speech) picture() picture.Words {
	return picture.Words{
		RightToLeft: s.Direction == "rtl",
		For:         s.stance(news.For), Against: s.stance(news.Against), NoDate: s.say("events.no_date"),
		Nothing: s.say("timeline.nothing"), NoRoots: s.say("graph.nothing"),
		NoLane: func(n int) string { return s.count("timeline.lanes", n) },
		Further: func(n int, side news.Stance) string {
			return s.count("timeline.further", n, "stance", locale.Phrase(s.stance(side)))
		},
		Asserts: s.say("timeline.asserts"), Confirms: s.say("timeline.confirms"), Denies: s.say("timeline.denies"), Doubts: s.say("timeline.doubts"),
		Unnamed: s.say("timeline.unnamed"), Nobody: s.say("timeline.nobody"), Repeats: s.say("timeline.repeats"), Edited: s.say("timeline.edited"),
		Year: s.Year, Mon: s.Mon, Day: s.BriefDay, Clock: s.Clock, Number: s.Number,
	}
}

// T gives one of the site's own messages, messages/TAG.toml's site.KEY, with its places filled: name, value, name, value.
func (s speech) T(key string, pairs ...any) (template.HTML, error) {
	return s.HTML("site."+key, pairs...)
}

// N is T of a message that counts.
func (s speech) N(key string, n int, pairs ...any) (template.HTML, error) {
	return s.CountHTML("site."+key, n, pairs...)
}

// Words is T as plain text, for attributes and titles; NWords is that of a message that counts.
func (s speech) Words(key string, pairs ...any) (string, error) {
	return s.Text("site."+key, pairs...)
}

// NWords is Words of a message that counts.
func (s speech) NWords(key string, n int, pairs ...any) (string, error) {
	return s.Count("site."+key, n, pairs...)
}

// dayed gives the message KEY_days, whose place {days} has the days on which something appears; KEY_daily, where it appears every day; and
// KEY_whenever, where it has no days.
func dayed[T any](say func(string, ...any) T, in speech, key string, s news.Schedule, pairs ...any) T {
	switch len(s.Days) {
	case 0:
		return say(key+"_whenever", pairs...)
	case 7:
		return say(key+"_daily", pairs...)
	}
	return say(key+"_days", append(pairs, "days", locale.Phrase(in.Weekdays(s.Days)))...)
}

// funcs are what templates call to speak.
func (s speech) funcs(unread func(string) string) template.FuncMap {
	day := func(write func(time.Time) string) func(*time.Location, time.Time) string {
		return func(z *time.Location, t time.Time) string {
			if t.IsZero() {
				return ""
			}
			return write(t.In(z))
		}
	}
	timed := func(write func(time.Time) string) func(*time.Location, time.Time) template.HTML {
		return func(z *time.Location, t time.Time) template.HTML {
			if t.IsZero() {
				return ""
			}
			return timeElement(t, write(t.In(z)), s.Exact(t.In(z)))
		}
	}
	return template.FuncMap{
		"t": s.T, "n": s.N, "words": s.Words, "nwords": s.NWords,
		"dayed": func(key string, of news.Schedule, pairs ...any) template.HTML {
			return dayed(func(key string, pairs ...any) template.HTML {
				said, err := s.T(key, pairs...)
				return template.HTML(sure(key)(string(said), err)) //nolint:gosec // it is HTML, or a key
			}, s, key, of, pairs...)
		},
		"count": func(n int, noun string) (string, error) {
			return s.NWords("count."+strings.ReplaceAll(noun, " ", "_"), n)
		},
		"forms": func(key string) (string, error) {
			f, err := s.Forms("site." + key)
			if err != nil {
				return "", err
			}
			b, err := json.Marshal(f)
			return string(b), err
		},
		// A message with its places left open, for a script to fill.
		"open": func(key string, places ...string) (string, error) {
			var pairs []any
			for _, place := range places {
				pairs = append(pairs, place, locale.Phrase("{"+place+"}"))
			}
			return s.Words(key, pairs...)
		},
		"noticed": s.noticed, "told": s.Told, "source": s.Source,
		"number": s.Number, "list": s.List, "comma": func() string { return s.Comma() },
		"day": day(s.Date), "date": day(s.FullDay), "short": day(s.BriefDay), "minute": day(s.Moment), "timed": day(s.Timed), "exact": day(s.Exact),
		"clock": day(s.Clock), "ofmonth": day(s.DayOfMonth),
		"ago":     func(now, t time.Time, z *time.Location) (string, error) { return s.Ago(now.In(z), t) },
		"justnow": func() (string, error) { return s.Text("ago.now") }, "yesterday": func() (string, error) { return s.Text("ago.yesterday") },
		// Elements for the places of messages.
		"theday": timed(s.Date), "thedate": timed(s.FullDay), "theminute": timed(s.Moment), "thetime": timed(s.Timed),
		"minutes": s.between(s.Moment), "dates": s.between(s.FullDay),
		// Words of the language itself, for the places of messages.
		"own":  func(words any) locale.Phrase { return locale.Phrase(fmt.Sprint(words)) },
		"word": s.standing, "means": s.means, "stance": s.stance, "state": s.state, "rule": s.rule, "changed": s.changed, "seen": s.seen, "took": s.took, "label": s.label,
		"polarity": func(of any) string { return s.polarity(fmt.Sprint(of)) },
		"unread":   func(tag string) string { return s.unread(unread, tag) },
		"to":       to, "ltr": func(words string) template.HTML {
			return template.HTML(`<bdi dir="ltr">` + template.HTMLEscapeString(words) + `</bdi>`) //nolint:gosec // escaped
		},
		"leading": func(href, words string) template.HTML {
			return template.HTML(`<a href="` + template.HTMLEscapeString(href) + `"><bdi>` + template.HTMLEscapeString(words) + `</bdi></a>`) //nolint:gosec // escaped
		},
	}
}

// between writes a stretch of time, or a moment where it begins and ends in one.
func (s speech) between(write func(time.Time) string) func(*time.Location, time.Time, time.Time) (template.HTML, error) {
	element := func(z *time.Location, t time.Time) template.HTML {
		return timeElement(t, write(t.In(z)), s.Exact(t.In(z)))
	}
	return func(z *time.Location, from, until time.Time) (template.HTML, error) {
		if until.Equal(from) {
			return element(z, from), nil
		}
		return s.T("time.between", "from", element(z, from), "until", element(z, until))
	}
}

func timeElement(t time.Time, words, title string) template.HTML {
	esc := template.HTMLEscapeString
	return template.HTML(`<time datetime="` + t.UTC().Format(time.RFC3339) + `" title="` + esc(title) + `">` + esc(words) + `</time>`) //nolint:gosec // escaped
}

// to is an address with its query, names and values by turns, for words in a message that lead there.
func to(path string, query ...string) locale.Link {
	q := url.Values{}
	for i := 0; i+1 < len(query); i += 2 {
		q.Set(query[i], query[i+1])
	}
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return locale.Link(path)
}
