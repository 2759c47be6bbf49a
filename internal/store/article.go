package store

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"onrecord/internal/news"
)

const articleColumns = `id, publication_id, slug, title, standfirst, authors, language, text, tags, stories, state, published, updated, withdrawn, because, version, changed_by, changed, created`

func scanArticle(r row) (a news.Article, err error) {
	err = r.Scan(&a.ID, &a.PublicationID, &a.Slug, &a.Title, &a.Standfirst, parsed{&a.Authors}, &a.Language, &a.Text, parsed{&a.Tags}, parsed{&a.Stories}, &a.State,
		stamp{&a.Published}, stamp{&a.Updated}, stamp{&a.Withdrawn}, &a.Because, &a.Version, &a.ChangedBy, stamp{&a.Changed}, stamp{&a.Created})
	if len(a.Authors) == 0 {
		a.Authors = nil
	}
	if len(a.Tags) == 0 {
		a.Tags = nil
	}
	if len(a.Stories) == 0 {
		a.Stories = nil
	}
	return a, err
}

// SaveArticle adds an article, if its version is 1, or changes the one before that version into it; plain is its text without marks, for
// the search. A version that is there already, since another editor was first, is a Conflict, as is a slug that another article of
// the publication has, or had while readers could see it.
func (s *Store) SaveArticle(ctx context.Context, a news.Article, plain string, words []news.KeyWord) error {
	if err := a.Validate(); err != nil {
		return err
	}
	return s.Within(ctx, func(ctx context.Context) error {
		if err := s.freeSlug(ctx, a); err != nil {
			return err
		}
		if err := s.putArticle(ctx, a); err != nil {
			return err
		}
		content, err := json.Marshal(a)
		if err != nil {
			return err
		}
		if _, err := s.exec(ctx, `INSERT INTO article_version (article_id, number, at, who, article) VALUES ($1, $2, $3, $4, $5)`,
			a.ID, a.Version, micros(a.Changed), a.ChangedBy, string(content)); err != nil {
			return err
		}
		if a.State == news.ArticlePublished {
			if _, err := s.exec(ctx, `INSERT INTO article_slug (publication_id, slug, article_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
				a.PublicationID, a.Slug, a.ID); err != nil {
				return err
			}
		}
		if err := s.turnRound(ctx, a, words); err != nil {
			return err
		}
		_, err = s.exec(ctx, s.dialect.indexArticle, a.ID, a.Title, a.Standfirst+"\n\n"+plain)
		return err
	})
}

// freeSlug says whether no other article has the address, or had it.
func (s *Store) freeSlug(ctx context.Context, a news.Article) error {
	n, err := s.number(ctx, `SELECT (SELECT count(*) FROM article WHERE publication_id = $1 AND slug = $2 AND id <> $3)
		+ (SELECT count(*) FROM article_slug WHERE publication_id = $1 AND slug = $2 AND article_id <> $3)`, a.PublicationID, a.Slug, a.ID)
	if err == nil && n > 0 {
		return &news.Error{Kind: news.Conflict, Field: "slug", Message: "another article has " + a.Slug + " in its address, or had it; choose another name"}
	}
	return err
}

// putArticle writes the row of an article.
func (s *Store) putArticle(ctx context.Context, a news.Article) error {
	values := []any{
		a.ID, a.PublicationID, a.Slug, a.Title, a.Standfirst, text(list0(a.Authors)), a.Language, a.Text, text(list0(a.Tags)), text(list0(a.Stories)), a.State,
		micros(a.Published), micros(a.Updated), micros(a.Withdrawn), a.Because, a.Version, a.ChangedBy, micros(a.Changed), micros(a.Created),
	}
	if a.Version == 1 {
		_, err := s.exec(ctx, `INSERT INTO article (`+articleColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`, values...)
		return err
	}
	n, err := s.exec(ctx, `UPDATE article SET publication_id = $2, slug = $3, title = $4, standfirst = $5, authors = $6, language = $7, text = $8, tags = $9,
		stories = $10, state = $11, published = $12, updated = $13, withdrawn = $14, because = $15, version = $16, changed_by = $17, changed = $18
		WHERE id = $1 AND version = $16 - 1`, values[:len(values)-1]...)
	if err != nil || n > 0 {
		return err
	}
	now, err := s.Article(ctx, a.ID)
	if err != nil {
		return err
	}
	return news.Errorf(news.Conflict, "%s changed this article in the meantime: it is at version %d now; look at what was changed, and save again", now.ChangedBy, now.Version)
}

// turnRound writes by whom and about what an article is, for those who look from there.
func (s *Store) turnRound(ctx context.Context, a news.Article, words []news.KeyWord) error {
	for _, table := range []string{"article_author", "article_story", "article_word"} {
		if _, err := s.exec(ctx, `DELETE FROM `+table+` WHERE article_id = $1`, a.ID); err != nil {
			return err
		}
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(a.Authors))) {
		if _, err := s.exec(ctx, `INSERT INTO article_author (author_id, article_id) VALUES ($1, $2)`, id, a.ID); err != nil {
			return err
		}
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(a.Stories))) {
		if _, err := s.exec(ctx, `INSERT INTO article_story (story_id, article_id) VALUES ($1, $2)`, id, a.ID); err != nil {
			return err
		}
	}
	for _, w := range words {
		if _, err := s.exec(ctx, `INSERT INTO article_word (article_id, word, shown, weight) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, a.ID, w.Key, w.Shown, w.Weight); err != nil {
			return err
		}
	}
	return nil
}

// Article gives an article by id.
func (s *Store) Article(ctx context.Context, id news.ID) (news.Article, error) {
	return one(ctx, s, "article", scanArticle, `SELECT `+articleColumns+` FROM article WHERE id = $1`+s.locked(ctx), id)
}

// ArticleBySlug gives an article in any state by its name in the address, or by one that it had while readers could see it.
func (s *Store) ArticleBySlug(ctx context.Context, publicationID news.ID, slug string) (news.Article, error) {
	a, err := one(ctx, s, "article", scanArticle, `SELECT `+articleColumns+` FROM article WHERE publication_id = $1 AND slug = $2`, publicationID, slug)
	if news.KindOf(err) != news.NotFound {
		return a, err
	}
	return one(ctx, s, "article", scanArticle, `SELECT `+articleColumns+` FROM article
		WHERE id = (SELECT article_id FROM article_slug WHERE publication_id = $1 AND slug = $2)`, publicationID, slug)
}

// Articles gives the articles that a filter leaves, those first that readers saw last, and before them what has never been published,
// the newest first.
func (s *Store) Articles(ctx context.Context, f news.ArticleFilter, offset, limit int) ([]news.Article, error) {
	where, args := s.filtered(f)
	return list(ctx, s, scanArticle, `SELECT `+articleColumns+` FROM article WHERE `+where+
		` ORDER BY CASE WHEN published = 0 THEN 0 ELSE 1 END, published DESC, id DESC LIMIT $5 OFFSET $6`, append(args, limit, offset)...)
}

// CountArticles says how many a filter leaves.
func (s *Store) CountArticles(ctx context.Context, f news.ArticleFilter) (int, error) {
	where, args := s.filtered(f)
	return s.number(ctx, `SELECT count(*) FROM article WHERE `+where, args...)
}

func (s *Store) filtered(f news.ArticleFilter) (string, []any) {
	return `($1 = '' OR publication_id = $1) AND ($2 = '' OR state = $2)
		AND ($3 = '' OR id IN (SELECT article_id FROM article_author WHERE author_id = $3))
		AND ($4 = '' OR id IN (SELECT article_id FROM article_story WHERE story_id = $4))`, []any{string(f.Publication), string(f.State), string(f.Author), string(f.Story)}
}

// ArticleVersions gives what an article was after each change, the last first.
func (s *Store) ArticleVersions(ctx context.Context, id news.ID) ([]news.ArticleVersion, error) {
	return list(ctx, s, func(r row) (v news.ArticleVersion, err error) {
		return v, r.Scan(&v.Number, stamp{&v.At}, &v.By, parsed{&v.Article})
	}, `SELECT number, at, who, article FROM article_version WHERE article_id = $1 ORDER BY number DESC`, id)
}

// ArticlesAkin gives published articles that have to do with one, because they are about the same stories or have words in common
// that few of the house's articles have: those that have most in common first.
func (s *Store) ArticlesAkin(ctx context.Context, id news.ID, limit int) ([]news.Akin, error) {
	type link struct {
		article, shown string
		story          bool
		score          float64
	}
	// A word counts for what it weighs in both, and the less the more articles have it. A story in common counts more than any words.
	links, err := list(ctx, s, func(r row) (l link, err error) { return l, r.Scan(&l.article, &l.story, &l.shown, &l.score) },
		`WITH rooted AS (SELECT a.article_id, CASE WHEN coalesce(s.merged_into, '') = '' THEN a.story_id ELSE s.merged_into END AS story
			FROM article_story a LEFT JOIN story s ON s.id = a.story_id)
		SELECT other.article_id, FALSE, mine.shown, mine.weight * other.weight / (SELECT count(*) FROM article_word WHERE word = mine.word)
			FROM article_word mine JOIN article_word other ON other.word = mine.word AND other.article_id <> mine.article_id
			WHERE mine.article_id = $1
		UNION ALL SELECT other.article_id, TRUE, '', 1000 FROM rooted mine JOIN rooted other
			ON other.story = mine.story AND other.article_id <> mine.article_id WHERE mine.article_id = $1
		ORDER BY 4 DESC, 3, 1`, id)
	if err != nil {
		return nil, err
	}
	type sum struct {
		akin  news.Akin
		score float64
		words int
	}
	by := map[string]*sum{}
	var order []string
	for _, l := range links {
		a := by[l.article]
		if a == nil {
			a = &sum{}
			by[l.article] = a
			order = append(order, l.article)
		}
		a.score += l.score
		a.akin.Story = a.akin.Story || l.story
		if !l.story {
			a.words++
			if len(a.akin.Words) < mostShared {
				a.akin.Words = append(a.akin.Words, l.shown)
			}
		}
	}
	slices.SortStableFunc(order, func(x, y string) int {
		switch a, b := by[x], by[y]; {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return strings.Compare(y, x) // the newer one
	})
	var out []news.Akin
	for _, id := range order {
		a := by[id]
		if !a.akin.Story && a.words < leastShared {
			continue // one word in common says nothing
		}
		if a.akin.Article, err = s.Article(ctx, news.ID(id)); err != nil {
			return nil, err
		}
		if a.akin.Article.State != news.ArticlePublished {
			continue
		}
		if out = append(out, a.akin); len(out) == limit {
			break
		}
	}
	return out, nil
}

// How many words in common make two articles akin where no story does, and how many are said.
const leastShared, mostShared = 2, 3

// SearchArticles finds published articles that have all the words and phrases of a query, the best first. A query without a word finds nothing. The
// excerpt has the found words between U+0002 and U+0003.
func (s *Store) SearchArticles(ctx context.Context, query string, limit int) ([]news.ArticleHit, error) {
	phrases := news.Phrases(query)
	if len(phrases) == 0 {
		return nil, nil
	}
	hits, err := list(ctx, s, func(r row) (h news.ArticleHit, err error) { return h, r.Scan(&h.Article.ID, &h.Excerpt) },
		s.dialect.searchArticles, s.dialect.match(phrases), limit)
	if err != nil {
		return nil, err
	}
	for i := range hits {
		if hits[i].Article, err = s.Article(ctx, hits[i].Article.ID); err != nil {
			return nil, err
		}
	}
	return hits, nil
}
