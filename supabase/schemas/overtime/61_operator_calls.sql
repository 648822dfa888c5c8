-- What operators call. The Data API exposes `public`, where no function runs with its owner's rights: these call those of
-- 60_operator.sql, which say what they do.

create function public.overtime_operator_list_jobs(
  p_limit integer default 50,
  p_status text default null,
  p_task text default null,
  p_user text default null,
  p_from timestamptz default null,
  p_to timestamptz default null,
  p_before text default null
) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select overtime.operator_list_jobs(p_limit, p_status, p_task, p_user, p_from, p_to, p_before)
$$;
revoke execute on function public.overtime_operator_list_jobs from public, anon;
grant execute on function public.overtime_operator_list_jobs to authenticated;

create function public.overtime_operator_summary() returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select overtime.operator_summary()
$$;
revoke execute on function public.overtime_operator_summary from public, anon;
grant execute on function public.overtime_operator_summary to authenticated;

create function public.overtime_operator_get_job(p_job_id text) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select overtime.operator_get_job(p_job_id)
$$;
revoke execute on function public.overtime_operator_get_job from public, anon;
grant execute on function public.overtime_operator_get_job to authenticated;

create function public.overtime_operator_cancel_job(p_job_id text) returns void
language sql security invoker set search_path = ''
as $$
  select overtime.operator_cancel_job(p_job_id)
$$;
revoke execute on function public.overtime_operator_cancel_job from public, anon;
grant execute on function public.overtime_operator_cancel_job to authenticated;

create function public.overtime_operator_retry_job(p_job_id text, p_new_id text) returns jsonb
language sql security invoker set search_path = ''
as $$
  select overtime.operator_retry_job(p_job_id, p_new_id)
$$;
revoke execute on function public.overtime_operator_retry_job from public, anon;
grant execute on function public.overtime_operator_retry_job to authenticated;

create function public.overtime_operator_run_again(p_job_id text, p_new_id text) returns jsonb
language sql security invoker set search_path = ''
as $$
  select overtime.operator_run_again(p_job_id, p_new_id)
$$;
revoke execute on function public.overtime_operator_run_again from public, anon;
grant execute on function public.overtime_operator_run_again to authenticated;
