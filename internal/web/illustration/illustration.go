// Package illustration makes the pictures that stand within articles.
//
// In goes a picture as somebody has it, a JPEG, PNG, GIF or WebP; out come JPEGs of the whole of it in the widths that pages show, upright,
// with nothing in them but the picture: where a telephone notes the place and the time, they are not kept. A picture is never made larger
// than it came. A file that is no picture, is too large or too small, or is a mere strip, is Invalid, and says what it may be.
package illustration

import (
	"onrecord/internal/news"
	"onrecord/internal/platform/photo"
)

const (
	leastSide = 64 // pixels; smaller ones are no illustrations
	strip     = 5  // a side that is so many times the other one makes a strip: it would be a line, or fill screens
	quality   = 84
)

// widths are those in which a picture is kept: for a telephone, for a column of text, and for one on a screen of two pixels to one.
var widths = []int{480, 800, 1200}

// Make makes a picture in all sizes, the smallest first, and its mark, which is another one for another picture.
func Make(file []byte) (mark string, sizes []news.PictureSize, err error) {
	picture, err := photo.Sent("file", file, leastSide)
	if err != nil {
		return "", nil, err
	}
	w, h := picture.Bounds().Dx(), picture.Bounds().Dy()
	if w > strip*h || h > strip*w {
		return "", nil, news.FieldErrorf("file", "the picture has %d by %d points, which is a strip; cut it so that no side is more than %d times the other", w, h, strip)
	}
	var made [][]byte
	for _, width := range widths {
		width = min(width, w)
		height := (h*width + w/2) / w
		b, err := photo.JPEG(picture, picture.Bounds(), width, height, quality)
		if err != nil {
			return "", nil, err
		}
		made = append(made, b)
		sizes = append(sizes, news.PictureSize{Width: width, Height: height, JPEG: b})
		if width == w {
			break
		}
	}
	return photo.Mark(made...), sizes, nil
}
