package letter

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestALetterSaysWhatIsCounted: where the house counts, there is one picture that is not seen and has no words, and the way out says so
// in both parts and in the reader's language.
func TestALetterSaysWhatIsCounted(t *testing.T) {
	w, err := New()
	if err != nil {
		t.Fatal(err)
	}
	const pixel = "https://digest.example.org/seen/e.gif"
	for _, c := range []struct {
		language string
		pixel    string
		counted  bool
		says     string
	}{
		{"en", "", false, ""},
		{"en", "", true, "It is counted how often the links here are followed. The links are the same for all readers, so nobody knows who did."},
		{"en", pixel, true, "It is counted how often this mail is opened and its links are followed. Both are the same for all readers, so nobody knows who did."},
		{"he", "", true, "אנחנו סופרים כמה פעמים נפתחו הקישורים שכאן. הקישורים זהים לכל הקוראים, ולכן אין דרך לדעת מי פתח אותם."},
		{"he", pixel, true, "אנחנו סופרים כמה פעמים נפתחו ההודעה הזאת והקישורים שבה. שניהם זהים לכל הקוראים, ולכן אין דרך לדעת מי פתח אותם."},
	} {
		l := links
		l.Pixel, l.Counted = c.pixel, c.counted
		got, err := w.Edition(harbour, whole(), c.language, l)
		if err != nil {
			t.Fatal(err)
		}
		pictures := 0
		for n := range document(t, got.HTML).Descendants() {
			if n.Type == html.ElementNode && n.Data == "img" {
				pictures++
				if a := attributes(n); a["src"] != pixel || a["alt"] != "" || a["width"] != "1" || a["height"] != "1" {
					t.Errorf("the picture is %v", a)
				}
				if !strings.Contains(got.HTML, ` alt=""`) {
					t.Error("it has no alt text, not even an empty one")
				}
			}
		}
		if want := map[bool]int{true: 1}[c.pixel != ""]; pictures != want {
			t.Errorf("%+v: %d pictures", c, pictures)
		}
		text := strings.Join(strings.Fields(got.Text), " ")
		page := words(document(t, got.HTML))
		if c.says == "" {
			if strings.Contains(page+text, "counted") {
				t.Error("it says that something is counted")
			}
			continue
		}
		if !strings.Contains(text, c.says) || !strings.Contains(page, c.says) {
			t.Errorf("%+v: it does not say so:\n%s", c, text)
		}
	}
}
