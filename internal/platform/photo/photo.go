// Package photo opens pictures that come from outside, and makes small ones of them.
//
// In goes a file: a JPEG, PNG, GIF or WebP; out comes a picture that stands upright, or a JPEG of it with nothing in it but the
// picture: where a telephone notes the place and the time, they are not kept. A picture is looked at before it is unpacked, so that a
// small file cannot become a picture that fills the memory. What is no picture, or is too large, is Invalid, and says what it may be.
package photo

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
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

// MostPoints is how many points a picture has at most: as many as telephones make unless they are told otherwise. Unpacked, some kinds take
// 16 bytes for each.
const MostPoints = 25_000_000

// Enough is how many points, on the shorter side, are enough for every page. A picture that has twice as many, or more, is made smaller as
// soon as it is unpacked, so that what is done with it takes little memory.
const Enough = 1200

// finest is up to how many points, in the width of what is made times the height of what it is made of, the finest way is taken: it takes
// 32 bytes for each.
const finest = 3_000_000

// LargestFile is how many bytes a picture has at most that an editor sends.
const LargestFile = 10 << 20

// Sent unpacks a picture that an editor sent in a field of a form: what is wrong with it is about that field.
func Sent(field string, file []byte, least int) (image.Image, error) {
	if len(file) > LargestFile {
		return nil, news.FieldErrorf(field, "the picture has %d MB; %d are the most", len(file)>>20, LargestFile>>20)
	}
	picture, err := Open(file, least)
	var fault *news.Error
	if errors.As(err, &fault) {
		return nil, news.FieldErrorf(field, "%s", fault.Message)
	}
	return picture, err
}

// Mark is a short name for a picture by all that it is made of: another picture has another one.
func Mark(files ...[]byte) string {
	sum := sha256.New()
	for _, f := range files {
		sum.Write(f)
	}
	return base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:9])
}

// Open unpacks a picture, turns it upright, and makes it smaller if it has more points than Enough twice over. least is how many points it has at least on either side.
func Open(file []byte, least int) (image.Image, error) {
	head, kind, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return nil, news.Errorf(news.Invalid, "this is no picture that can be read; take a JPEG, PNG, GIF or WebP")
	}
	if head.Width < least || head.Height < least {
		return nil, news.Errorf(news.Invalid, "the picture has %d by %d points; take one that has at least %d on either side", head.Width, head.Height, least)
	}
	if int64(head.Width)*int64(head.Height) > MostPoints {
		return nil, news.Errorf(news.Invalid, "the picture has %d by %d points, which are %d million; %d million in all are the most: make it smaller, to 4000 points in its width",
			head.Width, head.Height, (int64(head.Width)*int64(head.Height)+999_999)/1_000_000, MostPoints/1_000_000)
	}
	picture, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, news.Errorf(news.Invalid, "the picture is damaged: it breaks off, or was not copied whole")
	}
	return upright(smaller(picture), orientation(file, kind)), nil
}

// Sized gives a stretch of a picture in another size, on white where it lets something through.
func Sized(picture image.Image, stretch image.Rectangle, width, height int) image.Image {
	small := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	var way draw.Scaler = draw.CatmullRom
	if width*stretch.Dy() > finest {
		way = draw.ApproxBiLinear // which takes no memory of its own
	}
	way.Scale(small, small.Bounds(), picture, stretch, draw.Over, nil)
	return small
}

// JPEG makes a JPEG of a stretch of a picture in another size, on white where it lets something through.
func JPEG(picture image.Image, stretch image.Rectangle, width, height, quality int) ([]byte, error) {
	return Encode(Sized(picture, stretch, width, height), quality)
}

// Encode makes a JPEG of a picture as it is.
func Encode(picture image.Image, quality int) ([]byte, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: quality})
	return b.Bytes(), err
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

// smaller makes a picture smaller by a whole number where more than Enough is left on either side: each point is the mean of a square.
func smaller(p image.Image) image.Image {
	from := p.Bounds()
	by := min(from.Dx(), from.Dy()) / Enough
	if by < 2 {
		return p
	}
	to := image.NewRGBA(image.Rect(0, 0, from.Dx()/by, from.Dy()/by))
	rows := image.NewRGBA(image.Rect(0, 0, from.Dx(), by)) // that make one
	for y := range to.Rect.Dy() {
		draw.Draw(rows, rows.Rect, p, from.Min.Add(image.Pt(0, y*by)), draw.Src)
		for x := range to.Rect.Dx() {
			var sum [4]int
			for row := range by {
				at := row*rows.Stride + x*by*4
				for i, part := range rows.Pix[at : at+by*4] {
					sum[i%4] += int(part)
				}
			}
			for i, s := range sum {
				to.Pix[y*to.Stride+x*4+i] = byte((s + by*by/2) / (by * by)) //nolint:gosec // a mean of bytes
			}
		}
	}
	return to
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
