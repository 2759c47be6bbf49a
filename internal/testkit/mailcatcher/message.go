package mailcatcher

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // parts in any encoding
	"github.com/emersion/go-message/mail"
)

// Message is a caught mail.
type Message struct {
	At      time.Time // when it came
	From    string    // by the envelope
	To      string    // by the envelope
	ID      string    // Message-ID without the brackets
	Subject string
	Header  mail.Header
	Text    string // the text part
	HTML    string // the HTML part
	Source  []byte
	Broken  string // why the mail could not be read to the end; empty: it could
}

// read takes a mail apart. One that is broken keeps what could be read.
func read(from, to string, source []byte, at time.Time) Message {
	m := Message{At: at, From: from, To: to, Source: source}
	r, err := mail.CreateReader(bytes.NewReader(source))
	if err != nil && !message.IsUnknownCharset(err) {
		m.Broken = err.Error()
		return m
	}
	m.Header = r.Header
	m.ID, _ = r.Header.MessageID()
	m.Subject, _ = r.Header.Subject()
	for {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return m
		}
		if err != nil && !message.IsUnknownCharset(err) {
			m.Broken = err.Error()
			return m
		}
		header, ok := part.Header.(*mail.InlineHeader)
		if !ok {
			continue
		}
		body, err := io.ReadAll(part.Body)
		if err != nil {
			m.Broken = err.Error()
			return m
		}
		switch kind, _, _ := header.ContentType(); kind {
		case "text/html":
			m.HTML = string(body)
		case "text/plain", "": // RFC 2045, section 5.2
			m.Text = string(body)
		}
	}
}

// save writes the mail to a folder, whole or not at all. The envelope stands in front, as mailbox files have it.
func (m Message) save(folder string, number int) error {
	path := filepath.Join(folder, fmt.Sprintf("%06d.eml", number))
	content := fmt.Sprintf("X-Caught: %s\r\nReturn-Path: <%s>\r\nDelivered-To: %s\r\n%s", m.At.Format(time.RFC3339Nano), m.From, m.To, m.Source)
	if err := os.WriteFile(path+".new", []byte(content), 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// restore reads what save wrote.
func restore(path string) (Message, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return Message{}, err
	}
	lines := bytes.SplitN(content, []byte("\r\n"), 4)
	if len(lines) < 4 {
		return Message{}, fmt.Errorf("%s is no mail that was caught here; delete it", path)
	}
	at, err := time.Parse(time.RFC3339Nano, string(bytes.TrimPrefix(lines[0], []byte("X-Caught: "))))
	if err != nil {
		return Message{}, fmt.Errorf("%s is no mail that was caught here; delete it: %w", path, err)
	}
	from := string(bytes.Trim(bytes.TrimPrefix(lines[1], []byte("Return-Path: ")), "<>"))
	to := string(bytes.TrimPrefix(lines[2], []byte("Delivered-To: ")))
	return read(from, to, lines[3], at), nil
}
