-- +goose Up
-- What a report's newest text has statements of: a bit for each polarity together with each standing.
ALTER TABLE report ADD COLUMN marks BIGINT NOT NULL DEFAULT 0;
UPDATE report SET marks = coalesce((SELECT CAST(sum(DISTINCT CAST(1 AS BIGINT) << (
    CASE t.polarity WHEN 'asserts' THEN 0 WHEN 'confirms' THEN 8 WHEN 'denies' THEN 16 WHEN 'doubts' THEN 24 WHEN 'declines' THEN 32 WHEN 'asks' THEN 40 END
    + CASE t.standing WHEN 'named' THEN 0 WHEN 'institution' THEN 1 WHEN 'document' THEN 2 WHEN 'office' THEN 3 WHEN 'unnamed' THEN 4 WHEN 'outlet' THEN 5 WHEN 'public' THEN 6 WHEN 'other' THEN 7 END)) AS BIGINT)
  FROM statement t WHERE t.overruled_by = '' AND t.revision_id =
    (SELECT v.id FROM revision v WHERE v.report_id = report.id AND v.read ORDER BY v.number DESC LIMIT 1)), 0);

-- By which reports are found without words, and narrowed with them.
CREATE INDEX report_find ON report (published, seq, outlet_id, marks) INCLUDE (id);
CREATE INDEX report_outlet ON report (outlet_id, published, seq);
DROP INDEX report_published;

-- Full text of the editions that have appeared. 'simple' because they are in many languages.
CREATE TABLE edition_text (
  id    TEXT PRIMARY KEY REFERENCES edition (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  body  TEXT NOT NULL,
  words TSVECTOR GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', left(title, 1000)), 'A') || to_tsvector('simple', left(body, 250000))) STORED
);
CREATE INDEX edition_text_words ON edition_text USING GIN (words);
INSERT INTO edition_text (id, title, body)
  SELECT e.id, e.title, e.standfirst || chr(10) || coalesce((SELECT string_agg(concat_ws(chr(10), i ->> 'Headline', i ->> 'Outlet', i ->> 'Author', i ->> 'Summary'), chr(10))
    FROM jsonb_array_elements(CAST(e.sections AS jsonb)) s, jsonb_array_elements(CASE jsonb_typeof(s -> 'Items') WHEN 'array' THEN s -> 'Items' ELSE '[]' END) i), '')
  FROM edition e WHERE e.state = 'published';

-- By which the pages of outlets count what ledgers say of their reports, and those of speakers find what they said.
CREATE INDEX origin_root ON origin (root);
CREATE INDEX position_report ON position (report_id);
CREATE INDEX evidence_report ON evidence (report_id);
CREATE INDEX change_report ON change (report_id);

-- +goose Down
DROP INDEX change_report;
DROP INDEX evidence_report;
DROP INDEX position_report;
DROP INDEX origin_root;
DROP TABLE edition_text;
CREATE INDEX report_published ON report (published);
DROP INDEX report_outlet;
DROP INDEX report_find;
ALTER TABLE report DROP COLUMN marks;
