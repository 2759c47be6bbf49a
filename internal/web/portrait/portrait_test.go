package portrait_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/platform/photo"
	"onrecord/internal/web/portrait"
)

// sample is a picture that is red at the top left, green at the top right, blue at the bottom left and white elsewhere.
func sample(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 255, 255, 255}
			switch {
			case x < w/2 && y < h/2:
				c = color.RGBA{255, 0, 0, 255}
			case y < h/2:
				c = color.RGBA{0, 255, 0, 255}
			case x < w/2:
				c = color.RGBA{0, 0, 255, 255}
			}
			p.SetRGBA(x, y, c)
		}
	}
	return p
}

// taken is a JPEG as a telephone makes it: with an orientation, and the place where it was taken.
func taken(t testing.TB, p image.Image, orientation int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x02")
	tiff = append(tiff, "\x01\x12\x00\x03\x00\x00\x00\x01\x00"...)
	tiff = append(tiff, byte(orientation), 0, 0)
	tiff = append(tiff, "\x01\x0e\x00\x02\x00\x00\x00\x0c\x00\x00\x00\x26\x00\x00\x00\x00TAKEN AT SEA"...)
	exif := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(exif)+2))...) //nolint:gosec // it is short
	return append(append(out, exif...), b.Bytes()[2:]...)
}

func corners(t *testing.T, made []byte) (out string) {
	t.Helper()
	p, kind, err := image.Decode(bytes.NewReader(made))
	if err != nil || kind != "jpeg" {
		t.Fatalf("a portrait is %s, %v", kind, err)
	}
	side := p.Bounds().Dx()
	for _, at := range []image.Point{{side / 4, side / 4}, {side * 3 / 4, side / 4}, {side / 4, side * 3 / 4}, {side * 3 / 4, side * 3 / 4}} {
		r, g, _, _ := p.At(at.X, at.Y).RGBA()
		switch {
		case r > 0xc000 && g > 0xc000:
			out += "w"
		case r > 0xc000:
			out += "r"
		case g > 0xc000:
			out += "g"
		default:
			out += "b"
		}
	}
	return out
}

func TestPortraitsAreUprightAndTellNothing(t *testing.T) {
	for orientation, want := range map[int]string{1: "rgbw", 2: "grwb", 3: "wbgr", 4: "bwrg", 5: "rbgw", 6: "brwg", 7: "wgbr", 8: "gwrb"} {
		file := taken(t, sample(300, 300), orientation)
		if !bytes.Contains(file, []byte("TAKEN AT SEA")) {
			t.Fatal("the photo does not tell where it was taken")
		}
		name, sizes, err := portrait.Make(file)
		if err != nil || name == "" || len(sizes) != 2 {
			t.Fatal(name, err)
		}
		for i, size := range []news.PortraitSize{news.SmallPortrait, news.LargePortrait} {
			got := sizes[i]
			head, err := jpeg.DecodeConfig(bytes.NewReader(got.JPEG))
			if err != nil || got.Size != size || head.Width != int(size) || head.Height != int(size) {
				t.Errorf("a portrait of %d by %d points in place of %d, %v", head.Width, head.Height, size, err)
			}
			if c := corners(t, got.JPEG); c != want {
				t.Errorf("orientation %d: the corners are %s, want %s", orientation, c, want)
			}
			if bytes.Contains(got.JPEG, []byte("Exif")) || bytes.Contains(got.JPEG, []byte("SEA")) {
				t.Error("the portrait tells where it was taken")
			}
		}
	}
}

func TestWhatIsNoPortrait(t *testing.T) {
	encoded := func(p image.Image) []byte {
		var b bytes.Buffer
		if err := png.Encode(&b, p); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	fine := encoded(sample(200, 400))
	name, _, err := portrait.Make(fine)
	other, _, err2 := portrait.Make(encoded(sample(400, 200)))
	if err != nil || err2 != nil || name == other {
		t.Errorf("two pictures are named %s and %s, %v, %v", name, other, err, err2)
	}
	bomb := bytes.Clone(fine)
	binary.BigEndian.PutUint32(bomb[16:], 60_000) // its head says so; the check sum of the head says that it does not
	for says, file := range map[string][]byte{
		"no picture that can be read":  []byte("<svg onload=alert(1)>"),
		"no picture that can be read ": nil,
		"it breaks off":                fine[:len(fine)/2],
		"at least 128":                 encoded(sample(100, 300)),
		"million in all are the most":  encoded(image.NewGray(image.Rect(0, 0, 10_000, 6_000))),
		"no picture that can be read;": bomb,
		"MB":                           make([]byte, photo.LargestFile+1),
	} {
		_, _, err := portrait.Make(file)
		if news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), strings.TrimSpace(says)) || !strings.HasPrefix(err.Error(), "portrait: ") {
			t.Errorf("it says %v, want %q", err, says)
		}
	}
}

func FuzzMake(f *testing.F) {
	f.Add(taken(f, sample(130, 130), 6))
	f.Add([]byte("GIF89a"))
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8 "))
	f.Fuzz(func(t *testing.T, file []byte) {
		_, sizes, err := portrait.Make(file)
		if (err == nil) != (len(sizes) == 2) || err != nil && news.KindOf(err) != news.Invalid {
			t.Errorf("%d sizes, %v", len(sizes), err)
		}
	})
}
