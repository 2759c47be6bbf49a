package weigh

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var (
	// opensBroken are words with which no statement of a fact begins, but a question, a call to the reader or half a sentence.
	opensBroken = set(`whether what who whom whose where when how why which if because although though unless meet check watch see look read
		click here like than to that`)
	// auxiliary verbs always stand in a clause.
	auxiliary = set(`is are was were has have had will would shall should can could may might must do does did isn't aren't wasn't weren't hasn't
		haven't hadn't won't wouldn't can't couldn't don't doesn't didn't isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t won’t wouldn’t can’t couldn’t
		don’t doesn’t didn’t`)
	// past are verbs of which the past cannot be taken for a participle, nor for another word.
	past = set(`went came took gave began broke fell got kept ran said saw knew thought wrote became chose drew drove ate flew forgot grew rose
		spoke swore threw tore wore woke stole shook sang sank sprang sought taught brought bought led met lost won sold spent stood struck
		told understood withdrew overran swept slept wept crept meant dealt bent lent`)
	// either are verbs of which the past and the participle are one.
	either = set(`made held left paid shot hit died built caught found put sent set heard hung dug bit burst cut cost hurt let quit read shut
		split spread fed fled felt had`)
	relative    = set(`that which who whom whose where when`)
	subject     = set(`i we you he she they`)
	connecting  = set(`and but or because if as when while after before since that until than so though although whether`)
	determining = set(`the a an his her its their our my your this these those of with by in on at for from and no some any`)
	timely      = regexp.MustCompile(`(?i)^the (?:moment|day|time|way|reason|place) (?:an? |the |his |her |\p{Lu})`)
)

