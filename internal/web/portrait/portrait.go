// Package portrait makes the pictures of authors.
//
// In goes a picture as somebody has it, a JPEG, PNG, GIF or WebP; out come square JPEGs in the sizes that pages show, upright, with
// nothing in them but the picture: where a telephone notes the place and the time, they are not kept. A file that is no picture, is too
// large or too small is Invalid, and says what it may be. A picture is looked at before it is unpacked, so that a small file cannot
// become a picture that fills the memory.
package portrait

import (
	"image"

	"onrecord/internal/news"
	"onrecord/internal/platform/photo"
)

const (
	leastSide = 128 // pixels; smaller ones would be blurred
	quality   = 86
)

// Make makes a portrait in all sizes, and its name, which is another one for another picture.
func Make(file []byte) (name string, sizes []news.Portrait, err error) {
	picture, err := photo.Sent("portrait", file, leastSide)
	if err != nil {
		return "", nil, err
	}
	var made [][]byte
	for _, size := range []news.PortraitSize{news.SmallPortrait, news.LargePortrait} {
		square, err := photo.JPEG(picture, middle(picture.Bounds()), int(size), int(size), quality)
		if err != nil {
			return "", nil, err
		}
		made = append(made, square)
		sizes = append(sizes, news.Portrait{Size: size, JPEG: square})
	}
	return photo.Mark(made...), sizes, nil
}

// middle is the square that is shown of a picture: its middle, and of one that is taller than wide what lies a little higher, for there
// the face is.
func middle(r image.Rectangle) image.Rectangle {
	side := min(r.Dx(), r.Dy())
	x, y := r.Min.X+(r.Dx()-side)/2, r.Min.Y+(r.Dy()-side)/4
	return image.Rect(x, y, x+side, y+side)
}
