package judge

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/news"
	"onrecord/internal/read/find"
)

// description is a noun phrase without the name of a person.
type description struct {
	judge    *judge
	words    find.Range // without what follows its head
	whole    find.Range // with all that is said about it
	head     string
	bare     string // without an article, in small letters
	plural   bool
	definite bool
	capital  bool // its head is a name, not the first word of a sentence
	name     string
}

func (j *judge) describe(r, whole find.Range) description {
	t := j.text
	last := r.To - 1
	for last > r.From && (t.Kind(last) == "POS" || !t.Tokens[last].Word() && !t.Is(last, "%")) {
		last--
	}
	end := last + 1
	if last > r.From && t.Kind(last) == "CD" && t.Tokens[last-1].Capital() {
		last-- // "Channel 9"
	}
	d := description{judge: j, words: find.Range{From: r.From, To: last + 1}, whole: whole, head: t.Tokens[last].Lower}
	from := r.From
	if from < last && j.lexicon.Has("articles", t.Tokens[from].Lower) {
		from++
	}
	d.bare = t.Lower(find.Range{From: from, To: last + 1})
	d.definite = j.lexicon.Has("definite", t.Tokens[r.From].Lower) || j.possessed(d.words)
	d.plural = t.Kind(last) == "NNS" || t.Kind(last) == "NNPS"
	d.capital = t.Tokens[last].Capital() && last > 0 && (last > r.From || t.Sentence(last-1) == t.Sentence(last))
	for i := r.From; i <= last; i++ {
		if i == last && i == r.From && !d.capital && (d.has("documents") || d.has("papers") || d.plural) {
			break // "Report": a capital only because a sentence begins
		}
		if strings.HasPrefix(string(t.Kind(i)), "NNP") || i == last && acronym(t.Tokens[i].Text) {
			if t.Kind(r.From) == "DT" {
				from = r.From + 1
			}
			d.name = j.cast.cut(find.Range{From: from, To: j.ofName(end, whole)})
			break
		}
	}
	return d
}

// ofName gives where a name ends that goes on with "of" behind its noun: "Bureau of Investigation".
func (j *judge) ofName(end int, whole find.Range) int {
	t := j.text
	of, ok := t.Chunk(end + 1)
	if !ok || end+1 >= whole.To || of.From != end+1 || of.To > whole.To || !j.lexicon.Has("of", t.Tokens[end].Lower) || !t.Tokens[end-1].Capital() {
		return end
	}
	for i := of.From; i < of.To; i++ {
		if !t.Tokens[i].Capital() {
			return end
		}
	}
	return of.To
}

// possessed reports whether a phrase begins with whose somebody is: "London's mayor", "his aide".
func (j *judge) possessed(r find.Range) bool {
	for i := r.From; i < min(r.To-1, r.From+4); i++ {
		if j.text.Kind(i) == "POS" || j.text.Kind(i) == "PRP$" {
			return true
		}
	}
	return false
}

// has reports whether a list has the head or the whole of a description; a plural counts as its singular.
func (d description) has(list string) bool {
	l := d.judge.lexicon
	return l.Has(list, d.head) || l.Has(list, d.bare) || d.plural && l.Has(list, d.judge.singular(d.head))
}

// acronym reports whether a word is two to six capitals, with full stops or without.
func acronym(w string) bool {
	n := 0
	for _, r := range w {
		switch {
		case unicode.IsUpper(r):
			n++
		case r != '.' && r != '&':
			return false
		}
	}
	return n > 1 && n < 7 && utf8.RuneCountInString(w) < 12
}

// described handles phrases without a name of a person, by what their head is.
func (j *judge) described(r, whole find.Range) voice {
	if v, ok := j.part(r, whole); ok {
		return v
	}
	d := j.describe(r, whole)
	v := voice{who: -1, head: d.head, plural: d.plural}
	switch {
	case j.lexicon.Has("documents", d.bare) && d.bare != d.head:
		v.standing = news.FromPaper // "court papers"
	case d.outlet():
		v.standing, v.name = news.FromOutlet, d.name
		if v.name == "" && d.definite {
			v.name = j.thatOutlet(r.From)
		}
	case d.has("documents"), d.has("papers"):
		v.standing, v.name = news.FromPaper, d.name
	case d.definite && !d.plural && (d.has("roles") || d.has("unnamed")):
		return j.role(d, v)
	case d.plural && d.has("roles") && j.lexicon.Has("articles", j.text.Tokens[r.From].Lower) && j.several(d, &v):
	case d.has("institutions") && (!d.plural || !d.has("publics") || j.lexicon.Has("institutions", d.bare)):
		v.standing, v.name = news.Institution, d.name
		if d.plural && !d.definite && !d.own("institutions") && j.instances(d) == nil {
			v.standing = news.Public // "some unions"
		}
	case j.lexicon.Has("those", d.head) && j.lexicon.Has("near", d.next()):
		v.standing, v.plural = news.Unnamed, true
	case d.plural && j.lexicon.Has("officers", d.head):
		v.standing = news.Office
	case d.unnamed():
		v.standing = news.Unnamed
	case d.plural && d.has("publics") && j.instances(d) != nil:
		v.standing = news.Institution
	case d.plural && (d.has("publics") || d.has("roles")), d.has("publics"):
		v.standing = news.Public
	case d.has("unnamed") && !d.plural && !d.has("spokespersons"):
		v.standing = news.Unnamed
	case d.has("roles") && j.lexicon.Has("everybody", j.text.Tokens[r.From].Lower):
		v.standing = news.Public
	case d.has("roles"):
		v.standing = news.Office
	case d.plural && d.ends("thing-endings"):
		v.standing = news.Other
	case d.plural, d.has("parts"), j.text.Kind(d.words.To-1) == "CD", j.lexicon.Has("those", d.head):
		v.standing = news.Public // "nine in 10 voters"
	case d.definite && !d.plural && d.words.To-d.words.From == 2 && d.has("demonyms"):
		if p := j.pronoun(r.From, j.cast.genderOf(d.head)); p.who >= 0 {
			return p // "the Italian"
		}
		v.standing = news.Unnamed
	case d.name != "" && (d.capital || acronym(j.text.Tokens[d.words.To-1].Text)):
		v.standing, v.name = news.Institution, d.name
	case d.ends("person-endings"):
		v.standing = news.Office
	default:
		v.standing = news.Other
		if of, ok := j.text.Chunk(d.words.To + 1); ok && j.lexicon.Has("of", d.next()) && of.From == d.words.To+1 && of.To <= whole.To && len(j.cast.namesIn(of)) == 0 {
			return j.described(of, whole) // "a trio of governors"
		}
	}
	return v
}

