// Package terminal prints for people: how wide their screen is, whether it shows colours, and how text from outside is laid
// out on it without commanding it.
//
// In come a writer, the environment and texts of any kind; out come lines that fit. Nothing here fails: what cannot be found
// out has a default.
package terminal
