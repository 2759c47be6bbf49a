// Package send is the seventh step: it keeps who reads what, with the proof that they asked for it, and mails each edition to
// them.
//
// In comes a published edition; out goes one message to each reader with an active subscription, and a delivery for each that
// says what became of it. The list is made once, in one transaction; who subscribes later gets the next edition.
//
//	waiting ─▶ sent      the mail server took the message
//	   │└────▶ failed    it refused it for good (5xx, with its words), or the reader left before it was sent
//	   └─────▶ waiting   it may take it later (4xx), or broke off; the run ends Unavailable and the next goes on
//
// A delivery is marked as sent after the mail server has taken the message. A run that is stopped notes that still; one that
// is killed in that very moment, or whose server breaks off in place of the answer, leaves the delivery waiting, and the next
// run mails it again under the same Message-ID.
//
// A reader subscribes in two steps: they ask, and confirm from their mailbox. Every message carries a link and the headers to
// end the subscription in one click (RFC 8058), and a link to the reader's own page, where they choose, pause, move, take their
// data and have themselves erased: People does that. What they agreed to and when is kept and never changed. Links are signed; a forged
// one is Forbidden and does nothing.
//
// Mails that are no edition, by which a reader confirms or gets a link, are errands: each is a row and a job of its own, and the
// rows say how many an address got of late. An errand that is idle when its job runs, because it was answered or taken back, sends
// nothing.
package send
