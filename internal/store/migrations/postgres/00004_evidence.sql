-- +goose Up
-- The ledger of a claim down to each statement, and what editors did to claims.
ALTER TABLE claim ADD COLUMN gone BIGINT NOT NULL DEFAULT 0; -- when it left the ledger; its address still answers
ALTER TABLE claim ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';

ALTER TABLE origin ADD COLUMN party BOOLEAN NOT NULL DEFAULT FALSE; -- the claim is about it

ALTER TABLE position ADD COLUMN took_from TEXT NOT NULL DEFAULT ''; -- the report that it has the claim from
ALTER TABLE position ADD COLUMN took_how TEXT NOT NULL DEFAULT '';
ALTER TABLE position ADD COLUMN withdrawn BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE change ADD COLUMN claim_id TEXT NOT NULL DEFAULT '';
ALTER TABLE change ADD COLUMN later BIGINT NOT NULL DEFAULT 0; -- microseconds since the report appeared

CREATE TABLE evidence (
  claim_id     TEXT NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
  ordinal      INTEGER NOT NULL,
  report_id    TEXT NOT NULL REFERENCES report (id),
  statement_id TEXT NOT NULL, -- empty: in the report's own voice
  key          TEXT NOT NULL, -- names its words across versions of the text
  stance       TEXT NOT NULL,
  polarity     TEXT NOT NULL,
  standing     TEXT NOT NULL,
  speaker      TEXT NOT NULL,
  origin       TEXT NOT NULL,
  begins       BIGINT NOT NULL, -- where in the newest text, in code points
  ends         BIGINT NOT NULL,
  words        TEXT NOT NULL,
  since        BIGINT NOT NULL,
  by_editor    BOOLEAN NOT NULL,
  PRIMARY KEY (claim_id, ordinal)
);

-- Append-only but for the undoing.
CREATE TABLE claim_act (
  seq       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  story_id  TEXT NOT NULL REFERENCES story (id),
  at        BIGINT NOT NULL,
  editor    TEXT NOT NULL,
  kind      TEXT NOT NULL,
  claim_id  TEXT NOT NULL,
  into_id   TEXT NOT NULL,
  report_id TEXT NOT NULL,
  evidence  TEXT NOT NULL, -- JSON: keys
  wording   TEXT NOT NULL,
  stance    TEXT NOT NULL,
  undone_by TEXT NOT NULL,
  undone_at BIGINT NOT NULL -- 0: it stands
);
CREATE INDEX claim_act_story ON claim_act (story_id);

-- What editors did before acts were kept.
INSERT INTO claim_act (id, story_id, at, editor, kind, claim_id, into_id, report_id, evidence, wording, stance, undone_by, undone_at)
  SELECT 'reworded-' || id, story_id, 0, 'an editor', 'reworded', id, '', '', '[]', wording, '', '', 0 FROM claim WHERE locked;
INSERT INTO claim_act (id, story_id, at, editor, kind, claim_id, into_id, report_id, evidence, wording, stance, undone_by, undone_at)
  SELECT 'placed-' || p.claim_id || '-' || p.report_id, c.story_id, 0, 'an editor', 'placed', p.claim_id, '', p.report_id, '[]', '', p.stance, '', 0
  FROM position p JOIN claim c ON c.id = p.claim_id WHERE p.by_editor;

-- +goose Down
DROP TABLE claim_act;
DROP TABLE evidence;
ALTER TABLE change DROP COLUMN later;
ALTER TABLE change DROP COLUMN claim_id;
ALTER TABLE position DROP COLUMN withdrawn;
ALTER TABLE position DROP COLUMN took_how;
ALTER TABLE position DROP COLUMN took_from;
ALTER TABLE origin DROP COLUMN party;
ALTER TABLE claim DROP COLUMN merged_into;
DELETE FROM claim WHERE gone <> 0;
ALTER TABLE claim DROP COLUMN gone;
