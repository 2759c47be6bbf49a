-- +goose Up
-- What happened, in facts, so that each page says it in its own language. What was found before has its words alone.
ALTER TABLE change ADD COLUMN told TEXT NOT NULL DEFAULT '{}';
ALTER TABLE notice ADD COLUMN told TEXT NOT NULL DEFAULT '{}';

-- The language that a browser is told in; empty: not known.
ALTER TABLE push ADD COLUMN language TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE push DROP COLUMN language;
ALTER TABLE notice DROP COLUMN told;
ALTER TABLE change DROP COLUMN told;
