-- +goose Up
-- What grouping keeps of a report's words, so that its index is made again without taking every text apart.
CREATE TABLE gist (
  report_id TEXT PRIMARY KEY REFERENCES report (id),
  words     BLOB NOT NULL
) STRICT;

-- Whether an editor had a hand in which reports are in a story.
ALTER TABLE story ADD COLUMN shaped INTEGER NOT NULL DEFAULT FALSE;
UPDATE story SET shaped = TRUE WHERE id IN (SELECT story_id FROM report WHERE pinned);
CREATE INDEX story_merged ON story (merged_into);

-- Stories merged, split, and reports moved between them. Append-only.
CREATE TABLE mending (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE,
  at         INTEGER NOT NULL,
  kind       TEXT NOT NULL,
  who        TEXT NOT NULL, -- empty: the machine
  from_story TEXT NOT NULL REFERENCES story (id),
  into_story TEXT NOT NULL REFERENCES story (id),
  reports    TEXT NOT NULL, -- JSON: their ids
  because    TEXT NOT NULL,
  score      REAL NOT NULL
) STRICT;
CREATE INDEX mending_from ON mending (from_story);
CREATE INDEX mending_into ON mending (into_story);

-- +goose Down
DROP TABLE mending;
DROP INDEX story_merged;
ALTER TABLE story DROP COLUMN shaped;
DROP TABLE gist;
