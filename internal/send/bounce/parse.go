package bounce

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
)

// MaxBytes is how much of a mail is looked at. Reports stand before the mail that they return.
const MaxBytes = 1 << 20

// most is how many recipients of one report are believed. A mail of ours has one.
const most = 100

// Parse reads a mail that was sent to envelopeTo ("" if that is not known) and came at the time given. It gives one Feedback for
// each recipient that a report names, and always at least one; By is left to the caller. The error is the source's own, with
// nothing beside it.
func Parse(envelopeTo string, source io.Reader, at time.Time) ([]news.Feedback, error) {
	kept, err := io.ReadAll(io.LimitReader(source, MaxBytes))
	if err != nil {
		return nil, err
	}
	m := open(kept)
	about := news.Feedback{To: bareAddress(envelopeTo), Sender: m.sender(), MessageID: m.messageID(), At: at.UTC()}
	feedback := m.read(about)
	for i := range feedback {
		feedback[i].Reply = news.ReplyLine(feedback[i].Reply)
	}
	return feedback, nil
}

// read finds out what the mail is. Reports come first: they are automatic answers too, and some say so.
func (m *mail) read(about news.Feedback) []news.Feedback {
	if m.status != nil {
		if f := fromStatus(m.status, about); len(f) > 0 {
			return f
		}
	}
	if m.complaint != nil {
		return fromComplaint(m.complaint, about)
	}
	if m.receipt { // somebody has read it, or not, says RFC 8098
		return []news.Feedback{m.ignored(about)}
	}
	daemon := m.fromDaemon()
	if challenges(m.header) {
		return []news.Feedback{m.unknown(about)}
	}
	if !daemon && automatic(m.header) {
		return []news.Feedback{m.ignored(about)}
	}
	// People quote what machines wrote to them. Only a machine's own word counts.
	if daemon || strings.ReplaceAll(m.header.Get("Return-Path"), " ", "") == "<>" {
		if f := fromText(m.text, about); len(f) > 0 {
			return f
		}
	}
	return []news.Feedback{m.unknown(about)}
}

// ignored is what a machine's answer comes to.
func (m *mail) ignored(about news.Feedback) news.Feedback {
	about.Kind, about.Reply = news.FeedbackAutoReply, m.subject()
	return about
}

// unknown shows people what the mail is.
func (m *mail) unknown(about news.Feedback) news.Feedback {
	about.Kind, about.Reply = news.FeedbackUnknown, m.subject()+": "+m.text
	if m.subject() == "" {
		about.Reply = m.text
	}
	if failed := bareAddress(m.header.Get("X-Failed-Recipients")); failed != "" { // Exim's; one alone
		about.Address = failed
	}
	return about
}

// fromDaemon says whether a mail server wrote this, by the names that RFC 5321 (section 4.5.1), RFC 3461 and custom give them.
func (m *mail) fromDaemon() bool {
	if m.header.Has("X-Failed-Recipients") {
		return true
	}
	if bytes.HasPrefix([]byte(m.text), []byte("Hi. This is the ")) { // QSBMF, whatever it is called that sent it
		return true
	}
	for _, name := range []string{"From", "Sender"} {
		local, _, _ := strings.Cut(firstAddress(m.header.Get(name)), "@")
		local = strings.ToLower(strings.NewReplacer("-", "", "_", "", ".", "").Replace(local))
		if slices.Contains([]string{"mailerdaemon", "postmaster", "maildaemon", "mailsystem", "maildeliverysubsystem"}, local) {
			return true
		}
	}
	return false
}
