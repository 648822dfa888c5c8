-- The engine: its tables, and the functions that only other functions call. The Data API need not expose
-- this schema. What is called from outside are the functions public.overtime_*; they reach it as
-- `security definer`, or as the user where a user reads (row-level security decides then).
create schema overtime;
revoke all on schema overtime from public;
grant usage on schema overtime to authenticated, service_role;

-- The engine's only clock: nothing that is kept here is decided by the clock of a function or a browser. A test moves it with `set overtime.now = '…'`; nothing reachable through
-- the Data API can.
--
-- It and what a claim or an enqueue calls are in plpgsql, which keeps its plans: PostgreSQL 17 plans the
-- body of a function in SQL again at every call, which was nearly half of a complete-and-claim (measured).
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

-- What it says, for a function that computes a time from it (next-time.ts).
create function public.overtime_engine_time() returns timestamptz
language sql stable security definer set search_path = ''
as $$
  select overtime.clock()
$$;
revoke execute on function public.overtime_engine_time from public, anon, authenticated;
grant execute on function public.overtime_engine_time to service_role;
