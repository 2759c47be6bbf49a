// Package portrait makes the pictures of authors.
//
// In goes a picture as somebody has it, a JPEG, PNG, GIF or WebP; out come square JPEGs in the sizes that pages show, upright, with
// nothing in them but the picture: where a telephone notes the place and the time, they are not kept. A file that is no picture, is too
// large or too small is Invalid, and says what it may be. A picture is looked at before it is unpacked, so that a small file cannot
// become a picture that fills the memory.
package portrait

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"image"

	"onrecord/internal/news"
	"onrecord/internal/platform/photo"
)

// The bounds of what is taken.
const (
	LargestFile = 10 << 20 // bytes
	leastSide   = 128      // pixels; smaller ones would be blurred
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
	picture, err := photo.Open(file, leastSide)
	var fault *news.Error
	if errors.As(err, &fault) {
		return refuse("%s", fault.Message)
	}
	if err != nil {
		return "", nil, err
	}
	sum := sha256.New()
	for _, size := range []news.PortraitSize{news.SmallPortrait, news.LargePortrait} {
		square, err := photo.JPEG(picture, middle(picture.Bounds()), int(size), int(size), quality)
		if err != nil {
			return "", nil, err
		}
		sum.Write(square)
		sizes = append(sizes, news.Portrait{Size: size, JPEG: square})
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
