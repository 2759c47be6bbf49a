// Package feed reads feed documents: RSS 0.9x, 1.0 and 2.0, Atom, and JSON Feed.
//
// In: the bytes of a document as fetched, in any encoding. Out: a news.FeedDocument that may be shown: titles, summaries
// and names are plain text, contents are HTML without anything that acts or calls home, links are absolute web addresses,
// times are UTC. What is no feed, or is broken, is an Invalid error that names the address; nothing makes it panic.
package feed
