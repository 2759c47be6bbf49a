package card_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onrecord/internal/web/card"
)

func drawn(t *testing.T, w card.Words) ([]byte, image.Image) {
	t.Helper()
	d, err := card.New()
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.PNG(w)
	if err != nil {
		t.Fatal(err)
	}
	p, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if p.Bounds() != image.Rect(0, 0, 1200, 630) {
		t.Errorf("the picture is %v", p.Bounds())
	}
	return b, p
}

// inked counts dark points in a part of a picture.
func inked(p image.Image, r image.Rectangle) (n int) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if red, _, _, _ := p.At(x, y).RGBA(); red < 0x9000 {
				n++
			}
		}
	}
	return n
}

var (
	start  = image.Rect(60, 150, 300, 500)   // where a title from the left begins
	end    = image.Rect(900, 150, 1140, 500) // and one from the right
	middle = image.Rect(60, 150, 1140, 500)
	beside = image.Rect(0, 0, 79, 630) // the margin
)

func TestCards(t *testing.T) {
	long := strings.Repeat("Whether the contacts were handled as back-channel negotiations or as formal talks ", 8)
	for name, c := range map[string]struct {
		words card.Words
		title bool
		side  string
	}{
		"short":        {card.Words{Publication: "Issue Briefs", Title: "Who leaked?", By: "Dana Roth", Language: "en"}, true, "left"},
		"usual":        {card.Words{Publication: "Issue Briefs", Title: "Is There a Secret Agreement Between Karst and Melland?", By: "Dana Roth and Ivo Marsh"}, true, ""},
		"endless":      {card.Words{Publication: long, Title: long, By: long}, true, ""},
		"one word":     {card.Words{Publication: "Issue Briefs", Title: strings.Repeat("Rindfleischetikettierungs", 12)}, true, ""},
		"Hebrew":       {card.Words{Publication: "עיון", Title: "מי הדליף?", By: "דנה רוט", Language: "he"}, true, "right"},
		"Hebrew mixed": {card.Words{Publication: "Issue Briefs", Title: "מי הדליף את ה־fax של 2003?", By: "Dana Roth", Language: "he"}, true, ""},
		"Arabic":       {card.Words{Publication: "موجز", Title: "من سرّب الفاكس؟", By: "ليلى", Language: "ar"}, true, "right"},
		"Persian":      {card.Words{Publication: "گزارش", Title: "چه کسی می\u200cدانست؟", Language: "fa"}, true, "right"},
		"Greek":        {card.Words{Publication: "Ωρα", Title: "Ποιος το διέρρευσε; Кто слил? Tiếng Việt", Language: "el"}, true, ""},
		"no letters":   {card.Words{Publication: "Issue Briefs", Title: "谁泄露了消息", By: "Dana Roth", Language: "zh"}, false, ""},
		"emoji":        {card.Words{Publication: "Issue Briefs", Title: "Who 🚢 leaked?"}, false, ""},
		"nothing":      {card.Words{}, false, ""},
	} {
		b, p := drawn(t, c.words)
		if again, _ := drawn(t, c.words); !bytes.Equal(b, again) {
			t.Errorf("%s: drawn again it is another picture", name)
		}
		if got := inked(p, middle) > 200; got != c.title {
			t.Errorf("%s: there is a title: %v, want %v", name, got, c.title)
		}
		if left, right := inked(p, start) > 200, inked(p, end) > 200; c.side == "left" && right || c.side == "right" && left || c.title && !left && !right {
			t.Errorf("%s: the title is not at its side", name)
		}
		if inked(p, beside) > 0 || inked(p, beside.Add(image.Pt(1121, 0))) > 0 {
			t.Errorf("%s: letters stand in the margin", name)
		}
		if len(b) > 60_000 {
			t.Errorf("%s: it has %d bytes", name, len(b))
		}
		if folder := os.Getenv("ONRECORD_GALLERY"); folder != "" {
			if err := os.WriteFile(filepath.Join(folder, "card-"+strings.ReplaceAll(name, " ", "-")+".png"), b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func FuzzPNG(f *testing.F) {
	f.Add("Issue Briefs", "Who leaked?", "Dana Roth", "en")
	f.Add("عربي", "مي؟ A1 שלום\u202e", "\u200f", "ar")
	d, err := card.New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, publication, title, by, language string) {
		b, err := d.PNG(card.Words{Publication: publication, Title: title, By: by, Language: language})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := png.DecodeConfig(bytes.NewReader(b)); err != nil {
			t.Error(err)
		}
	})
}

func BenchmarkPNG(b *testing.B) {
	d, err := card.New()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := d.PNG(card.Words{Publication: "Issue Briefs", Title: "Is There a Secret Agreement Between Karst and Melland?", By: "Dana Roth"}); err != nil {
			b.Fatal(err)
		}
	}
}
