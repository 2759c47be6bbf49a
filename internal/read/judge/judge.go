// Package judge concludes from the attributions of a text whose they are: the speaker, on whose authority they stand, what
// they do to what they are about, and through whom they reached the report.
//
// In goes a text with its attributions; out come statements in the order of the text. Nothing fails; where a pronoun or a
// description could mean nobody in the text, the speaker stays empty.
package judge

import (
	"slices"

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
			Polarity: j.polarityOf(c), Standing: v.standing, Speaker: v.name,
		})
	}
	for i := range out {
		out[i].Via = j.via(found, i)
	}
	return out
}

// via gives through whom a statement reached the report: the outlet it was made to, then whoever reports it.
func (j *judge) via(found []find.Candidate, i int) []string {
	var via []string
	add := func(name string) {
		if name != "" && name != j.voices[i].name && !slices.Contains(via, name) {
			via = append(via, name)
		}
	}
	c := found[i]
	for at := c.Told.From; at < c.Told.To; at++ {
		if chunk, ok := j.text.Chunk(at); ok && chunk.From == at {
			add(j.told(chunk))
		}
	}
	if j.voices[i].standing == news.FromOutlet {
		add(j.cited(c))
	}
	// Statements are in the order of the text: one that reports this one begins before it, and not far.
	for k := max(0, i-12); k < min(len(found), i+4); k++ {
		if k == i || j.voices[k].name == "" || j.voices[k].standing == news.Other || found[k].Negated || found[k].Modal {
			continue
		}
		for _, r := range found[k].Content {
			if r.From <= c.Head && c.Head < r.To && (len(c.Source) == 0 || r.From <= c.Source[0].From && c.Source[0].To <= r.To) {
				add(j.voices[k].name)
			}
		}
	}
	return via
}

// cited gives the outlet that another one credits in the same sentence: "citing the Courier".
func (j *judge) cited(c find.Candidate) string {
	s := j.text.Sentences[j.text.Sentence(c.Head)]
	for i := s.From; i < s.To; i++ {
		if !j.text.Is(i, "citing", "quoting") {
			continue
		}
		if chunk, ok := j.text.Chunk(i + 1); ok && chunk.From == i+1 {
			return j.outlet(chunk)
		}
	}
	return ""
}

// told gives the outlet that somebody spoke to: by its name, or "the newspaper" for the one named before.
func (j *judge) told(chunk find.Range) string {
	if name := j.outlet(chunk); name != "" {
		return name
	}
	t := j.text
	if t.Is(chunk.From, "the", "this") && j.lexicon.Has("outlets", t.Tokens[chunk.To-1].Lower) && !t.Tokens[chunk.To-1].Capital() {
		return j.outletBefore(chunk.From)
	}
	return ""
}
