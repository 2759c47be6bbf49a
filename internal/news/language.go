package news

import "regexp"

// tag is the shape of a language tag without the rare forms (RFC 5646, section 2.1): en, pt-BR, zh-Hant-TW.
var tag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// checkLanguage says whether a language can be named so.
func checkLanguage(s string) error {
	if len(s) > 35 || !tag.MatchString(s) { // 35: RFC 5646, section 4.4.1
		return FieldErrorf("language", "%q is no language; use a tag such as en, fr or pt-BR", s)
	}
	return nil
}
