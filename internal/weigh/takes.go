package weigh

import (
	"regexp"
	"slices"
	"strings"
)

var (
	// What is said of a claim that is held to be untrue, in the writer's voice or another's.
	busted = newCued(`(?i)\b(?:hoax(?:es|ed|er)?|fake[ds]?|phon(?:y|ies)|untrue|debunk\p{L}*|bogus|satir\p{L}+|fabricat(?:ed|ion)|parody|photoshop\p{L}*|doctored|duped|fell for|fooled|made[- ]up|inaccurate|not accurate|bullshit|horseshit|publicity stunt|not the case|contrary to (?:\p{L}+ )?(?:reports|rumou?rs|claims|belief)|disprove[dn]|no such thing|alive and well|(?:is|was|are|were|as|be|entirely|completely|totally|utterly|all|absolutely|categorically) (?:\p{L}+ )?(?:false|rubbish|nonsense|baseless|unfounded)|[“"‘]?(?:rubbish|nonsense|baseless|ridiculous|absurd)|falsely|(?:not|n['’]t) (?:actually |really )?true|no truth|never happened|did(?:n['’]t| not) (?:actually |really )?happen|misinformation|urban legend|not real|isn['’]t real|too[- ]good[- ]to[- ]be[- ]true)\b`, `hoax|fake|phon|true|debunk|bogus|satir|fabricat|parody|photoshop|doctored|duped|fell for|fooled|made|accurate|shit|publicity stunt|not the case|contrary to|disprove|no such thing|alive and well|false|rubbish|nonsense|baseless|unfounded|ridiculous|absurd|no truth|happen|misinformation|urban legend|real|too good|too-good`)
	// How a writer reports that somebody else says so.
	refused = newCued(`(?i)\b(?:den(?:y|ies|ied|ying)|denials?|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:e|es|ed|ing)|disput(?:e|es|ed|ing)|contradict(?:s|ed)?|disavow\p{L}*|retract\p{L}*|withdr(?:awn|ew|aws)|no evidence|false|correction|corrected|erroneous(?:ly)?|edit(?:ed|ing))\b`, `den|reject|dismiss|refut|disput|contradict|disavow|retract|withdr|no evidence|false|correct|erroneous|edit`)
	// What a claim is called by those who speak of it from outside.
	called = regexp.MustCompile(`(?i)\b(?:claims?|reports?|rumou?rs?|allegations?|accusations?|stor(?:y|ies)|tale|assertions?|suggestions?|video|footage|article)\b`)
	// How a writer leaves a claim to others.
	hedged = newCued(`(?i)\b(?:reportedly|allegedly|alleged|apparently|supposedly|supposed|purported(?:ly)?|rumou?r(?:s|ed)?|unconfirmed|speculat\p{L}+|believed|thought to|said to|claim(?:s|ed|ing)?|may|might|could|possibl[ey]|probabl[ey]|perhaps|likely|appear(?:s|ed)?|seem(?:s|ed|ingly)?|suspected|if true|whether|yet to confirm|not (?:yet )?(?:been )?confirm(?:ed)?|awaiting confirmation|being eyed|considered|in talks)\b`, `reportedly|alleg|apparently|suppos|purport|rumo|unconfirmed|speculat|believed|thought to|said to|claim|may|might|could|possib|probab|perhaps|likely|appear|seem|suspected|if true|whether|confirm|being eyed|considered|in talks`)
)

// instead is how a text puts something else in the place of what was claimed: "it was in fact a dog".
var instead = newCued(`(?i)\b(?:was|were|is|are|had been) (?:in fact|actually|really|merely|nothing more than) (?:an? |the |just )|\bat no (?:time|point|stage) (?:was|were|did|has|have|had)\b|\bturn(?:s|ed) out to (?:be|have been) (?:an? |the |just |only )`,
	`in fact|actually|really|merely|nothing more|at no |turn`)

// spell is how long, or for which time, something fell.
var spell = regexp.MustCompile(`(?i)^ (?:an? |the )?(?:first|second|third|fourth|fifth|sixth|seventh|\d+|two|three|four|five|straight|consecutive|last|past|next|several|most|more|much|days?|weeks?|months?|quarters?|years?)\b`)

