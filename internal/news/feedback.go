package news

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// FeedbackKind says what came back about a message.
type FeedbackKind string

// The kinds of feedback. Only FeedbackBounced and FeedbackComplained end a delivery or a subscription; what a bounce says
// about the address is its Verdict.
const (
	FeedbackBounced    FeedbackKind = "bounced"    // not delivered, and nobody tries any more
	FeedbackDelayed    FeedbackKind = "delayed"    // not delivered so far, for a reason that may pass
	FeedbackComplained FeedbackKind = "complained" // the reader called it spam
	FeedbackDelivered  FeedbackKind = "delivered"  // their server says that it has it; silence says nothing
	FeedbackAutoReply  FeedbackKind = "auto-reply" // out of office, read receipts, reports of relaying: to be ignored
	FeedbackUnknown    FeedbackKind = "unknown"    // kept for people to look at
)

// Feedback is what a report, a reply or a relay's event says about one message to one address. Anybody can write a report;
// nothing in it is proven but that whoever sent it knew To. So the accounting believes Address and MessageID only as far as
// they agree with what To (or Sender), which is signed, stands for.
type Feedback struct {
	Kind    FeedbackKind
	Verdict Verdict // what it says about the address; set by whoever takes the feedback in, "" for all but bounces and delays
	// To is the envelope recipient that the report was sent to: the address that we signed and put into the envelope as
	// sender (VERP); empty if unknown.
	To string
	// Sender is the envelope sender of the original, if told: by ARF's Original-Mail-From (RFC 5965, section 3.2), the
	// Return-Path of what was returned, or a relay's event. Complaints go to an address of the house, and this is what tells
	// whose mail it was.
	Sender    string
	Address   string    // the reader's address that it is about, if told
	MessageID string    // of the original, without < and >, if told
	Status    string    // enhanced status code (RFC 3463), as in 5.1.1; empty if none was given
	Reply     string    // the diagnostic, on one line, at most MaxReply characters
	At        time.Time // when it came, or when the relay says that it happened; UTC
	By        string    // how it came: lmtp, smtp, imap, pop3, ses, mailgun, sendgrid, postmark, …
}

// Taker stores feedback. Feedback that it took before changes nothing, because each way in repeats what may have been lost.
// An error says that nothing of it is stored, and the report is not acknowledged: 451 in SMTP, left in the mailbox, 503 in HTTP.
type Taker func(ctx context.Context, f []Feedback) error

// MaxReply is how many characters (Unicode code points) of a diagnostic are kept.
const MaxReply = 500

