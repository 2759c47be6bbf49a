package bounce

import (
	"strings"

	"onrecord/internal/news"
)

// fromComplaint reads a feedback report (RFC 5965, section 3).
func fromComplaint(body []byte, about news.Feedback) []news.Feedback {
	report := fields{}
	if g := groups(body, 1); len(g) > 0 {
		report = g[0]
	}
	f := about
	if s := bareAddress(report["original-mail-from"]); s != "" {
		f.Sender = s
	}
	// Many strike the reader's address out, and then only Sender tells whose complaint it is.
	if f.Address = bareAddress(report["original-rcpt-to"]); f.Address == "" {
		f.Address = bareAddress(report["removal-recipient"])
	}
	kind := strings.ToLower(uncomment(report["feedback-type"]))
	f.Reply = "feedback-type: " + kind
	switch kind {
	case "abuse", "fraud", // section 7.3
		"opt-out", "opt-out-list": // drafts of it; whoever says so wants no more mail
		f.Kind = news.FeedbackComplained
	default: // not-spam, virus, other, auth-failure (RFC 6591)
		f.Kind = news.FeedbackUnknown
	}
	return []news.Feedback{f}
}
