-- What the example tasks keep to themselves: the Data API does not expose it. Users need it for the one function that runs
-- with its owner's rights (70_delete_account.sql); each other function is revoked from them.
create schema if not exists private;
revoke all on schema private from public;
grant usage on schema private to authenticated;
