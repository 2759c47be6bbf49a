-- +goose Up
-- By which the list of a mailing is made, a part at a time.
CREATE INDEX subscription_list ON subscription (publication_id, state, id);

-- +goose Down
DROP INDEX subscription_list;
