package dkim

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// Published says whether receivers can verify by the key, given the TXT records that the DNS has at its name, each in one
// piece: nil, or what is wrong. None at all is NotFound, anything else Invalid.
func (k Key) Published(records []string) error {
	switch len(records) {
	case 0:
		return news.Errorf(news.NotFound, "the record is not published")
	case 1:
	default:
		return invalid("%d TXT records stand there, and receivers take any of them or none (RFC 6376, section 3.6.2.2)", len(records))
	}
	tags, err := tagList(records[0])
	if err != nil {
		return err
	}
	if v, is := tags["v"]; is && v != "DKIM1" {
		return invalid("the record is of version %q, not DKIM1", v)
	}
	p, is := tags["p"]
	switch {
	case !is:
		return invalid("the record has no key in it: it needs a p=")
	case p == "":
		return invalid("the record says that the key was revoked: its p= is empty")
	}
	published, err := base64.StdEncoding.DecodeString(p)
	if err != nil {
		return invalid("the key in the record is damaged: its p= is no base64, as where a string of it was lost")
	}
	kind := tags["k"]
	if kind == "" {
		kind = RSA
	}
	switch {
	case kind != k.Kind():
		return invalid("the record is for a key of kind %q, and this is %s", kind, k.Kind())
	case !bytes.Equal(published, k.bytes()):
		return invalid("the record holds another key than the file here")
	}
	if h, is := tags["h"]; is && !slices.Contains(strings.Split(h, ":"), "sha256") {
		return invalid("the record forbids SHA-256, by which mail is signed: h=%s", h)
	}
	if s, is := tags["s"]; is && !slices.Contains(strings.Split(s, ":"), "email") && !slices.Contains(strings.Split(s, ":"), "*") {
		return invalid("the record is not for mail: s=%s", s)
	}
	if slices.Contains(strings.Split(tags["t"], ":"), "y") {
		return invalid("the record says that the domain only tests DKIM, so receivers take its mail as not signed: t=y")
	}
	return nil
}

// tagList reads a record (RFC 6376, section 3.2). Space within values, which has no meaning in those that are looked at, is
// left out; a tab is not, at which some receivers stumble.
func tagList(record string) (map[string]string, error) {
	tags := map[string]string{}
	for i, part := range strings.Split(record, ";") {
		name, value, is := strings.Cut(part, "=")
		name = strings.TrimSpace(name)
		if !is {
			if name == "" {
				continue
			}
			return nil, invalid("the record cannot be read: %q is no tag with a value", shown([]byte(name)))
		}
		if _, twice := tags[name]; twice || name == "" {
			return nil, invalid("the record cannot be read: the tag %q is there twice or has no name", shown([]byte(name)))
		}
		if name == "v" && i > 0 {
			return nil, invalid("the record does not begin with its v=")
		}
		tags[name] = strings.NewReplacer(" ", "", "\r", "", "\n", "").Replace(value)
	}
	return tags, nil
}
