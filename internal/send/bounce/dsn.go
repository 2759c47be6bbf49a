package bounce

import (
	"regexp"
	"strings"

	"onrecord/internal/news"
)

// fromStatus reads a delivery status (RFC 3464): fields of the message, then a group of fields for each recipient. Groups that name
// neither action nor status are left out.
func fromStatus(body []byte, about news.Feedback) []news.Feedback {
	var all []news.Feedback
	for _, g := range groups(body, most+1) {
		if g["action"] == "" && g["status"] == "" {
			continue // the message's own fields (section 2.2)
		}
		f := about
		// The address that we wrote to is the original one; the final one may be where the reader has it forwarded.
		if f.Address = typedAddress(g["original-recipient"]); f.Address == "" {
			f.Address = typedAddress(g["final-recipient"])
		}
		kind, diagnostic, typed := strings.Cut(g["diagnostic-code"], ";")
		if !typed {
			kind, diagnostic = "", g["diagnostic-code"]
		}
		f.Reply = strings.TrimSpace(diagnostic)
		code, told := 0, ""
		if k := strings.ToLower(strings.TrimSpace(kind)); k == "smtp" || k == "" {
			code, told = news.ParseReply(f.Reply)
		}
		f.Status = findStatus(g["status"])
		settle(&f, strings.ToLower(uncomment(g["action"])), told, code)
		if all = append(all, f); len(all) == most {
			break
		}
	}
	return all
}

// settle decides on kind, status and verdict by the action (RFC 3464, section 2.3.3), the status in f, and the codes of the reply
// that is quoted.
func settle(f *news.Feedback, action, told string, code int) {
	// "5.0.0" says only that it failed, and many put it there always. The server's own reply knows more.
	if f.Status == "" || strings.HasSuffix(f.Status, ".0.0") && told != "" && told[0] == f.Status[0] {
		f.Status = told
	}
	if action == "" || !strings.Contains(" failed delayed delivered relayed expanded ", " "+action+" ") {
		switch { // not given, or made up
		case strings.HasPrefix(f.Status, "5"):
			action = "failed"
		case strings.HasPrefix(f.Status, "4"): // given up or not, nobody says
			f.Kind, f.Verdict = news.FeedbackDelayed, news.Judge(f.Status, 0)
			return
		case strings.HasPrefix(f.Status, "2"):
			action = "relayed"
		}
	}
	switch action {
	case "failed":
		f.Kind = news.FeedbackBounced
		if code < 500 {
			code = 0 // it was given up, whatever the last reply was
		}
		if f.Verdict = news.Judge(f.Status, code); f.Verdict == news.VerdictNone {
			f.Verdict = news.Judge("5.0.0", 0) // failed, and the status does not say why
		}
	case "delayed":
		f.Kind, f.Verdict = news.FeedbackDelayed, news.VerdictLater
	case "delivered":
		f.Kind = news.FeedbackDelivered
	case "relayed", "expanded":
		f.Kind = news.FeedbackAutoReply // on its way, which is no news
	default:
		f.Kind = news.FeedbackUnknown
	}
}

var anyStatus = regexp.MustCompile(`(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?:[^\d.]|\.(?:\D|$)|$)`)

// findStatus gives the first enhanced status code (RFC 3463) of a text: three numbers, and not four as in a network address.
func findStatus(s string) string {
	if m := anyStatus.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}
