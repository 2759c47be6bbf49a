-- +goose Up
-- How late an edition may appear by itself, when editors are told of one that nobody has approved, and whom an edition is mailed to.
ALTER TABLE publication ADD COLUMN late INTEGER NOT NULL DEFAULT 21600000000; -- how long after its hour; six hours
ALTER TABLE publication ADD COLUMN remind INTEGER NOT NULL DEFAULT 3600000000; -- how long before its hour; 0: never
ALTER TABLE publication ADD COLUMN postal TEXT NOT NULL DEFAULT ''; -- for the foot of the mails
ALTER TABLE edition ADD COLUMN released_by TEXT NOT NULL DEFAULT ''; -- who let it appear although it was late
ALTER TABLE edition ADD COLUMN released_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE edition ADD COLUMN audience TEXT NOT NULL DEFAULT '{}'; -- JSON: languages, tags; empty: all readers
ALTER TABLE person ADD COLUMN mail TEXT NOT NULL DEFAULT ''; -- where they are told that they are wanted

-- Editors were told that they are wanted: once each for one occasion. One without editor and address stands for all, if none of
-- them has an address.
CREATE TABLE summons (
  id         TEXT PRIMARY KEY,
  kind       TEXT NOT NULL,
  edition_id TEXT NOT NULL REFERENCES edition (id),
  occasion   INTEGER NOT NULL,
  editor     TEXT NOT NULL,
  address    TEXT NOT NULL,
  said       TEXT NOT NULL,
  at         INTEGER NOT NULL,
  UNIQUE (edition_id, kind, occasion, editor)
) STRICT;

-- +goose Down
DROP TABLE summons;
ALTER TABLE person DROP COLUMN mail;
ALTER TABLE edition DROP COLUMN audience;
ALTER TABLE edition DROP COLUMN released_at;
ALTER TABLE edition DROP COLUMN released_by;
ALTER TABLE publication DROP COLUMN postal;
ALTER TABLE publication DROP COLUMN remind;
ALTER TABLE publication DROP COLUMN late;
