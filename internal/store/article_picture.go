package store

import (
	"context"

	"onrecord/internal/news"
)

// AddArticlePicture gives an article a picture in all its sizes. A name that another picture of the article has is a Conflict.
func (s *Store) AddArticlePicture(ctx context.Context, p news.ArticlePicture) error {
	if err := p.Validate(); err != nil {
		return err
	}
	return s.Within(ctx, func(ctx context.Context) error {
		if _, err := s.exec(ctx, `INSERT INTO article_picture (article_id, name, mark, source, alt, caption, credit, sizes, added) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			p.ArticleID, p.Name, p.Mark, p.Source, p.Alt, p.Caption, p.Credit, text(list0(p.Sizes)), micros(p.Added)); err != nil {
			return err
		}
		for _, size := range p.Sizes {
			if _, err := s.exec(ctx, `INSERT INTO article_picture_size (article_id, name, width, jpeg) VALUES ($1, $2, $3, $4)`,
				p.ArticleID, p.Name, size.Width, size.JPEG); err != nil {
				return err
			}
		}
		return nil
	})
}

// SetArticlePicture changes what is said of an article's picture; the picture itself stays.
func (s *Store) SetArticlePicture(ctx context.Context, p news.ArticlePicture) error {
	if err := p.Validate(); err != nil {
		return err
	}
	return must("picture")(s.exec(ctx, `UPDATE article_picture SET alt = $3, caption = $4, credit = $5 WHERE article_id = $1 AND name = $2`,
		p.ArticleID, p.Name, p.Alt, p.Caption, p.Credit))
}

// RemoveArticlePicture takes a picture from an article.
func (s *Store) RemoveArticlePicture(ctx context.Context, article news.ID, name string) error {
	return must("picture")(s.exec(ctx, `DELETE FROM article_picture WHERE article_id = $1 AND name = $2`, article, name))
}

// ArticlePictures gives the pictures of an article without their bytes, in the order in which they were added.
func (s *Store) ArticlePictures(ctx context.Context, article news.ID) ([]news.ArticlePicture, error) {
	return list(ctx, s, func(r row) (p news.ArticlePicture, err error) {
		return p, r.Scan(&p.ArticleID, &p.Name, &p.Mark, &p.Source, &p.Alt, &p.Caption, &p.Credit, parsed{&p.Sizes}, stamp{&p.Added})
	}, `SELECT article_id, name, mark, source, alt, caption, credit, sizes, added FROM article_picture WHERE article_id = $1 ORDER BY added, name`, article)
}

// ArticlePictureJPEG gives a picture of an article in one size.
func (s *Store) ArticlePictureJPEG(ctx context.Context, article news.ID, name string, width int) ([]byte, error) {
	return one(ctx, s, "picture", func(r row) (b []byte, err error) { return b, r.Scan(&b) },
		`SELECT jpeg FROM article_picture_size WHERE article_id = $1 AND name = $2 AND width = $3`, article, name, width)
}
