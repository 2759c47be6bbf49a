package card

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"unicode"

	"github.com/go-text/typesetting/font"
)

// The fonts, each under the SIL Open Font License: Source Serif 4, Frank Ruhl Libre and Markazi Text, all of the weight 600, in the parts
// that Fontsource divides them into. Their names say in which order they are asked for a letter.
//
//go:embed fonts/*.woff
var fontFiles embed.FS

// Drawer draws cards. It is safe for use by many goroutines.
type Drawer struct{ fonts []*font.Font }

// New reads the fonts that are built into the program.
func New() (*Drawer, error) {
	names, err := fs.Glob(fontFiles, "fonts/*.woff") // in the order of their names
	if err != nil {
		return nil, err
	}
	d := &Drawer{}
	for _, name := range names {
		b, err := fontFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		face, err := font.ParseTTF(bytes.NewReader(b))
		if err != nil {
			return nil, fmt.Errorf("card: %s: %w", name, err)
		}
		d.fonts = append(d.fonts, face.Font)
	}
	return d, nil
}

// faces are the fonts for one drawing: a face remembers what it has shaped, and is nobody else's.
type faces struct {
	all  []*font.Face
	last *font.Face
}

func (d *Drawer) faces() *faces {
	f := &faces{}
	for _, one := range d.fonts {
		f.all = append(f.all, font.NewFace(one))
	}
	f.last = f.all[0]
	return f
}

// ResolveFace implements shaping.Fontmap. A mark stays with the letter before it if that one's font has it.
func (f *faces) ResolveFace(r rune) *font.Face {
	if unicode.In(r, unicode.Mn, unicode.Cf) {
		if _, ok := f.last.NominalGlyph(r); ok || unknown(r) {
			return f.last
		}
	}
	for _, face := range f.all {
		if _, ok := face.NominalGlyph(r); ok {
			f.last = face
			return face
		}
	}
	return f.last
}

// unknown says of a character that it is not drawn, whatever the font: marks that join, divide and turn.
func unknown(r rune) bool { return unicode.Is(unicode.Cf, r) }

// has says whether there are letters for all of a text.
func (f *faces) has(text string) bool {
	for _, r := range text {
		if unicode.IsSpace(r) || unknown(r) {
			continue
		}
		found := false
		for _, face := range f.all {
			if _, ok := face.NominalGlyph(r); ok {
				found = true
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}
