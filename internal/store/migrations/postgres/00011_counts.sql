-- +goose Up
-- How often something of an edition's mails was opened, all readers together: "seen" is the mail itself, else it is an item.
CREATE TABLE mail_count (
  edition_id TEXT NOT NULL REFERENCES edition (id),
  what       TEXT NOT NULL,
  n          BIGINT NOT NULL,
  PRIMARY KEY (edition_id, what)
);

-- Single deliveries, and what came back of them, are kept for some time only. When those of a mailing were deleted; 0: they are there.
ALTER TABLE sending ADD COLUMN forgotten BIGINT NOT NULL DEFAULT 0;
CREATE INDEX feedback_at ON feedback (at);

-- +goose Down
DROP INDEX feedback_at;
ALTER TABLE sending DROP COLUMN forgotten;
DROP TABLE mail_count;
