package site

import (
	"html/template"
	"io/fs"
	"maps"
	"path"
	"strings"
	"sync"
)

// pages are the templates of all pages in one language: what they call to speak is bound to it.
type pages struct {
	in     speech
	funcs  template.FuncMap
	unread func(string) string

	once sync.Once
	all  map[string]*template.Template // by name
	err  error
}

// read gives the pages, read when they are first asked for: each together with the frame and the parts that pages share.
func (p *pages) read() (map[string]*template.Template, error) {
	p.once.Do(func() { p.all, p.err = p.parse() })
	return p.all, p.err
}

func (p *pages) parse() (map[string]*template.Template, error) {
	funcs := maps.Clone(p.funcs)
	maps.Copy(funcs, p.in.funcs(p.unread))
	shared, err := template.New("frame.html").Funcs(funcs).ParseFS(files, "templates/shared/*.html")
	if err == nil {
		err = p.in.fold(shared)
	}
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		return nil, err
	}
	all := map[string]*template.Template{}
	for _, name := range names {
		page, err := shared.Clone()
		if err != nil {
			return nil, err
		}
		if page, err = page.ParseFS(files, name); err == nil {
			err = p.in.fold(page)
		}
		if err != nil {
			return nil, err
		}
		all[strings.TrimSuffix(path.Base(name), ".html")] = page
	}
	return all, nil
}
