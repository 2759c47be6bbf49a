-- +goose Up
-- The first shape of the store. Times are microseconds since 1970 UTC (0: none); lists are JSON text.

CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE outlet (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  kind     TEXT NOT NULL,
  homepage TEXT NOT NULL,
  created  INTEGER NOT NULL
) STRICT;

CREATE TABLE feed (
  id            TEXT PRIMARY KEY,
  outlet_id     TEXT NOT NULL REFERENCES outlet (id),
  url           TEXT NOT NULL UNIQUE,
  title         TEXT NOT NULL,
  whole         INTEGER NOT NULL, -- items carry their whole text
  state         TEXT NOT NULL,
  etag          TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  hash          TEXT NOT NULL,
  failures      INTEGER NOT NULL,
  error         TEXT NOT NULL,
  every         INTEGER NOT NULL, -- microseconds between two looks
  checked_at    INTEGER NOT NULL,
  next_at       INTEGER NOT NULL,
  queued_at     INTEGER NOT NULL DEFAULT 0, -- when a gather job was last asked for and has not run since
  created       INTEGER NOT NULL
) STRICT;
CREATE INDEX feed_next ON feed (next_at);

CREATE TABLE story (
  id          TEXT PRIMARY KEY,
  title       TEXT NOT NULL,
  language    TEXT NOT NULL,
  first_at    INTEGER NOT NULL,
  last_at     INTEGER NOT NULL,
  reports     INTEGER NOT NULL,
  merged_into TEXT NOT NULL,
  version     INTEGER NOT NULL DEFAULT 0, -- grows with every change of its reports
  weighed     INTEGER NOT NULL DEFAULT 0  -- the version that the ledger was made from
) STRICT;
CREATE INDEX story_last ON story (last_at);

CREATE TABLE report (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT, -- the full-text index's number for it
  id         TEXT NOT NULL UNIQUE,
  outlet_id  TEXT NOT NULL REFERENCES outlet (id),
  feed_id    TEXT NOT NULL REFERENCES feed (id),
  url        TEXT NOT NULL UNIQUE,
  guid       TEXT NOT NULL,
  title      TEXT NOT NULL,
  author     TEXT NOT NULL,
  summary    TEXT NOT NULL,
  language   TEXT NOT NULL,
  published  INTEGER NOT NULL,
  dated_by   TEXT NOT NULL,
  seen       INTEGER NOT NULL,
  story_id   TEXT NOT NULL DEFAULT '',
  pinned     INTEGER NOT NULL DEFAULT FALSE, -- an editor chose its story
  grouped    INTEGER NOT NULL DEFAULT 0       -- the order in which reports joined stories
) STRICT;
CREATE INDEX report_guid ON report (feed_id, guid);
CREATE INDEX report_story ON report (story_id);
CREATE INDEX report_grouped ON report (grouped);
CREATE INDEX report_published ON report (published);

CREATE TABLE revision (
  id           TEXT PRIMARY KEY,
  report_id    TEXT NOT NULL REFERENCES report (id),
  number       INTEGER NOT NULL,
  fetched      INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  raw          BLOB NOT NULL, -- gzip
  title        TEXT NOT NULL,
  byline       TEXT NOT NULL,
  text         TEXT NOT NULL,
  language     TEXT NOT NULL,
  links        TEXT NOT NULL,
  read         INTEGER NOT NULL,
  UNIQUE (report_id, number)
) STRICT;

-- What gather remembers of the page behind a report.
CREATE TABLE page (
  report_id     TEXT PRIMARY KEY REFERENCES report (id),
  feed_id       TEXT NOT NULL REFERENCES feed (id),
  url           TEXT NOT NULL,
  etag          TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  mark          TEXT NOT NULL,
  seen          INTEGER NOT NULL,
  checked_at    INTEGER NOT NULL,
  error         TEXT NOT NULL
) STRICT;
CREATE INDEX page_recent ON page (feed_id, seen);

