package desk

import (
	"context"

	"onrecord/internal/news"
)

// ArticleStore is what the desk needs to know of the house's own articles.
type ArticleStore interface {
	// Articles gives those that a filter leaves, what has never been published first, then the newest.
	Articles(ctx context.Context, f news.ArticleFilter, offset, limit int) ([]news.Article, error)
	CountArticles(ctx context.Context, f news.ArticleFilter) (int, error)
	Article(ctx context.Context, id news.ID) (news.Article, error)
	// ArticleVersions gives what an article was after each change, the last first.
	ArticleVersions(ctx context.Context, id news.ID) ([]news.ArticleVersion, error)
	// ArticlePictures gives the pictures of an article without their bytes, in the order in which they were added.
	ArticlePictures(ctx context.Context, article news.ID) ([]news.ArticlePicture, error)
	// Authors gives all authors, by name.
	Authors(ctx context.Context) ([]news.Author, error)
	Author(ctx context.Context, id news.ID) (news.Author, error)
}

// ArticleForm is what the form for an article asks for, as people write it.
type ArticleForm struct {
	Publication, Slug, Title, Standfirst, Text, Date, Language string
	Authors                                                    []string // by their names in addresses, in the order of the byline
	Tags                                                       []string
	Stories                                                    []string // ids
}

// PictureForm is what the form for a picture of an article asks for.
type PictureForm struct {
	Name, Alt, Caption, Credit string
	File                       []byte // a picture as a file has it
	FileName                   string // what it is called where it comes from, from which it gets a name if none was typed
}

// AuthorForm is what the form for an author asks for.
type AuthorForm struct {
	Slug, Name, Role, Biography string
	Portrait                    []byte // a picture as a file has it; nil: the portrait stays
	NoPortrait                  bool
}

// Articles does what editors want with the house's own articles. What cannot be taken is Invalid or a Conflict, each fault about a field
// named as in the form; that somebody else was first is a Conflict about no field.
type Articles interface {
	AddArticle(ctx context.Context, f ArticleForm, who string) (news.ID, error)
	// SetArticle changes the version that the editor has looked at.
	SetArticle(ctx context.Context, id news.ID, f ArticleForm, version int, who string) error
	// PublishArticle lets readers see an article as it stands, WithdrawArticle takes it from them.
	PublishArticle(ctx context.Context, id news.ID, who string) error
	WithdrawArticle(ctx context.Context, id news.ID, because, who string) error
	// PlaceArticle puts an article into the draft of an edition.
	PlaceArticle(ctx context.Context, id, edition news.ID, section string) error
	// AddPicture gives an article a picture, SetPicture changes what is said of it, in the name of who, and RemovePicture takes one away that no version of the
	// text names.
	AddPicture(ctx context.Context, id news.ID, f PictureForm) (name string, err error)
	SetPicture(ctx context.Context, id news.ID, f PictureForm, who string) error
	RemovePicture(ctx context.Context, id news.ID, name string) error
	AddAuthor(ctx context.Context, f AuthorForm) (news.ID, error)
	SetAuthor(ctx context.Context, id news.ID, f AuthorForm) error
}
