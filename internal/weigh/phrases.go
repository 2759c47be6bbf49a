package weigh

import (
	"regexp"
	"strings"
)

// phrase is a sign that no list of words tells, but how words stand together.
type phrase struct {
	name string
	cued
	not *regexp.Regexp // what looks like it and is not; nil: nothing
}

// phrases are the signs of English that are patterns. W stands for a word and the space behind it.
var phrases = func() []phrase {
	pattern := func(s string) *regexp.Regexp {
		return regexp.MustCompile(strings.ReplaceAll(s, "W", `[\p{L}\d'’\-]+,? `))
	}
	const (
		saying  = `(?:said|say|says|tells?|told|claims?|claimed|confirm(?:s|ed)?|indicate[sd]?|suggest(?:s|ed)?|reveal(?:s|ed)?|report(?:s|ed)?|leaked|identif\p{L}+|believe[sd]?|insist(?:s|ed)?)`
		picture = `(?:videos?|footage|clips?|photos?|photographs?|pictures?|images?|recording)`
		shown   = `(?:posted|uploaded|released|shared|published|circulat\p{L}+|captured|filmed|tweeted)`
	)
	made := func(name string, cues []string, re, not *regexp.Regexp) phrase {
		return phrase{name, cued{re, cues}, not}
	}
	return []phrase{
		// People who know and are not named.
		made("sources", []string{"source", "insider", "familiar", "close to", "knowledge", "anonym", "asked ", "briefed", "told"},
			pattern(`(?i)\b(?:sources?|insiders?) (?:W){0,3}?(?:`+saying+`|close to|familiar|speaking)\b|\b(?:said|says?|according to|told|cit(?:es|ed|ing)|quot(?:es|ed|ing)|from|to) (?:W){0,4}?(?:sources?|insiders?)\b|[’']s (?:own )?sources?\b|\b(?:whose|its|our|their) sources?\b|\b(?:anonymous|unnamed|unidentified|well[- ]placed) (?:W)?(?:sources?|officials?|users?|insiders?|tipsters?|person|people|employees?)\b|\b(?:people|persons?|individuals?|someone|officials?|employees?),? (?:who (?:are|is|were|was) )?(?:familiar with|close to|with (?:direct )?knowledge|briefed on)\b|condition of anonymity|\basked (?:not to be|to remain)|\bwe(?:['’]re| are| were) told\b`),
			pattern(`(?i)\b(?:news|media|press|open) sources?\b|^\W*(?:sources?|via|h/t)\s*:|\bsources? of\b`)),
		// The press at large.
		made("press", []string{"newspaper", "media", "outlet", "press", "reports"},
			pattern(`(?i)\b(?:several|multiple|two|three|many|various|numerous|local|national|foreign|international|state|regional|\p{L}+-language|\p{L}+(?:ian|ish|ese|i|an)) (?:W)?(?:newspapers|media|outlets|press|websites|news sites|news agencies|news sources|media sources)\b|\breports? (?:in|from|by) (?:W){0,2}(?:newspapers?|media|press)\b|\blocal reports\b|\bmedia reports\b|\bpress reports\b|\bnews reports\b`),
			pattern(`(?i)\bsocial media\b|\bmedia (?:companies|company|players?|streaming)\b`)),
		// Reports of which nobody says whose.
		made("bare", []string{"reports", "word", "reported", "online"},
			pattern(`(?i)\bthere (?:are|were|have been) (?:W)?reports\b|\b(?:given|came|got|got the|spread the) (?:reports|word)\b|\b(?:unconfirmed|early|initial|recent|latest|online|some) reports\b|\breports (?:are|have|had|began|begin|say|said|suggest|suggested|claim|claimed|emerged|surfaced|indicate)\b|\b(?:it (?:is|was|has been)|been|being) (?:widely )?reported\b`), nil),
		// Many who say so online.
		made("crowd", []string{"supporters", "sympathi", "users", "fans", "followers", "militants", "accounts", "many", "some ", "those", "people", "owners", "customers", "viewers", "twitter", "social media", "#", "internet"},
			pattern(`(?i)\b(?:supporters|sympathi[sz]ers|users|fans|followers|accounts|viewers|owners|customers|people|parents|twitterati|netizens) (?:W){0,4}?(?:circulat\p{L}*|shar(?:e|ed|ing)|post(?:ed|ing)?|tweet(?:ed|ing)?|claim(?:ed|ing)?|announced|complain(?:ed|ing)?|report(?:ed|ing)?|took to|tak(?:e|en|ing) to|flock\p{L}*)\b|\btook to (?:Twitter|Facebook|social media|the internet|the web)\b|\b(?:swept|spread|went|going|gone) (?:W){0,3}(?:social media|viral|Twitter|the internet|online)\b|\btrend(?:s|ed|ing)\b|#\p{L}+gate\b`), nil),
		// A thing put up by an account.
		made("account", []string{"account", "page", "channel", "feed", "instagram", "youtube", "facebook"},
			pattern(`(?i)\b(?:posted|shared|uploaded|published|surfaced|appeared|put) (?:W){0,3}?(?:on|to|from|via|by) (?:an?|the|this|its) (?:W){0,4}?(?:account|page|channel|feed|Instagram|YouTube|Facebook|Twitter|website|blog)\b`), nil),
		// A paper that speaks.
		made("document", []string{"document", "directive", "order", "memo", "letter", "edict", "ruling", "report", "study", "filing", "decree", "fatwa", "lawsuit", "records", "survey", "statement"},
			pattern(`(?i)\b(?:documents?|directive|memo|letter|edict|ruling|decree|filings?|study|survey|lawsuit|records|court papers|press release) (?:W){0,3}?(?:reads?|said|says?|states?|stated|added|contains?|shows?|showed|found|reveal(?:s|ed)?|obtained|leaked|seen|issued|alleg\p{L}+)\b|\b(?:read|said|obtained|saw|leaked|issued|published|according to) (?:W){0,3}?(?:the|an?) (?:W){0,2}?(?:documents?|directive|memo|letter|edict|ruling|decree|filings?|study|survey|lawsuit|records|press release)\b`), nil),
		// Pictures that show it.
		made("shows", []string{"video", "footage", "clip", "photo", "picture", "image", "recording"},
			pattern(`(?i)\b`+picture+` (?:W){0,4}?(?:shows?|showed|showing|purport\p{L}*|appears? to|emerged|surfaced|`+shown+`)\b|\b`+shown+` (?:W){0,3}?`+picture+`\b|\b(?:in|on) (?:the|an?|this) (?:W){0,2}?`+picture+`\b|\bcaught on (?:camera|video|tape)\b`), furniture),
		// Who saw it.
		made("witness", []string{"witness", "onlooker", "bystander", "passers", "resident", "neighbo", "locals", "villager"},
			pattern(`(?i)\b(?:eye-?)?witness(?:es)?\b|\bonlookers?\b|\bbystanders?\b|\bpassers-?by\b|\b(?:residents?|neighbou?rs?|locals?|villagers?) (?:W){0,2}?(?:`+saying+`|saw|heard|spotted|noticed|described|recalled)\b|\b(?:according to|told by|`+saying+`) (?:W){0,3}?(?:residents?|neighbou?rs?|locals|villagers)\b`), nil),
		// Officials without a name.
		made("officials", []string{"official", "aide"},
			pattern(`(?i)\b(?:officials?|aides?|officers) (?:W){0,3}?(?:`+saying+`|announced|added|acknowledged|described)\b|\b(?:according to|`+saying+`|by|from) (?:W){0,4}?(?:officials?|aides?)\b`), nil),
		// It is something else, or somebody else.
		made("not it", []string{"not ", "n't", "n’t"},
			pattern(`\b(?:is|was|are|were)(?:n['’]t| not) (?:W){0,2}?(?:by )?(?:\p{Lu}\p{Ll}|him\b|her\b|those\b|true\b|real\b|involved\b|dead\b|the case\b|accurate\b)`), nil),
		// Words by which a writer leaves a thing open.
		made("open", []string{"no way", "confirm", "remains to", "will tell", "if ", "believe", "salt", "official", "verif", "jury", "hearsay", "done deal", "conflict", "doubt", "whether", "too early"},
			pattern(`(?i)\bno way to (?:W)?(?:tell|determine|know|verify)\b|\bnothing (?:is|has been|official)\b|\bnever (?:been )?confirmed\b|\bremains to be seen\b|\btime will tell\b|\bif (?:this|it|that|they|the|these)(?: \p{L}+)? (?:is|are|turns?|proves?|prove)\b|\bif true\b|\bif you believe\b|\b(?:hard|tough|difficult) to believe\b|\b(?:grain|pinch|dose|shaker) of salt\b|\bunverified\b|\bindependently (?:verif|confirm)\p{L}+|\bjury is (?:still )?out\b|\bhearsay\b|\bdone deal\b|\bconflicting\b|\b(?:cast|casts|casting|raised|raises|raising) (?:W)?doubts?\b|\bdoubts? (?:over|about|on|whether)\b|\b(?:over|question(?:s|ed)?|unclear|debat\p{L}+|wonder\p{L}*) (?:as to )?whether\b|\btoo early to\b`), nil),
		// Mourning, not telling.
		made("mourns", []string{"sad", "condolence", "rest in peace", "tribute", "mourn", "r.i.p", "thoughts and prayers"},
			pattern(`(?i)\bsad to (?:hear|report|learn)\b|\bcondolences?\b|\brest in peace\b|\bpaid tribute\b|\bmourn\p{L}*\b|\bthoughts and prayers\b|\bR\.?I\.?P\b`), nil),
	}
}()

// furniture is what stands around a text and is none of it.
var furniture = regexp.MustCompile(`(?i)\((?:getty|ap|afp|reuters|epa|photo|image|picture)[^)]{0,60}\)|\b(?:photo|image|picture|video)s? ?(?:credits?|via|courtesy|by|:|source)\b|scroll down for|\bview (?:gallery|all photos|photos)\b|\bsee also\b|^\W*(?:related|more|update|watch|read more|click here)\b\W*:?|\bvideo (?:service|streaming|games?|player)\b|\bgetty images\b`)

// in says whether a sentence has the phrase. low is the sentence in lower case.
func (p phrase) in(text, low string) bool {
	return p.cued.in(text, low) && (p.not == nil || !p.not.MatchString(text))
}
