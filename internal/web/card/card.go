package card

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"onrecord/internal/locale"
)

// The size of a card, in pixels: what Open Graph and Twitter cards are shown at.
const (
	Width  = 1200
	Height = 630
)

// Words are what stands on a card.
type Words struct {
	Publication string
	Title       string
	By          string // the authors, as the byline names them; empty: it is left out
	Language    string // BCP 47, for letters that are shaped otherwise in one language than in another
}

// What a card is drawn with: the paper and the inks of the site by day.
var (
	paper = color.RGBA{0xfd, 0xfc, 0xf9, 0xff}
	ink   = color.RGBA{0x1d, 0x1b, 0x18, 0xff}
	soft  = color.RGBA{0x5e, 0x59, 0x4f, 0xff}
)

const (
	margin     = 80
	column     = Width - 2*margin
	titleTop   = 176
	titleRoom  = 312 // for all lines
	smallest   = 44
	titleLines = 6
)

// PNG draws a card.
func (d *Drawer) PNG(w Words) ([]byte, error) {
	c := canvas{RGBA: image.NewRGBA(image.Rect(0, 0, Width, Height)), faces: d.faces(), language: language.NewLanguage(w.Language)}
	draw.Draw(c, c.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	c.bar(margin, 64, column, 6)
	c.bar(margin, 75, column, 2)
	rtl := locale.Side(w.Title) == "rtl"
	if locale.Side(w.Title) == "" {
		rtl = locale.Side(w.Publication) == "rtl"
	}
	if c.faces.has(w.Publication) {
		c.text(c.broken(w.Publication, 38, 1, rtl), 38, 128, soft, rtl)
	}
	if c.faces.has(w.Title) {
		size := 84
		lines := c.broken(w.Title, size, 0, rtl)
		for size > smallest && (len(lines) > titleLines || len(lines)*leading(size) > titleRoom) {
			size -= 4
			lines = c.broken(w.Title, size, 0, rtl)
		}
		if most := titleRoom / leading(size); len(lines) > most {
			lines = c.broken(w.Title, size, most, rtl)
		}
		c.text(lines, size, titleTop+size*3/4, ink, rtl)
	}
	if c.faces.has(w.By) {
		c.text(c.broken(w.By, 34, 1, rtl), 34, 566, ink, rtl)
	}
	c.sign(rtl)
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, few(c.RGBA))
	return b.Bytes(), err
}

// few gives a picture in as many shades as edges of letters need: it takes a third of the bytes.
func few(p *image.RGBA) *image.Paletted {
	const steps = 48
	palette := color.Palette{paper}
	for _, to := range []color.RGBA{ink, soft} {
		for i := 1; i <= steps; i++ {
			mix := func(a, b uint8) uint8 { return uint8((int(a)*(steps-i) + int(b)*i) / steps) } //nolint:gosec // it lies between the two
			palette = append(palette, color.RGBA{mix(paper.R, to.R), mix(paper.G, to.G), mix(paper.B, to.B), 0xff})
		}
	}
	out := image.NewPaletted(p.Bounds(), palette)
	known := map[color.RGBA]uint8{}
	for y := range Height {
		for x := range Width {
			c := p.RGBAAt(x, y)
			if c == paper {
				continue // it is the first of the palette, and most of the picture
			}
			i, ok := known[c]
			if !ok {
				i = uint8(palette.Index(c)) //nolint:gosec // there are fewer than 256
				known[c] = i
			}
			out.Pix[y*out.Stride+x] = i
		}
	}
	return out
}

// leading is how far the lines of a size stand from one another.
func leading(size int) int { return size * 115 / 100 }

// canvas is a card being drawn.
type canvas struct {
	*image.RGBA
	faces    *faces
	language language.Language
}

func (c canvas) bar(x, y, width, height int) {
	draw.Draw(c, image.Rect(x, y, x+width, y+height), image.NewUniform(ink), image.Point{}, draw.Src)
}

// sign draws the mark of the ledger, a square that is known and one that is not, in the corner where no words are.
func (c canvas) sign(rtl bool) {
	x := Width - margin - 58
	if rtl {
		x = margin
	}
	c.bar(x, 542, 26, 26)
	c.bar(x+32, 542, 26, 26)
	draw.Draw(c, image.Rect(x+35, 545, x+55, 565), image.NewUniform(paper), image.Point{}, draw.Src)
}

// broken shapes words and breaks them into lines; most, if it is not 0, is how many there are, and what has no room ends in three dots.
func (c canvas) broken(words string, size, most int, rtl bool) []shaping.Line {
	text := []rune(strings.Join(strings.Fields(words), " "))
	if len(text) == 0 {
		return nil
	}
	way := di.DirectionLTR
	if rtl {
		way = di.DirectionRTL
	}
	var shaper shaping.HarfbuzzShaper
	shape := func(text []rune) (out []shaping.Output) {
		var cut shaping.Segmenter
		for _, run := range cut.Split(shaping.Input{Text: text, RunEnd: len(text), Direction: way, Size: fixed.I(size), Language: c.language}, c.faces) {
			out = append(out, shaper.Shape(run))
		}
		return out
	}
	config := shaping.WrapConfig{Direction: way, TruncateAfterLines: most}
	if most > 0 {
		config.Truncator = shape([]rune("…"))[0]
	}
	room := column
	if most == 1 {
		room -= 110 // for the sign
	}
	var wrapper shaping.LineWrapper
	lines, _ := wrapper.WrapParagraph(config, room, text, shaping.NewSliceIterator(shape(text)))
	return lines
}

// text draws lines, the first one's letters standing at y.
func (c canvas) text(lines []shaping.Line, size, y int, ink color.Color, rtl bool) {
	r := vector.NewRasterizer(Width, Height)
	for i, line := range lines {
		width := fixed.Int26_6(0)
		for _, run := range line {
			width += run.Advance
		}
		x := float32(margin)
		if rtl {
			x = Width - margin - float32(width)/64
		}
		for at := range line { // from the left
			for _, run := range line {
				if int(run.VisualIndex) == at {
					x = outline(r, run, x, float32(y+i*leading(size)))
				}
			}
		}
	}
	r.Draw(c, c.Bounds(), image.NewUniform(ink), image.Point{})
}

// outline adds the letters of a run and gives where the next one begins.
func outline(r *vector.Rasterizer, run shaping.Output, x, y float32) float32 {
	scale := float32(run.Size) / 64 / float32(run.Face.Upem())
	for _, g := range run.Glyphs {
		if data, ok := run.Face.GlyphData(g.GlyphID).(font.GlyphOutline); ok {
			dx, dy := x+float32(g.XOffset)/64, y-float32(g.YOffset)/64
			at := func(p opentype.SegmentPoint) (float32, float32) { return dx + p.X*scale, dy - p.Y*scale }
			for _, s := range data.Segments {
				ax, ay := at(s.Args[0])
				bx, by := at(s.Args[1])
				cx, cy := at(s.Args[2])
				switch s.Op {
				case opentype.SegmentOpMoveTo:
					r.ClosePath()
					r.MoveTo(ax, ay)
				case opentype.SegmentOpLineTo:
					r.LineTo(ax, ay)
				case opentype.SegmentOpQuadTo:
					r.QuadTo(ax, ay, bx, by)
				case opentype.SegmentOpCubeTo:
					r.CubeTo(ax, ay, bx, by, cx, cy)
				}
			}
			r.ClosePath()
		}
		x += float32(g.Advance) / 64
	}
	return x
}
