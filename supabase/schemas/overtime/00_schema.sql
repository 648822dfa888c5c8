-- The engine: its tables, and internal functions. The Data API need not expose this schema. Functions called
-- from outside are public.overtime_*. They are `security definer`, or run as the user where a user reads, so that
-- row-level security decides.
create schema overtime;
revoke all on schema overtime from public;
grant usage on schema overtime to authenticated, service_role;

-- The engine's only clock: no decision depends on the clock of a function or a browser. A test moves it with
-- `set overtime.now = '…'`, which nothing reachable through the Data API can do.
--
-- This function, and all that a claim or an enqueue calls, are in plpgsql, which keeps its plans: PostgreSQL 17
-- plans the body of an SQL function at every call, which was nearly half of a complete-and-claim (measured).
create function overtime.clock() returns timestamptz
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(nullif(current_setting('overtime.now', true), '')::timestamptz, clock_timestamp());
end
$$;
revoke execute on function overtime.clock from public;
-- For what a user reads by it (23_idle_jobs.sql).
grant execute on function overtime.clock to authenticated;

-- The clock's time, for a function that computes a time from it (next-time.ts).
create function public.overtime_engine_time() returns timestamptz
language sql stable security definer set search_path = ''
as $$
  select overtime.clock()
$$;
revoke execute on function public.overtime_engine_time from public, anon, authenticated;
grant execute on function public.overtime_engine_time to service_role;
