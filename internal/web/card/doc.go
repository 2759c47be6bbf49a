// Package card draws the picture that other programs show where somebody shares a piece: the publication, the title, the author.
//
// In go words in any script that the fonts here have: Latin, Greek, Cyrillic, Hebrew and Arabic letters, from either side and mixed; out
// comes a PNG of 1200 by 630 pixels, the same for the same words. Letters are shaped and lines broken as Unicode has it (UAX #9, UAX #14).
// Words of which the fonts lack a letter are left out: a picture without the title is better than one with a wrong title.
package card
