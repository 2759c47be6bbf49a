package news

import (
	"slices"
	"strings"
	"time"
)

// The topics of notices that a browser may ask to be told of; TopicEdition gives that of a publication's editions.
const (
	TopicPost  = "post"
	TopicWatch = "watch"
)

// TopicEdition is the topic of a publication's new editions.
func TopicEdition(publication ID) string { return topicEdition + string(publication) }

const topicEdition = "edition:"

// Topic says what a notice is of.
func (n Notice) Topic() string {
	switch n.Kind {
	case NoticeEdition:
		return TopicEdition(n.PublicationID)
	case NoticeWatch:
		return TopicWatch
	}
	return TopicPost
}

// mostTopics bounds what one browser may ask for.
const mostTopics = 50

// LongestLanguage is how many bytes a language's tag may have (RFC 5646, section 4.4.1).
const LongestLanguage = 35

// CheckTopics says whether a browser may ask for these.
func CheckTopics(topics []string) error {
	if len(topics) == 0 || len(topics) > mostTopics {
		return FieldErrorf("topics", "choose from one to %d things to be told of", mostTopics)
	}
	for _, t := range topics {
		if id, ok := strings.CutPrefix(t, topicEdition); t != TopicPost && t != TopicWatch && (!ok || id == "" || len(id) > 64) {
			return FieldErrorf("topics", "%q is nothing to be told of; use post, watch or edition: and the id of a publication", t)
		}
	}
	return nil
}

// PushAsk is what a browser asks for that wants to be told of notices, also while no page is open (Push API, W3C).
type PushAsk struct {
	Endpoint string // of its push service (RFC 8030, section 4)
	Key      string // base64url: its public key, and a secret (RFC 8291, section 2)
	Auth     string
	Topics   []string  // empty: those that it had at the endpoint before
	Language string    // of the page on which it was asked (RFC 5646); empty: the one that it had before
	Was      string    // the endpoint that it had before; empty: none
	Expires  time.Time // zero: not known
}

// Push is a browser that is told of notices. Nothing in it says whose it is.
type Push struct {
	ID       ID
	Endpoint string
	Key      string
	Auth     string
	Topics   []string
	Language string    // that what the house says itself is told in; empty: not known
	Seen     int64     // the number of the notice that was handled last
	Due      time.Time // not before
	Batch    ID        // the run that has it in hand; empty: none
	Failing  time.Time // since when nothing has got through; zero: it does
	Failures int       // in a row
	Error    string
	Created  time.Time
	Renewed  time.Time // when the browser last said that it is there
	Expires  time.Time // zero: not known
}

// Wants says whether it is to be told of a notice.
func (p Push) Wants(n Notice) bool { return slices.Contains(p.Topics, n.Topic()) }

// PushBatch makes the name of a batch of browsers, which is what a job to tell them is about.
func PushBatch(now time.Time) ID { return pushBatch + NewID(now) }

// IsPushBatch says whether a job is about such a batch.
func IsPushBatch(id ID) bool { return strings.HasPrefix(string(id), pushBatch) }

const pushBatch = "push-"
