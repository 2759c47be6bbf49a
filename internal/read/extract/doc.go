// Package extract finds the article in a web page: its text without the navigation, notices and advertisements around it,
// and what the page says about it.
//
// In: the bytes of a page as fetched, in any encoding. Out: a news.Document with plain text. A page without an article
// gives an empty text and no error. No bytes make it panic: where one of the libraries that it stands on does, the other's
// finding is used, and if both do, the page is Invalid.
package extract