// fragment says whether a wording is no statement by itself: it has no verb, or none but those of a clause within it ("the video that was
// posted", "an impact crater made by a meteorite"), or it begins as no statement does, or words were left out of it. It errs on the side of taking it for one: words
// are told by lists and endings, for a story's reports are weighed without their grammar.
func fragment(wording string) bool {
	words := strings.Fields(wording)
	for i := range words {
		words[i] = strings.ToLower(strings.TrimFunc(words[i], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	}
	if len(words) == 0 || strings.Contains(wording, " … ") || opensBroken[words[0]] || past[words[0]] {
		return true
	}
	within := 0 // clauses begun whose verb is still to come, beside the statement's own
	if timely.MatchString(wording) {
		within++
	}
	for i := 1; i < len(words); i++ {
		w, before := words[i], words[i-1]
		switch {
		case relative[w] && !connecting[before]:
			within++
		case subject[w] && !connecting[before] && !relative[before]:
			within++
		case !verbal(words, i):
		case within > 0:
			within--
			i = group(words, i)
		default:
			return false
		}
	}
	return true
}

// group gives where the verb that begins at a word ends: "was", "not", "been", "sold".
func group(words []string, i int) int {
	for i+1 < len(words) {
		next := words[i+1]
		if participle(next) || past[next] {
			return i + 1
		}
		if next != "been" && next != "not" && !auxiliary[next] && !strings.HasSuffix(next, "ly") {
			break
		}
		i++
	}
	return i
}

// verbal says whether a word is the verb of a clause, as far as its look tells.
func verbal(words []string, i int) bool {
	w, before, next := words[i], words[i-1], ""
	if i+1 < len(words) {
		next = words[i+1]
	}
	switch {
	case auxiliary[w], past[w]:
		return true
	case participle(w):
		return next != "by" && !determining[before] && (!participle(before) || either[before])
	case strings.HasSuffix(w, "s") && len(w) > 3 && !strings.HasSuffix(w, "ss") && !determining[before]:
		// "TBS speeds up", "Cook wears his watch": a verb in the present has what follows a verb after it.
		return relative[before] || particle[next] || determining[next] && next != "of" && next != "and" && next != "in" && next != "on" && next != "at" && next != "by" && next != "with" && next != "from" && next != "for"
	}
	return false
}

// participle says whether a word may be a verb's participle.
func participle(w string) bool { return either[w] || strings.HasSuffix(w, "ed") && len(w) > 3 }

// particle are words that a verb in the present may have after it.
var particle = set(`up out off down away to not more than it him them us me itself himself herself`)

// What is no part of a claim, at the end of a sentence and before it.
var (
	trailing = regexp.MustCompile(`(?i)(?:,? (?:sources?|officials?|reports?|police|minist(?:er|ry)|it is|[\p{L} .'’]{2,40}) (?:says?|said|tells? [^,]*|reports?|reported|reportedly|claims?|claimed|confirms?|confirmed|announced)(?: (?:late |early )?(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day| today| in a statement)?|,? according to [^,]*|: (?:report|reports|sources?|officials?)| [-–—|] [^-–—|]{2,30})\.?$`)
	heading  = regexp.MustCompile(`(?i)^(?:report|reports|sources?|officials?|breaking|exclusive|update|rumou?r|video|watch|correction)s?: |^(?:[\p{L} .'’]{2,40}) (?:says?|said|reports?|reported|claims?|claimed) that |^according to [^,]{2,60}, `)
	dateline = regexp.MustCompile(`^(?:[\p{Lu}][\p{L}.'’ ]{1,30}(?:, [\p{L}. \d]{2,30})? )?(?:\([\p{L}'’ ]{2,30}\) ?)?[-–—]{1,2} `)
	showing  = regexp.MustCompile(`(?i),? (?:says?|said|claims?|claimed|tells?|told) [\p{L}'’ ]{2,30}$|,? (?:leaked |internal |court |official )?(?:documents?|papers?|records|figures|data|emails?|photos|footage|video|messages|filings?)(?: (?:obtained|seen|reviewed|published|released) by [\p{L}'’ ]{2,40}?)? (?:shows?|showed|reveals?|revealed|suggests?|suggested|indicates?)$`)
)

// clear takes attribution and quotation marks off a wording.
func clear(s string) string {
	s = unquoted(tidy(s))
	s = dateline.ReplaceAllString(s, "")
	s = heading.ReplaceAllString(s, "")
	for _, end := range []*regexp.Regexp{showing, trailing} {
		if t := end.ReplaceAllString(s, ""); len(strings.Fields(t)) >= 4 {
			s = t
		}
	}
	s = strings.TrimPrefix(s, "that ")
	s = unquoted(s)
	r := []rune(s)
	if len(r) > 0 {
		r[0] = unicode.ToUpper(r[0])
	}
	return string(r)
}

// closing gives the marks by which a quotation that begins with a mark ends.
var closing = map[rune]string{'"': `"`, '“': "”", '‘': "’'", '\'': "'’"}

// unquoted takes the marks at both ends off a wording, but not of quotations that begin or end within it.
func unquoted(s string) string {
	for {
		r := []rune(strings.Trim(s, " .,;:!—–-"))
		n := len(r)
		if n < 2 {
			return string(r)
		}
		opens, ends := closing[r[0]], strings.ContainsRune(`"”’'`, r[n-1])
		within := opens != "" && slices.ContainsFunc(endings(r[:n-1]), func(c rune) bool { return strings.ContainsRune(opens, c) })
		started := ends && slices.ContainsFunc(beginnings(r[1:]), func(c rune) bool { return strings.ContainsRune(closing[c], r[n-1]) })
		switch {
		case opens != "" && !within:
			s = string(r[1:])
		case ends && !started:
			s = string(r[:n-1])
		default:
			return string(r)
		}
	}
}

// endings gives the marks within a text at which quotations may end: with a letter before and none behind.
func endings(r []rune) []rune {
	var out []rune
	for i := 1; i < len(r); i++ {
		if strings.ContainsRune(`"”’'`, r[i]) && !unicode.IsSpace(r[i-1]) && (i+1 == len(r) || !unicode.IsLetter(r[i+1])) {
			out = append(out, r[i])
		}
	}
	return out
}

// beginnings gives the marks within a text at which quotations may begin: with a letter behind and none before.
func beginnings(r []rune) []rune {
	var out []rune
	for i := 0; i+1 < len(r); i++ {
		if closing[r[i]] != "" && (i == 0 || !unicode.IsLetter(r[i-1]) && !unicode.IsDigit(r[i-1])) && !unicode.IsSpace(r[i+1]) {
			out = append(out, r[i])
		}
	}
	return out
}
