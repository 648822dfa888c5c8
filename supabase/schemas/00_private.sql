-- What no user may read: internal errors, dispatch ids, later webhook secrets and the outbox.
-- The Data API does not expose this schema, and nobody but its owner has any right in it; the
-- engine's functions reach it as `security definer`.
create schema private;
revoke all on schema private from public;

-- The engine's only clock: nothing that is kept here is decided by the clock of a function or a browser. A test moves it with `set overtime.now = '…'`; nothing reachable through
-- the Data API can.
--
-- It and what a claim or an enqueue calls are in plpgsql, which keeps its plans: PostgreSQL 17 plans the
-- body of a function in SQL again at every call, which was nearly half of a complete-and-claim (measured).
create function private.clock() returns timestamptz
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(nullif(current_setting('overtime.now', true), '')::timestamptz, clock_timestamp());
end
$$;

-- What it says, for a function that computes a time from it (next-time.ts).
create function public.engine_time() returns timestamptz
language sql stable security definer set search_path = ''
as $$
  select private.clock()
$$;
revoke execute on function public.engine_time from public, anon, authenticated;
grant execute on function public.engine_time to service_role;
