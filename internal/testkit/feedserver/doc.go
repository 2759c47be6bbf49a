// Package feedserver serves any list of reports as the feeds and article pages of outlets, to run the whole pipeline on.
//
// In come reports, from JSON Lines or from a program, and a number of feeds; out come that many feeds, in RSS 2.0, RSS 1.0,
// Atom 1.0 and JSON Feed by turns, and behind every item an article page with navigation, a cookie banner, related links
// and a footer. The same reports give the same documents, so a second asking is answered 304.
//
// A line that is no report is an error that names the line; nothing is served then.
package feedserver
