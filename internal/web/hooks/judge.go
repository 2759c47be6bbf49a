package hooks

import (
	"regexp"
	"strings"

	"onrecord/internal/news"
)

var statusCode = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}$`)

// giveUp makes f a bounce: the relay has given the message up. status is the enhanced code that it tells ("" if none), reply the
// other server's words, and otherwise the verdict that its own type stands for where no code says more.
func giveUp(f *news.Feedback, status, reply string, otherwise news.Verdict) {
	reply = unwrap(reply)
	code, told := news.ParseReply(reply)
	if !statusCode.MatchString(status) {
		status = ""
	}
	// "5.0.0" says only that it failed. The server's own reply may know more.
	if told != "" && (status == "" || strings.HasSuffix(status, ".0.0") && status[0] == told[0]) {
		status = told
	}
	f.Kind, f.Status, f.Reply = news.FeedbackBounced, status, reply
	f.Verdict = verdict(status, code, otherwise)
}

// verdict judges by code where there is one that says something.
func verdict(status string, code int, otherwise news.Verdict) news.Verdict {
	if strings.HasPrefix(status, "4") || status == "" && code >= 400 && code < 500 {
		return news.VerdictSoft // given up for what might have passed
	}
	if code < 500 {
		code = 0
	}
	// A bare 550 or 554 is said of dead addresses and of unwelcome messages alike. A relay that says that the address is dead has seen
	// what else that server answers.
	if (status == "5.0.0" || status == "") && (code == 0 || otherwise == news.VerdictDead) {
		return otherwise
	}
	if v := news.Judge(status, code); v != news.VerdictNone {
		return v
	}
	return otherwise
}

// later makes f a delay: the relay still tries.
func later(f *news.Feedback, status, reply string) {
	reply = unwrap(reply)
	if _, told := news.ParseReply(reply); told != "" && status == "" {
		status = told
	}
	if !statusCode.MatchString(status) {
		status = ""
	}
	f.Kind, f.Verdict, f.Status, f.Reply = news.FeedbackDelayed, news.VerdictLater, status, reply
}

// unwrap takes the type of a Diagnostic-Code off (RFC 3464, section 2.3.6): "smtp; 550 5.1.1 …".
func unwrap(reply string) string {
	reply = strings.TrimSpace(reply)
	if len(reply) > 5 && strings.EqualFold(reply[:5], "smtp;") {
		return strings.TrimSpace(reply[5:])
	}
	return reply
}
