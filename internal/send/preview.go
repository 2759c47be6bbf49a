package send

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"

	"onrecord/internal/news"
)

// The reader that a preview is made for.
const (
	previewReader  = "reader@example.org"
	previewTo      = "01r5mf9xc0z7anz33gfbbgymq6" // a subscription that there is not
	previewSending = 0
)

// Preview gives the mail of an edition, in any state, as a made-up reader of a language would get it; empty is the publication's
// language. It is made as every mail is, signature included; its links are to a subscription that there is not.
func (s *Step) Preview(ctx context.Context, editionID news.ID, language string) (news.MailPreview, error) {
	var v news.MailPreview
	if err := s.speaks(language); err != nil {
		return v, err
	}
	e, p, err := s.toBe(ctx, editionID)
	if err != nil {
		return v, err
	}
	l, err := s.newMails(p, e, previewSending)
	if err != nil {
		return v, err
	}
	to := parcel{Addressed: news.Addressed{Delivery: news.Delivery{Subscription: previewTo}, Address: previewReader, Language: language}}
	source, err := l.write(&sheet{}, &to)
	if err != nil {
		return v, err
	}
	v, err = dissect(source)
	v.From, v.Language, v.Languages = l.sender(&to), v.Field("Content-Language"), s.pages.Languages()
	return v, err
}

// speaks says whether letters are written in a language that was asked for; empty asks for none.
func (s *Step) speaks(language string) error {
	var known []string
	for _, l := range s.pages.Languages() {
		if known = append(known, l.Tag); language == "" || language == l.Tag {
			return nil
		}
	}
	return news.FieldErrorf("language", "letters are not written in %q; use one of %s", language, strings.Join(known, ", "))
}

// toBe gives an edition and its publication; one that has not appeared as it will be when it does.
func (s *Step) toBe(ctx context.Context, editionID news.ID) (e news.Edition, p news.Publication, err error) {
	if e, err = s.store.Edition(ctx, editionID); err != nil {
		return e, p, err
	}
	if e.PublishedAt.IsZero() {
		e.PublishedAt = e.Due
		if now := s.clock.Now(); now.After(e.Due) {
			e.PublishedAt = now
		}
	}
	p, err = s.store.Publication(ctx, e.PublicationID)
	return e, p, err
}

// dissect takes a mail apart that was made here.
func dissect(source []byte) (v news.MailPreview, err error) {
	v.Source = source
	m, err := netmail.ReadMessage(bytes.NewReader(source))
	if err != nil {
		return v, fmt.Errorf("the mail cannot be read again: %w", err)
	}
	v.Fields = fields(source)
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		return v, fmt.Errorf("the mail's type cannot be read: %w", err)
	}
	for parts := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return v, nil
		}
		if err != nil {
			return v, fmt.Errorf("the mail's parts cannot be read: %w", err)
		}
		raw, err := io.ReadAll(part)
		if err != nil {
			return v, err
		}
		words := raw
		if strings.EqualFold(part.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
			if words, err = io.ReadAll(quotedprintable.NewReader(bytes.NewReader(raw))); err != nil {
				return v, err
			}
		}
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
			v.HTML, v.HTMLSize = string(words), len(raw)
		} else {
			v.Text = strings.ReplaceAll(string(words), "\r\n", "\n")
		}
	}
}

// fields gives the fields of a header in their order, unfolded (RFC 5322, section 2.2.3) and decoded (RFC 2047).
func fields(source []byte) (out []news.MailField) {
	head, _, _ := bytes.Cut(source, []byte("\r\n\r\n"))
	decoder := mime.WordDecoder{}
	for _, line := range strings.Split(strings.NewReplacer("\r\n ", " ", "\r\n\t", " ").Replace(string(head)), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		if decoded, err := decoder.DecodeHeader(value); err == nil {
			value = decoded
		}
		out = append(out, news.MailField{Name: name, Value: value})
	}
	return out
}
