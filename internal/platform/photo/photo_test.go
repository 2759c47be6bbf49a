package photo_test

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/platform/photo"
)

// FuzzOpen opens small pictures and what is none: it gives a picture or says what may be taken, and never fails otherwise.
func FuzzOpen(f *testing.F) {
	p := image.NewPaletted(image.Rect(0, 0, 6, 4), color.Palette{color.White, color.Black})
	p.SetColorIndex(1, 1, 1)
	var j, n, g bytes.Buffer
	for _, err := range []error{jpeg.Encode(&j, p, nil), png.Encode(&n, p), gif.Encode(&g, p, nil)} {
		if err != nil {
			f.Fatal(err)
		}
	}
	// As a telephone writes how it was held (Exif 2.32): in JPEG, PNG and WebP.
	tiff := "MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
	exif := "Exif\x00\x00" + tiff
	f.Add(j.Bytes())
	f.Add(append(append([]byte("\xff\xd8\xff\xe1\x00"), append([]byte{byte(len(exif) + 2)}, exif...)...), j.Bytes()[2:]...))
	f.Add(n.Bytes())
	f.Add(append(append(bytes.Clone(n.Bytes()[:33]), append(append([]byte{0, 0, 0, byte(len(tiff))}, "eXIf"+tiff...), 0, 0, 0, 0)...), n.Bytes()[33:]...))
	f.Add(g.Bytes())
	f.Add([]byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")) // one point
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8 "))
	f.Fuzz(func(t *testing.T, file []byte) {
		if head, _, err := image.DecodeConfig(bytes.NewReader(file)); err == nil && head.Width*head.Height > 100_000 {
			return // it takes long, and is the same
		}
		picture, err := photo.Open(file, 2)
		switch {
		case err == nil && (picture.Bounds().Dx() < 2 || picture.Bounds().Dy() < 2):
			t.Errorf("%v is too small", picture.Bounds())
		case err != nil && news.KindOf(err) != news.Invalid:
			t.Errorf("it fails: %v", err)
		case err == nil:
			if small, err := photo.JPEG(picture, picture.Bounds(), 2, 2, 80); err != nil || len(small) == 0 {
				t.Errorf("no JPEG can be made: %v", err)
			}
		}
	})
}
