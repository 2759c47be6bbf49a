package mailbox

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"
)

// recipients are the fields that say whom a mail was sent to, the best witness first. Delivered-To and X-Original-To are Postfix's,
// Envelope-To is Exim's; the last is what the other side wrote.
var recipients = []string{"delivered-to", "x-original-to", "envelope-to", "to"}

var anyAddress = regexp.MustCompile(`[^\s<>,;:"()\[\]]+@[^\s<>,;:"()\[\]]+`)

// Recipient finds the envelope recipient of a mail in its header: the first address in those fields that is ours, or else the first
// of all; empty if there is none. ours may be nil.
func Recipient(source []byte, ours func(address string) bool) string {
	found := map[string][]string{}
	for name, value := range fieldsOf(source) {
		for _, field := range recipients {
			if strings.EqualFold(name, field) && len(found[field]) < 20 {
				found[field] = append(found[field], anyAddress.FindAllString(value, 20)...)
			}
		}
	}
	first := ""
	for _, field := range recipients {
		for _, a := range found[field] {
			if !utf8.ValidString(a) || len(a) > 320 {
				continue
			}
			if ours != nil && ours(a) {
				return a
			}
			if first == "" {
				first = a
			}
		}
	}
	return first
}

// fieldsOf gives the fields of a header, unfolded, from the top; lines that are none are left out.
func fieldsOf(source []byte) func(yield func(name, value string) bool) {
	return func(yield func(name, value string) bool) {
		name, value := "", ""
		for line := range bytes.Lines(source) {
			line = bytes.TrimRight(line, "\r\n")
			if len(line) == 0 {
				break
			}
			if line[0] == ' ' || line[0] == '\t' {
				if len(value) < 8192 {
					value += " " + string(bytes.TrimSpace(line))
				}
				continue
			}
			if name != "" && !yield(name, value) {
				return
			}
			n, v, ok := bytes.Cut(line, []byte(":"))
			name, value = "", ""
			if ok {
				name, value = string(bytes.TrimSpace(n)), string(bytes.TrimSpace(v))
			}
		}
		if name != "" {
			yield(name, value)
		}
	}
}
