-- +goose Up
-- Pictures that articles have, for their texts to name. They are kept here as portraits are, so that a backup has them.
CREATE TABLE article_picture (
  article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  name       TEXT NOT NULL, -- as the text names it
  mark       TEXT NOT NULL, -- stands in its address
  source     TEXT NOT NULL, -- SHA-256 of the file that it was made of, by which the file is known when it comes again
  alt        TEXT NOT NULL,
  caption    TEXT NOT NULL,
  credit     TEXT NOT NULL,
  sizes      TEXT NOT NULL, -- JSON: in which there is an article_picture_size, the smallest first
  added      BIGINT NOT NULL,
  PRIMARY KEY (article_id, name)
);

CREATE TABLE article_picture_size (
  article_id TEXT NOT NULL,
  name       TEXT NOT NULL,
  width      BIGINT NOT NULL,
  jpeg       BYTEA NOT NULL,
  PRIMARY KEY (article_id, name, width),
  FOREIGN KEY (article_id, name) REFERENCES article_picture (article_id, name) ON DELETE CASCADE
);

-- +goose Down
DROP TABLE article_picture_size;
DROP TABLE article_picture;
