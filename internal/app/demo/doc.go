// Package demo runs the whole way of the data on a sample world: outlets on loopback that publish for six days, a mail catcher,
// and a desk between them.
//
// In comes nothing; out come a published edition, mailed to fifty sample readers, and a summary that is compared with what
// the sample world must give. The six days pass in a minute: the desk runs on the world's clock, which moves from one look
// at the outlets to the next, and waits at each until all work is done. Killed and started again on the same folder it
// goes on where it was, and ends in the same state.
package demo
