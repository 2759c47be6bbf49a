package webtest

import (
	"context"
	"strings"
	"time"

	"onrecord/internal/news"
)

// Feedback gives what came back, the newest first.
func (w *World) Feedback(_ context.Context, f news.ReturnedFilter, before int64, limit int) (out []news.Returned, err error) {
	for _, r := range w.CameBack {
		if (before == 0 || r.Seq < before) && (f.Kind == "" || r.Kind == f.Kind) && (f.Verdict == "" || r.Verdict == f.Verdict) && len(out) < limit {
			out = append(out, r)
		}
	}
	return out, w.Fail
}

// CameBackSince counts what came back, by kind.
func (w *World) CameBackSince(_ context.Context, since time.Time) (map[news.FeedbackKind]int, error) {
	out := map[news.FeedbackKind]int{}
	for _, r := range w.CameBack {
		if !r.At.Before(since) {
			out[r.Kind]++
		}
	}
	return out, w.Fail
}

// Opened gives how often things of an edition's mails were opened.
func (w *World) Opened(_ context.Context, id news.ID) (out []news.Opened, err error) {
	for _, o := range w.OpenedOf {
		if o.EditionID == id {
			out = append(out, o)
		}
	}
	return out, w.Fail
}

// Returning has mails come back to the sample desk, of all kinds, and more than fit on a page, and what readers opened counted.
func (w *World) Returning() *World {
	back := func(age time.Duration, kind news.FeedbackKind, verdict news.Verdict, address, status, reply, by string) {
		r := news.Returned{Seq: int64(1000 - len(w.CameBack)), Sending: 1, Subscription: "s", Subscriber: "r", EditionID: Newest, Edition: Now.Format(time.DateOnly), Publication: w.Pubs[0].Name,
			Feedback: news.Feedback{Kind: kind, Verdict: verdict, Address: address, Status: status, Reply: reply, By: by, At: Now.Add(-age)}}
		if kind == news.FeedbackUnknown {
			r.Sending, r.Subscription, r.Subscriber, r.EditionID, r.Edition, r.Publication = 0, "", "", "", "", ""
		}
		w.CameBack = append(w.CameBack, r)
	}
	back(2*time.Minute, news.FeedbackBounced, news.VerdictDead, "ivo.marek@harbour.example", "5.1.1", "550 5.1.1 <ivo.marek@harbour.example>: Recipient address rejected: User unknown in virtual mailbox table", "lmtp")
	back(9*time.Minute, news.FeedbackComplained, "", "lena@strait.example", "", "", "ses")
	back(12*time.Minute, news.FeedbackUnknown, "", "", "", "Re: The Strait Brief: I am the new tenant here, please take Mr Olsen off your list, he moved to the north years ago & <left> no address", "imap")
	back(40*time.Minute, news.FeedbackBounced, news.VerdictSoft, "leser@xn--bcher-kva.example", "5.2.2", "552 5.2.2 Das Postfach ist voll", "lmtp")
	back(50*time.Minute, news.FeedbackBounced, news.VerdictRefused, "desk@"+strings.Repeat("verylong", 7)+".example", "5.7.1", "554 5.7.1 Message rejected due to local policy; see https://policy.example/why?code="+strings.Repeat("0123456789", 8), "lmtp")
	back(3*time.Hour, news.FeedbackDelayed, news.VerdictLater, "aya@karst.example", "4.4.1", "connect to mx.karst.example[192.0.2.9]:25: Connection timed out", "lmtp")
	back(5*time.Hour, news.FeedbackUnknown, news.VerdictDead, "who@elsewhere.example", "5.1.1", "550 אין תיבה כזו", "pop3")
	w.OpenedOf = []news.Opened{{EditionID: Newest, What: news.MailItself, N: 1043}, {EditionID: Newest, What: "i2", N: 187}, {EditionID: Newest, What: "i1", N: 96}, {EditionID: Newest, What: "i5", N: 29}}
	for i := range 60 {
		back(time.Duration(24+i)*time.Hour, news.FeedbackBounced, news.VerdictSoft, "reader"+strings.Repeat("x", i%7)+"@melland.example", "4.4.7", "message expired", "lmtp")
	}
	return w
}