CREATE TABLE statement (
  id          TEXT PRIMARY KEY,
  revision_id TEXT NOT NULL REFERENCES revision (id) ON DELETE CASCADE,
  report_id   TEXT NOT NULL REFERENCES report (id),
  ordinal     INTEGER NOT NULL,
  source      TEXT NOT NULL,
  cue         TEXT NOT NULL,
  content     TEXT NOT NULL,
  polarity    TEXT NOT NULL,
  standing    TEXT NOT NULL,
  speaker     TEXT NOT NULL,
  via         TEXT NOT NULL,
  by_editor   INTEGER NOT NULL
) STRICT;
CREATE INDEX statement_revision ON statement (revision_id);
CREATE INDEX statement_speaker ON statement (speaker);

CREATE TABLE claim (
  id       TEXT PRIMARY KEY,
  story_id TEXT NOT NULL REFERENCES story (id),
  ordinal  INTEGER NOT NULL,
  wording  TEXT NOT NULL,
  main     INTEGER NOT NULL,
  locked   INTEGER NOT NULL,
  key      TEXT NOT NULL
) STRICT;
CREATE INDEX claim_story ON claim (story_id);

CREATE TABLE origin (
  claim_id TEXT NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
  label    TEXT NOT NULL,
  ordinal  INTEGER NOT NULL,
  name     TEXT NOT NULL,
  standing TEXT NOT NULL,
  stance   TEXT NOT NULL,
  root     TEXT NOT NULL,
  reports  INTEGER NOT NULL,
  PRIMARY KEY (claim_id, label)
) STRICT;

CREATE TABLE position (
  claim_id     TEXT NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
  report_id    TEXT NOT NULL REFERENCES report (id),
  ordinal      INTEGER NOT NULL,
  stance       TEXT NOT NULL,
  origin       TEXT NOT NULL,
  also         TEXT NOT NULL,
  echo_of      TEXT NOT NULL,
  standing     TEXT NOT NULL,
  credits      TEXT NOT NULL,
  statement_id TEXT NOT NULL,
  quote        TEXT NOT NULL,
  speaker      TEXT NOT NULL,
  by_editor    INTEGER NOT NULL,
  PRIMARY KEY (claim_id, report_id)
) STRICT;

CREATE TABLE change (
  story_id  TEXT NOT NULL REFERENCES story (id),
  ordinal   INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  kind      TEXT NOT NULL,
  report_id TEXT NOT NULL,
  words     TEXT NOT NULL,
  PRIMARY KEY (story_id, ordinal)
) STRICT;

CREATE TABLE publication (
  id       TEXT PRIMARY KEY,
  slug     TEXT NOT NULL UNIQUE,
  name     TEXT NOT NULL,
  about    TEXT NOT NULL,
  language TEXT NOT NULL,
  days     TEXT NOT NULL,
  hour     INTEGER NOT NULL,
  minute   INTEGER NOT NULL,
  zone     TEXT NOT NULL,
  sections TEXT NOT NULL,
  sender   TEXT NOT NULL,
  created  INTEGER NOT NULL,
  drafted_at INTEGER NOT NULL DEFAULT 0 -- when a compose job was last asked for
) STRICT;

CREATE TABLE edition (
  id             TEXT PRIMARY KEY,
  publication_id TEXT NOT NULL REFERENCES publication (id),
  slug           TEXT NOT NULL,
  title          TEXT NOT NULL,
  standfirst     TEXT NOT NULL,
  state          TEXT NOT NULL,
  due            INTEGER NOT NULL,
  covers_from    INTEGER NOT NULL,
  covers_until   INTEGER NOT NULL,
  approved_by    TEXT NOT NULL,
  approved_at    INTEGER NOT NULL,
  published_at   INTEGER NOT NULL,
  queued_at      INTEGER NOT NULL DEFAULT 0, -- when a publish job was last asked for
  touched        INTEGER NOT NULL, -- an editor changed the draft: it is not drafted anew
  sections       TEXT NOT NULL, -- JSON: the laid-out page, its items in order
  UNIQUE (publication_id, slug)
) STRICT;
CREATE INDEX edition_due ON edition (state, due);

