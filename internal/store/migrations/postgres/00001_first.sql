-- +goose Up
-- The first shape of the store. Times are microseconds since 1970 UTC (0: none); lists are JSON text.

CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE outlet (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  kind     TEXT NOT NULL,
  homepage TEXT NOT NULL,
  created  BIGINT NOT NULL
);

CREATE TABLE feed (
  id            TEXT PRIMARY KEY,
  outlet_id     TEXT NOT NULL REFERENCES outlet (id),
  url           TEXT NOT NULL UNIQUE,
  title         TEXT NOT NULL,
  whole         BOOLEAN NOT NULL, -- items carry their whole text
  state         TEXT NOT NULL,
  etag          TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  hash          TEXT NOT NULL,
  failures      BIGINT NOT NULL,
  error         TEXT NOT NULL,
  every         BIGINT NOT NULL, -- microseconds between two looks
  checked_at    BIGINT NOT NULL,
  next_at       BIGINT NOT NULL,
  queued_at     BIGINT NOT NULL DEFAULT 0, -- when a gather job was last asked for and has not run since
  created       BIGINT NOT NULL
);
CREATE INDEX feed_next ON feed (next_at);

CREATE TABLE story (
  id          TEXT PRIMARY KEY,
  title       TEXT NOT NULL,
  language    TEXT NOT NULL,
  first_at    BIGINT NOT NULL,
  last_at     BIGINT NOT NULL,
  reports     BIGINT NOT NULL,
  merged_into TEXT NOT NULL,
  version     BIGINT NOT NULL DEFAULT 0, -- grows with every change of its reports
  weighed     BIGINT NOT NULL DEFAULT 0  -- the version that the ledger was made from
);
CREATE INDEX story_last ON story (last_at);

CREATE TABLE report (
  seq        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- the full-text index's number for it
  id         TEXT NOT NULL UNIQUE,
  outlet_id  TEXT NOT NULL REFERENCES outlet (id),
  feed_id    TEXT NOT NULL REFERENCES feed (id),
  url        TEXT NOT NULL UNIQUE,
  guid       TEXT NOT NULL,
  title      TEXT NOT NULL,
  author     TEXT NOT NULL,
  summary    TEXT NOT NULL,
  language   TEXT NOT NULL,
  published  BIGINT NOT NULL,
  dated_by   TEXT NOT NULL,
  seen       BIGINT NOT NULL,
  story_id   TEXT NOT NULL DEFAULT '',
  pinned     BOOLEAN NOT NULL DEFAULT FALSE, -- an editor chose its story
  grouped    BIGINT NOT NULL DEFAULT 0       -- the order in which reports joined stories
);
CREATE INDEX report_guid ON report (feed_id, guid);
CREATE INDEX report_story ON report (story_id);
CREATE INDEX report_grouped ON report (grouped);
CREATE INDEX report_published ON report (published);

CREATE TABLE revision (
  id           TEXT PRIMARY KEY,
  report_id    TEXT NOT NULL REFERENCES report (id),
  number       BIGINT NOT NULL,
  fetched      BIGINT NOT NULL,
  content_type TEXT NOT NULL,
  raw          BYTEA NOT NULL, -- gzip
  title        TEXT NOT NULL,
  byline       TEXT NOT NULL,
  text         TEXT NOT NULL,
  language     TEXT NOT NULL,
  links        TEXT NOT NULL,
  read         BOOLEAN NOT NULL,
  UNIQUE (report_id, number)
);

-- What gather remembers of the page behind a report.
CREATE TABLE page (
  report_id     TEXT PRIMARY KEY REFERENCES report (id),
  feed_id       TEXT NOT NULL REFERENCES feed (id),
  url           TEXT NOT NULL,
  etag          TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  mark          TEXT NOT NULL,
  seen          BIGINT NOT NULL,
  checked_at    BIGINT NOT NULL,
  error         TEXT NOT NULL
);
CREATE INDEX page_recent ON page (feed_id, seen);

CREATE TABLE statement (
  id          TEXT PRIMARY KEY,
  revision_id TEXT NOT NULL REFERENCES revision (id) ON DELETE CASCADE,
  report_id   TEXT NOT NULL REFERENCES report (id),
  ordinal     BIGINT NOT NULL,
  source      TEXT NOT NULL,
  cue         TEXT NOT NULL,
  content     TEXT NOT NULL,
  polarity    TEXT NOT NULL,
  standing    TEXT NOT NULL,
  speaker     TEXT NOT NULL,
  via         TEXT NOT NULL,
  by_editor   BOOLEAN NOT NULL
);
CREATE INDEX statement_revision ON statement (revision_id);
CREATE INDEX statement_speaker ON statement (speaker);

CREATE TABLE claim (
  id       TEXT PRIMARY KEY,
  story_id TEXT NOT NULL REFERENCES story (id),
  ordinal  BIGINT NOT NULL,
  wording  TEXT NOT NULL,
  main     BOOLEAN NOT NULL,
  locked   BOOLEAN NOT NULL,
  key      TEXT NOT NULL
);
CREATE INDEX claim_story ON claim (story_id);

CREATE TABLE origin (
  claim_id TEXT NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
  label    TEXT NOT NULL,
  ordinal  BIGINT NOT NULL,
  name     TEXT NOT NULL,
  standing TEXT NOT NULL,
  stance   TEXT NOT NULL,
  root     TEXT NOT NULL,
  reports  BIGINT NOT NULL,
  PRIMARY KEY (claim_id, label)
);

