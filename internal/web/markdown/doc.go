// Package markdown turns the text of an article into HTML that a page may show.
//
// In goes Markdown (CommonMark with footnotes, tables, strikethrough and bare links); out come sanitised HTML, the headings for a table
// of contents, and the plain text for the search. HTML within Markdown is no part of it: Check refuses it and says where it stands, and
// what comes to Render all the same is dropped. A picture of the article's own is shown; one from elsewhere becomes a link to it, because a
// page loads nothing from other sites. Typographic replacement is off: what an editor typed is what stands there.
//
// Nothing fails: whatever the text, there is HTML for it, and none of it can do anything. The parser escapes what it does not know and
// drops addresses that run programs, and what comes out of it goes through an allowlist of elements and attributes all the same.
package markdown
