// Package illustration makes the pictures that stand within articles.
//
// In goes a picture as somebody has it, a JPEG, PNG, GIF or WebP; out come JPEGs of the whole of it in the widths that pages show, upright,
// with nothing in them but the picture: where a telephone notes the place and the time, they are not kept. A picture is never made larger
// than it came. A file that is no picture, is too large or too small, or is a mere strip, is Invalid, and says what it may be.
package illustration

import (
	"slices"

	"onrecord/internal/news"
	"onrecord/internal/platform/photo"
)

const (
	leastSide = 64 // pixels; smaller ones are no illustrations
	strip     = 5  // a side that is so many times the other one makes a strip: it would be a line, or fill screens
	quality   = 84
)

// widths are those in which a picture is kept: for a telephone, for a column of text, and for one on a screen of two pixels to one.
var widths = []int{480, 800, photo.Enough}

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
	for _, width := range slices.Backward(widths) {
		if len(sizes) > 0 && width >= sizes[0].Width {
			continue // it came smaller
		}
		width = min(width, w)
		height := (h*width + w/2) / w
		// Each is made of the one before it, which is much quicker than from the whole.
		picture = photo.Sized(picture, picture.Bounds(), width, height)
		b, err := photo.Encode(picture, quality)
		if err != nil {
			return "", nil, err
		}
		made = append(made, b)
		sizes = slices.Insert(sizes, 0, news.PictureSize{Width: width, Height: height, JPEG: b})
	}
	return photo.Mark(made...), sizes, nil
}
