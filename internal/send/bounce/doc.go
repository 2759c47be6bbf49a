// Package bounce reads what comes back to the addresses that mails are sent from: reports of failure and delay, complaints,
// replies of machines and of people.
//
// In comes a mail, from anybody, with the envelope recipient it was sent to; out comes at least one news.Feedback. What can be
// told from structure is told: DSN (RFC 3464, RFC 6533), ARF (RFC 5965), and, of servers too old for either, a status code that
// stands beside an address (qmail's QSBMF, Exim's and Sendmail's plain texts). Nothing is guessed from words, in whatever
// language: a mail that does not say it by a code is FeedbackUnknown, for people to look at. Machines that answer for their
// people are FeedbackAutoReply (RFC 3834).
//
// Mails are hostile: of each the first MaxBytes are read and the rest is not, MIME is walked only so deep and so far, and what is
// broken or lies about itself gives FeedbackUnknown or what stands before the break. The only error is that of the source.
package bounce
