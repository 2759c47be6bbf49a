package readerlist_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"onrecord/internal/news"
	"onrecord/internal/platform/readerlist"
)

// read gives a list's lines in one text.
func read(t testing.TB, r io.Reader) (l *readerlist.List, said string) {
	t.Helper()
	l, err := readerlist.Read(r)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for v, err := range l.Lines() {
		if err != nil {
			out = append(out, fmt.Sprintf("%d! %v", v.Line, err))
			continue
		}
		out = append(out, strings.TrimRight(fmt.Sprintf("%d %s|%s|%s|%s|%s|%s|%s|%s", v.Line, v.Address, v.Language, v.Tags, v.ConsentAt, v.ConsentIP, v.Wording, v.State, v.Suppressed), "|"))
	}
	return l, strings.Join(out, "\n")
}

func TestListsAsPeopleHaveThem(t *testing.T) {
	for name, c := range map[string]struct{ list, want string }{
		"one address a line":       {"ann@karsk.example\r\n\r\n Jon Dahl <jon@sall.example>\n\"a b\"@karsk.example", "1 ann@karsk.example\n3 Jon Dahl <jon@sall.example>\n4 \"a b\"@karsk.example"},
		"a list that begins badly": {"ann at karsk\nann@karsk.example", "1 ann at karsk\n2 ann@karsk.example"},
		"a table":                  {"Tags,E-Mail,Name,consent_at,consent_ip,consent_wording,language\n\"fair, press\",ann@karsk.example,Ann,2030-01-02,192.0.2.1,\"On paper,\nat the fair\",fr\nx,jon@sall.example\n", "2 ann@karsk.example|fr|fair, press|2030-01-02|192.0.2.1|On paper,\nat the fair\n4 jon@sall.example||x"},
		"semicolons":               {"email;tags\nann@karsk.example;a,b\n", "2 ann@karsk.example||a,b"},
		"tabs":                     {"email\ttags\nann@karsk.example\ta\n", "2 ann@karsk.example||a"},
		"one column":               {"Email Address\nann@karsk.example\n", "2 ann@karsk.example"},
		"a mark in front":          {"\uFEFFemail,status\nann@karsk.example,unsubscribed\n", "2 ann@karsk.example||||||unsubscribed"},
		"no address in a line":     {"email,tags\n,a\nann@karsk.example,a", "2! there is no address in the column email\n3 ann@karsk.example||a"},
		"a mark in the middle":     {"email,tags\nann@karsk.example,say \"so\n" + strings.Repeat("x@karsk.example,\n", 30), "2! a quotation mark is not closed within 20 lines\n" + rest(23, 32, "x@karsk.example")},
		"cells of a spreadsheet":   {"email,tags\n'+ann@karsk.example,'=a\n'o@karsk.example,\n", "2 +ann@karsk.example||=a\n3 'o@karsk.example"},
		"a line without end":       {"email\n" + strings.Repeat("a", 200_000) + "\nann@karsk.example", "2! the line is longer than 64 KB, which no reader's is\n3 ann@karsk.example"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, got := read(t, iotest.OneByteReader(strings.NewReader(c.list))); got != c.want {
				t.Errorf("it gives\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func rest(from, to int, address string) string {
	var all []string
	for n := from; n <= to; n++ {
		all = append(all, fmt.Sprintf("%d %s", n, address))
	}
	return strings.Join(all, "\n")
}

func TestListsInOtherCodes(t *testing.T) {
	const list = "email,consent_wording\nann@karsk.example,Für Änne\n"
	for name, encoded := range map[string]func() (string, error){
		"UTF-8":        func() (string, error) { return list, nil },
		"Windows-1252": func() (string, error) { return charmap.Windows1252.NewEncoder().String(list) },
		"UTF-16LE with its mark": func() (string, error) {
			return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(list)
		},
		"UTF-16BE with its mark": func() (string, error) {
			return unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(list)
		},
		"UTF-16LE": func() (string, error) {
			return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(list)
		},
		"UTF-16BE": func() (string, error) {
			return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(list)
		},
	} {
		s, err := encoded()
		if err != nil {
			t.Fatal(err)
		}
		if _, got := read(t, strings.NewReader(s)); got != "2 ann@karsk.example|||||Für Änne" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestWhatAListHas(t *testing.T) {
	if l, _ := read(t, strings.NewReader("Name,email,Phone,consent_wording\n")); !l.Table || !l.Proof || strings.Join(l.Ignored, " ") != "Name Phone" {
		t.Errorf("%+v", l)
	}
	if l, _ := read(t, strings.NewReader("ann@karsk.example")); l.Table || l.Proof {
		t.Errorf("%+v", l)
	}
	for list, want := range map[string]string{"": "there is nothing in it", "\n \n": "there is nothing in it", "name,phone\nAnn,1\n": "no column called email"} {
		if _, err := readerlist.Read(strings.NewReader(list)); news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", list, err)
		}
	}
	broken := errors.New("the disk is gone")
	l, err := readerlist.Read(io.MultiReader(strings.NewReader("email\nann@karsk.example\n"), iotest.ErrReader(broken)))
	if err != nil {
		t.Fatal(err)
	}
	var last error
	for _, err := range l.Lines() {
		last = err
	}
	if !errors.Is(last, broken) {
		t.Errorf("it ends with %v", last)
	}
}

// FuzzRead: any file is read to its end, and what Safe makes of a cell comes back through a spreadsheet's own form.
func FuzzRead(f *testing.F) {
	f.Add("email,tags\nann@karsk.example,\"a\nb\"\n")
	f.Add("ann@karsk.example\n")
	f.Add("\xff\xfee\x00m\x00a\x00i\x00l\x00\n\x00")
	f.Add("email;x\n\"\"\"a\";b\n'=1+1;\"")
	f.Fuzz(func(t *testing.T, s string) {
		l, err := readerlist.Read(strings.NewReader(s))
		if err == nil {
			last := 0
			for v, err := range l.Lines() {
				if v.Line < last {
					t.Errorf("line %d comes after %d", v.Line, last)
				}
				last = v.Line
				if err != nil && news.KindOf(err) != news.Invalid {
					t.Error(err)
				}
			}
		}
		var b strings.Builder
		w := csv.NewWriter(&b)
		cell := strings.TrimSpace(strings.ToValidUTF8(strings.Map(func(c rune) rune {
			if c == '\r' || c == '\n' || c == 0 {
				return -1
			}
			return c
		}, s), ""))
		if cell == "" || len(cell) > 1000 || strings.HasPrefix(cell, "'") {
			return
		}
		_ = w.Write([]string{"email", "tags"})
		_ = w.Write([]string{"ann@karsk.example", readerlist.Safe(cell)})
		w.Flush()
		if l, err = readerlist.Read(strings.NewReader(b.String())); err != nil {
			t.Fatal(err)
		}
		for v, err := range l.Lines() {
			if err != nil || v.Tags != cell {
				t.Errorf("%q comes back as %q, %v", cell, v.Tags, err)
			}
		}
	})
}
