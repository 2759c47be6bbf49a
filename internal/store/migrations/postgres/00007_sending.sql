-- +goose Up
-- The mailing of an edition. The counts are changed in the transaction that changes the deliveries, so that they are always
-- right and asking for them costs nothing.
CREATE TABLE sending (
  number     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  edition_id TEXT NOT NULL UNIQUE REFERENCES edition (id),
  state      TEXT NOT NULL,
  listed     TEXT NOT NULL, -- up to which subscription the list is made
  waiting    BIGINT NOT NULL,
  sent       BIGINT NOT NULL,
  deferred   BIGINT NOT NULL,
  bounced    BIGINT NOT NULL,
  suppressed BIGINT NOT NULL,
  next_at    BIGINT NOT NULL, -- when there is something to do
  queued_at  BIGINT NOT NULL DEFAULT 0, -- when a send job was last asked for
  owner      TEXT NOT NULL DEFAULT '', -- the run that may write
  said       TEXT NOT NULL,
  began      BIGINT NOT NULL,
  ended      BIGINT NOT NULL
);
CREATE INDEX sending_due ON sending (state, next_at);

INSERT INTO sending (edition_id, state, listed, waiting, sent, deferred, bounced, suppressed, next_at, said, began, ended)
SELECT edition_id, CASE WHEN count(*) FILTER (WHERE state = 'waiting') > 0 THEN 'sending' ELSE 'finished' END, max(subscription_id),
  count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'sent'), 0, count(*) FILTER (WHERE state = 'failed'), 0, 0, '', max(sent_at), max(sent_at)
FROM delivery GROUP BY edition_id;

ALTER TABLE delivery RENAME TO delivery_before;

-- One message to one reader. There is one row for each, found by the list's order; nothing else refers to it. That a
-- subscription is there is not checked row by row: a list of a million is made from the subscriptions themselves.
CREATE TABLE delivery (
  sending         BIGINT NOT NULL REFERENCES sending (number),
  subscription_id TEXT NOT NULL,
  state           TEXT NOT NULL,
  attempts        BIGINT NOT NULL,
  began           BIGINT NOT NULL,
  at              BIGINT NOT NULL,
  due             BIGINT NOT NULL,
  status          TEXT NOT NULL,
  reply           TEXT NOT NULL,
  PRIMARY KEY (sending, subscription_id)
);
INSERT INTO delivery SELECT s.number, d.subscription_id, CASE d.state WHEN 'failed' THEN 'bounced' ELSE d.state END,
  d.attempts, d.sent_at, d.sent_at, 0, '', d.error
FROM delivery_before d JOIN sending s ON s.edition_id = d.edition_id;
CREATE INDEX delivery_due ON delivery (sending, due) WHERE state = 'deferred';
DROP TABLE delivery_before;

-- +goose Down
ALTER TABLE delivery RENAME TO delivery_after;
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
INSERT INTO delivery SELECT substr(md5(random()::text), 1, 26), s.edition_id, u.subscriber_id, d.subscription_id,
  CASE d.state WHEN 'sent' THEN 'sent' WHEN 'waiting' THEN 'waiting' WHEN 'deferred' THEN 'waiting' ELSE 'failed' END, d.attempts, d.reply, d.at
FROM delivery_after d JOIN sending s ON s.number = d.sending JOIN subscription u ON u.id = d.subscription_id;
CREATE INDEX delivery_state ON delivery (edition_id, state, id);
DROP TABLE delivery_after;
DROP TABLE sending;
