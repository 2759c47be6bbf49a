package letter

import (
	htmltemplate "html/template"
	"slices"

	"onrecord/internal/news"
)

// Small is what the small letters are about. They say one thing, and nothing that would make them want something.
type Small struct {
	Publication news.Publication
	Language    string // the reader's; empty: the publication's
	Link        string // where the button leads: a page with the button that acts, for mail scanners follow links
	Host        string // of the site, as people read it: digest.example.org
	Days        int    // how long the link works; 0: nothing is said of it
	Postal      string // as in Links
}

// small is what their templates are filled with.
type small struct {
	frame
	Before, After []sentence // what stands before the button and after it
	Button        sentence
	Open          string // what stands above the link in the text
	Link, Host    string
}

// sentence is one as text and as HTML.
type sentence struct {
	Text string
	HTML htmltemplate.HTML
}

// Confirm asks whoever was signed up whether it was they. It says what they would get, and on which days.
func (w *Writer) Confirm(s Small) (Letter, error) {
	return w.asking(s, "confirm")
}

// Preferences gives a reader the link to their preferences that they asked for.
func (w *Writer) Preferences(s Small) (Letter, error) {
	return w.small(s, "preferences", func(t *talk) {
		t.before("preferences.reason")
		t.expires(s.Days)
		t.after("preferences.else")
	})
}

// Ask asks whoever stands on a list that was brought here whether they want what it is a list for.
func (w *Writer) Ask(s Small) (Letter, error) {
	return w.asking(s, "ask")
}

func (w *Writer) asking(s Small, name string) (Letter, error) {
	return w.small(s, name, func(t *talk) {
		t.before(name+".reason", "publication", t.Publication.Name)
		switch days := slices.Sorted(slices.Values(s.Publication.Schedule.Days)); len(days) {
		case 0:
		case 7:
			t.before("confirm.daily")
		default:
			t.before("confirm.days", "days", t.In.Weekdays(days))
		}
		t.expires(s.Days)
		t.after(name + ".else")
	})
}

// NewAddress asks, at the new address, whether a reader wants to move there.
func (w *Writer) NewAddress(s Small) (Letter, error) {
	return w.small(s, "address", func(t *talk) {
		t.before("address.reason", "publication", t.Publication.Name)
		t.expires(s.Days)
		t.after("address.else")
	})
}

// Moving tells the old address of a move that was asked for, without the new one: who reads the old mailbox now may be somebody
// else. The link leads to where it can be taken back.
func (w *Writer) Moving(s Small) (Letter, error) {
	return w.small(s, "moving", func(t *talk) {
		t.before("moving.reason", "publication", t.Publication.Name)
		t.expires(s.Days)
		t.after("moving.else")
	})
}

// small writes the letter of that name. pairs fill its title.
func (w *Writer) small(s Small, name string, say func(*talk), pairs ...any) (Letter, error) {
	in := w.languages.Choose(s.Language, s.Publication.Language)
	s.Publication.Name = clean(s.Publication.Name)
	t := &talk{small: small{frame: frame{In: in, Side: in.Direction, Publication: s.Publication, Postal: clean(s.Postal)}, Link: s.Link, Host: clean(s.Host)}}
	t.Heading = t.text(name+".title", pairs...)
	t.Subject = t.Heading + ": " + s.Publication.Name
	t.Button, t.Open = t.say(name+".button"), t.text(name+".open")
	say(t)
	if t.err != nil {
		return Letter{}, t.err
	}
	t.Preheader = t.Before[0].Text
	return w.write("small", t.frame, t.small)
}

// talk collects what a small letter says, and the first error.
type talk struct {
	small
	err error
}

func (t *talk) keep(err error) {
	if t.err == nil {
		t.err = err
	}
}

func (t *talk) text(key string, pairs ...any) string {
	s, err := t.In.Text(key, pairs...)
	t.keep(err)
	return s
}

func (t *talk) say(key string, pairs ...any) sentence {
	h, err := t.In.HTML(key, pairs...)
	t.keep(err)
	return sentence{t.text(key, pairs...), h}
}

func (t *talk) before(key string, pairs ...any) { t.Before = append(t.Before, t.say(key, pairs...)) }

func (t *talk) after(key string, pairs ...any) { t.After = append(t.After, t.say(key, pairs...)) }

func (t *talk) count(to *[]sentence, key string, n int) {
	text, err := t.In.Count(key, n)
	t.keep(err)
	h, err := t.In.CountHTML(key, n)
	t.keep(err)
	*to = append(*to, sentence{text, h})
}

// expires says how long the link works.
func (t *talk) expires(days int) {
	if days > 0 && t.Link != "" {
		t.count(&t.After, "small.expires", days)
	}
}
