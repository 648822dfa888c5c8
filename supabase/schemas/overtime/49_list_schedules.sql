-- The caller's schedules, at most 100; enabled ones first.
create function public.overtime_list_schedules() returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'scheduleId', id,
    'task', task,
    'input', input,
    'cron', cron,
    'timeZone', time_zone,
    'nextRunAt', overtime.iso_time(next_run_at),
    'lastRunAt', overtime.iso_time(last_run_at),
    'lastJobId', last_job_id,
    'lastError', last_error,
    'createdAt', overtime.iso_time(created_at)
  ) order by next_run_at nulls last, created_at desc), '[]')
  from (
    select * from overtime.job_schedules
    order by next_run_at nulls last, created_at desc
    limit 100
  ) schedules
$$;
revoke execute on function public.overtime_list_schedules from public, anon;
grant execute on function public.overtime_list_schedules to authenticated;
