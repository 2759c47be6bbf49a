// Package dkim signs mail, so that receivers can tell that it is from here and was not changed on the way (RFC 6376; Ed25519
// by RFC 8463), and keeps the keys for it.
//
// In comes a whole message; out come the header fields that go before it, one for each key of the sender's domain. A message
// that is signed passes wherever the key's record is in the DNS; one that no verifier could read alike (a bare CR or LF, no From
// or two, a header field that is none) is Invalid and not signed. A domain without a key is no failure: its mail goes without a
// signature.
//
// Keys are PEM files in a folder, one a file, named as their records are in the DNS: SELECTOR._domainkey.DOMAIN.pem. A file is
// there whole or not at all, and is never written over. A file that holds no key, or another's, is an Invalid error that names
// it: a desk that left out a damaged key would send without signatures, and nobody would know.
package dkim
