// Package judge concludes from the attributions of a text whose they are: the speaker, on whose authority they stand, what
// they do to what they are about, and through whom they reached the report.
//
// In goes a text with its attributions; out come statements in the order of the text. Nothing fails; where a pronoun or a
// description could mean nobody in the text, the speaker stays empty.
package judge

import (
	"onrecord/internal/news"
	"onrecord/internal/read/find"
	"onrecord/internal/read/lexicon"
)

type judge struct {
	text    *find.Text
	lexicon *lexicon.Lexicon
	cast    *cast
	voices  []voice // of the statements so far
}

// Judge makes statements of attributions, which are in the order of the text.
func Judge(t *find.Text, l *lexicon.Lexicon, found []find.Candidate) []news.Statement {
	if len(found) == 0 {
		return nil
	}
	j := &judge{text: t, lexicon: l, cast: newCast(t, l)}
	out := make([]news.Statement, 0, len(found))
	for i, c := range found {
		v := j.voiceOf(c)
		j.voices = append(j.voices, v)
		out = append(out, news.Statement{
			Ordinal: i, Source: t.Spans(c.Source), Cue: t.Spans(c.Cue), Content: t.Spans(c.Content),
			Polarity: j.polarityOf(c, v), Standing: v.standing, Speaker: v.name,
		})
	}
	for i := range found {
		if j.ownWords(found, i) {
			out[i].Standing, out[i].Speaker = j.voices[i].standing, j.voices[i].name
		}
	}
	for i := range out {
		out[i].Via = j.via(found, i)
	}
	return out
}

// ownWords finds who "I" is within a quotation: whoever is quoted. It reports whether it did.
func (j *judge) ownWords(found []find.Candidate, i int) bool {
	v := &j.voices[i]
	if v.who >= 0 || !j.lexicon.Has("own", v.head) || !j.text.Inside(v.at) {
		return false
	}
	for _, k := range j.around(found, i) {
		if !j.lexicon.Has("own", j.voices[k].head) {
			v.who, v.name, v.standing = j.voices[k].who, j.voices[k].name, j.voices[k].standing
			return true
		}
	}
	return false
}
