package hooks

import (
	"bytes"
	"encoding/json"

	"onrecord/internal/news"
)

type brevoEvent struct {
	Event, Email, Reason string
	MessageID            string  `json:"message-id"`
	At                   float64 `json:"ts_event"`
}

// brevoBounces are Brevo's events that give a message up, for reasons without a code.
var brevoBounces = map[string]news.Verdict{
	"hard_bounce":   news.VerdictDead,
	"invalid_email": news.VerdictDead,
	"soft_bounce":   news.VerdictSoft,
	"blocked":       news.VerdictRefused, // on Brevo's own list, which does not say why
}

// brevo reads an event, or a batch of them.
func brevo(body []byte) ([]news.Feedback, error) {
	var events []brevoEvent
	var err error
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) {
		err = json.Unmarshal(body, &events)
	} else {
		events = make([]brevoEvent, 1)
		err = json.Unmarshal(body, &events[0])
	}
	if err != nil && !odd(err) {
		return nil, noMessage(err)
	}
	var all []news.Feedback
	for _, e := range events {
		f := news.Feedback{Address: e.Email, MessageID: e.MessageID, At: unix(e.At), Reply: e.Reason}
		if otherwise, known := brevoBounces[e.Event]; known {
			giveUp(&f, "", e.Reason, otherwise)
			if e.Event != "hard_bounce" && f.Verdict == news.VerdictDead && otherwise != news.VerdictDead {
				f.Verdict = news.VerdictSoft
			}
			if f.Reply == "" {
				f.Reply = e.Event
			}
		}
		switch e.Event {
		case "deferred":
			later(&f, "", e.Reason)
		case "spam":
			f.Kind = news.FeedbackComplained
		case "delivered":
			f.Kind = news.FeedbackDelivered
		case "error":
			f.Kind = news.FeedbackUnknown
		case "":
			return nil, noMessage(nil)
		}
		if f.Kind != "" { // request, opened, click, unsubscribed, …
			all = append(all, f)
		}
	}
	return all, nil
}
