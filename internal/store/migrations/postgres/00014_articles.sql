-- +goose Up
-- Pieces of the house's own, and who wrote them.
CREATE TABLE author (
  id        TEXT PRIMARY KEY,
  slug      TEXT NOT NULL UNIQUE,
  name      TEXT NOT NULL,
  role      TEXT NOT NULL,
  biography TEXT NOT NULL,
  portrait  TEXT NOT NULL DEFAULT '', -- names the picture that there is; empty: none
  created   BIGINT NOT NULL
);

-- Portraits are kept here and not in the data folder, so that a backup has them and every machine can show them.
CREATE TABLE author_portrait (
  author_id TEXT NOT NULL REFERENCES author (id) ON DELETE CASCADE,
  size      BIGINT NOT NULL,
  jpeg      BYTEA NOT NULL,
  PRIMARY KEY (author_id, size)
);

CREATE TABLE article (
  seq            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- the full-text index's number for it
  id             TEXT NOT NULL UNIQUE,
  publication_id TEXT NOT NULL REFERENCES publication (id),
  slug           TEXT NOT NULL,
  title          TEXT NOT NULL,
  standfirst     TEXT NOT NULL,
  authors        TEXT NOT NULL, -- in the order of the byline
  language       TEXT NOT NULL,
  text           TEXT NOT NULL, -- Markdown
  tags           TEXT NOT NULL,
  stories        TEXT NOT NULL,
  state          TEXT NOT NULL,
  published      BIGINT NOT NULL,
  updated        BIGINT NOT NULL,
  withdrawn      BIGINT NOT NULL,
  because        TEXT NOT NULL,
  version        BIGINT NOT NULL,
  changed_by     TEXT NOT NULL,
  changed        BIGINT NOT NULL,
  created        BIGINT NOT NULL,
  UNIQUE (publication_id, slug)
);
CREATE INDEX article_published ON article (state, published);

-- By whom, and about which stories: the lists of an article, turned round.
CREATE TABLE article_author (
  author_id  TEXT NOT NULL REFERENCES author (id),
  article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  PRIMARY KEY (author_id, article_id)
);
CREATE INDEX article_author_article ON article_author (article_id);
CREATE TABLE article_story (
  story_id   TEXT NOT NULL,
  article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  PRIMARY KEY (story_id, article_id)
);
CREATE INDEX article_story_article ON article_story (article_id);

-- Every address that an article had while readers could see it: the old ones lead on.
CREATE TABLE article_slug (
  publication_id TEXT NOT NULL REFERENCES publication (id),
  slug           TEXT NOT NULL,
  article_id     TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  PRIMARY KEY (publication_id, slug)
);

-- Append-only: what the article was after each change.
CREATE TABLE article_version (
  article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  number     BIGINT NOT NULL,
  at         BIGINT NOT NULL,
  who        TEXT NOT NULL,
  article    TEXT NOT NULL, -- JSON
  PRIMARY KEY (article_id, number)
);

-- The words that say what an article is about, by which others are found that have to do with it.
CREATE TABLE article_word (
  article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  word       TEXT NOT NULL,
  shown      TEXT NOT NULL,
  weight     DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (word, article_id)
);
CREATE INDEX article_word_article ON article_word (article_id);

-- Full text of articles as they stand now. 'simple' because houses write in many languages.
CREATE TABLE article_text (
  article_id TEXT PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  title      TEXT NOT NULL,
  body       TEXT NOT NULL,
  words      TSVECTOR GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', left(title, 1000)), 'A') || to_tsvector('simple', left(body, 250000))) STORED -- a tsvector holds 1 MB
);
CREATE INDEX article_text_words ON article_text USING GIN (words);

-- +goose Down
DROP TABLE article_text;
DROP TABLE article_word;
DROP TABLE article_version;
DROP TABLE article_slug;
DROP TABLE article_story;
DROP TABLE article_author;
DROP TABLE article;
DROP TABLE author_portrait;
DROP TABLE author;
