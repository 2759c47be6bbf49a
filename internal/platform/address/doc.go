// Package address reads the mail addresses that people type and lists hold.
//
// In comes one address, with or without a name and angle brackets around it; out comes the form in which a mail server takes it
// (RFC 5321, section 4.1.2): the part before the @ as it was given, in Unicode's form NFC, and the domain in A-labels (RFC 5890),
// so that one mailbox is always written in one way. Show turns it into what people read. What is no address is an Invalid error
// about the field email that says what is wrong with it and, where it can be told, what was meant.
//
// Taken are dot-atoms and quoted strings, with letters of any alphabet (RFC 6531), before a domain of two labels or more. Not
// taken are addresses of machines in square brackets, comments, the obsolete syntax of RFC 5322, section 4.4, and characters that
// cannot be seen or turn others around.
package address
