-- How long jobs waited and ran in the last week, in seconds: median and 95th percentile.
select
  task,
  count(*) as jobs,
  round(percentile_cont(0.5) within group (
    order by extract(epoch from started_at - created_at)
  )::numeric, 1) as wait_p50,
  round(percentile_cont(0.95) within group (
    order by extract(epoch from started_at - created_at)
  )::numeric, 1) as wait_p95,
  round(percentile_cont(0.5) within group (
    order by extract(epoch from finished_at - started_at)
  )::numeric, 1) as run_p50,
  round(percentile_cont(0.95) within group (
    order by extract(epoch from finished_at - started_at)
  )::numeric, 1) as run_p95
from overtime.jobs
where status = 'completed' and finished_at > now() - interval '7 days'
group by task
order by task;
