-- +goose Up
-- What came back about messages: bounces, complaints, and what nobody can read. Kept once, however often it is told.
CREATE TABLE feedback (
  seq             INTEGER PRIMARY KEY AUTOINCREMENT,
  known           TEXT NOT NULL UNIQUE, -- by which a repeat is known
  at              INTEGER NOT NULL,
  kind            TEXT NOT NULL,
  verdict         TEXT NOT NULL,
  sending         INTEGER NOT NULL, -- 0: not known whose message it is about
  subscription_id TEXT NOT NULL,    -- likewise empty
  subscriber_id   TEXT NOT NULL,
  address         TEXT NOT NULL,    -- as it was told, if nothing else says whom it is about
  status          TEXT NOT NULL,
  reply           TEXT NOT NULL,
  how             TEXT NOT NULL     -- by which way it came
) STRICT;
CREATE INDEX feedback_kind ON feedback (kind, seq);
CREATE INDEX feedback_subscriber ON feedback (subscriber_id, seq);

-- +goose Down
DROP TABLE feedback;
