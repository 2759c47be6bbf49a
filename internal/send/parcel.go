package send

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
)

// parcel is a delivery on its way.
type parcel struct {
	news.Addressed
	message smtp.Message
	read    time.Time // when it was, by a clock that only goes on
	tries   int       // how often in this run a line broke before the message was given
}

// domain is the part of the address by which deliveries are limited.
func (p *parcel) domain() string {
	return strings.ToLower(p.Address[strings.LastIndexByte(p.Address, '@')+1:])
}

// outcome begins what became of a parcel.
func (p *parcel) outcome(to news.DeliveryState, at time.Time) news.Outcome {
	return news.Outcome{Subscription: p.Subscription, Subscriber: p.Subscriber, From: p.State, To: to, At: at}
}

// How deferred deliveries are tried again.
const (
	// firstWait is what servers that keep strangers waiting on purpose ask for (RFC 6647, section 3).
	firstWait = 5 * time.Minute
	// longestWait keeps the tries of days few (RFC 5321, section 4.5.4.1, asks for 30 minutes or more between them).
	longestWait = 4 * time.Hour
	// giveUp and leastTries together end the tries (RFC 5321, section 4.5.4.1: 4 to 5 days). So many tries take four days at
	// least, which keeps a clock that jumps by a year from ending them all.
	giveUp     = 5 * 24 * time.Hour
	leastTries = 30
	// unheard is how long a message waits whose server broke off in place of its last answer. Only the first time: a server that
	// takes it and breaks off each time gives the reader a copy at each. For that, mostUnheard of them are the end.
	unheard     = time.Minute
	mostUnheard = 5
	// mostRefusedTries is how often a message is tried that is refused for what it is, while nobody's is taken.
	mostRefusedTries = 5
)

// again gives when a delivery that was deferred for the n-th time is tried again: 5, 10, 20 … minutes later, to 4 hours, with
// a quarter of it at random either way, so that what was deferred together does not come back together.
func again(n int, now time.Time) time.Time {
	return now.Add(jitter(min(firstWait<<min(n-1, 10), longestWait)))
}

func jitter(d time.Duration) time.Duration {
	return d - d/4 + rand.N(d/2) //nolint:gosec // jitter is no secret
}

// judge says what becomes of a parcel whose attempt ended with reply or err. unsure: the server may have the message; taken: it took
// others.
func (p *parcel) judge(reply string, err error, unsure, taken bool, now time.Time) news.Outcome {
	var refusal *smtp.Refusal
	switch {
	case err == nil:
		o := p.outcome(news.Sent, now)
		o.Reply = reply
		return o
	case errors.As(err, &refusal):
		o := p.refused(refusal, taken, now)
		o.Status, o.Reply = refusal.Enhanced, refusal.Reply
		return o
	}
	o := p.later(now)
	o.Unheard, o.Reply = unsure, news.ReplyLine(err.Error())
	switch {
	case unsure && p.Unheard+1 >= mostUnheard:
		o.To, o.Due, o.Verdict = news.Bounced, time.Time{}, news.VerdictNone // it says nothing of the address
		o.Reply = news.ReplyLine(fmt.Sprintf("given up, since the reader may have it %d times; the last time: %s", mostUnheard, o.Reply))
	case unsure && p.Attempts == 0:
		o.Due = now.Add(jitter(unheard))
	}
	return o
}

// refused is for the server's no. What it says of the message and not of the reader is tried once more: it is for the sender
// to mend, and the reader is not to miss the edition for it; nor for an editor who resumes a mailing before it is mended, so it
// is tried again as long as nobody's message was taken.
func (p *parcel) refused(r *smtp.Refusal, taken bool, now time.Time) news.Outcome {
	verdict := news.Judge(r.Enhanced, r.Code)
	ours := verdict == news.VerdictRefused && (p.Attempts == 0 || !taken && p.Attempts < mostRefusedTries)
	if !r.Final() || ours {
		return p.later(now)
	}
	o := p.outcome(news.Bounced, now)
	o.Verdict = verdict
	return o
}

// later defers a parcel, or gives it up after days.
func (p *parcel) later(now time.Time) news.Outcome {
	since := now.Sub(p.Began) // less than nothing: the clock was put back, and the tries have to do
	if p.Attempts+1 >= leastTries && (since > giveUp || since < 0) {
		o := p.outcome(news.Bounced, now)
		o.Verdict = news.VerdictSoft
		return o
	}
	o := p.outcome(news.Deferred, now)
	o.Due = again(p.Attempts+1, now)
	return o
}

// sleep waits, and says whether it waited to the end.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
