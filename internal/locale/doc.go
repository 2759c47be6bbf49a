// Package locale has the words that the product itself says to readers, in each of their languages: the frame of a mail or a
// page, never its content.
//
// In comes a file for each language, messages/TAG.toml, built into the program; out come its messages with their places filled
// in, the form that the language has for a number (CLDR's plural rules), its dates and the side on which it begins. A language is
// added by adding a file.
//
// Load fails, naming file and key, if a file lacks a message that messages/en.toml has, has one more, or fills other places. So
// what can go wrong later is a key that no file has, which Text and the others refuse.
package locale
