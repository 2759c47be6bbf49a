package hooks

import (
	"encoding/json"
	"strconv"

	"onrecord/internal/news"
)

type sparkpostEvent struct {
	Type      string
	Recipient string `json:"rcpt_to"`
	Sender    string `json:"msg_from"` // the envelope's
	Class     string `json:"bounce_class"`
	Code      string `json:"error_code"`
	Reply     string `json:"raw_reason"`
	Reason    string `json:"reason"`
	Timestamp string
}

// sparkpostClasses are SparkPost's bounce classes, for replies without a code.
var sparkpostClasses = map[string]news.Verdict{
	"1":  news.VerdictSoft,    // undetermined
	"10": news.VerdictDead,    // invalid recipient
	"20": news.VerdictSoft,    // soft bounce
	"21": news.VerdictSoft,    // DNS failure
	"22": news.VerdictSoft,    // mailbox full
	"23": news.VerdictRefused, // too large
	"24": news.VerdictSoft,    // timeout
	"25": news.VerdictRefused, // failed by the sender's own rules
	"30": news.VerdictDead,    // no recipient could be told from the report of a dead one
	"40": news.VerdictSoft,    // generic
	"50": news.VerdictRefused, // blocks: of mail in general,
	"51": news.VerdictRefused, // by a receiver's list,
	"52": news.VerdictRefused, // of spam,
	"53": news.VerdictRefused, // of an attachment,
	"54": news.VerdictRefused, // of relaying
	"70": news.VerdictSoft,    // transient
}

// sparkpost reads a batch of events. Their message_id is SparkPost's own.
func sparkpost(body []byte) ([]news.Feedback, error) {
	var batch []struct {
		Msys map[string]sparkpostEvent
	}
	if err := json.Unmarshal(body, &batch); err != nil && !odd(err) {
		return nil, noMessage(err)
	}
	var all []news.Feedback
	for _, b := range batch {
		for _, e := range b.Msys {
			if f := e.feedback(); f.Kind != "" {
				all = append(all, f)
			}
		}
	}
	return all, nil
}

func (e sparkpostEvent) feedback() news.Feedback {
	f := news.Feedback{Address: e.Recipient, Sender: e.Sender}
	if seconds, err := strconv.ParseFloat(e.Timestamp, 64); err == nil {
		f.At = unix(seconds)
	}
	reply := e.Reply
	if reply == "" {
		reply = e.Reason
	}
	if code, _ := news.ParseReply(reply); code == 0 && e.Code != "" {
		reply = e.Code + " " + reply
	}
	f.Reply = reply
	switch e.Type {
	case "bounce", "out_of_band":
		switch e.Class {
		case "60": // auto-reply
			f.Kind = news.FeedbackAutoReply
			return f
		case "80", "90", "100": // subscribe, unsubscribe, challenge
			f.Kind = news.FeedbackUnknown
			return f
		}
		otherwise, known := sparkpostClasses[e.Class]
		if !known {
			otherwise = news.VerdictSoft
		}
		giveUp(&f, "", reply, otherwise)
	case "delay":
		later(&f, "", reply)
	case "spam_complaint":
		f.Kind = news.FeedbackComplained
	case "delivery":
		f.Kind = news.FeedbackDelivered
	case "policy_rejection", "generation_failure", "generation_rejection":
		f.Kind = news.FeedbackUnknown
	}
	return f
}
