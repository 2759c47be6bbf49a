// Package site serves the pages for readers: a publication with its editions and archive, a story with its ledger, a report
// with its statements and versions, search, the panel of notices, and the way into and out of a subscription.
//
// In come requests and, through [Store], what the steps have written; out goes HTML that is whole without a script. A GET
// changes nothing, so that a mail scanner which follows links neither confirms nor ends a subscription. What outlets wrote
// is text and nothing else wherever it stands; addresses from outside are links only if they begin with http or https.
//
// An error becomes a page in the site's own frame, with the status that web.Status gives it and, where it is the reader's
// to mend, the mend. What failed here is logged once and shown without detail.
package site
