package site

import (
	"context"

	"onrecord/internal/news"
)

// Pieces is what the site needs to know of the house's own articles.
type Pieces interface {
	// Publication gives a publication.
	Publication(ctx context.Context, id news.ID) (news.Publication, error)
	// Articles gives those that a filter leaves, the newest first, and CountArticles how many there are.
	Articles(ctx context.Context, f news.ArticleFilter, offset, limit int) ([]news.Article, error)
	CountArticles(ctx context.Context, f news.ArticleFilter) (int, error)
	// ArticleBySlug gives an article in any state by the name in its address, also by one that it had before.
	ArticleBySlug(ctx context.Context, publicationID news.ID, slug string) (news.Article, error)
	// ArticlesAkin gives published articles that have to do with one, those that have most to do with it first.
	ArticlesAkin(ctx context.Context, id news.ID, limit int) ([]news.Akin, error)
	// ArticlePictures gives the pictures of an article without their bytes, ArticlePictureJPEG one of them in one size.
	ArticlePictures(ctx context.Context, article news.ID) ([]news.ArticlePicture, error)
	ArticlePictureJPEG(ctx context.Context, article news.ID, name string, width int) ([]byte, error)
	// Author gives an author, AuthorBySlug one by the name in the address, and Portrait an author's picture.
	Author(ctx context.Context, id news.ID) (news.Author, error)
	AuthorBySlug(ctx context.Context, slug string) (news.Author, error)
	Portrait(ctx context.Context, author news.ID, size news.PortraitSize) (news.Portrait, error)
}
