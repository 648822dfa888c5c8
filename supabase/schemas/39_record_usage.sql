-- Counts the model calls of an attempt that lost its lease or was cancelled: they were paid for,
-- though nothing else that the attempt wrote is kept.
create function public.record_usage(p_job_id text, p_attempt integer, p_usage jsonb) returns void
language sql security definer set search_path = ''
as $$
  select private.add_usage(p_job_id, p_attempt, p_usage)
$$;
revoke execute on function public.record_usage from public, anon, authenticated;
grant execute on function public.record_usage to service_role;
