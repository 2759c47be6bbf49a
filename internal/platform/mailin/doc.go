// Package mailin takes in, by SMTP (RFC 5321) or LMTP (RFC 2033), the mail that comes back to the addresses we send from.
//
// In comes mail for recipients that Ours knows; everybody else is refused at RCPT with 550 5.1.1, so nothing is relayed and no
// report about a report is ever due: the package generates no mail. Out goes what Parse makes of each mail, for each of its
// recipients, in one call of Take. Only when that has returned is the mail acknowledged. Whatever fails is answered with 451, and
// the other server keeps the mail and tries again; so it may come twice and is never lost.
//
// Strangers reach this server. Connections are limited in number, all together and for each network address, and in time; commands
// and mails in size. Of a mail no more than Keep bytes are held in memory.
package mailin