CREATE TABLE subscriber (
  id      TEXT PRIMARY KEY,
  address TEXT NOT NULL,
  folded  TEXT NOT NULL UNIQUE, -- the address without case, which is what makes it one reader
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE subscription (
  id             TEXT PRIMARY KEY,
  subscriber_id  TEXT NOT NULL REFERENCES subscriber (id),
  publication_id TEXT NOT NULL REFERENCES publication (id),
  state          TEXT NOT NULL,
  changed        INTEGER NOT NULL,
  UNIQUE (publication_id, subscriber_id)
) STRICT;

-- Append-only: nothing here is ever updated.
CREATE TABLE consent (
  seq             INTEGER PRIMARY KEY AUTOINCREMENT,
  subscription_id TEXT NOT NULL REFERENCES subscription (id),
  at              INTEGER NOT NULL,
  act             TEXT NOT NULL,
  address         TEXT NOT NULL,
  wording         TEXT NOT NULL
) STRICT;
CREATE INDEX consent_subscription ON consent (subscription_id);

CREATE TABLE delivery (
  id              TEXT PRIMARY KEY,
  edition_id      TEXT NOT NULL REFERENCES edition (id),
  subscriber_id   TEXT NOT NULL REFERENCES subscriber (id),
  subscription_id TEXT NOT NULL REFERENCES subscription (id),
  state           TEXT NOT NULL,
  attempts        INTEGER NOT NULL,
  error           TEXT NOT NULL,
  sent_at         INTEGER NOT NULL,
  UNIQUE (edition_id, subscriber_id)
) STRICT;
CREATE INDEX delivery_state ON delivery (edition_id, state, id);

CREATE TABLE notice (
  seq      INTEGER PRIMARY KEY AUTOINCREMENT,
  key      TEXT NOT NULL UNIQUE,
  at       INTEGER NOT NULL,
  kind     TEXT NOT NULL,
  who      TEXT NOT NULL,
  title    TEXT NOT NULL,
  body     TEXT NOT NULL,
  url      TEXT NOT NULL,
  story_id TEXT NOT NULL,
  part     INTEGER NOT NULL,
  parts    INTEGER NOT NULL,
  thread   TEXT NOT NULL
) STRICT;

CREATE TABLE watch (
  id       TEXT PRIMARY KEY,
  kind     TEXT NOT NULL,
  story_id TEXT NOT NULL,
  created  INTEGER NOT NULL,
  UNIQUE (kind, story_id)
) STRICT;

CREATE TABLE person (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  password TEXT NOT NULL,
  created  INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
  token  TEXT PRIMARY KEY,
  data   BLOB NOT NULL,
  expiry INTEGER NOT NULL
) STRICT;
CREATE INDEX session_expiry ON session (expiry);

-- Full text of the newest revision of each report.
CREATE VIRTUAL TABLE report_text USING fts5 (title, body, tokenize = 'unicode61 remove_diacritics 2');

-- +goose Down
DROP TABLE report_text;
DROP TABLE session;
DROP TABLE person;
DROP TABLE watch;
DROP TABLE notice;
DROP TABLE delivery;
DROP TABLE consent;
DROP TABLE subscription;
DROP TABLE subscriber;
DROP TABLE edition;
DROP TABLE publication;
DROP TABLE change;
DROP TABLE position;
DROP TABLE origin;
DROP TABLE claim;
DROP TABLE statement;
DROP TABLE page;
DROP TABLE revision;
DROP TABLE report;
DROP TABLE story;
DROP TABLE feed;
DROP TABLE outlet;
DROP TABLE setting;
