-- Whether a sweep would find a job to take up: one whose worker is silent, one whose time has come, or one
-- that was dispatched `p_grace_seconds` ago and not claimed. For a clock in the database that calls the
-- sweep only then (supabase/snippets/sweep_every_10_seconds.sql): three look-ups when there is nothing.
create function overtime.work_is_left(p_grace_seconds integer) returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
begin
  return exists (
      select from overtime.jobs
      where status = 'processing' and rescue_at < v_now and lease_expires_at < v_now
    )
    or exists (select from overtime.jobs where waits_for = 'time' and run_at <= v_now)
    or exists (
      select from overtime.jobs
      where status = 'pending' and waits_for is null
        and (dispatched_at is null or dispatched_at < v_now - make_interval(secs => p_grace_seconds))
    );
end
$$;
revoke execute on function overtime.work_is_left from public;