CREATE TABLE position (
  claim_id     TEXT NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
  report_id    TEXT NOT NULL REFERENCES report (id),
  ordinal      BIGINT NOT NULL,
  stance       TEXT NOT NULL,
  origin       TEXT NOT NULL,
  also         TEXT NOT NULL,
  echo_of      TEXT NOT NULL,
  standing     TEXT NOT NULL,
  credits      TEXT NOT NULL,
  statement_id TEXT NOT NULL,
  quote        TEXT NOT NULL,
  speaker      TEXT NOT NULL,
  by_editor    BOOLEAN NOT NULL,
  PRIMARY KEY (claim_id, report_id)
);

CREATE TABLE change (
  story_id  TEXT NOT NULL REFERENCES story (id),
  ordinal   BIGINT NOT NULL,
  at        BIGINT NOT NULL,
  kind      TEXT NOT NULL,
  report_id TEXT NOT NULL,
  words     TEXT NOT NULL,
  PRIMARY KEY (story_id, ordinal)
);

CREATE TABLE publication (
  id       TEXT PRIMARY KEY,
  slug     TEXT NOT NULL UNIQUE,
  name     TEXT NOT NULL,
  about    TEXT NOT NULL,
  language TEXT NOT NULL,
  days     TEXT NOT NULL,
  hour     BIGINT NOT NULL,
  minute   BIGINT NOT NULL,
  zone     TEXT NOT NULL,
  sections TEXT NOT NULL,
  sender   TEXT NOT NULL,
  created  BIGINT NOT NULL,
  drafted_at BIGINT NOT NULL DEFAULT 0 -- when a compose job was last asked for
);

CREATE TABLE edition (
  id             TEXT PRIMARY KEY,
  publication_id TEXT NOT NULL REFERENCES publication (id),
  slug           TEXT NOT NULL,
  title          TEXT NOT NULL,
  standfirst     TEXT NOT NULL,
  state          TEXT NOT NULL,
  due            BIGINT NOT NULL,
  covers_from    BIGINT NOT NULL,
  covers_until   BIGINT NOT NULL,
  approved_by    TEXT NOT NULL,
  approved_at    BIGINT NOT NULL,
  published_at   BIGINT NOT NULL,
  queued_at      BIGINT NOT NULL DEFAULT 0, -- when a publish job was last asked for
  touched        BOOLEAN NOT NULL, -- an editor changed the draft: it is not drafted anew
  sections       TEXT NOT NULL, -- JSON: the laid-out page, its items in order
  UNIQUE (publication_id, slug)
);
CREATE INDEX edition_due ON edition (state, due);

CREATE TABLE subscriber (
  id      TEXT PRIMARY KEY,
  address TEXT NOT NULL,
  folded  TEXT NOT NULL UNIQUE, -- the address without case, which is what makes it one reader
  created BIGINT NOT NULL
);

CREATE TABLE subscription (
  id             TEXT PRIMARY KEY,
  subscriber_id  TEXT NOT NULL REFERENCES subscriber (id),
  publication_id TEXT NOT NULL REFERENCES publication (id),
  state          TEXT NOT NULL,
  changed        BIGINT NOT NULL,
  UNIQUE (publication_id, subscriber_id)
);

-- Append-only: nothing here is ever updated.
CREATE TABLE consent (
  seq             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subscription_id TEXT NOT NULL REFERENCES subscription (id),
  at              BIGINT NOT NULL,
  act             TEXT NOT NULL,
  address         TEXT NOT NULL,
  wording         TEXT NOT NULL
);
CREATE INDEX consent_subscription ON consent (subscription_id);

CREATE TABLE delivery (
  id              TEXT PRIMARY KEY,
  edition_id      TEXT NOT NULL REFERENCES edition (id),
  subscriber_id   TEXT NOT NULL REFERENCES subscriber (id),
  subscription_id TEXT NOT NULL REFERENCES subscription (id),
  state           TEXT NOT NULL,
  attempts        BIGINT NOT NULL,
  error           TEXT NOT NULL,
  sent_at         BIGINT NOT NULL,
  UNIQUE (edition_id, subscriber_id)
);
CREATE INDEX delivery_state ON delivery (edition_id, state, id);

CREATE TABLE notice (
  seq      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key      TEXT NOT NULL UNIQUE,
  at       BIGINT NOT NULL,
  kind     TEXT NOT NULL,
  who      TEXT NOT NULL,
  title    TEXT NOT NULL,
  body     TEXT NOT NULL,
  url      TEXT NOT NULL,
  story_id TEXT NOT NULL,
  part     BIGINT NOT NULL,
  parts    BIGINT NOT NULL,
  thread   TEXT NOT NULL
);

CREATE TABLE watch (
  id       TEXT PRIMARY KEY,
  kind     TEXT NOT NULL,
  story_id TEXT NOT NULL,
  created  BIGINT NOT NULL,
  UNIQUE (kind, story_id)
);

CREATE TABLE person (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  password TEXT NOT NULL,
  created  BIGINT NOT NULL
);

CREATE TABLE session (
  token  TEXT PRIMARY KEY,
  data   BYTEA NOT NULL,
  expiry BIGINT NOT NULL
);
CREATE INDEX session_expiry ON session (expiry);

-- Full text of the newest revision of each report. 'simple' because outlets write in many languages.
CREATE TABLE report_text (
  report_id TEXT PRIMARY KEY REFERENCES report (id) ON DELETE CASCADE,
  title     TEXT NOT NULL,
  body      TEXT NOT NULL,
  words     TSVECTOR GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', left(title, 1000)), 'A') || to_tsvector('simple', left(body, 250000))) STORED -- a tsvector holds 1 MB
);
CREATE INDEX report_text_words ON report_text USING GIN (words);

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
