package crowd

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"onrecord/internal/web/coding"
	"onrecord/internal/web/cork"
)

// Answer is a public document with status 200, the same for whoever asks for it. It is not changed once it is made.
type Answer struct {
	header []field   // what it says of itself in every form
	tag    string    // of the content, without quotes
	since  time.Time // when the content was last modified; zero: it does not say
	plain  form
	packed [coding.N]struct {
		once sync.Once
		form *form // nil: it is not worth it
	}
	packer *coding.Packer
	effort coding.Effort
}

// field is a header; its values are shared by all who get the answer, and so they are not appended to in place.
type field struct {
	name   string
	values []string
}

// form is an answer in one coding. Its headers are kept as net/http wants them, so that sending it copies nothing.
type form struct {
	body                 []byte
	tag, length, encoded []string
}

// NewAnswer makes an answer of a document. Of the header, which is copied, Content-Type tells what it is, and Last-Modified, if it is
// there, since when it is as it is. The document must not be changed afterwards. A nil packer sends it as it is.
func NewAnswer(header http.Header, document []byte, packer *coding.Packer) *Answer {
	sum := sha256.Sum256(document)
	a := &Answer{tag: base64.RawURLEncoding.EncodeToString(sum[:12])}
	vary := header["Vary"]
	a.since, _ = http.ParseTime(header.Get("Last-Modified"))
	a.plain = a.form(coding.Identity, document)
	if packer != nil && coding.Packs(header.Get("Content-Type"), len(document)) {
		a.packer = packer
		vary = []string{strings.Join(append(slices.Clone(vary), "Accept-Encoding"), ", ")}
	}
	for _, name := range slices.Sorted(maps.Keys(header)) {
		if name != "Vary" {
			a.header = append(a.header, field{name, slices.Clip(header[name])})
		}
	}
	if len(vary) > 0 {
		a.header = append(a.header, field{"Vary", slices.Clip(vary)})
	}
	return a
}

// NewAsset is NewAnswer of what stays as it is for as long as the program runs, so that packing it may take its time.
func NewAsset(header http.Header, document []byte, packer *coding.Packer) *Answer {
	a := NewAnswer(header, document, packer)
	a.effort = coding.Ever
	return a
}

// form gives the headers of a form; each coding has a tag of its own, since a strong one stands for these very bytes (RFC 9110,
// section 8.8.1).
func (a *Answer) form(c coding.Coding, body []byte) form {
	f := form{body: body, length: []string{strconv.Itoa(len(body))}}
	if name := c.Name(); name != "" {
		f.tag, f.encoded = []string{`"` + a.tag + "-" + name + `"`}, []string{name}
	} else {
		f.tag = []string{`"` + a.tag + `"`}
	}
	return f
}

// in gives the answer in a coding; who comes while it is packed waits for that. A form that is longer than half the document is not kept,
// so that the document's length tells how much memory there can be in all.
func (a *Answer) in(c coding.Coding) *form {
	if c == coding.Identity || a.packer == nil {
		return &a.plain
	}
	p := &a.packed[c]
	p.once.Do(func() {
		if body := a.packer.Pack(c, a.effort, a.plain.body); body != nil && len(body) <= len(a.plain.body)/2 {
			f := a.form(c, body)
			p.form = &f
		}
	})
	if p.form == nil {
		return &a.plain
	}
	return p.form
}

// most is how many bytes the answer takes at most, in all its forms.
func (a *Answer) most() int {
	const besides = 2048 // headers, and what points to what
	if a.packer == nil {
		return len(a.plain.body) + besides
	}
	return len(a.plain.body)/2*int(coding.N+1) + besides
}

// same says whether another answer is no other, so that one that is packed already may stand for it.
func (a *Answer) same(b *Answer) bool {
	return a.tag == b.tag && slices.EqualFunc(a.header, b.header, func(x, y field) bool { return x.name == y.name && slices.Equal(x.values, y.values) })
}

// Write answers a GET or a HEAD in the coding that the reader likes best, with status 304 and nothing else if the reader has it
// (RFC 9110, sections 13.1 and 15.4.5).
func (a *Answer) Write(w http.ResponseWriter, r *http.Request) {
	f := a.in(coding.Choose(header(r, "Accept-Encoding")))
	h := w.Header()
	for _, f := range a.header {
		h[f.name] = f.values
	}
	h["Etag"] = f.tag
	if a.has(r, f.tag[0]) {
		delete(h, "Content-Type")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h["Content-Length"] = f.length
	if f.encoded != nil {
		h["Content-Encoding"] = f.encoded
	}
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_ = cork.Write(w, r, f.body) // a reader who is gone
	}
}

// header gives a header whose lines make one list; there is seldom more than one line.
func header(r *http.Request, name string) string {
	if lines := r.Header[name]; len(lines) > 1 {
		return strings.Join(lines, ",")
	}
	return r.Header.Get(name)
}

// has says whether the reader's copy is this one. Tags are believed before dates (RFC 9110, section 13.2.2).
func (a *Answer) has(r *http.Request, tag string) bool {
	if tags := header(r, "If-None-Match"); tags != "" {
		return listed(tags, tag)
	}
	if a.since.IsZero() {
		return false
	}
	at, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !a.since.After(at)
}

// listed says whether an If-None-Match header names a tag, compared weakly (RFC 9110, section 13.1.2).
func listed(list, tag string) bool {
	if strings.TrimSpace(list) == "*" {
		return true
	}
	for {
		begin := strings.IndexByte(list, '"')
		if begin < 0 {
			return false
		}
		end := strings.IndexByte(list[begin+1:], '"')
		if end < 0 {
			return false
		}
		if end += begin + 2; list[begin:end] == tag {
			return true
		}
		list = list[end:]
	}
}
