package site

import (
	"encoding/json"
	"html/template"
	"slices"
	"time"

	"onrecord/internal/news"
)

// inPage is how many appearances of a claim the data in a page have at most, everything those of the file.
const (
	inPage     = 25
	everything = 1 << 30
)

// thing is what a document of linked data says of one thing: schema.org in JSON-LD 1.1.
type thing map[string]any

// documents sets out claims as schema.org's ClaimReview, with the reports that they appear in as NewsArticle. There is no verdict here, so
// a review has no reviewRating: it says in words how the claim stands. Set are the claims as they are set out.
func (s *Site) documents(v view, t told, claims []news.ClaimLedger, set []claimView, most int) thing {
	var graph []thing
	used := map[news.ID]bool{}
	article := func(id news.ID) thing {
		used[id] = true
		return thing{"@id": s.BaseURL + reportAddress(id)}
	}
	for i, c := range claims {
		graph = append(graph, s.review(v, t, c, set[i], most, article))
	}
	for _, r := range t.InOrder {
		if used[r.ID] || most == everything {
			graph = append(graph, s.article(t, r))
		}
	}
	story := thing{
		"@type": "Collection", "@id": s.BaseURL + storyAddress(t.Story.ID), "url": s.BaseURL + storyAddress(t.Story.ID), "name": t.Story.Title,
		"version": t.Version, "collectionSize": len(t.InOrder),
	}
	dated(story, "dateModified", t.Story.Last)
	return thing{"@context": "https://schema.org", "@graph": append([]thing{story}, graph...)}
}

// review is one claim. What it is dated by is the newest report that it is made from.
func (s *Site) review(v view, t told, c news.ClaimLedger, set claimView, most int, article func(news.ID) thing) thing {
	at := s.BaseURL + claimAddress(c.ID)
	var appear []thing
	byAge := ordered(c.Positions, t.Reports)
	for _, p := range byAge {
		if p.Stance == news.For && len(appear) < most {
			appear = append(appear, article(p.ReportID))
		}
	}
	claim := thing{"@type": "Claim", "@id": at, "url": at, "name": c.Wording, "inLanguage": t.Story.Language}
	if len(appear) > 0 {
		claim["firstAppearance"] = appear[0]
		claim["appearance"] = appear
		for _, p := range byAge {
			if p.Stance == news.For {
				dated(claim, "datePublished", dateOf(t.Reports[p.ReportID]))
				break
			}
		}
	}
	var authors []thing
	for _, o := range set.For.Origins {
		switch o.Standing {
		case news.Named:
			authors = append(authors, thing{"@type": "Person", "name": o.Name})
		case news.Institution:
			authors = append(authors, thing{"@type": "Organization", "name": o.Name})
		}
	}
	if len(authors) > 0 {
		claim["author"] = authors[:min(len(authors), most)]
	}
	review := thing{
		"@type": "ClaimReview", "@id": at + "#review", "url": at, "claimReviewed": c.Wording, "itemReviewed": claim,
		"author":     thing{"@type": "Organization", "name": v.by(), "url": s.BaseURL + "/"},
		"abstract":   capital(v.In.state(set.State.State)) + ".",
		"reviewBody": plain(set.Answer), "inLanguage": v.In.Tag, "isPartOf": thing{"@id": s.BaseURL + storyAddress(t.Story.ID)},
	}
	dated(review, "datePublished", t.Story.Last)
	return review
}

func ordered(positions []news.Position, reports map[news.ID]news.Report) []news.Position {
	out := slices.DeleteFunc(slices.Clone(positions), func(p news.Position) bool { return reports[p.ReportID].ID == "" })
	slices.SortStableFunc(out, func(a, b news.Position) int { return byTime(reports[a.ReportID], reports[b.ReportID]) })
	return out
}

// article is one report. It is named by its page here; its url is where the outlet has it.
func (s *Site) article(t told, r news.Report) thing {
	a := thing{"@type": "NewsArticle", "@id": s.BaseURL + reportAddress(r.ID), "headline": r.Title, "publisher": thing{"@type": "Organization", "name": r.Outlet}}
	if to := link(r.URL); to != "" {
		a["url"] = to
	}
	if r.Author != "" {
		a["author"] = thing{"@type": "Person", "name": r.Author}
	}
	if r.Language != "" && r.Language != "und" {
		a["inLanguage"] = r.Language
	}
	dated(a, "datePublished", dateOf(r))
	return a
}

func dated(of thing, name string, t time.Time) {
	if !t.IsZero() {
		of[name] = t.UTC().Format(time.RFC3339)
	}
}

// linked writes a document so that it may stand in a page: encoding/json writes <, > and & as escapes, so that no words end the element.
func linked(d thing) (template.JS, error) {
	b, err := json.Marshal(d)
	return template.JS(b), err // #nosec: it is JSON, and has no sign that HTML would mind
}
