package cork_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"onrecord/internal/web/cork"
)

// served serves what a handler answers.
func served(t *testing.T, handle http.HandlerFunc) string {
	t.Helper()
	return servedWithin(t, func(l net.Listener) net.Listener { return l }, handle)
}

func servedWithin(t *testing.T, within func(net.Listener) net.Listener, handle http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewUnstartedServer(handle)
	s.Listener = cork.Listener(within(s.Listener))
	s.Config.ConnContext = cork.Context
	s.Start()
	t.Cleanup(s.Close)
	return s.URL
}

func get(t *testing.T, url string) []byte {
	t.Helper()
	res, err := http.Get(url) //nolint:noctx // a test's own server
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil || res.Body.Close() != nil {
		t.Fatal(err)
	}
	return body
}

func TestBodiesOfAnyLengthArriveWhole(t *testing.T) {
	url := served(t, func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.URL.Query().Get("n"))
		if err != nil {
			t.Error(err)
		}
		if r.URL.Query().Has("told") {
			w.Header().Set("Content-Length", strconv.Itoa(n))
		}
		if err := cork.Write(w, r, text(n)); err != nil {
			t.Error(err)
		}
	})
	for _, told := range []string{"&told", ""} { // in chunks, where the head does not tell the length
		for _, n := range []int{0, 1, 2047, 2048, 2049, 3900, 4000, 4095, 4096, 4097, 8192, 8193, 70_000, 3 << 20} {
			if got := get(t, url+fmt.Sprintf("/?n=%d", n)+told); !bytes.Equal(got, text(n)) {
				t.Errorf("%d bytes %s: %d came", n, told, len(got))
			}
		}
	}
}

func text(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('a' + i*7%26)
	}
	return b
}

// counted counts what its connections write by itself; vectors pass it by, as methods of the connection within.
type counted struct {
	net.Listener
	alone *atomic.Int32
}

func (c counted) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return countedConn{conn.(*net.TCPConn), c.alone}, nil
}

type countedConn struct {
	*net.TCPConn
	alone *atomic.Int32
}

func (c countedConn) Write(b []byte) (int, error) {
	c.alone.Add(1)
	return c.TCPConn.Write(b)
}

func TestHeadAndBodyGoOutTogether(t *testing.T) {
	var alone atomic.Int32
	within := func(l net.Listener) net.Listener { return counted{l, &alone} }
	for length, calls := range map[int]int32{500: 1, 3000: 1, 4090: 0, 5000: 0, 9000: 0, 70_000: 0} {
		for _, c := range []struct {
			write func(w http.ResponseWriter, r *http.Request) error
			want  int32
		}{
			{func(w http.ResponseWriter, r *http.Request) error { return cork.Write(w, r, text(length)) }, calls},
			{func(w http.ResponseWriter, _ *http.Request) error { _, err := w.Write(text(length)); return err }, 2 - calls}, // why this is here
		} {
			url := servedWithin(t, within, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Length", strconv.Itoa(length))
				if err := c.write(w, r); err != nil {
					t.Error(err)
				}
			})
			alone.Store(0)
			if got := get(t, url); !bytes.Equal(got, text(length)) {
				t.Fatalf("%d bytes came of %d", len(got), length)
			}
			if alone.Load() != c.want {
				t.Errorf("%d bytes: %d calls by themselves, wanted %d", length, alone.Load(), c.want)
			}
		}
	}
}

func TestOneConnectionAnswersManyInTurn(t *testing.T) {
	url := served(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/short" {
			fmt.Fprint(w, "short")
			return
		}
		if err := cork.Write(w, r, text(9000)); err != nil {
			t.Error(err)
		}
	})
	for range 50 {
		if got := get(t, url+"/short"); string(got) != "short" {
			t.Fatalf("%q", got)
		}
		if got := get(t, url+"/long"); !bytes.Equal(got, text(9000)) {
			t.Fatalf("%d bytes", len(got))
		}
	}
}

// A reader who leaves in the middle is an error of that answer and of no other.
func TestAReaderWhoLeavesIsNoticed(t *testing.T) {
	failed := make(chan error, 1)
	url := served(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/again" {
			_ = cork.Write(w, r, text(5000))
			return
		}
		w.Header().Set("Content-Length", strconv.Itoa(64<<20))
		failed <- cork.Write(w, r, text(64<<20))
	})
	c, err := net.Dial("tcp", url[len("http://"):]) //nolint:noctx // a test's own server
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	if _, err := io.ReadFull(c, make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-failed; err == nil {
		t.Error("nobody noticed")
	}
	if got := get(t, url+"/again"); !bytes.Equal(got, text(5000)) {
		t.Errorf("%d bytes afterwards", len(got))
	}
}

// What is refused while its body is still coming is answered before the connection is cut.
func TestARefusedBodyHasItsAnswer(t *testing.T) {
	url := served(t, func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1000)); err != nil {
			http.Error(w, "too much", http.StatusRequestEntityTooLarge)
		}
	})
	c, err := net.Dial("tcp", url[len("http://"):]) //nolint:noctx // a test's own server
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	fmt.Fprintf(c, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n%s", text(300_000))
	if err := c.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(c) // to the end that the server tells, before it cuts the connection
	if err != nil || !bytes.Contains(got, []byte("413 Request Entity Too Large")) || !bytes.HasSuffix(got, []byte("too much\n")) {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAConnectionIsTakenOutOfAContext(t *testing.T) {
	url := served(t, func(w http.ResponseWriter, r *http.Request) {
		again := httptest.NewRecorder()
		if err := cork.Write(again, r.WithContext(cork.Without(r.Context())), text(9000)); err != nil {
			t.Error(err)
		}
		_, _ = w.Write(again.Body.Bytes())
	})
	if got := get(t, url); !bytes.Equal(got, text(9000)) {
		t.Errorf("%d bytes", len(got))
	}
	if ctx := t.Context(); cork.Without(ctx) != ctx {
		t.Error("a context without one is changed")
	}
}
