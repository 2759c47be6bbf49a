// Package portrait makes the pictures of authors.
//
// In goes a picture as somebody has it, a JPEG, PNG, GIF or WebP; out come square JPEGs in the sizes that pages show, upright, with
// nothing in them but the picture: where a telephone notes the place and the time, they are not kept. A file that is no picture, is too
// large or too small is Invalid, and says what it may be. A picture is looked at before it is unpacked, so that a small file cannot
// become a picture that fills the memory.
package portrait

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"image"
	"image/color"
	_ "image/gif" // as files have them
	"image/jpeg"
	_ "image/png"

	"github.com/bep/imagemeta"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"

	"onrecord/internal/news"
)

// The bounds of what is taken.
const (
	LargestFile = 10 << 20   // bytes
	mostPoints  = 50_000_000 // as the best telephones have
	leastSide   = 128        // pixels; smaller ones would be blurred
	quality     = 86
)

// Make makes a portrait in all sizes, and its name, which is another one for another picture.
func Make(file []byte) (name string, sizes []news.Portrait, err error) {
	refuse := func(format string, args ...any) (string, []news.Portrait, error) {
		return "", nil, news.FieldErrorf("portrait", format, args...)
	}
	if len(file) > LargestFile {
		return refuse("the picture has %d MB; %d are the most", len(file)>>20, LargestFile>>20)
	}
	head, kind, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return refuse("this is no picture that can be read; take a JPEG, PNG, GIF or WebP")
	}
	if head.Width < leastSide || head.Height < leastSide {
		return refuse("the picture has %d by %d points; take one that has at least %d on either side", head.Width, head.Height, leastSide)
	}
	if int64(head.Width)*int64(head.Height) > mostPoints {
		return refuse("the picture has %d by %d points; %d million in all are the most", head.Width, head.Height, mostPoints/1_000_000)
	}
	picture, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return refuse("the picture is damaged: it breaks off, or was not copied whole")
	}
	square := upright(picture, orientation(file, kind))
	sum := sha256.New()
	for _, size := range []news.PortraitSize{news.SmallPortrait, news.LargePortrait} {
		small := image.NewRGBA(image.Rect(0, 0, int(size), int(size)))
		draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src) // beneath what lets through
		draw.CatmullRom.Scale(small, small.Bounds(), square, middle(square.Bounds()), draw.Over, nil)
		var b bytes.Buffer
		if err := jpeg.Encode(&b, small, &jpeg.Options{Quality: quality}); err != nil {
			return "", nil, err
		}
		sum.Write(b.Bytes())
		sizes = append(sizes, news.Portrait{Size: size, JPEG: b.Bytes()})
	}
	return base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:9]), sizes, nil
}

// middle is the square that is shown of a picture: its middle, and of one that is taller than wide what lies a little higher, for there
// the face is.
func middle(r image.Rectangle) image.Rectangle {
	side := min(r.Dx(), r.Dy())
	x, y := r.Min.X+(r.Dx()-side)/2, r.Min.Y+(r.Dy()-side)/4
	return image.Rect(x, y, x+side, y+side)
}

// orientation is how a camera was held, as it noted it (Exif 2.32, tag 0x0112): 1 is upright. What cannot be read is taken for upright.
func orientation(file []byte, kind string) int {
	format, ok := map[string]imagemeta.ImageFormat{"jpeg": imagemeta.JPEG, "png": imagemeta.PNG, "webp": imagemeta.WebP}[kind]
	if !ok {
		return 1
	}
	is := 1
	_, err := imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(file), ImageFormat: format, Sources: imagemeta.EXIF,
		ShouldHandleTag: func(tag imagemeta.TagInfo) bool { return tag.Tag == "Orientation" && tag.Namespace == "IFD0" },
		HandleTag: func(tag imagemeta.TagInfo) error {
			if n, ok := tag.Value.(uint16); ok && n >= 1 && n <= 8 {
				is = int(n)
			}
			return nil
		},
	})
	if err != nil {
		return 1
	}
	return is
}

// upright turns a picture as its orientation asks for.
func upright(p image.Image, orientation int) image.Image {
	if orientation == 1 {
		return p
	}
	from := p.Bounds()
	w, h := from.Dx(), from.Dy()
	if orientation >= 5 {
		w, h = h, w
	}
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			sx, sy := x, y
			switch orientation {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, w-1-x
			case 7:
				sx, sy = h-1-y, w-1-x
			case 8:
				sx, sy = h-1-y, x
			}
			to.Set(x, y, p.At(from.Min.X+sx, from.Min.Y+sy))
		}
	}
	return to
}
