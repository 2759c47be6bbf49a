-- +goose Up
-- What editors look at in a mailing: what did not simply go out. Those that wait and those that were sent are found by the order of
-- the list alone, so that sending pays nothing for it.
CREATE INDEX delivery_aside ON delivery (sending, state, subscription_id) WHERE state = 'deferred' OR state = 'bounced' OR state = 'suppressed';
-- How an address begins, byte by byte, whatever the order of letters is in the database's language.
CREATE INDEX subscriber_folded ON subscriber (folded COLLATE "C");

-- +goose Down
DROP INDEX subscriber_folded;
DROP INDEX delivery_aside;
