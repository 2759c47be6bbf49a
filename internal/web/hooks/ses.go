package hooks

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// ses reads what SNS tells of SES.
func (h *hooks) ses(r *http.Request, body []byte) ([]news.Feedback, error) {
	m, err := h.sns(r.Context(), body)
	if err != nil {
		return nil, err
	}
	switch m.Type {
	case "SubscriptionConfirmation":
		return nil, h.subscribe(r.Context(), m)
	case "UnsubscribeConfirmation":
		h.options.Log.Warn("Amazon SNS tells us no more: the subscription was ended", "topic", m.TopicArn)
		return nil, nil
	}
	return sesEvent([]byte(m.Message)), nil
}

// sesMessage is SES's, by either of its ways: feedback notifications have a notificationType, published events an eventType.
type sesMessage struct {
	NotificationType, EventType string
	Mail                        struct {
		Source        string // the envelope sender, which is ours
		CommonHeaders struct{ MessageID string }
		Headers       []struct{ Name, Value string }
	}
	Bounce struct {
		BounceType, BounceSubType string
		BouncedRecipients         []sesRecipient
		Timestamp                 moment
	}
	Complaint struct {
		ComplainedRecipients                    []sesRecipient
		ComplaintFeedbackType, ComplaintSubType string
		Timestamp                               moment
	}
	Delivery struct {
		Recipients   []string
		SMTPResponse string
		Timestamp    moment
	}
	DeliveryDelay struct {
		DelayType         string
		DelayedRecipients []sesRecipient
		Timestamp         moment
	}
}

type sesRecipient struct{ EmailAddress, Action, Status, DiagnosticCode string }

// sesVerdicts are of bounces without a status code, by type and subtype; "" is every other subtype.
var sesVerdicts = map[[2]string]news.Verdict{
	{"Permanent", ""}:                      news.VerdictDead, // General, NoEmail, Suppressed, OnAccountSuppressionList
	{"Permanent", "UnsubscribedRecipient"}: news.VerdictRefused,
	{"Transient", ""}:                      news.VerdictSoft, // MailboxFull, CustomTimeoutExceeded
	{"Transient", "MessageTooLarge"}:       news.VerdictRefused,
	{"Transient", "ContentRejected"}:       news.VerdictRefused,
	{"Transient", "AttachmentRejected"}:    news.VerdictRefused,
}

// sesEvent reads a message of SES. What is no JSON is a greeting for people.
func sesEvent(message []byte) []news.Feedback {
	var m sesMessage
	if err := json.Unmarshal(message, &m); err != nil && !odd(err) {
		return nil
	}
	about := news.Feedback{Sender: m.Mail.Source, MessageID: m.Mail.CommonHeaders.MessageID}
	for _, header := range m.Mail.Headers {
		if about.MessageID == "" && strings.EqualFold(header.Name, "Message-ID") {
			about.MessageID = header.Value
		}
	}
	switch m.NotificationType + m.EventType {
	case "Bounce":
		return sesBounce(m, about)
	case "Complaint":
		about.At, about.Reply = m.Complaint.Timestamp.Time, strings.TrimSpace(m.Complaint.ComplaintFeedbackType+" "+m.Complaint.ComplaintSubType)
		about.Kind = news.FeedbackComplained
		// The values are those of RFC 5965; most providers give none.
		if slices.Contains([]string{"not-spam", "auth-failure", "virus", "other"}, m.Complaint.ComplaintFeedbackType) {
			about.Kind = news.FeedbackUnknown
		}
		return each(m.Complaint.ComplainedRecipients, func(r sesRecipient) news.Feedback {
			f := about
			f.Address = r.EmailAddress
			return f
		})
	case "Delivery":
		about.At, about.Reply, about.Kind = m.Delivery.Timestamp.Time, m.Delivery.SMTPResponse, news.FeedbackDelivered
		return each(m.Delivery.Recipients, func(address string) news.Feedback {
			f := about
			f.Address = address
			return f
		})
	case "DeliveryDelay":
		about.At = m.DeliveryDelay.Timestamp.Time
		return each(m.DeliveryDelay.DelayedRecipients, func(r sesRecipient) news.Feedback {
			f := about
			f.Address = r.EmailAddress
			later(&f, r.Status, r.DiagnosticCode)
			return f
		})
	}
	return nil // Send, Open, Click, Subscription, …
}

func sesBounce(m sesMessage, about news.Feedback) []news.Feedback {
	b := m.Bounce
	about.At = b.Timestamp.Time
	otherwise, known := sesVerdicts[[2]string{b.BounceType, b.BounceSubType}]
	if !known {
		otherwise, known = sesVerdicts[[2]string{b.BounceType, ""}]
	}
	return each(b.BouncedRecipients, func(r sesRecipient) news.Feedback {
		f := about
		f.Address = r.EmailAddress
		told := r.Status != "" || r.DiagnosticCode != ""
		switch {
		case !told && b.BounceType == "Transient" && b.BounceSubType == "General":
			f.Kind, f.Reply = news.FeedbackAutoReply, "Transient General" // SES's documents: out-of-office replies come so
			return f
		case !told && !known: // Undetermined
			f.Kind, f.Reply = news.FeedbackUnknown, b.BounceType+" "+b.BounceSubType
			return f
		case !known:
			otherwise = news.VerdictSoft
		}
		giveUp(&f, r.Status, r.DiagnosticCode, otherwise)
		if f.Reply == "" {
			f.Reply = b.BounceType + " " + b.BounceSubType
		}
		if b.BounceType == "Transient" && f.Verdict == news.VerdictDead {
			f.Verdict = news.VerdictSoft // SES has reason to think that it passes
		}
		return f
	})
}

func each[T any](all []T, make func(T) news.Feedback) []news.Feedback {
	var out []news.Feedback
	for _, one := range all {
		out = append(out, make(one))
	}
	return out
}
