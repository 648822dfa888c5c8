-- What no user may read: internal errors, dispatch ids, later webhook secrets and the outbox.
-- The Data API does not expose this schema, and nobody but its owner has any right in it; the
-- engine's functions reach it as `security definer`.
create schema private;
revoke all on schema private from public;

-- The engine's only clock. A test moves it with `set overtime.now = '…'`; nothing reachable through
-- the Data API can.
create function private.clock() returns timestamptz
language sql stable set search_path = ''
as $$
  select coalesce(nullif(current_setting('overtime.now', true), '')::timestamptz, clock_timestamp())
$$;
