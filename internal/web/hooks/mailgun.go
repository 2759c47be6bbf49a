package hooks

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"onrecord/internal/news"
)

type mailgunMessage struct {
	Signature struct{ Timestamp, Token, Signature string }
	Event     struct {
		Event, Severity, Reason, Recipient string
		Timestamp                          float64
		Envelope                           struct{ Sender string }
		Message                            struct {
			Headers struct {
				MessageID string `json:"message-id"`
			}
		}
		Status struct {
			Code                 int
			EnhancedCode         string `json:"enhanced-code"`
			Message, Description string
		} `json:"delivery-status"`
	} `json:"event-data"`
}

// mailgun reads a webhook that is signed by HMAC.
func (h *hooks) mailgun(_ *http.Request, body []byte) ([]news.Feedback, error) {
	var m mailgunMessage
	if err := json.Unmarshal(body, &m); err != nil && !odd(err) {
		return nil, noMessage(err)
	}
	signed := hmac.New(sha256.New, []byte(h.options.Mailgun))
	signed.Write([]byte(m.Signature.Timestamp + m.Signature.Token))
	given, err := hex.DecodeString(m.Signature.Signature)
	if err != nil || !hmac.Equal(given, signed.Sum(nil)) {
		return nil, wrongSignature()
	}
	seconds, err := strconv.ParseInt(m.Signature.Timestamp, 10, 64)
	if err != nil {
		return nil, noMessage(err)
	}
	if err := h.fresh(time.Unix(seconds, 0)); err != nil {
		return nil, err
	}
	// The signature is of the time and the token alone, so whoever has seen one could send anything with it. The same once more is a
	// repetition.
	if !h.once.take(m.Signature.Token, body) {
		return nil, news.Errorf(news.Forbidden, "This signature came with something else before.")
	}
	e := m.Event
	f := news.Feedback{Address: e.Recipient, Sender: e.Envelope.Sender, MessageID: e.Message.Headers.MessageID, At: unix(e.Timestamp)}
	reply := e.Status.Message
	if reply == "" {
		reply = e.Status.Description
	}
	// Mailgun's own codes begin at 600, and other servers' replies are told without theirs.
	if code, _ := news.ParseReply(reply); code == 0 && e.Status.Code >= 400 && e.Status.Code < 600 {
		reply = fmt.Sprintf("%d %s", e.Status.Code, reply)
	}
	f.Reply = reply
	switch {
	case e.Event == "failed" && e.Severity == "temporary":
		later(&f, e.Status.EnhancedCode, reply)
	case e.Event == "failed" && e.Reason == "suppress-complaint": // not sent: the reader complained before
		f.Kind = news.FeedbackComplained
	case e.Event == "failed" && e.Reason == "suppress-unsubscribe":
		f.Kind = news.FeedbackUnknown
	case e.Event == "failed":
		otherwise := news.VerdictSoft      // generic, old (given up after hours), bounce without a code
		if e.Reason == "suppress-bounce" { // not sent: it bounced for good before
			otherwise = news.VerdictDead
		}
		giveUp(&f, e.Status.EnhancedCode, reply, otherwise)
	case e.Event == "complained":
		f.Kind = news.FeedbackComplained
	case e.Event == "delivered":
		f.Kind = news.FeedbackDelivered
	case e.Event == "rejected": // by Mailgun itself
		f.Kind, f.Reply = news.FeedbackUnknown, "rejected: "+e.Reason
	case e.Event == "":
		return nil, noMessage(nil)
	default:
		return nil, nil // accepted, opened, clicked, unsubscribed, stored
	}
	return []news.Feedback{f}, nil
}
