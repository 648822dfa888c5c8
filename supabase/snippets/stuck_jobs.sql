-- Jobs that nobody works on: ready but unclaimed, or with a lease that has expired. Reading a job's status, or the next
-- job of its task, has it taken up again.
select
  id,
  lane,
  task,
  user_id,
  status,
  attempt,
  max_attempts,
  case when status = 'pending' then 'waits for a worker' else 'its worker went silent' end as reason,
  now() - idle_since as for_how_long
from overtime.idle_jobs
order by for_how_long desc
limit 100;
