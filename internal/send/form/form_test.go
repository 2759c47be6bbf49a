package form_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/quotedprintable"
	"strings"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/send/form"
)

// encoded is a mail whose body is quoted-printable.
func encoded(head, body string) []byte {
	var b bytes.Buffer
	b.WriteString(head + "\r\n\r\n")
	w := quotedprintable.NewWriter(&b)
	_, _ = io.WriteString(w, body)
	_ = w.Close()
	return b.Bytes()
}

// decoded is the body of such a mail.
func decoded(t testing.TB, mail []byte) string {
	t.Helper()
	_, body, _ := bytes.Cut(mail, []byte("\r\n\r\n"))
	out, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(body)))
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

const mark = "https://abcdefghijklmnopqrstuvwxyz.invalid/"

func TestAMarkIsFilledWhereverTheLineBreaks(t *testing.T) {
	value := strings.Repeat("v", len(mark))
	for before := range 160 {
		body := strings.Repeat("x", before) + " " + mark + " and é again " + mark + " end"
		f, err := form.Compile(encoded("List-Unsubscribe: <"+mark+">\r\nTo: <TO-MARK>", body), []string{mark, "TO-MARK"})
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.Fill(nil, value, "ada@example.org")
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.ReplaceAll(body, mark, value); decoded(t, got) != want {
			t.Errorf("%d before it: %q", before, got)
		}
		if !bytes.HasPrefix(got, []byte("List-Unsubscribe: <"+value+">\r\nTo: <ada@example.org>\r\n\r\n")) {
			t.Errorf("the head is %q", got[:100])
		}
		for line := range bytes.SplitSeq(got, []byte("\r\n")) {
			if len(line) > 76 {
				t.Errorf("%d before it: a line of %d", before, len(line))
			}
		}
	}
}

func TestWhatCannotStandInAMail(t *testing.T) {
	f, err := form.Compile(encoded("To: <TO-MARK>", "see "+mark), []string{"TO-MARK", mark})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range [][2]string{{"a@b.example\r\nBcc: c@d.example", "x"}, {"a\x00", "x"}, {"a\n", "x"}, {"a\u2028b", "x"}, {"a", "x\r\n.\r\n"}, {"a", "=0D=0A"}, {"a", "é"}, {"\xff", "x"}} {
		if _, err := f.Fill(nil, v[0], v[1]); news.KindOf(err) != news.Invalid {
			t.Errorf("%q: %v", v, err)
		}
	}
	if _, err := f.Fill(nil, "one"); news.KindOf(err) != news.Invalid {
		t.Errorf("too few: %v", err)
	}
	if _, err := form.Compile([]byte("To: x\r\n\r\nbody"), []string{mark}); news.KindOf(err) != news.Invalid {
		t.Errorf("no place: %v", err)
	}
}

func FuzzFill(f *testing.F) {
	f.Add("a text", "value", 3)
	f.Add("=3D=\r\n..", "\r\n", 70)
	f.Add(strings.Repeat("é", 40), "https://x.example/1.abc", 0)
	f.Fuzz(func(t *testing.T, text, value string, at int) {
		if strings.Contains(text, "abcdefgh") {
			return
		}
		text = strings.Map(func(r rune) rune {
			if r == '\r' {
				return '\n'
			}
			return r
		}, strings.ToValidUTF8(text, "?"))
		at = min(max(at, 0), len(text))
		for at > 0 && at < len(text) && text[at]&0xC0 == 0x80 {
			at--
		}
		body := strings.ReplaceAll(text[:at]+mark+text[at:], "\n", "\r\n")
		made, err := form.Compile(encoded("To: x", body), []string{mark})
		if err != nil {
			t.Fatal(err)
		}
		got, err := made.Fill(nil, value)
		if err != nil {
			if news.KindOf(err) != news.Invalid {
				t.Fatal(err)
			}
			return
		}
		if want := strings.ReplaceAll(body, mark, value); decoded(t, got) != want {
			t.Errorf("%q\nwant %q", decoded(t, got), want)
		}
	})
}

func BenchmarkFill(b *testing.B) {
	var body strings.Builder
	for i := range 300 {
		fmt.Fprintf(&body, "%d: a line of a digest that says what somebody said, %s\r\n", i, map[bool]string{true: mark}[i%150 == 0])
	}
	f, err := form.Compile(encoded("To: <TO-MARK>", body.String()), []string{mark, "TO-MARK"})
	if err != nil {
		b.Fatal(err)
	}
	value := strings.Repeat("v", len(mark))
	var buffer []byte
	b.ReportAllocs()
	for b.Loop() {
		if buffer, err = f.Fill(buffer[:0], value, "ada@example.org"); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(buffer)))
}
