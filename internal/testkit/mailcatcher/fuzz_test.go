package mailcatcher

import (
	"testing"
	"time"
)

// FuzzRead takes anything apart as a mail: what cannot be read is said to be broken, and the source is kept.
func FuzzRead(f *testing.F) {
	f.Add([]byte("Subject: x\r\n\r\nbody"))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"))
	f.Add([]byte("Content-Type: text/html; charset=nonsense\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!"))
	f.Add([]byte("\x00"))
	f.Add([]byte(""))
	f.Fuzz(func(t *testing.T, source []byte) {
		at := time.Date(2031, 3, 2, 5, 0, 0, 0, time.UTC)
		m := read("from@example.org", "to@example.org", source, at)
		if string(m.Source) != string(source) || m.To != "to@example.org" {
			t.Errorf("%q is kept as %+v", source, m)
		}
		folder := t.TempDir()
		if err := m.save(folder, 7); err != nil {
			t.Fatal(err)
		}
		back, err := restore(folder + "/000007.eml")
		if err != nil {
			t.Fatal(err)
		}
		if string(back.Source) != string(source) || back.To != m.To || back.From != m.From || !back.At.Equal(at) || back.ID != m.ID || back.Text != m.Text || back.HTML != m.HTML {
			t.Errorf("%q comes back as %+v", source, back)
		}
		_ = outward(m.HTML)
	})
}
