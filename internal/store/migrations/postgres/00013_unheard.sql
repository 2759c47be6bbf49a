-- +goose Up
-- After how many attempts the server broke off in place of its last answer, so that the reader may have a copy of each.
ALTER TABLE delivery ADD COLUMN unheard INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE delivery DROP COLUMN unheard;
