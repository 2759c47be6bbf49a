package group

import (
	"encoding/binary"
)

// gistVersion changes whenever digestOf would make something else of a text, or the background is another.
const gistVersion = 1

// Gist writes down what grouping keeps of a report's words, some 420 bytes, so that a restart need not take a month of texts
// apart again.
func (r Ready) Gist() []byte {
	d := r.digest
	out := make([]byte, 0, 8+len(d.language)+5*len(d.terms)+len(d.signature)+4*len(d.bands))
	out = append(out, gistVersion, uint8(len(d.language)), uint8(len(d.terms)), uint8(len(d.bands)))
	out = binary.LittleEndian.AppendUint32(out, uint32(d.words))
	out = append(out, d.language...)
	for _, t := range d.terms {
		out = append(binary.LittleEndian.AppendUint32(out, t.hash), t.tf)
	}
	out = append(out, d.signature...)
	for _, b := range d.bands {
		out = binary.LittleEndian.AppendUint32(out, b)
	}
	return out
}

// Recall reads a gist. One that this program did not write so is not known; the report then is to be prepared from its text.
func (g *Grouper) Recall(r Report, gist []byte) (ready Ready, known bool) {
	const head = 8
	if len(gist) < head || gist[0] != gistVersion {
		return Ready{}, false
	}
	language, terms, nbands := int(gist[1]), int(gist[2]), int(gist[3])
	if len(gist) != head+language+5*terms+signatureSize+4*nbands {
		return Ready{}, false
	}
	d := digest{words: int(binary.LittleEndian.Uint32(gist[4:])), language: string(gist[head:][:language])}
	at := gist[head+language:]
	d.terms = make([]term, terms)
	for i := range d.terms {
		d.terms[i] = term{binary.LittleEndian.Uint32(at[5*i:]), at[5*i+4]}
	}
	at = at[5*terms:]
	d.signature, at = at[:signatureSize:signatureSize], at[signatureSize:]
	for i := range nbands {
		d.bands = append(d.bands, binary.LittleEndian.Uint32(at[4*i:]))
	}
	r.Title, r.Text = "", ""
	return Ready{r, d}, true
}
