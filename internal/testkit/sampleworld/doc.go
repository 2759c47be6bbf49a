// Package sampleworld is the sample world: a dozen invented outlets that publish some seventy reports about a dozen happenings over
// six days, with all that outlets do to whoever gathers from them.
//
// In come the end of the six days and, while it runs, the moment that it is (SetTime); out come feeds and article pages as
// they are at that moment, each outlet on an address of its own. Expected says what a desk must find in it.
//
// The reports are in stories/, one file a happening, in the format that parse.go describes. Names, countries and events are
// invented.
package sampleworld
