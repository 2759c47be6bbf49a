// Package send is the seventh step: it keeps who reads what, with the proof that they asked for it, and mails each edition to
// them, each message accounted for.
//
// In comes a published edition; out goes one message to each reader with an active subscription, and one row for each that says
// what became of it. The list is made once; who subscribes later gets the next edition.
//
//	waiting ─┬─▶ sent ─────▶ bounced     the mail server took it; and it came back later
//	         ├─▶ deferred ─┬─▶ sent      a 4xx, or no answer: tried again after 5, 10, 20 … minutes, to 4 hours
//	         │             └─▶ bounced   given up after 5 days
//	         ├─▶ bounced                 a 5xx
//	         └─▶ suppressed              the reader left, or their address takes no mail
//
// A run (run.go) reads who is due, shortly before it is their turn; gives them to the mail servers by weight (relays.go) and
// to single domains at their pace (pace.go); hands them over on many connections at once (carry.go); and writes down what became
// of them, many in one transaction (account.go).
//
// # What is promised when it is killed
//
// A message ends with a dot, and until the dot the mail server has nothing. The dot of a message is sent only when the outcome
// of the one before it on that connection is on disk. So a process that dies, however it dies, leaves one message at most on each
// open connection of which nobody knows whether it was taken. Those wait, and are sent again under the same Message-ID. Nobody
// else is mailed twice, and nobody is lost. Everything but the dot is sent while the outcome before is being written, so that
// this costs no time.
//
// Only one run is at a mailing: it holds a lock that ends with its process (store.LockSending), and what it writes is refused
// once another run has taken over (store.Settle). Whatever ends a run, the next one goes on; the clock asks for it a minute
// later at the latest (store.DueSendings).
//
// # What pauses a mailing
//
// A mail server that takes nothing from this sender, or refuses twenty messages in a row for what they are and not for whom they
// go to, pauses the mailing until an editor resumes it: nobody is to miss an edition for a key that is missing. Those who were
// refused are tried again then, and a few times more as long as nobody's message is taken. One provider's refusals do not pause it
// where others take their mails. A mail server that is away is waited for; others take over its share. Editors pause, resume and
// cancel a mailing too (control.go); a run heeds that within a second.
//
// # What readers do
//
// A reader subscribes in two steps: they ask, and confirm from their mailbox (signup.go). Every message carries a link and the
// headers to end the subscription in one click (RFC 8058), and a link to the reader's own page (preferences.go, move.go,
// erase.go). What they agreed to and when is kept and never changed. Links are signed; a forged one is Forbidden and does
// nothing. Mails that are no edition, by which a reader confirms or gets a link, are errands (errand.go): each is a row and a job of
// its own, and the rows say how many an address got of late. What comes back of mails is taken in once and acted on (feedback.go).
package send
