package news

import (
	"net/mail"
	"strings"
)

// ParseAddress gives the bare address of a mailbox that mails of the desk come from (RFC 5322, section 3.4.1) or an Invalid error
// about field "email". Those of readers are read by platform/address, which knows all alphabets and says more.
func ParseAddress(s string) (string, error) {
	s = strings.TrimSpace(s)
	if len(s) > 254 || strings.ContainsAny(s, "\r\n\x00") {
		return "", FieldErrorf("email", "that is no mail address; one looks like reader@example.org")
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s && a.Name == "" || !strings.Contains(a.Address, "@") {
		return "", FieldErrorf("email", "%q is no mail address; one looks like reader@example.org", s)
	}
	return a.Address, nil
}
