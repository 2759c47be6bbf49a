// Package assets holds what pages load beside their HTML: one stylesheet for readers and one for editors, on a common base, fonts by
// script (scripts/fonts), a few scripts, one icon.
//
// In come requests below /assets/; out go files under names that carry a hash of their content, so that a browser may keep
// them for a year and still sees a new version at once. Nothing else is served: an unknown name is not found.
package assets

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"

	"onrecord/internal/web/coding"
	"onrecord/internal/web/crowd"
)

//go:embed css js img fonts/*.woff2
var files embed.FS

// Root is the path that the files are served under.
const Root = "/assets/"

// The names that URL knows.
const (
	Style     = "onrecord.css" // all of css and of css/site, in the order of their names
	DeskStyle = "desk.css"     // all of css and of css/desk
	Script    = "notices.js"
	Panel     = "panel.js"      // what of the notices a reader has seen
	Ask       = "ask.js"        // to be told of them
	Worker    = "push.js"       // which a browser runs when it is told; served under a name that stays
	Walk      = "statements.js" // through the statements of a report
	Select    = "select.js"     // the words of a statement, at the desk
	Mailing   = "mailing.js"    // the counts of a mailing, live, at the desk
	Article   = "article.js"    // the reader's place in an article, and passing it on
	Icon      = "icon.svg"
)

// Set serves the files.
type Set struct {
	address map[string]string        // by name
	content map[string]*crowd.Answer // by the last part of the address
	packer  coding.Packer
	picture string // the stylesheet of pictures that are documents of their own
}

// New reads the files that are built into the program.
func New() (*Set, error) {
	s := &Set{address: map[string]string{}, content: map[string]*crowd.Answer{}}
	if err := s.take("fonts/*.woff2"); err != nil { // sheets name them by their addresses
		return nil, err
	}
	for name, folder := range map[string]string{Style: "css/site/*.css", DeskStyle: "css/desk/*.css"} {
		style, err := joined("css/*.css", folder)
		if err != nil {
			return nil, err
		}
		if style, err = s.withFonts(style); err != nil {
			return nil, err
		}
		s.add(name, style)
	}
	picture, err := joined("css/0-colours.css", "css/site/4-picture.css")
	if err != nil {
		return nil, err
	}
	s.picture = string(picture)
	return s, s.take("js/*.js", "img/*.svg")
}

// take adds the files of some patterns as they are.
func (s *Set) take(patterns ...string) error {
	for _, pattern := range patterns {
		names, err := fs.Glob(files, pattern)
		if err != nil {
			return err
		}
		for _, name := range names {
			b, err := files.ReadFile(name)
			if err != nil {
				return err
			}
			s.add(path.Base(name), b)
		}
	}
	return nil
}

var fontName = regexp.MustCompile(`"font:([^"]*)"`)

// withFonts puts the addresses of fonts into a sheet, which has them as "font:NAME".
func (s *Set) withFonts(sheet []byte) ([]byte, error) {
	var lacks error
	return fontName.ReplaceAllFunc(sheet, func(found []byte) []byte {
		address, err := s.URL(string(fontName.FindSubmatch(found)[1]))
		lacks = errors.Join(lacks, err)
		return []byte(`"` + address + `"`)
	}), lacks
}

// joined gives the files of some patterns one after the other, those of one pattern in the order of their names.
func joined(patterns ...string) ([]byte, error) {
	var all bytes.Buffer
	for _, pattern := range patterns {
		names, err := fs.Glob(files, pattern)
		if err != nil {
			return nil, err
		}
		slices.Sort(names)
		for _, name := range names {
			b, err := files.ReadFile(name)
			if err != nil {
				return nil, err
			}
			all.Write(b)
			all.WriteByte('\n')
		}
	}
	return all.Bytes(), nil
}

// kinds are the media types of the files; not every machine's own list has all of them (font/woff2 is of RFC 8081).
var kinds = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".png": "image/png",
}

func (s *Set) add(name string, content []byte) {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "." + base64.RawURLEncoding.EncodeToString(sum[:9]) + ext
	s.address[name] = Root + hashed
	s.content[hashed] = crowd.NewAsset(http.Header{
		"Content-Type": {kinds[ext]}, "Cache-Control": {"public, max-age=31536000, immutable"},
	}, content, &s.packer)
}

// URL gives the address of a file by its plain name. A name that is not there is an error, so that a template which misspells
// one fails in the first test that renders it.
func (s *Set) URL(name string) (string, error) {
	address, ok := s.address[name]
	if !ok {
		return "", fmt.Errorf("assets: there is no %q", name)
	}
	return address, nil
}

// Source gives a script by its plain name, for one that is to stand at an address of its own.
func (s *Set) Source(name string) ([]byte, error) { return files.ReadFile("js/" + name) }

// Picture gives the stylesheet of a picture that is a document of its own: the colours, and what pictures make of them.
func (s *Set) Picture() string { return s.picture }

// ServeHTTP serves a file by its hashed name, for a year. It is packed when it is first asked for.
func (s *Set) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	content, ok := s.content[strings.TrimPrefix(r.URL.Path, Root)]
	if !ok {
		http.NotFound(w, r)
		return
	}
	content.Write(w, r)
}
