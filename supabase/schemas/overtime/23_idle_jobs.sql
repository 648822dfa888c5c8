-- The jobs that nobody works on, though somebody could: one is ready, one's time has come, or one's worker has
-- let its lease run out; and none was dispatched in the last 10 seconds, in which a worker would have claimed it.
-- Who reads or sweeps dispatches them again. It is for the jobs' readers under their own policies, and can be
-- updated and locked as the table is.
--
-- A lease never ends before `rescue_at`: that is named for its index. Each kind is looked up in an index of
-- its own (a BitmapOr).
create view overtime.idle_jobs with (security_invoker = true) as
select
  id, lane, task, user_id, status, waits_for, priority, turn, seq, attempt, max_attempts, dispatched_at,
  -- Since when.
  case status when 'pending' then run_at else lease_expires_at end as idle_since
from overtime.jobs
where (
    (status = 'pending' and waits_for is null)
    or (status = 'pending' and waits_for = 'time' and run_at <= overtime.clock())
    or (status = 'processing' and rescue_at < overtime.clock() and lease_expires_at < overtime.clock())
  )
  and (dispatched_at is null or dispatched_at < overtime.clock() - interval '10 seconds');

revoke all on overtime.idle_jobs from public, anon, authenticated, service_role;
grant select on overtime.idle_jobs to authenticated;
