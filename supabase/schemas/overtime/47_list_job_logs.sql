-- A job's log lines after `p_after` (the id of the last one read), oldest first, as the caller may see them.
create function public.overtime_list_job_logs(p_job_id text, p_after bigint default 0, p_limit integer default 500)
returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', id,
    'attempt', attempt,
    'level', level,
    'message', message,
    'details', details,
    'at', overtime.iso_time(logged_at)
  ) order by id), '[]')
  from (
    select * from overtime.job_logs
    where job_id = p_job_id and id > p_after
    order by id
    limit p_limit
  ) lines
$$;
revoke execute on function public.overtime_list_job_logs from public, anon;
grant execute on function public.overtime_list_job_logs to authenticated;
