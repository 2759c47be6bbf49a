// Package gather takes the outside in: it asks a feed what is new, fetches the pages of its items, and keeps every
// version of them that it sees.
//
// In: the id of a feed that is due. Out: reports, each at one canonical URL, and for each version of a report's page that
// differs from the last one a revision, as fetched, whose ids are handed on. A report's page is looked at again when its
// feed entry changes, and in the first two days after the report was first seen also by itself, at growing intervals,
// because outlets edit in silence.
//
// What fails outside costs only itself: a broken feed is marked broken with the error, asked less and less often, and
// shown at the desk; a page that cannot be had is replaced by what the feed says about it until it can. Only errors of the
// store are returned, and then the step may simply be run again: everything is committed one report at a time, and
// the feed's validators last, so that a step that was killed finds what it missed.
package gather
