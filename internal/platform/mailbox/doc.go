// Package mailbox takes in the mail that comes back to the addresses we send from, where it is delivered into a mailbox that is
// read by IMAP (RFC 3501, RFC 9051) or POP3 (RFC 1939).
//
// In comes the address of a mailbox that is for nothing else; out goes what Parse makes of each mail, in one call of Take a mail.
// Only when that has returned is the mail moved to a folder (IMAP) or deleted; if Take fails it stays where it is. So a crash, a lost
// connection or a full disk at any moment means that a mail is read again, never that it is lost: Take is to be idempotent.
//
// The connection is under TLS, from the start or by STARTTLS (RFC 2595, RFC 8314), or does not leave this machine. Of a mail no
// more than Keep bytes are held in memory. Errors name the setting, bounce.mailbox: Invalid for an address that is none, Forbidden
// where the server lets us not in, Unavailable for what may be different next time.
package mailbox
