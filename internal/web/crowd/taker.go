package crowd

import (
	"bytes"
	"maps"
	"net/http"

	"onrecord/internal/web/coding"
)

// taker takes what a handler makes, instead of a connection.
type taker struct {
	header   http.Header
	status   int
	body     bytes.Buffer
	answer   *Answer // what was put: it may be kept
	panicked any
	packer   *coding.Packer
}

// Header implements http.ResponseWriter.
func (t *taker) Header() http.Header { return t.header }

// WriteHeader implements http.ResponseWriter.
func (t *taker) WriteHeader(status int) {
	if t.status == 0 {
		t.status, t.answer = status, nil
	}
}

// Write implements http.ResponseWriter. What is written may not be kept.
func (t *taker) Write(b []byte) (int, error) {
	t.WriteHeader(http.StatusOK)
	return t.body.Write(b)
}

// send sends what was taken.
func (t *taker) send(w http.ResponseWriter) {
	maps.Copy(w.Header(), t.header)
	if t.status == 0 {
		t.status = http.StatusOK
	}
	w.WriteHeader(t.status)
	_, _ = w.Write(t.body.Bytes())
}

// Put answers with a public document, with status 200 and the headers that w has, and lets a cache keep and pack it. Where w is no cache's,
// it is sent unpacked: then the request has a secret of its reader's, or nobody asked for a cache.
func Put(w http.ResponseWriter, r *http.Request, document []byte) {
	t, ok := w.(*taker)
	switch {
	case !ok:
		NewAnswer(w.Header(), document, nil).Write(w, r)
	case t.status != 0 || t.header["Set-Cookie"] != nil:
		_, _ = t.Write(document)
	default:
		t.answer = NewAnswer(t.header, document, t.packer)
	}
}
