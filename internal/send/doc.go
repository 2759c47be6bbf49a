// Package send is the seventh step: it keeps who reads what, with the proof that they asked for it, and mails each edition to
// them.
//
// In comes a published edition; out goes one message to each reader with an active subscription, and a delivery for each that
// says what became of it. The list is made once; who subscribes later gets the next edition.
//
//	waiting ─▶ sent         the mail server took the message
//	   │└────▶ bounced      it refused it for good (5xx, with its words), or for days
//	   ├─────▶ suppressed   the reader left, or their address takes no mail, before it was sent
//	   └─────▶ deferred     it may take it later (4xx), or broke off; tried again after 5 minutes, 10, … to 4 hours
//
// A delivery is marked as sent after the mail server has taken the message, and the connection that it went over sends no
// further last dot before that is on disk. So a run that is killed, or whose server breaks off in place of an answer, leaves at
// most one message on each connection of which nobody knows; it is sent again under the same Message-ID.
//
// A mailing can be paused, resumed and cancelled while it goes; a run heeds that within a second. It pauses itself where the
// mail server refuses what we are, and not whom a message is for.
//
// A reader subscribes in two steps: they ask, and confirm from their mailbox. Every message carries a link and the headers to
// end the subscription in one click (RFC 8058). What they agreed to and when is kept and never changed. Links are signed;
// a forged one is Forbidden and does nothing.
package send
