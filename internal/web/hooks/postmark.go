package hooks

import (
	"encoding/json"

	"onrecord/internal/news"
)

type postmarkMessage struct {
	RecordType, Type, Email, Recipient, Details, Description string
	BouncedAt, DeliveredAt                                   moment
}

// postmarkBounces are Postmark's bounce types that give a message up, for details without a code.
var postmarkBounces = map[string]news.Verdict{
	"HardBounce":          news.VerdictDead,
	"BadEmailAddress":     news.VerdictDead,
	"ManuallyDeactivated": news.VerdictDead, // by the operator there: nothing is sent
	"SoftBounce":          news.VerdictSoft,
	"DnsError":            news.VerdictSoft,
	"SpamNotification":    news.VerdictRefused, // taken for spam by a filter, not by the reader
	"VirusNotification":   news.VerdictRefused,
	"Blocked":             news.VerdictRefused,
	"DMARCPolicy":         news.VerdictRefused,
}

// postmark reads a webhook. Its MessageID is Postmark's own and not the mail's.
func postmark(body []byte) ([]news.Feedback, error) {
	var m postmarkMessage
	if err := json.Unmarshal(body, &m); err != nil && !odd(err) || m.RecordType == "" {
		return nil, noMessage(err)
	}
	reply := m.Details
	if reply == "" {
		reply = m.Description
	}
	f := news.Feedback{Address: m.Email, At: m.BouncedAt.Time, Reply: m.Type + ": " + reply}
	switch m.RecordType {
	case "SpamComplaint":
		f.Kind = news.FeedbackComplained
		return []news.Feedback{f}, nil
	case "Delivery":
		f.Kind, f.Address, f.At, f.Reply = news.FeedbackDelivered, m.Recipient, m.DeliveredAt.Time, m.Details
		return []news.Feedback{f}, nil
	case "Bounce":
	default:
		return nil, nil // Open, Click, SubscriptionChange, Inbound
	}
	if otherwise, known := postmarkBounces[m.Type]; known {
		giveUp(&f, "", m.Details, otherwise)
		if f.Reply == "" {
			f.Reply = m.Type + ": " + reply
		}
		return []news.Feedback{f}, nil
	}
	switch m.Type {
	case "Transient":
		later(&f, "", reply)
	case "AutoResponder":
		f.Kind = news.FeedbackAutoReply
	case "SpamComplaint", "Unsubscribe": // the reader, or their mail program, asks for no more
		f.Kind = news.FeedbackComplained
	default: // AddressChange, ChallengeVerification, Subscribe, Unknown, …
		f.Kind = news.FeedbackUnknown
	}
	return []news.Feedback{f}, nil
}
