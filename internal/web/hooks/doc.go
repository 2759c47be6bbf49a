// Package hooks takes in what the relays that send our mail tell by HTTP of bounces and complaints: Amazon SES (by SNS), Mailgun,
// SendGrid, Postmark, Brevo and SparkPost.
//
// In comes a POST to /hooks/NAME; out goes one call of Take with the events in it that are feedback, and 200. Each hook is off
// (404) unless its secret is set. Nothing is believed that is not signed by it, or, where a relay signs nothing, does not know it.
// What is refused does nothing and says why: 400 no such message, 403 wrong or missing signature, or one older than the relays
// repeat themselves, 413 too large, 415 another content type. If Take fails the answer is 503, and the relay tells it again; so
// may it, or whoever listened, for up to a day, and Take changes nothing then.
//
// What an event means is taken from the status code in it, judged as a bounce by mail is, and where it has none from the relay's own
// type, by the tables beside each hook, which hold the values that the relay documents.
package hooks
