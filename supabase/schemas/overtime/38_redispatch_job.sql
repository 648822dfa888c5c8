-- Decides, for one of many readers at once, who dispatches a job that waits unclaimed: one that is
-- ready (or whose time has come) and was dispatched `p_grace_seconds` ago, or one whose worker went silent. The claim that the
-- dispatch leads to rescues it. Returns true to the one who is to dispatch.
create function public.overtime_redispatch_job(p_job_id text, p_grace_seconds integer) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
begin
  update overtime.jobs
  set dispatched_at = v_now
  where id = p_job_id
    and (dispatched_at is null or dispatched_at < v_now - make_interval(secs => p_grace_seconds))
    and (
      (status = 'pending' and run_at <= v_now and coalesce(waits_for, 'time') = 'time')
      or (status = 'processing' and lease_expires_at < v_now)
    );
  return found;
end
$$;
revoke execute on function public.overtime_redispatch_job from public, anon, authenticated;
grant execute on function public.overtime_redispatch_job to service_role;
