-- A job's input, as the caller may see it; null for an unknown job and for another user's.
create function public.overtime_get_job_input(p_job_id text) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select input from overtime.jobs where id = p_job_id
$$;
revoke execute on function public.overtime_get_job_input from public, anon;
grant execute on function public.overtime_get_job_input to authenticated;

-- A job's model calls, the first 200, as the caller may see them.
create function public.overtime_list_job_usage(p_job_id text) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', id,
    'attempt', attempt,
    'provider', provider,
    'model', model,
    'purpose', purpose,
    'outcome', outcome,
    'inputTokens', input_tokens,
    'outputTokens', output_tokens,
    'characters', characters,
    'estimated', estimated,
    'costUsd', cost_usd,
    'durationMs', duration_ms
  ) order by started_at), '[]')
  from (
    select * from overtime.job_usage where job_id = p_job_id order by started_at limit 200
  ) calls
$$;
revoke execute on function public.overtime_list_job_usage from public, anon;
grant execute on function public.overtime_list_job_usage to authenticated;
