-- Jobs that nobody seems to work on: due but unclaimed for a minute, or with a lease that has expired.
-- Reading a job's status, or the next job of its task, has it taken up again.
select
  id,
  task,
  user_id,
  status,
  attempt,
  max_attempts,
  case when status = 'pending' then 'waits for a worker' else 'its worker went silent' end as reason,
  now() - case when status = 'pending' then run_at else lease_expires_at end as for_how_long
from overtime.jobs
where (status = 'pending' and run_at < now() - interval '1 minute')
  or (status = 'processing' and lease_expires_at < now())
order by for_how_long desc
limit 100;
