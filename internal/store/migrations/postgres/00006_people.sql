-- +goose Up
-- Readers as people: how they want their mail, why an address gets none, what proves their consent, and how they are erased.
ALTER TABLE subscriber ADD COLUMN language TEXT NOT NULL DEFAULT ''; -- empty: the publication's
ALTER TABLE subscriber ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'; -- JSON: short words in small letters
ALTER TABLE subscriber ADD COLUMN paused_until BIGINT NOT NULL DEFAULT 0; -- no editions before; 0: not paused
ALTER TABLE subscriber ADD COLUMN suppressed TEXT NOT NULL DEFAULT ''; -- bounce, complaint or operator: no mail at all
ALTER TABLE subscriber ADD COLUMN suppressed_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE subscriber ADD COLUMN suppressed_why TEXT NOT NULL DEFAULT ''; -- the server's words, or the operator's
ALTER TABLE subscriber ADD COLUMN soft BIGINT NOT NULL DEFAULT 0; -- soft bounces in a row, at most one a day
ALTER TABLE subscriber ADD COLUMN soft_at BIGINT NOT NULL DEFAULT 0; -- when the last was counted
ALTER TABLE subscriber ADD COLUMN erased BIGINT NOT NULL DEFAULT 0; -- when; the address is gone then
CREATE INDEX subscription_reader ON subscription (subscriber_id);
CREATE INDEX subscription_state ON subscription (publication_id, state, subscriber_id);

-- What readers were shown and mailed, once for all who were shown or mailed the same.
CREATE TABLE proof_text (
  seq  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE, -- SHA-256 of the text
  text TEXT NOT NULL
);
INSERT INTO proof_text (hash, text) SELECT 'first ' || min(seq), wording FROM consent WHERE wording <> '' AND act <> 'mail refused' GROUP BY wording;

ALTER TABLE consent ADD COLUMN wording_seq BIGINT REFERENCES proof_text (seq);
ALTER TABLE consent ADD COLUMN mail_seq BIGINT REFERENCES proof_text (seq);
ALTER TABLE consent ADD COLUMN message_id TEXT NOT NULL DEFAULT ''; -- of the mail
ALTER TABLE consent ADD COLUMN agent TEXT NOT NULL DEFAULT ''; -- the program that the act was done with
ALTER TABLE consent ADD COLUMN note TEXT NOT NULL DEFAULT ''; -- of the act: a server's words, an address that was left
UPDATE consent SET note = wording WHERE act = 'mail refused';
UPDATE consent SET wording_seq = (SELECT seq FROM proof_text WHERE text = consent.wording) WHERE act <> 'mail refused';
ALTER TABLE consent DROP COLUMN wording;

-- The proof is append-only, and the database sees to it. What of it says who somebody is goes when they are erased: their
-- row in subscriber comes first, then each line may be blanked, and in nothing else may it change.
-- +goose StatementBegin
CREATE FUNCTION consent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'consent' AND TG_OP = 'UPDATE' THEN
    IF new.seq = old.seq AND new.subscription_id = old.subscription_id AND new.at = old.at AND new.act = old.act
      AND new.wording_seq IS NOT DISTINCT FROM old.wording_seq AND new.mail_seq IS NOT DISTINCT FROM old.mail_seq
      AND new.address = '' AND new.agent = '' AND new.message_id = '' AND new.note = ''
      AND EXISTS (SELECT 1 FROM subscription s JOIN subscriber u ON u.id = s.subscriber_id WHERE s.id = old.subscription_id AND u.erased > 0)
    THEN
      RETURN new;
    END IF;
  END IF;
  RAISE EXCEPTION 'the proof of consent is append-only';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER consent_stays BEFORE UPDATE OR DELETE ON consent FOR EACH ROW EXECUTE FUNCTION consent_stays();
CREATE TRIGGER consent_kept BEFORE TRUNCATE ON consent FOR EACH STATEMENT EXECUTE FUNCTION consent_stays();
CREATE TRIGGER proof_text_stays BEFORE UPDATE OR DELETE ON proof_text FOR EACH ROW EXECUTE FUNCTION consent_stays();
CREATE TRIGGER proof_text_kept BEFORE TRUNCATE ON proof_text FOR EACH STATEMENT EXECUTE FUNCTION consent_stays();

-- Who was erased: a keyed hash of each address, by which no import brings one back.
CREATE TABLE erased (
  hash TEXT PRIMARY KEY,
  at   BIGINT NOT NULL
);

-- Mails to one reader that are no edition: to confirm a subscription or a new address, a link to the preferences, a notice
-- to an address that was left. Kept for some days, by which they are limited and links can be used once.
CREATE TABLE errand (
  id              TEXT PRIMARY KEY,
  kind            TEXT NOT NULL,
  subscriber_id   TEXT NOT NULL REFERENCES subscriber (id),
  subscription_id TEXT NOT NULL, -- empty: of none
  address         TEXT NOT NULL, -- where it goes
  folded          TEXT NOT NULL,
  at              BIGINT NOT NULL,
  used            BIGINT NOT NULL -- when its link was used; 0: not yet
);
CREATE INDEX errand_at ON errand (at);
CREATE INDEX errand_folded ON errand (folded, at);
CREATE INDEX errand_subscriber ON errand (subscriber_id);

-- +goose Down
DROP TABLE errand;
DROP TABLE erased;
DROP FUNCTION consent_stays() CASCADE;
ALTER TABLE consent ADD COLUMN wording TEXT NOT NULL DEFAULT '';
UPDATE consent SET wording = note;
UPDATE consent SET wording = (SELECT text FROM proof_text WHERE seq = consent.wording_seq) WHERE wording_seq IS NOT NULL;
ALTER TABLE consent DROP COLUMN note;
ALTER TABLE consent DROP COLUMN agent;
ALTER TABLE consent DROP COLUMN message_id;
ALTER TABLE consent DROP COLUMN mail_seq;
ALTER TABLE consent DROP COLUMN wording_seq;
DROP TABLE proof_text;
DROP INDEX subscription_state;
DROP INDEX subscription_reader;
ALTER TABLE subscriber DROP COLUMN erased;
ALTER TABLE subscriber DROP COLUMN soft_at;
ALTER TABLE subscriber DROP COLUMN soft;
ALTER TABLE subscriber DROP COLUMN suppressed_why;
ALTER TABLE subscriber DROP COLUMN suppressed_at;
ALTER TABLE subscriber DROP COLUMN suppressed;
ALTER TABLE subscriber DROP COLUMN paused_until;
ALTER TABLE subscriber DROP COLUMN tags;
ALTER TABLE subscriber DROP COLUMN language;
