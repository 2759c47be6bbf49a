package webtest

import (
	"context"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// Pieces are the articles of a house and their authors, in memory.
type Pieces struct {
	Written   []news.Article
	Older     map[news.ID][]news.ArticleVersion // by article, the last first
	Former    map[string]news.ID                // addresses that articles had: publication's id/name
	Writers   []news.Author
	Portraits map[news.ID][]news.Portrait
	Pictures  map[news.ID][]news.ArticlePicture // by article, with their bytes
	Related   map[news.ID][]news.Akin
}

// Articles gives those that a filter leaves, the newest first.
func (w *World) Articles(_ context.Context, f news.ArticleFilter, offset, limit int) ([]news.Article, error) {
	var out []news.Article
	for _, a := range w.Pieces.Written {
		if (f.Publication == "" || a.PublicationID == f.Publication) && (f.State == "" || a.State == f.State) &&
			(f.Author == "" || slices.Contains(a.Authors, f.Author)) && (f.Story == "" || slices.Contains(a.Stories, f.Story)) {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b news.Article) int {
		if a.Published.IsZero() != b.Published.IsZero() {
			if a.Published.IsZero() {
				return -1
			}
			return 1
		}
		return b.Published.Compare(a.Published)
	})
	out = out[min(offset, len(out)):]
	return out[:min(limit, len(out))], w.Fail
}

// CountArticles says how many a filter leaves.
func (w *World) CountArticles(ctx context.Context, f news.ArticleFilter) (int, error) {
	all, err := w.Articles(ctx, f, 0, 1<<30)
	return len(all), err
}

// Article gives one by id.
func (w *World) Article(_ context.Context, id news.ID) (news.Article, error) {
	return find(w, w.Pieces.Written, "article", func(a news.Article) bool { return a.ID == id })
}

// ArticleBySlug gives one by its name, or one that it had.
func (w *World) ArticleBySlug(ctx context.Context, publication news.ID, slug string) (news.Article, error) {
	a, err := find(w, w.Pieces.Written, "article", func(a news.Article) bool { return a.PublicationID == publication && a.Slug == slug })
	if id := w.Pieces.Former[string(publication)+"/"+slug]; err != nil && id != "" {
		return w.Article(ctx, id)
	}
	return a, err
}

// ArticlesAkin gives what a test said is akin.
func (w *World) ArticlesAkin(_ context.Context, id news.ID, limit int) ([]news.Akin, error) {
	all := w.Pieces.Related[id]
	return all[:min(limit, len(all))], w.Fail
}

// ArticleVersions gives the versions of one, the last first.
func (w *World) ArticleVersions(_ context.Context, id news.ID) ([]news.ArticleVersion, error) {
	return w.Pieces.Older[id], w.Fail
}

// Author gives one by id.
func (w *World) Author(_ context.Context, id news.ID) (news.Author, error) {
	return find(w, w.Pieces.Writers, "author", func(a news.Author) bool { return a.ID == id })
}

// AuthorBySlug gives one by name.
func (w *World) AuthorBySlug(_ context.Context, slug string) (news.Author, error) {
	return find(w, w.Pieces.Writers, "author", func(a news.Author) bool { return a.Slug == slug })
}

// Authors gives all, by name.
func (w *World) Authors(context.Context) ([]news.Author, error) {
	out := slices.Clone(w.Pieces.Writers)
	slices.SortFunc(out, func(a, b news.Author) int { return strings.Compare(a.Name, b.Name) })
	return out, w.Fail
}

// Portrait gives an author's picture.
func (w *World) Portrait(_ context.Context, author news.ID, size news.PortraitSize) (news.Portrait, error) {
	return find(w, w.Pieces.Portraits[author], "portrait", func(p news.Portrait) bool { return p.Size == size })
}

// ArticlePictures gives the pictures of an article without their bytes.
func (w *World) ArticlePictures(_ context.Context, article news.ID) ([]news.ArticlePicture, error) {
	all := slices.Clone(w.Pieces.Pictures[article])
	for i := range all {
		all[i].Sizes = slices.Clone(all[i].Sizes)
		for j := range all[i].Sizes {
			all[i].Sizes[j].JPEG = nil
		}
	}
	return all, w.Fail
}

// ArticlePictureJPEG gives one in one size.
func (w *World) ArticlePictureJPEG(_ context.Context, article news.ID, name string, width int) ([]byte, error) {
	p, err := find(w, w.Pieces.Pictures[article], "picture", func(p news.ArticlePicture) bool { return p.Name == name })
	if err != nil {
		return nil, err
	}
	s, err := find(w, p.Sizes, "picture", func(s news.PictureSize) bool { return s.Width == width })
	return s.JPEG, err
}
