-- Whether production's sweep would find a job that nobody works on. For a clock in the database that calls the sweep only then
-- (supabase/snippets/sweep_every_10_seconds.sql): three look-ups when there is nothing.
create function overtime.work_is_left() returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (select from overtime.idle_jobs where lane = 'production');
end
$$;
revoke execute on function overtime.work_is_left from public;
