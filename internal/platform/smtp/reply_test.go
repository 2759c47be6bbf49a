package smtp

import (
	"bytes"
	"io"
	"net/textproto"
	"testing"
)

// endless counts what is read from it.
type endless struct {
	io.Reader
	io.WriteCloser
}

func FuzzReply(f *testing.F) {
	for _, s := range []string{"250 ok\r\n", "250\r\n", "250-a\r\n250-b\r\n250 c\n", "550 5.1.1 no\r\n", "250-\r\n", "25", "250", "2x0 ok\r\n", "250-a\r\n999 b\r\n", "\r\n", "354 \xff\x00\r\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, said []byte) {
		c := &Conn{text: textproto.NewConn(endless{bytes.NewReader(said), nil}), line: &line{}}
		for range len(said) + 1 {
			code, words, err := c.reply()
			if err != nil {
				return
			}
			if code < 200 || code > 599 || len(words) > 2*longestReply+len(said) {
				t.Fatalf("code %d, %d bytes of words", code, len(words))
			}
			if r := refusal(code, words); len(r.Reply) > longestReply+20 || bytes.ContainsAny([]byte(r.Reply), "\r\n\x00") {
				t.Fatalf("kept is %q", r.Reply)
			}
		}
		t.Fatal("more replies than bytes")
	})
}