// plainNot is a "not" to the verb of a whole sentence, before anything is quoted or added: "The minister did not …", "There is no plan to …".
var plainNot = regexp.MustCompile(`(?i)^[^,;:"“”]{0,60}?\b(?:(?:did|does|do|has|have|had|is|are|was|were|will|would|can|could)(?: not|n['’]t)\b|(?:there (?:is|are|was|were) )?no (?:plans?|deal|agreement|talks|meeting|decision|evidence)\b)|^[\p{L} ]{2,40}(?: says?| said)?:? (?:it (?:is|was) )?not (?:in|to|for|going|planning)\b|\bsa(?:ys?|id)(?: on \p{L}+)? (?:that )?(?:it|he|she|they) (?:was|is|were|are|had|has|did|does|would|will)(?: not|n['’]t)\b`)

// attributive are words of a verdict that, before a noun, may only say what kind of thing it is: "fake blood".
var attributive = regexp.MustCompile(`(?i)^(?:fake|phony|bogus|doctored|spoof|parody|hoax)$`)

// tellings are what such a word before it makes a verdict of.
var tellings = set(`report reports story stories news claim claims rumor rumors rumour rumours article articles site website photo photos picture
	pictures image images video videos quote quotes release account tweet post page screenshot announcement statement letter`)

// guards are words that take a verdict back where they stand before it: "if it is a hoax", "amid claims that it is fake", "no part was a hoax".
var guards = set(`if whether not amid despite denied denies deny insist insists insisted no isn't wasn't aren't weren't maintain maintains isn’t wasn’t`)

// busts says whether a sentence has a verdict on something that is held to be untrue.
func busts(text string) bool {
	low := strings.ToLower(text)
	if instead.in(text, low) {
		return true
	}
	if !busted.may(low) {
		return false
	}
	for _, at := range busted.FindAllStringIndex(text, -1) {
		if strings.EqualFold(text[at[0]:at[1]], "fell for") && spell.MatchString(text[at[1]:]) {
			continue // shares fell for a second day
		}
		before, behind := fields(text[:at[0]]), fields(text[at[1]:])
		verdict := strings.Trim(text[at[0]:at[1]], `"“‘`)
		if attributive.MatchString(verdict) && len(behind) > 0 && !tellings[behind[0]] && !strings.ContainsAny(text[at[1]:min(len(text), at[1]+2)], ".,;:!?\"”’") && stem(behind[0]) != "" {
			continue
		}
		if slices.ContainsFunc(before[max(0, len(before)-6):], func(w string) bool { return guards[w] }) {
			continue
		}
		return true
	}
	return false
}

// hedges says whether a sentence leaves a claim open by a word that is not one of the claim's own: "a man who claims to have …" is a claim as well.
func (p *passage) hedges(claim []string) bool {
	return slices.ContainsFunc(p.hedged, func(h string) bool { return !slices.Contains(claim, h) })
}

// governs says whether a word that leaves something open stands right before words of a claim, and so is about the claim and not about
// something beside it: one of the claim's words is among the first that carry meaning after it.
func governs(text string, claim bag, own []string) bool {
	const reach = 3
	for _, at := range hedged.FindAllStringIndex(text, -1) {
		if word := fields(text[at[0]:at[1]]); len(word) == 0 || slices.Contains(own, word[0]) {
			continue
		}
		left := reach
		for _, f := range fields(text[at[1]:]) {
			s := stem(f)
			if s == "" {
				continue
			}
			if _, ok := slices.BinarySearch(claim, s); ok {
				return true
			}
			if left--; left == 0 {
				break
			}
		}
	}
	return false
}

// negates says whether a sentence puts a "not" to what a claim says: one of the claim's words is the first or second that
// carries meaning after it. "Officials who asked not to be named" negate nothing of what they say.
func negates(text string, claim bag) bool {
	const reach = 2
	left := 0
	for _, f := range fields(text) {
		if negative(f) {
			left = reach
			continue
		}
		if left == 0 {
			continue
		}
		if s := stem(f); s != "" {
			if _, ok := slices.BinarySearch(claim, s); ok {
				return true
			}
			left--
		}
	}
	return false
}

// negative says whether a word is a "not".
func negative(word string) bool {
	switch word {
	case "no", "not", "never", "nor", "neither", "nothing", "cannot", "without":
		return true
	}
	return strings.HasSuffix(word, "n't") || strings.HasSuffix(word, "n’t")
}
