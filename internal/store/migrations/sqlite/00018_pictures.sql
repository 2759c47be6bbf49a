-- +goose Up
-- The address of a picture that goes with a report, as its feed has it.
ALTER TABLE report ADD COLUMN picture TEXT NOT NULL DEFAULT '';

-- Pictures as they are shown. What is old is fetched again when somebody looks.
CREATE TABLE picture (
  report_id TEXT PRIMARY KEY REFERENCES report (id),
  address   TEXT NOT NULL,
  jpeg      BLOB NOT NULL, -- empty: it could not be had
  width     INTEGER NOT NULL,
  height    INTEGER NOT NULL,
  why       TEXT NOT NULL,
  at        INTEGER NOT NULL
) STRICT;
CREATE INDEX picture_at ON picture (at);

-- +goose Down
DROP TABLE picture;
ALTER TABLE report DROP COLUMN picture;
