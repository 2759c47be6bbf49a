package hooks

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/news"
)

// parseSendGridKey reads the verification key as SendGrid shows it, with or without the lines of PEM.
func parseSendGridKey(s string) (*ecdsa.PublicKey, error) {
	s = strings.NewReplacer("-----BEGIN PUBLIC KEY-----", "", "-----END PUBLIC KEY-----", "").Replace(s)
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(s), ""))
	if err == nil {
		var key any
		if key, err = x509.ParsePKIXPublicKey(der); err == nil {
			if key, ok := key.(*ecdsa.PublicKey); ok {
				return key, nil
			}
		}
	}
	e := news.FieldErrorf("hook.sendgrid", "that is no verification key; SendGrid shows it under Settings, Mail Settings, Event Webhooks, Signature Verification")
	e.Err = err
	return nil, e
}

type sendGridEvent struct {
	Email, Event, Type, Reason, Response, Status string
	Timestamp                                    float64
	Classification                               string `json:"bounce_classification"`
	MessageID                                    string `json:"smtp-id"`
}

// sendGridClasses are SendGrid's bounce classifications, for bounces without a code.
var sendGridClasses = map[string]news.Verdict{
	"Invalid Address":     news.VerdictDead,
	"Mailbox Unavailable": news.VerdictSoft,
	"Technical":           news.VerdictSoft,
	"Unclassified":        news.VerdictSoft,
	"Content":             news.VerdictRefused,
	"Reputation":          news.VerdictRefused,
	"Frequency/Volume":    news.VerdictRefused,
	"Frequency or Volume": news.VerdictRefused,
}

// sendgrid reads a batch of events that is signed by ECDSA, as the body is, byte by byte.
func (h *hooks) sendgrid(r *http.Request, body []byte) ([]news.Feedback, error) {
	signature, err := base64.StdEncoding.DecodeString(r.Header.Get("X-Twilio-Email-Event-Webhook-Signature"))
	timestamp := r.Header.Get("X-Twilio-Email-Event-Webhook-Timestamp")
	if err != nil || len(signature) == 0 {
		return nil, wrongSignature()
	}
	sum := sha256.Sum256(append([]byte(timestamp), body...))
	if !ecdsa.VerifyASN1(h.sendGrid, sum[:], signature) {
		return nil, wrongSignature()
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return nil, noMessage(err)
	}
	if err := h.fresh(time.Unix(seconds, 0)); err != nil {
		return nil, err
	}
	var events []json.RawMessage
	if err := json.Unmarshal(body, &events); err != nil {
		return nil, noMessage(err)
	}
	var all []news.Feedback
	for _, one := range events {
		var e sendGridEvent
		if err := json.Unmarshal(one, &e); err != nil && !odd(err) { // the mails' own arguments stand among the fields
			continue // which is not to lose the others
		}
		if f := e.feedback(); f.Kind != "" {
			all = append(all, f)
		}
	}
	return all, nil
}

func (e sendGridEvent) feedback() news.Feedback {
	f := news.Feedback{Address: e.Email, MessageID: e.MessageID, At: unix(e.Timestamp), Reply: e.Reason}
	switch e.Event {
	case "bounce":
		otherwise, known := sendGridClasses[e.Classification]
		if !known {
			otherwise = news.VerdictSoft
		}
		if e.Type == "blocked" { // refused for now, says SendGrid, and not suppressed there
			otherwise = news.VerdictRefused
		}
		reply := e.Reason
		if code, _ := news.ParseReply(reply); code == 0 && len(e.Status) == 3 { // some are told as 550 and not as 5.1.1
			reply = e.Status + " " + reply
		}
		giveUp(&f, e.Status, reply, otherwise)
		if e.Type == "blocked" && f.Verdict == news.VerdictDead {
			f.Verdict = news.VerdictSoft
		}
	case "deferred":
		f.Reply = e.Response
		later(&f, e.Status, e.Response)
	case "dropped": // not sent by SendGrid, for a reason of its list
		switch e.Reason {
		case "Bounced Address", "Invalid":
			f.Kind, f.Verdict = news.FeedbackBounced, news.VerdictDead
		case "Spam Reporting Address":
			f.Kind = news.FeedbackComplained
		default:
			f.Kind = news.FeedbackUnknown
		}
	case "spamreport":
		f.Kind = news.FeedbackComplained
	case "delivered":
		f.Kind, f.Reply = news.FeedbackDelivered, e.Response
	}
	return f // processed, open, click, unsubscribe, …: of no kind
}
