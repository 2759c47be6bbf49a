package address

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// visible refuses what nobody sees: an address that looks like another is a trap.
func visible(s string) *fault {
	if !utf8.ValidString(s) {
		return &fault{says: "it is not in a code that can be read; write it anew"}
	}
	for _, c := range s {
		switch {
		case c == '\t' || c == ' ' || c == 0xA0:
			continue // said where it stands
		case unicode.Is(unicode.Cc, c), unicode.Is(unicode.Cf, c), unicode.Is(unicode.Zl, c), unicode.Is(unicode.Zp, c),
			unicode.Is(unicode.Co, c), unicode.Is(unicode.Variation_Selector, c), c == utf8.RuneError, !unicode.IsGraphic(c):
			mend := strings.Map(func(c rune) rune {
				if unicode.Is(unicode.Cf, c) || c == utf8.RuneError || unicode.Is(unicode.Cc, c) {
					return -1
				}
				return c
			}, s)
			if strings.ContainsAny(s, "\r\n\x00") {
				mend = "" // two lines are no slip of the hand
			}
			return &fault{fmt.Sprintf("it has a character that cannot be seen (U+%04X); write it anew, without copying", c), mend}
		}
	}
	return nil
}

// atext are the characters of a dot-atom that are neither letters nor digits (RFC 5322, section 3.2.3).
const atext = "!#$%&'*+-/=?^_`{|}~"

// atom says whether a character may stand in a dot-atom: one of atext, a letter or digit, or what RFC 6531, section 3.3, adds.
func atom(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c < utf8.RuneSelf && strings.ContainsRune(atext, c) || c >= utf8.RuneSelf && !unicode.IsSpace(c)
}

// checkLocal reads the part before the @.
func checkLocal(local, domain string) (string, *fault) {
	if local[0] == '"' {
		var f *fault
		if local, f = unquote(local); f != nil {
			return "", f
		}
	} else if f := dotAtom(local, domain); f != nil {
		return "", f
	}
	if len(local) > longestLocal {
		return "", &fault{says: fmt.Sprintf("before its @ it has %d bytes; 64 are the most", len(local))}
	}
	return local, nil
}

// dotAtom checks a local part without quotation marks (RFC 5321, section 4.1.2).
func dotAtom(local, domain string) *fault {
	end := "@" + domain
	for _, c := range local {
		if c == '.' || atom(c) {
			continue
		}
		switch {
		case unicode.IsSpace(c):
			return &fault{"there is a space in it", strings.Join(strings.Fields(local), "") + end}
		case c == ',' || c == ';':
			return &fault{fmt.Sprintf("there is a %s before its @", names[c]), strings.ReplaceAll(local, string(c), ".") + end}
		case c == '(' || c == ')':
			return &fault{says: "there is a bracket in it; leave out what is a comment"}
		}
		return &fault{says: fmt.Sprintf("there is a %q before its @, which no address has there", c)}
	}
	switch {
	case strings.HasPrefix(local, "."):
		return &fault{"it begins with a full stop", strings.TrimLeft(local, ".") + end}
	case strings.HasSuffix(local, "."):
		return &fault{"there is a full stop just before its @", strings.TrimRight(local, ".") + end}
	case strings.Contains(local, ".."):
		return &fault{"there are two full stops next to each other", single(local) + end}
	}
	return nil
}

var names = map[rune]string{',': "comma", ';': "semicolon"}

// single makes one full stop of several.
func single(s string) string {
	for strings.Contains(s, "..") {
		s = strings.ReplaceAll(s, "..", ".")
	}
	return s
}

// unquote reads a quoted string (RFC 5321, section 4.1.2) and writes it in the one way that names the mailbox: without the quotation
// marks where a dot-atom says the same.
func unquote(local string) (string, *fault) {
	var b strings.Builder
	for inside := local[1 : len(local)-1]; inside != ""; {
		c, size := utf8.DecodeRuneInString(inside)
		if c == '\\' && size < len(inside) {
			inside = inside[size:]
			c, size = utf8.DecodeRuneInString(inside)
		}
		if c == '\t' || c == 0xA0 {
			return "", &fault{says: "there is a space in it that no address has"}
		}
		b.WriteRune(c)
		inside = inside[size:]
	}
	said := b.String()
	if said == "" {
		return "", &fault{says: "there is nothing between its quotation marks"}
	}
	if dotAtom(said, "") == nil {
		return said, nil
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(said) + `"`, nil
}

// checkDomain reads the part behind the @ and gives it in A-labels.
func checkDomain(local, domain string) (string, *fault) {
	begin := local + "@"
	mend := func(says string, meant string) (string, *fault) { return "", &fault{says, begin + meant} }
	switch {
	case strings.HasPrefix(domain, "["):
		return "", &fault{says: "behind its @ stands the number of a machine; write the name of its domain"}
	case strings.ContainsAny(domain, "()"):
		return "", &fault{says: "there is a bracket in it; leave out what is a comment"}
	case strings.ContainsFunc(domain, unicode.IsSpace):
		return mend("there is a space in it", strings.Join(strings.Fields(domain), ""))
	case strings.ContainsRune(domain, ','):
		return mend("there is a comma where a full stop should be", strings.ReplaceAll(domain, ",", "."))
	case strings.ContainsRune(domain, ';'):
		return mend("there is a semicolon where a full stop should be", strings.ReplaceAll(domain, ";", "."))
	case strings.HasPrefix(domain, "."):
		return mend("there is a full stop just behind its @", strings.TrimLeft(domain, "."))
	case strings.HasSuffix(domain, "."):
		return mend("there is a full stop at its end", strings.TrimRight(domain, "."))
	case strings.Contains(domain, ".."):
		return mend("there are two full stops next to each other", single(domain))
	}
	named, err := domains.ToASCII(domain)
	if err != nil || strings.ContainsFunc(named, func(c rune) bool { return c >= utf8.RuneSelf }) || strings.Contains("."+named, ".-") || strings.Contains(named+".", "-.") {
		return "", &fault{says: fmt.Sprintf("%q is no name of a domain; %s", domain, example)}
	}
	named = strings.TrimSuffix(strings.ToLower(named), ".")
	dot := strings.LastIndexByte(named, '.')
	if dot < 0 {
		return "", &fault{says: fmt.Sprintf("%q is no whole name of a domain: its end is missing, such as .org", domain)}
	}
	if last := named[dot+1:]; strings.Trim(last, "0123456789") == "" {
		return "", &fault{says: "behind its @ stands the number of a machine; write the name of its domain"}
	}
	return named, nil
}
