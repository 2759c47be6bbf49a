package bounce

import (
	"bytes"
	"io"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // texts in all the charsets that old servers write
)

// What is looked at of a mail's structure.
const (
	maxDepth = 8        // multiparts within one another
	maxParts = 64       // of all of them together
	maxText  = 64 << 10 // bytes of a text, decoded
	maxPart  = 1 << 20  // bytes of a report, decoded
)

// mail is what counts of a mail.
type mail struct {
	header    message.Header
	text      string          // the first plain text, UTF-8
	status    []byte          // the first delivery-status part (RFC 3464, section 2); nil: there is none
	complaint []byte          // the first feedback-report part (RFC 5965, section 3); nil: there is none
	receipt   bool            // there is a disposition-notification (RFC 8098)
	returned  *message.Header // of the mail that is returned; nil: there is none

	parts int
	texts int // 0: none yet, 1: of another kind than plain, 2: plain
}

// open takes a mail apart. What is broken ends the taking apart, and what was found before stays.
func open(source []byte) *mail {
	m := &mail{}
	e := readEntity(source)
	if e == nil {
		return m
	}
	m.header = e.Header
	m.walk(e, 0)
	return m
}

func readEntity(source []byte) *message.Entity {
	e, err := message.Read(bytes.NewReader(mendHeader(source)))
	if e == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return nil
	}
	return e
}

// mendHeader leaves out what is no field before the first empty line, such as the "From " line of mbox files: a parser of RFC 5322
// would take nothing of such a mail.
func mendHeader(source []byte) []byte {
	mended := make([]byte, 0, len(source))
	rest, begun := source, false
	for len(rest) > 0 {
		line := rest
		if i := bytes.IndexByte(rest, '\n'); i >= 0 {
			line = rest[:i+1]
		}
		rest = rest[len(line):]
		text := bytes.TrimRight(line, "\r\n")
		switch {
		case len(text) == 0:
			return append(append(mended, line...), rest...)
		case text[0] == ' ' || text[0] == '\t':
			if !begun {
				continue
			}
		default:
			name, _, field := bytes.Cut(text, []byte(":"))
			name = bytes.TrimRight(name, " \t")
			if begun = field && len(name) > 0 && isFieldName(name); !begun {
				continue
			}
		}
		mended = append(mended, text...)
		mended = append(mended, "\r\n"...)
	}
	return append(mended, "\r\n"...) // there is no body
}

func isFieldName(name []byte) bool { // RFC 5322, section 3.6.8
	for _, c := range name {
		if c <= ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}

func (m *mail) walk(e *message.Entity, depth int) {
	if m.parts++; m.parts > maxParts {
		return
	}
	kind, _, _ := e.Header.ContentType()
	kind = strings.ToLower(kind)
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		parts := e.MultipartReader()
		for parts != nil && depth < maxDepth && m.parts <= maxParts {
			part, err := parts.NextPart()
			if part == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
				return
			}
			m.walk(part, depth+1)
		}
	case kind == "message/delivery-status" || kind == "message/global-delivery-status": // RFC 6533, section 3
		if m.status == nil {
			m.status = content(e, maxPart)
		}
	case kind == "message/feedback-report":
		if m.complaint == nil {
			m.complaint = content(e, maxPart)
		}
	case kind == "message/disposition-notification" || kind == "message/global-disposition-notification":
		m.receipt = true
	case kind == "message/rfc822" || kind == "message/global" || kind == "text/rfc822-headers" || kind == "message/global-headers":
		// The mail that is returned, or one that somebody passes on. A report within it is not to us.
		if m.returned == nil {
			if within := readEntity(content(e, maxText)); within != nil {
				m.returned = &within.Header
			}
		}
	case kind == "text/plain" || kind == "":
		if m.texts < 2 {
			m.texts, m.text = 2, cleanText(content(e, maxText))
		}
	case strings.HasPrefix(kind, "text/"):
		if m.texts < 1 {
			m.texts, m.text = 1, cleanText(content(e, maxText))
		}
	}
}

// content reads a part as far as it can be decoded. It is never nil.
func content(e *message.Entity, limit int64) []byte {
	b, _ := io.ReadAll(io.LimitReader(e.Body, limit)) // what is broken ends it
	if b == nil {
		b = []byte{}
	}
	return b
}

func cleanText(b []byte) string {
	return strings.ToValidUTF8(strings.ReplaceAll(string(b), "\r\n", "\n"), "\uFFFD")
}

func (m *mail) subject() string {
	s, err := m.header.Text("Subject")
	if err != nil {
		s = m.header.Get("Subject")
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// messageID is that of the mail that is returned, or else of the one that this answers (RFC 3834, section 3.1.5).
func (m *mail) messageID() string {
	if m.returned != nil {
		if id := bareID(m.returned.Get("Message-Id")); id != "" {
			return id
		}
	}
	for _, line := range strings.Split(m.text, "\n") { // plain texts have it below them
		if name, value, ok := strings.Cut(line, ":"); ok && strings.EqualFold(name, "Message-Id") {
			if id := bareID(value); id != "" {
				return id
			}
		}
	}
	return bareID(m.header.Get("In-Reply-To"))
}

// sender is the envelope sender of the mail that is returned (RFC 5321, section 4.4).
func (m *mail) sender() string {
	if m.returned == nil {
		return ""
	}
	return bareAddress(m.returned.Get("Return-Path"))
}

// bareID gives what stands between the first < and > (RFC 5322, section 3.6.4).
func bareID(s string) string {
	_, s, open := strings.Cut(s, "<")
	id, _, closed := strings.Cut(s, ">")
	if id = strings.TrimSpace(id); !open || !closed || len(id) > 998 || !plain(id) {
		return ""
	}
	return id
}
