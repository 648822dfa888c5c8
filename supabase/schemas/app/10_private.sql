-- What the example tasks keep to themselves: no user and no Data API reaches it.
create schema if not exists private;
revoke all on schema private from public;