// ReplyLine makes one line of a server's words: white space folded, other control characters and broken UTF-8 dropped, cut to
// MaxReply characters.
func ReplyLine(s string) string {
	var b strings.Builder
	n, space := 0, false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = n > 0
			continue
		case r == unicode.ReplacementChar, !unicode.IsPrint(r):
			continue
		}
		if space {
			if n+1 >= MaxReply {
				break
			}
			b.WriteByte(' ')
			n++
			space = false
		}
		if n == MaxReply {
			break
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

// Verdict is what a reply or report says about an address.
type Verdict string

// The verdicts, from best to worst for the address.
const (
	VerdictNone    Verdict = ""        // nothing against it
	VerdictLater   Verdict = "later"   // not now; to be tried again, by us (a reply) or by a relay (a report of a delay)
	VerdictRefused Verdict = "refused" // the message or its sender was refused, which is not the reader's fault: to be shown to the operator
	VerdictSoft    Verdict = "soft"    // not delivered, and it may be the address: counted, and too many in a row suppress it
	VerdictDead    Verdict = "dead"    // nobody gets mail there any more: to be suppressed at once
)

// replied is an SMTP reply (RFC 5321, section 4.2.1) with its enhanced status code (RFC 2034), which some write after a "#".
var replied = regexp.MustCompile(`^\s*([245]\d\d)(?:[ :-]+#?([245]\.\d{1,3}\.\d{1,3})(?:[^\d.]|\.?$|\.[^\d]))?`)

// ParseReply gives the codes that an SMTP reply begins with: 550 and "5.1.1" of "550 5.1.1 no such user". Codes of two classes
// contradict each other, and only the first is taken then (RFC 2034, section 4). 0 and "" if there is none.
func ParseReply(s string) (code int, status string) {
	m := replied.FindStringSubmatch(s)
	if m == nil {
		return 0, ""
	}
	if rest := s[len(m[0]):]; m[2] == "" && rest != "" && rest[0] >= '0' && rest[0] <= '9' {
		return 0, "" // a longer number
	}
	code, _ = strconv.Atoi(m[1])
	if m[2] != "" && m[2][0] == m[1][0] {
		status = m[2]
	}
	return code, status
}

// Judge gives the verdict for an SMTP reply, or for a report that a message was given up.
//
// status is the enhanced code (RFC 3463; "" if none), code the reply's own (RFC 5321; 0 if none, as in most reports). Only codes
// count: the words beside them are in every language and of every meaning. A reply of class 4 is VerdictLater; in a report,
// where code is 0 and whoever tried has given up, status 4.x.x is VerdictSoft. A bare 550, 551 or 553 is soft, because they are
// said of dead addresses and of unwelcome messages alike; other bare codes of class 5 refuse the message. What is neither
// status nor code gives VerdictNone.
func Judge(status string, code int) Verdict {
	subject, detail, class := 0, 0, byte(0)
	if m := statusCode.FindStringSubmatch(status); m != nil {
		class = m[1][0]
		subject, _ = strconv.Atoi(m[2])
		detail, _ = strconv.Atoi(m[3])
	}
	switch {
	case code >= 600 || code < 0:
		return VerdictNone
	case code >= 500 && class != '5': // the code decides between trying again and giving up (RFC 5321, section 4.2.1)
		return judgeBare(code)
	case code >= 400 && code < 500:
		return VerdictLater
	case code > 0 && code < 400:
		return VerdictNone
	case class == '4':
		return VerdictSoft
	case class != '5':
		return VerdictNone
	case subject == 0 && code != 0: // 5.0.x: no more is known than the bare code says (RFC 3463, section 3.1)
		return judgeBare(code)
	}
	if v, ok := verdicts[[2]int{subject, detail}]; ok {
		return v
	}
	if v, ok := verdicts[[2]int{subject, anyDetail}]; ok {
		return v
	}
	return VerdictSoft // subjects that are not assigned say no more than 5.0.0 does
}

var statusCode = regexp.MustCompile(`^([245])\.(\d{1,3})\.(\d{1,3})$`)

// judgeBare judges a reply of class 5 without enhanced code (RFC 5321, section 4.2.3).
func judgeBare(code int) Verdict {
	switch code {
	case 550, // mailbox unavailable: not found, no access, or rejected for policy
		551, // user not local
		553: // mailbox name not allowed
		return VerdictSoft
	}
	return VerdictRefused
}

const anyDetail = -1 // every detail that is not listed

// verdicts are those of class 5, by subject and detail. Where no other document is named the section is RFC 3463's; the list of
// all is IANA's registry "SMTP Enhanced Status Codes".
var verdicts = map[[2]int]Verdict{
	{0, anyDetail}: VerdictSoft, // 3.1: undefined; counted, lest a dead address be written to for ever

	{1, anyDetail}: VerdictSoft,    // 3.2: address. X.1.0 does not say whose, X.1.4 is an ambiguous one
	{1, 1}:         VerdictDead,    // bad destination mailbox
	{1, 2}:         VerdictDead,    // bad destination system
	{1, 3}:         VerdictDead,    // bad destination mailbox syntax
	{1, 5}:         VerdictRefused, // destination valid: no reason to fail, and none against the address
	{1, 6}:         VerdictDead,    // mailbox moved, nothing is passed on
	{1, 7}:         VerdictRefused, // bad syntax of the sender's mailbox
	{1, 8}:         VerdictRefused, // bad system of the sender
	{1, 9}:         VerdictRefused, // relayed to a mailer that does not report (RFC 3886)
	{1, 10}:        VerdictDead,    // the domain takes no mail: null MX (RFC 7505, section 4.2)

	{2, anyDetail}: VerdictSoft,    // 3.3: mailbox. X.2.2 is a full one, X.2.4 a list that does not expand
	{2, 1}:         VerdictDead,    // mailbox disabled
	{2, 3}:         VerdictRefused, // message longer than the mailbox allows

	{3, anyDetail}: VerdictSoft,    // 3.4: mail system. X.3.1 is full, X.3.2 takes no mail, X.3.5 is set up wrongly
	{3, 3}:         VerdictRefused, // not capable of what the message wants
	{3, 4}:         VerdictRefused, // message too big for the system
	{3, 6}:         VerdictRefused, // priority changed (RFC 6710, section 7)

	{4, anyDetail}: VerdictSoft,    // 3.5: network and routing. X.4.4 is a host without address, X.4.7 time expired
	{5, anyDetail}: VerdictRefused, // 3.6: protocol
	{6, anyDetail}: VerdictRefused, // 3.7: content or media
	{7, anyDetail}: VerdictRefused, // 3.8: security or policy; RFC 7372 (authentication), RFC 7505, 4.2 (our own null MX: X.7.27)
	{7, 17}:        VerdictDead,    // the mailbox has another owner now (RFC 7293, section 9)
	{7, 18}:        VerdictDead,    // the domain has another owner now (RFC 7293, section 9)
}
