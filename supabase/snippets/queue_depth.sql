-- What waits and what runs now, by lane and task.
select
  lane,
  task,
  count(*) filter (where status = 'pending' and run_at <= now()) as due,
  count(*) filter (where status = 'pending' and run_at > now()) as later,
  count(*) filter (where status = 'processing') as running,
  now() - min(run_at) filter (where status = 'pending' and run_at <= now()) as oldest_waits
from overtime.jobs
where status in ('pending', 'processing')
group by lane, task
order by lane, task;
