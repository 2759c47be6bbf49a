package sampleworld

import (
	"bufio"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"onrecord/internal/news"
)

//go:embed outlets.txt stories pages
var files embed.FS

// A file is a list of blocks. A block begins with a line "@@ WORD …", has header lines "key: value" up to a blank line, and
// then a text. A line "## hour: 53" begins a later version of the text, which may have headers of its own. "#" at the
// beginning of a file's first lines is a remark.

// outlet is one of the sample outlets.
type outlet struct {
	key, name string
	kind      news.OutletKind
	format    string // rss2, rss1, atom or json
	language  string
	encoding  string // of its pages, if it is not UTF-8
	full      bool   // items carry their whole text
	slow      bool   // its feed takes its time
	address   string // http://host:port, once it listens
}

// report is one of the sample reports.
type report struct {
	outlet *outlet
	slug   string
	story  string
	author string
	copyOf string // "outlet slug": this is that text
	hour   float64
	flags  []string
	texts  []version // the first one first
}

// version is one text of a report.
type version struct {
	hour  float64
	title string
	paras []string
}

func (r *report) has(flag string) bool { return slices.Contains(r.flags, flag) }

// block is one block of a file.
type block struct {
	file   string
	line   int
	words  []string
	header map[string]string
	parts  []part
}

type part struct {
	header map[string]string
	paras  []string
}

func (b block) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", b.file, b.line, fmt.Sprintf(format, args...))
}

// blocks reads a file.
func blocks(name string) ([]block, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var out []block
	scan := bufio.NewScanner(f)
	inHeader := false
	for n := 1; scan.Scan(); n++ {
		line := strings.TrimSpace(scan.Text())
		switch rest, found := strings.CutPrefix(line, "@@ "); {
		case found:
			out = append(out, block{file: name, line: n, words: strings.Fields(rest), header: map[string]string{}, parts: []part{{}}})
			out[len(out)-1].parts[0].header = out[len(out)-1].header
			inHeader = true
			continue
		case len(out) == 0:
			if line != "" && !strings.HasPrefix(line, "#") {
				return nil, fmt.Errorf("%s:%d: a block begins with @@", name, n)
			}
			continue
		}
		b := &out[len(out)-1]
		if rest, found := strings.CutPrefix(line, "## "); found {
			b.parts = append(b.parts, part{header: map[string]string{}})
			inHeader, line = true, rest
		}
		p := &b.parts[len(b.parts)-1]
		switch {
		case line == "":
			inHeader = false
		case inHeader:
			key, value, found := strings.Cut(line, ": ")
			if !found {
				return nil, fmt.Errorf("%s:%d: %q is no header; one looks like key: value", name, n, line)
			}
			p.header[key] = strings.TrimSpace(value)
		default:
			p.paras = append(p.paras, line)
		}
	}
	return out, scan.Err()
}

// load reads the outlets and the reports.
func load() ([]*outlet, []*report, error) {
	list, err := blocks("outlets.txt")
	if err != nil {
		return nil, nil, err
	}
	var outlets []*outlet
	byKey := map[string]*outlet{}
	for _, b := range list {
		if len(b.words) != 1 || b.header["name"] == "" {
			return nil, nil, b.errorf("an outlet has a key and a name")
		}
		o := &outlet{key: b.words[0], name: b.header["name"], kind: news.OutletKind(b.header["kind"]), format: b.header["format"], language: b.header["language"],
			encoding: b.header["encoding"], full: b.header["full"] == "yes", slow: b.header["slow"] == "yes"}
		if o.language == "" {
			o.language = "en"
		}
		if !slices.Contains([]string{"rss2", "rss1", "atom", "json"}, o.format) {
			return nil, nil, b.errorf("%q is no format", o.format)
		}
		if err := (news.Outlet{Name: o.name, Kind: o.kind}).Validate(); err != nil {
			return nil, nil, b.errorf("%v", err)
		}
		outlets, byKey[o.key] = append(outlets, o), o
	}
	names, err := fs.Glob(files, "stories/*.txt")
	if err != nil {
		return nil, nil, err
	}
	var reports []*report
	byName := map[string]*report{}
	for _, name := range names {
		list, err := blocks(name)
		if err != nil {
			return nil, nil, err
		}
		for _, b := range list {
			r, err := read(b, byKey, byName)
			if err != nil {
				return nil, nil, err
			}
			reports = append(reports, r)
		}
	}
	slices.SortStableFunc(reports, func(a, b *report) int {
		switch {
		case a.hour < b.hour:
			return -1
		case a.hour > b.hour:
			return 1
		}
		return 0
	})
	return outlets, reports, nil
}

// read makes a report of a block.
func read(b block, outlets map[string]*outlet, known map[string]*report) (*report, error) {
	if len(b.words) != 2 {
		return nil, b.errorf("a report has an outlet and a slug")
	}
	o := outlets[b.words[0]]
	if o == nil {
		return nil, b.errorf("there is no outlet %q", b.words[0])
	}
	r := &report{outlet: o, slug: b.words[1], author: b.header["author"], copyOf: b.header["copy"], flags: strings.Fields(b.header["flags"]),
		story: strings.TrimSuffix(path.Base(b.file), ".txt")}
	name := o.key + " " + r.slug
	if known[name] != nil {
		return nil, b.errorf("there are two reports %q", name)
	}
	known[name] = r
	title := ""
	for i, p := range b.parts {
		hour, err := strconv.ParseFloat(p.header["hour"], 64)
		if err != nil || hour < 0 || hour >= Hours {
			return nil, b.errorf("%q is no hour of the six days", p.header["hour"])
		}
		if p.header["title"] != "" {
			title = p.header["title"]
		}
		v := version{hour, title, p.paras}
		if i == 0 {
			r.hour = hour
			if r.copyOf != "" {
				of := known[r.copyOf]
				if of == nil {
					return nil, b.errorf("there is no report %q before this one to copy", r.copyOf)
				}
				v.paras = of.texts[0].paras
			}
		}
		if v.title == "" || len(v.paras) == 0 {
			return nil, b.errorf("a report has a title and a text")
		}
		r.texts = append(r.texts, v)
	}
	return r, nil
}
