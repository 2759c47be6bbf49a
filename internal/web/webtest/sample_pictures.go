package webtest

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"

	"onrecord/internal/news"
)

// Pictured gives the report that the world turns on a picture: a harbour at dusk, as far as rectangles go.
func (w *World) Pictured() *World {
	const wide, high = 800, 450
	harbour := image.NewRGBA(image.Rect(0, 0, wide, high))
	for y := range high {
		for x := range wide {
			c := color.RGBA{uint8(225 - y/3), uint8(200 - y/3), uint8(175 - y/6), 255}
			switch {
			case y > 290:
				c = color.RGBA{uint8(60 + (x+y*3)%9), uint8(84 + (x*2+y)%7), 104, 255}
			case y > 210 && x/90%3 == 1, x > 560 && x < 584 && y > 120:
				c = color.RGBA{52, 56, 64, 255}
			}
			harbour.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, harbour, nil); err != nil {
		panic(err)
	}
	for i := range w.Reports {
		if w.Reports[i].ID == Record {
			w.Reports[i].Picture = "https://the-lowmark-record.example/harbour.jpg"
		}
	}
	w.Pictures = map[news.ID]news.Picture{Record: {ReportID: Record, Address: "https://the-lowmark-record.example/harbour.jpg", JPEG: b.Bytes(), Width: wide, Height: high}}
	return w
}

// Picture gives a report's picture.
func (w *World) Picture(_ context.Context, report news.ID) (news.Picture, error) {
	if p, ok := w.Pictures[report]; ok && p.Why == "" {
		return p, w.Fail
	}
	return news.Picture{}, none("picture")
}
