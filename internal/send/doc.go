// Package send is the seventh step: it keeps who reads what, with the proof that they asked for it, and mails each edition to
// them.
//
// In comes a published edition; out goes one message to each reader with an active subscription, and a delivery for each that
// says what became of it: waiting, sent or failed. A delivery is marked as sent after the mail server has taken the
// message. A step that is cut off goes on with those that wait; a message that was taken in the very moment before is
// mailed again under the same Message-ID.
//
// A reader subscribes in two steps: they ask, and confirm from their mailbox. Every message carries a link and the headers to
// end the subscription in one click (RFC 8058). What they agreed to and when is kept and never changed. Links are signed;
// a forged one is Forbidden and does nothing.
package send