// ends reports whether the ending of a head tells what it is: "sociologist", "negotiations".
func (d description) ends(list string) bool {
	head := d.head
	if d.plural {
		head = d.judge.singular(head)
	}
	return len(head) > 5 && d.judge.endsIn(list, head)
}

// own reports whether the head itself, and not the whole phrase, stands in a list.
func (d description) own(list string) bool { return d.judge.lexicon.Has(list, d.head) }

// outlet reports whether a description is of an outlet: its name, or a word for one.
func (d description) outlet() bool {
	l := d.judge.lexicon
	if webSite(d.head) || d.judge.cast.kindOfOutlet(d.words) {
		return true
	}
	if d.capital || d.name != "" && d.head == d.bare {
		return l.Has("outlets", d.bare) || l.Has("outlets", d.head) || d.judge.outletWords(d.capitals())
	}
	return l.Has("outlet-kinds", d.head) || l.Has("outlet-kinds", d.bare) || d.name != "" && l.Has("outlets", d.bare)
}

// capitals gives a description without its article.
func (d description) capitals() find.Range {
	r := d.words
	if d.judge.lexicon.Has("articles", d.judge.text.Tokens[r.From].Lower) {
		r.From++
	}
	return r
}

// webSite reports whether a word is a host: "politico.com".
func webSite(w string) bool {
	_, end, ok := strings.Cut(w, ".")
	return ok && len(end) > 1 && strings.IndexFunc(end, func(r rune) bool { return (r < 'a' || r > 'z') && r != '.' }) < 0 && !acronym(strings.ToUpper(w))
}

// unnamed reports whether a description is of a few people whose identity is left out: officials of any number, others where
// they are counted or somebody's.
func (d description) unnamed() bool {
	if !d.plural || !d.has("unnamed") {
		return false
	}
	if d.own("officials") {
		return true
	}
	t, l := d.judge.text, d.judge.lexicon
	if l.Has("few", t.Tokens[d.words.From].Lower) && !d.has("publics") {
		return true
	}
	// "strategists for the senator": of one side, and not the strategists at large.
	return l.Has("belonging", d.next()) && d.words.To+1 < d.whole.To && t.Tokens[d.words.To+1].Capital() || l.Has("near", d.next())
}

// next gives the word behind a description within its source, "" for none.
func (d description) next() string {
	if d.words.To >= d.whole.To {
		return ""
	}
	return d.judge.text.Tokens[d.words.To].Lower
}

// instances gives the bodies that are named as examples: "groups like the Harbour Union", but not "critics, including …".
func (j *judge) instances(d description) []string {
	t := j.text
	for i := d.words.To; i < min(d.whole.To, d.words.To+3); i++ {
		if t.Is(i, ",") && !d.has("institutions") {
			return nil
		}
		if !j.lexicon.Has("such-as", t.Tokens[i].Lower) {
			continue
		}
		chunk, ok := t.Chunk(i + 1)
		if !ok {
			chunk, ok = t.Chunk(i + 2) // "such as"
		}
		if ok && t.Tokens[chunk.To-1].Capital() {
			return []string{j.cast.cut(chunk)}
		}
	}
	return nil
}

// part handles "one of the officials", "a majority of voters", "41%": what they are of says who they are.
func (j *judge) part(r, whole find.Range) (voice, bool) {
	t := j.text
	head := t.Tokens[r.To-1].Lower
	if !j.lexicon.Has("parts", head) || whole.To <= r.To+1 || !j.lexicon.Has("of", t.Tokens[r.To].Lower) {
		return voice{}, false
	}
	of, ok := t.Chunk(r.To + 1)
	if !ok || of.From != r.To+1 || of.To > whole.To {
		return voice{}, false
	}
	kind := j.lexicon.Means("parts", head)
	single := kind == "one"
	v := j.described(of, whole)
	switch v.standing {
	case news.Unnamed, news.Public, news.Office, news.Institution, news.FromOutlet, news.Other:
		v.name = ""
		switch {
		case single:
			v.standing = news.Unnamed
		case kind == "share" || v.standing != news.Unnamed:
			v.standing = news.Public
		}
	default:
		return voice{}, false
	}
	v.plural = !single
	return v, true
}
