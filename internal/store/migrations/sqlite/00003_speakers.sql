-- +goose Up
-- Speakers: who is named as a source, across reports.

CREATE TABLE speaker (
  id          TEXT PRIMARY KEY,
  created     INTEGER NOT NULL,
  merged_into TEXT NOT NULL, -- by an editor; empty: with none
  root        TEXT NOT NULL, -- the end of such joins; itself if there is none
  name        TEXT NOT NULL,
  folded      TEXT NOT NULL, -- the name in small letters, for finding it
  office      TEXT NOT NULL, -- what an editor wrote; empty otherwise
  affiliation TEXT NOT NULL,
  fields      TEXT NOT NULL  -- JSON: which fields an editor wrote
) STRICT;
CREATE INDEX speaker_root ON speaker (root);

-- Names that editors gave.
CREATE TABLE speaker_alias (
  speaker_id TEXT NOT NULL REFERENCES speaker (id),
  ordinal    INTEGER NOT NULL,
  name       TEXT NOT NULL,
  key        TEXT NOT NULL,
  PRIMARY KEY (speaker_id, ordinal)
) STRICT;
CREATE INDEX speaker_alias_key ON speaker_alias (key);

-- A name that the sources of a report have, and whose it is.
CREATE TABLE appearance (
  report_id   TEXT NOT NULL REFERENCES report (id),
  name        TEXT NOT NULL,
  key         TEXT NOT NULL, -- what names are compared by; empty: by nothing
  family      TEXT NOT NULL,
  sound       TEXT NOT NULL,
  office      TEXT NOT NULL,
  affiliation TEXT NOT NULL,
  words       TEXT NOT NULL,
  company     TEXT NOT NULL, -- what else the report names: folded words
  speaker_id  TEXT NOT NULL REFERENCES speaker (id),
  rule        TEXT NOT NULL,
  with_report TEXT NOT NULL,
  because     TEXT NOT NULL,
  pinned      INTEGER NOT NULL, -- an editor placed it
  PRIMARY KEY (report_id, name)
) STRICT;
CREATE INDEX appearance_key ON appearance (key);
CREATE INDEX appearance_family ON appearance (family);
CREATE INDEX appearance_sound ON appearance (sound);
CREATE INDEX appearance_speaker ON appearance (speaker_id);

-- What editors did to speakers. Append-only but for the mark that an act was undone.
CREATE TABLE speaker_act (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE,
  at         INTEGER NOT NULL,
  who        TEXT NOT NULL,
  kind       TEXT NOT NULL,
  speaker_id TEXT NOT NULL REFERENCES speaker (id),
  other_id   TEXT NOT NULL,
  undoes     TEXT NOT NULL,
  undone     INTEGER NOT NULL,
  change     TEXT NOT NULL -- JSON: what was before and after
) STRICT;
CREATE INDEX speaker_act_speaker ON speaker_act (speaker_id);
CREATE INDEX speaker_act_other ON speaker_act (other_id);

CREATE INDEX statement_report ON statement (report_id);

-- +goose Down
DROP INDEX statement_report;
DROP TABLE speaker_act;
DROP TABLE appearance;
DROP TABLE speaker_alias;
DROP TABLE speaker;
