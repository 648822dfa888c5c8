-- What failed in the last day, and its share of the task's finished jobs.
select
  task,
  error ->> 'code' as code,
  count(*) as jobs,
  round(100.0 * count(*) / sum(count(*)) over (partition by task), 1) as percent_of_task,
  max(finished_at) as latest
from overtime.jobs
where finished_at > now() - interval '1 day' and status <> 'cancelled'
group by task, code
order by task, jobs desc;
