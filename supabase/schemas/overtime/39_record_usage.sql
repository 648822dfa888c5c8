-- Counts the model calls of an attempt that lost its lease or was cancelled: they must be paid for, though nothing else
-- of the attempt is kept.
create function public.overtime_record_usage(p_job_id text, p_attempt integer, p_usage jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform overtime.hold_owner(p_job_id);
  perform from overtime.jobs where id = p_job_id for update;
  perform overtime.add_usage(p_job_id, p_attempt, p_usage);
end
$$;
revoke execute on function public.overtime_record_usage from public, anon, authenticated;
grant execute on function public.overtime_record_usage to service_role;
