package locale

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"

	"onrecord/internal/news"
)

// Change says what happened to a story, in a sentence. What is not told in facts, or in such as this program does not know, has the words
// that were written when it was found, which are English.
func (l *Language) Change(c news.Change) string { return l.Told(c.Told, c.Words) }

// Told is Change of a telling, and of the words that stand for it where there is none.
func (l *Language) Told(t news.Telling, words string) string {
	said, err := l.tell(t)
	if t.Kind == "" || err != nil {
		return words
	}
	return said
}

// Notice gives the title and the body of a notice: what the house says itself in this language, a post in the outlet's own words.
func (l *Language) Notice(n news.Notice) (title, body string) {
	if n.Told.Kind == "" {
		return n.Title, n.Body
	}
	body, err := l.tell(n.Told)
	if err != nil {
		return n.Title, n.Body
	}
	kind, err := l.Text("change." + keyOf(n.Told.Kind))
	if err != nil {
		return n.Title, n.Body
	}
	if title, err = l.Text("telling.notice", "change", Phrase(Capital(kind)), "story", n.Told.Story); err != nil {
		return n.Title, n.Body
	}
	return title, body
}

// verbs are what the messages of what came, went or turned round begin with.
var verbs = map[news.ChangeKind]string{news.StatementCame: "added_", news.StatementGone: "removed_", news.PolarityChanged: "was_"}

// sentence is the key of the message that says a telling.
func sentence(t news.Telling) string {
	key := keyOf(t.Kind)
	verb, spoken := verbs[t.Kind]
	switch {
	case spoken && t.What == news.ToldSeveral && t.Kind == news.PolarityChanged:
		key = "several_changed"
	case spoken && t.What == news.ToldSeveral:
		key = "several_" + strings.TrimSuffix(verb, "_")
	case spoken:
		key = verb + string(t.What)
	case t.Kind == news.FirstReport && t.Words == "":
		key += "_bare"
	case t.Claim != "" && t.Kind != news.FirstNamed:
		key += "_of"
	}
	return "telling." + key
}

func (l *Language) tell(t news.Telling) (string, error) {
	source, err := l.Text("telling.a_source")
	if err != nil {
		return "", err
	}
	report, err := l.Text("telling.a_report")
	if err != nil {
		return "", err
	}
	if t.Kind == news.FirstNamed || t.Kind == news.FirstConfirm || t.Kind == news.FirstDenial {
		source = Capital(source) // with which the sentence begins, in some languages
	}
	places := map[string]any{"outlet": name(t.Outlet, report), "who": name(l.Source(t.Who), source), "words": t.Words, "was": t.Was, "claim": t.Claim}
	if places["seen"], err = l.seen(t); err != nil {
		return "", err
	}
	if t.Kind == news.TextChanged {
		if places["what"], err = l.edited(t); err != nil {
			return "", err
		}
	}
	return l.with(sentence(t), t.Count, places)
}

func name(given, otherwise string) any {
	if given == "" {
		return Phrase(otherwise)
	}
	return given
}

// seen says how long after its report appeared something was seen to have changed; nothing where the clocks do not allow it.
func (l *Language) seen(t news.Telling) (Phrase, error) {
	if t.After <= 0 {
		return "", nil
	}
	long, err := l.Lasting(t.After)
	if err != nil {
		return "", err
	}
	key := "telling.seen_published"
	if t.Found {
		key = "telling.seen_found"
	}
	said, err := l.Text(key, "long", long)
	return Phrase(said), err
}

// edited says how much of a text came and went.
func (l *Language) edited(t news.Telling) (Phrase, error) {
	var fresh, gone string
	var err error
	if t.Count > 0 {
		if fresh, err = l.Count("telling.new", t.Count, "words", t.Words); err != nil {
			return "", err
		}
	}
	if t.Gone > 0 {
		if gone, err = l.Count("telling.gone", t.Gone); err != nil {
			return "", err
		}
	}
	if fresh == "" || gone == "" {
		return Phrase(cmp.Or(fresh, gone)), nil
	}
	both, err := l.Text("telling.both", "new", Phrase(fresh), "gone", Phrase(gone))
	return Phrase(both), err
}

// with gives a message with those of some places filled in that it has.
func (l *Language) with(key string, n int, places map[string]any) (string, error) {
	m, ok := l.messages[key]
	if !ok {
		return "", fmt.Errorf("there is no message %q in %s.toml", key, l.Tag)
	}
	var pairs []any
	for _, place := range m.forms[plural.Other].names {
		pairs = append(pairs, place, places[place])
	}
	if m.count {
		return l.Count(key, n, pairs...)
	}
	return l.Text(key, pairs...)
}

// Lasting tells a length of time as people do: 58 minutes, 3 hours, 2 days.
func (l *Language) Lasting(d time.Duration) (Phrase, error) {
	key, unit := "lasting.days", 24*time.Hour
	switch {
	case d < time.Minute:
		key, unit = "lasting.seconds", time.Second
	case d < 100*time.Minute:
		key, unit = "lasting.minutes", time.Minute
	case d < 48*time.Hour:
		key, unit = "lasting.hours", time.Hour
	}
	if unit >= time.Hour {
		d += unit / 2
	}
	said, err := l.Count(key, int(d/unit))
	return Phrase(said), err
}

// Capital begins words with a capital, where the alphabet has them.
func Capital(s string) string {
	c, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(c)) + s[n:]
}

func keyOf(k news.ChangeKind) string { return strings.ReplaceAll(string(k), " ", "_") }
