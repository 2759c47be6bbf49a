package speaker

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Name is a person's name taken apart: folded words without titles and degrees.
type Name struct {
	Words  []string // "tommy", "vietor"; initials that are written together are one word
	Suffix string   // "jr", "iii"
}

// most bounds the words of a name: what has more is none, and would only cost time.
const most = 12

// Name takes a name apart. One that has no letters, or too many words, is empty.
func (r *Rules) Name(s string) Name {
	var n Name
	words := nameWords(s)
	if len(words) > 3*most {
		return n
	}
	for len(words) > 0 && r.lists.Has("honorifics", strings.Trim(words[0], ".")) && len(words) > 1 {
		words = words[1:]
	}
	for len(words) > 1 {
		last := strings.Trim(words[len(words)-1], ".")
		if r.lists.Has("suffixes", last) && len(words) > 2 {
			n.Suffix = suffixes[last]
			if n.Suffix == "" {
				n.Suffix = last
			}
		} else if !r.lists.Has("degrees", last) {
			break
		}
		words = words[:len(words)-1]
	}
	run := false // of initials: "J. K." is written "J.K." too
	for _, w := range words {
		w = strings.Map(lettersOnly, w)
		single := utf8.RuneCountInString(w) == 1
		switch {
		case w == "":
		case single && run:
			n.Words[len(n.Words)-1] += w
		default:
			n.Words = append(n.Words, w)
			run = single
		}
	}
	if len(n.Words) > most {
		return Name{}
	}
	return n
}

var suffixes = map[string]string{"junior": "jr", "senior": "sr"}

// nameWords gives the folded words of a name, without nicknames in quotation marks and without a possessive at the end.
func nameWords(s string) []string {
	s = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "-", " ", "‐", " ", "‑", " ", "–", " ", ",", " ").Replace(s)
	s = strings.TrimSuffix(strings.TrimSpace(s), "'s")
	if from := strings.IndexByte(s, '"'); from >= 0 {
		if to := strings.IndexByte(s[from+1:], '"'); to >= 0 {
			s = s[:from] + " " + s[from+to+2:]
		}
	}
	return strings.Fields(Fold(s))
}

func lettersOnly(c rune) rune {
	if unicode.IsLetter(c) || unicode.IsDigit(c) {
		return c
	}
	return -1
}

// Fold writes a text in small letters without accents. Letters that are no base letter with an accent (ø, ß, ł) are written as
// English writes them.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, c := range norm.NFKD.String(strings.ToValidUTF8(s, "\ufffd")) {
		switch c = unicode.ToLower(c); {
		case unicode.Is(unicode.Mn, c):
		case plain[c] != "":
			b.WriteString(plain[c])
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

var plain = map[rune]string{'ß': "ss", 'ø': "o", 'œ': "oe", 'æ': "ae", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i", 'ħ': "h", 'ŋ': "n", 'ʻ': "", 'ʼ': ""}

// Key is what two writings of one name have in common: accents, titles, hyphens and case aside. It is empty for no name.
func (n Name) Key() string {
	key := strings.Join(n.Words, " ")
	if n.Suffix != "" {
		key += " " + n.Suffix
	}
	return key
}

// Family is the last word, without a suffix.
func (n Name) Family() string {
	if len(n.Words) == 0 {
		return ""
	}
	return n.Words[len(n.Words)-1]
}

// Full reports whether the name tells people apart: a given and a family name, both written out, or two initials for the given
// name. A surname alone, or one with a single initial, is not full.
func (n Name) Full() bool {
	if len(n.Words) < 2 || len([]rune(n.Family())) < 2 {
		return false
	}
	letters := 0
	for _, w := range n.Words[:len(n.Words)-1] {
		letters += len([]rune(w))
	}
	return letters > 1
}

// Sound is what spellings of one name in Latin letters have in common: "Gaddafi" and "Qadhafi" have the same. So have names of
// different people; it serves suggestions.
func (n Name) Sound() string {
	out := make([]string, 0, len(n.Words))
	for _, w := range n.Words {
		out = append(out, sound(w))
	}
	return strings.Join(out, " ")
}

var sounds = strings.NewReplacer("kh", "k", "gh", "k", "qu", "k", "q", "k", "ck", "k", "ch", "s", "sch", "s", "sh", "s", "dh", "d", "th", "t", "ph", "f", "zh", "j",
	"dj", "j", "ts", "s", "tz", "s", "cz", "s", "tch", "s", "x", "ks", "c", "k", "g", "k", "z", "s", "w", "v", "j", "j")

func sound(w string) string {
	first := []rune(w)
	if len(first) == 0 {
		return ""
	}
	var b strings.Builder
	var last rune
	for i, c := range sounds.Replace(w) {
		switch {
		case strings.ContainsRune("aeiouyh", c):
			if i > 0 {
				continue
			}
			c = 'a'
		case c == last:
			continue
		}
		b.WriteRune(c)
		last = c
	}
	return b.String()
}
