package site

import "strings"

// newsArticle sets out an article as schema.org's NewsArticle.
func (s *Site) newsArticle(v view, p piecePage, picture string) thing {
	at := s.BaseURL + p.Address
	house := thing{"@type": "Organization", "name": v.Publication.Name, "url": s.BaseURL + "/" + v.Publication.Slug}
	a := thing{
		"@context": "https://schema.org", "@type": "NewsArticle", "@id": at, "url": at, "mainEntityOfPage": at, "headline": p.Article.Title,
		"inLanguage": p.Language, "isAccessibleForFree": true, "publisher": house, "image": []string{picture},
		"isPartOf": thing{"@type": "Periodical", "name": v.Publication.Name, "url": house["url"]},
	}
	if p.Article.Standfirst != "" {
		a["description"] = p.Article.Standfirst
	}
	if len(p.Article.Tags) > 0 {
		a["keywords"] = p.Article.Tags
	}
	if len(p.Body.Pictures) > 0 {
		a["image"] = []string{picture, s.BaseURL + p.Body.Pictures[0].Largest().Address}
	}
	var authors []thing
	for _, author := range p.Authors {
		authors = append(authors, s.person(author))
	}
	if len(authors) == 0 {
		authors = []thing{house}
	}
	a["author"] = authors
	dated(a, "datePublished", p.Article.Published)
	dated(a, "dateModified", p.Article.Published)
	dated(a, "dateModified", p.Article.Updated)
	return a
}

// person is an author.
func (s *Site) person(a authorView) thing {
	p := thing{"@type": "Person", "name": a.Name, "url": s.BaseURL + a.Address}
	if a.Role != "" {
		p["jobTitle"] = a.Role
	}
	if a.Large != "" {
		p["image"] = s.BaseURL + a.Large
	}
	return p
}

// profile is an author's page.
func (s *Site) profile(a authorView) thing {
	p := s.person(a)
	if len(a.Paragraphs) > 0 {
		p["description"] = strings.Join(a.Paragraphs, " ")
	}
	return thing{"@context": "https://schema.org", "@type": "ProfilePage", "url": s.BaseURL + a.Address, "mainEntity": p}
}
