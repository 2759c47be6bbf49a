package illustration_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"runtime"
	"strings"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/platform/photo"
	"onrecord/internal/web/illustration"
)

func encoded(t testing.TB, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// taken is a JPEG as a telephone makes it: held upright, with the place where it was taken.
func taken(t testing.TB, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil); err != nil {
		t.Fatal(err)
	}
	tiff := "MM\x00\x2a\x00\x00\x00\x08\x00\x02" + "\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00" + "\x01\x0e\x00\x02\x00\x00\x00\x0c\x00\x00\x00\x26\x00\x00\x00\x00TAKEN AT SEA"
	exif := "Exif\x00\x00" + tiff
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(exif)+2))...) //nolint:gosec // it is short
	return append(append(out, exif...), b.Bytes()[2:]...)
}

func TestPicturesAreMadeInTheWidthsThatPagesShow(t *testing.T) {
	for _, c := range []struct {
		w, h int
		want []image.Point
	}{
		{3000, 2000, []image.Point{{480, 320}, {800, 533}, {1200, 800}}},
		{900, 900, []image.Point{{480, 480}, {800, 800}, {900, 900}}},
		{800, 200, []image.Point{{480, 120}, {800, 200}}},
		{100, 400, []image.Point{{100, 400}}}, // none is made larger
	} {
		mark, sizes, err := illustration.Make(encoded(t, c.w, c.h))
		if err != nil || mark == "" || len(sizes) != len(c.want) {
			t.Errorf("%d by %d: %d sizes, %v", c.w, c.h, len(sizes), err)
			continue
		}
		for i, s := range sizes {
			head, err := jpeg.DecodeConfig(bytes.NewReader(s.JPEG))
			if err != nil || head.Width != s.Width || head.Height != s.Height || c.want[i] != image.Pt(s.Width, s.Height) {
				t.Errorf("%d by %d: a picture of %+v, called %d by %d, want %v, %v", c.w, c.h, head, s.Width, s.Height, c.want[i], err)
			}
		}
	}
}

// What comes after a picture in its file, and where it was taken, are not in what is made of it.
func TestNothingIsKeptButThePicture(t *testing.T) {
	file := append(taken(t, 300, 200), "<script>alert(1)</script>PK\x03\x04"...)
	if !bytes.Contains(file, []byte("TAKEN AT SEA")) {
		t.Fatal("the photo does not tell where it was taken")
	}
	_, sizes, err := illustration.Make(file)
	if err != nil || len(sizes) != 1 || sizes[0].Width != 200 || sizes[0].Height != 300 { // it was turned upright
		t.Fatalf("%+v, %v", sizes, err)
	}
	for _, trace := range []string{"Exif", "SEA", "script", "PK\x03\x04"} {
		if bytes.Contains(sizes[0].JPEG, []byte(trace)) {
			t.Errorf("it has %q still", trace)
		}
	}
}

// A large picture is in memory once, and what is made of it is little.
func TestLargePicturesTakeLittleMemory(t *testing.T) {
	for _, c := range []struct {
		file []byte
		most uint64 // MB, as it was measured, and half as much again
	}{{taken(t, 4800, 3600), 245}, {encoded(t, 1500, 7500), 170}} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, sizes, err := illustration.Make(c.file)
		runtime.ReadMemStats(&after)
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; err != nil || len(sizes) != 3 || used > c.most {
			t.Errorf("%d sizes took %d MB, %d are the most; %v", len(sizes), used, c.most, err)
		}
	}
}

// What is made smaller in two steps shows what it showed.
func TestALargePictureShowsTheSame(t *testing.T) {
	p := image.NewNRGBA(image.Rect(0, 0, 4000, 3000)) // left a red quarter, the rest lets everything through
	for y := range 3000 {
		for x := range 1000 {
			p.SetNRGBA(x, y, color.NRGBA{R: 200, A: 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	_, sizes, err := illustration.Make(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sizes {
		got, err := jpeg.Decode(bytes.NewReader(s.JPEG))
		if err != nil {
			t.Fatal(err)
		}
		for share, want := range map[float64]color.RGBA{.05: {R: 200, A: 255}, .24: {R: 200, A: 255}, .26: {255, 255, 255, 255}, .99: {255, 255, 255, 255}} {
			r, g, blue, _ := got.At(int(share*float64(s.Width)), s.Height-1).RGBA()
			for i, part := range []uint32{r, g, blue} {
				if off := int(part>>8) - int([]uint8{want.R, want.G, want.B}[i]); off < -24 || off > 24 {
					t.Errorf("at %v of %d it is %d %d %d, want %v", share, s.Width, r>>8, g>>8, blue>>8, want)
				}
			}
		}
	}
}

func TestWhatIsNoPicture(t *testing.T) {
	fine := encoded(t, 200, 400)
	bomb := bytes.Clone(fine)
	binary.BigEndian.PutUint32(bomb[16:], 60_000)
	for says, file := range map[string][]byte{
		"no picture that can be read":   []byte("<svg onload=alert(1)>"),
		"no picture that can be read ":  nil,
		"no picture that can be read  ": []byte("%PDF-1.7"),
		"no picture that can be read;":  bomb,
		"it breaks off":                 fine[:len(fine)/2],
		"at least 64":                   encoded(t, 40, 300),
		"which is a strip":              encoded(t, 1000, 100),
		"which is a strip;":             encoded(t, 100, 1000),
		"5001 by 5000 points, which are 26 million; 25 million in all are the most: make it smaller": encoded(t, 5001, 5000),
		"MB": make([]byte, photo.LargestFile+1),
	} {
		_, _, err := illustration.Make(file)
		if news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), strings.TrimSpace(says)) || !strings.HasPrefix(err.Error(), "file: ") {
			t.Errorf("it says %v, want %q", err, says)
		}
	}
}
