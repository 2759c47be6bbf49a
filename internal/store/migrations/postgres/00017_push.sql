-- +goose Up
-- Which social outlets are the house's own: their posts are notices. Until now those of all of them were.
ALTER TABLE outlet ADD COLUMN own BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE outlet SET own = TRUE WHERE kind = 'social';

-- Whose edition a notice tells of.
ALTER TABLE notice ADD COLUMN publication_id TEXT NOT NULL DEFAULT '';
CREATE INDEX notice_thread ON notice (thread) WHERE thread <> '';
CREATE INDEX notice_at ON notice (at, seq);

-- Browsers that asked to be told of notices (Web Push). Nothing here says whose they are.
CREATE TABLE push (
  id       TEXT PRIMARY KEY,
  endpoint TEXT NOT NULL UNIQUE, -- where messages to it are handed in
  key      TEXT NOT NULL,        -- that they are encrypted to, and its secret (RFC 8291, section 2)
  auth     TEXT NOT NULL,
  topics   TEXT NOT NULL,        -- what it is told of
  seen     BIGINT NOT NULL,       -- the number of the notice that was handled last
  due      BIGINT NOT NULL,       -- not before
  batch    TEXT NOT NULL,        -- which run has it in hand, and until when it is that run's alone
  held     BIGINT NOT NULL,
  failing  BIGINT NOT NULL,       -- since when nothing has got through; 0: it does
  failures BIGINT NOT NULL,       -- in a row
  error    TEXT NOT NULL,
  created  BIGINT NOT NULL,
  renewed  BIGINT NOT NULL,       -- when the browser last said that it is there
  expires  BIGINT NOT NULL        -- as its push service says; 0: not known
);
CREATE INDEX push_seen ON push (seen, due);
CREATE INDEX push_batch ON push (batch) WHERE batch <> '';

-- +goose Down
DROP TABLE push;
DROP INDEX notice_at;
DROP INDEX notice_thread;
ALTER TABLE notice DROP COLUMN publication_id;
ALTER TABLE outlet DROP COLUMN own;
