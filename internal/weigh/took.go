package weigh

import (
	"net/url"
	"strings"

	"onrecord/internal/news"
)

// took says from which report of the story each has the claim, as far as that can be shown: whose text it has, to which it links, whose outlet
// it names, whose quoted words it has; else whether it quotes the origin itself.
func (d *draft) took() {
	byOutlet := map[string][]*sourced{}
	byAddress := map[string]*sourced{}
	byWords := map[string]*sourced{} // the first report with these quoted words
	for _, s := range d.reports {
		if s.in.own != "" {
			byOutlet[s.in.own] = append(byOutlet[s.in.own], s)
		}
		if a := address(s.in.Report.URL); a != "" && byAddress[a] == nil {
			byAddress[a] = s
		}
		for _, k := range s.root.keys {
			if strings.HasPrefix(k, "words ") && byWords[k] == nil {
				byWords[k] = s
			}
		}
	}
	for _, s := range d.reports {
		s.from, s.how = s.took(byOutlet, byAddress, byWords)
	}
}

func (s *sourced) took(byOutlet map[string][]*sourced, byAddress, byWords map[string]*sourced) (*view, news.Path) {
	if s.in.twin != nil {
		return s.in.twin, news.PathCopy
	}
	for _, link := range s.in.Links {
		if o := byAddress[address(link)]; o != nil && o != s {
			return o.in, news.PathLink
		}
	}
	if r := s.root; r.outlet != "" && !r.wire && r.outlet != s.in.own {
		var first *sourced
		for _, o := range byOutlet[r.outlet] {
			if o != s && (first == nil || o.origin == s.origin && first.origin != s.origin) {
				first = o
			}
		}
		if first != nil {
			return first.in, news.PathCredit
		}
		return nil, news.PathCredit
	}
	for _, k := range s.root.keys {
		if o := byWords[k]; o != nil && o != s && o.in.Report.Published.Before(s.in.Report.Published) {
			return o.in, news.PathQuote
		}
	}
	if s.root.saying != nil {
		return nil, news.PathSource
	}
	return nil, news.PathNone
}

// address is what two links to one page have in common.
func address(link string) string {
	u, err := url.Parse(link)
	if err != nil || u.Host == "" {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimSuffix(u.Path, "/")
}
