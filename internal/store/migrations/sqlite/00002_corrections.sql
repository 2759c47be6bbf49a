-- +goose Up
-- What editors say of statements. What they put in place stands in statement, by_editor; what they overrule stays there, marked.
ALTER TABLE statement ADD COLUMN overruled_by TEXT NOT NULL DEFAULT '';

CREATE TABLE correction (
  id           TEXT PRIMARY KEY,
  root         TEXT NOT NULL, -- the first correction of the same statement
  revision_id  TEXT NOT NULL REFERENCES revision (id) ON DELETE CASCADE,
  report_id    TEXT NOT NULL REFERENCES report (id),
  act          TEXT NOT NULL,
  editor       TEXT NOT NULL,
  at           INTEGER NOT NULL,
  machine      TEXT NOT NULL, -- JSON: what the machine had found; null: nothing
  statement    TEXT NOT NULL, -- JSON: what stands in its place; null: nothing
  around       TEXT NOT NULL, -- the text about it when it last stood there
  begins       INTEGER NOT NULL, -- where in the text that began, in code points
  lost         INTEGER NOT NULL, -- its words no longer stand in the text
  carried_from TEXT NOT NULL, -- the revision that it was made in, if another
  ended_by     TEXT NOT NULL,
  ended_at     INTEGER NOT NULL -- 0: it stands
) STRICT;
CREATE INDEX correction_revision ON correction (revision_id);
CREATE INDEX correction_at ON correction (at);

-- +goose Down
DROP TABLE correction;
DELETE FROM statement WHERE by_editor;
ALTER TABLE statement DROP COLUMN overruled_by;
