-- What a sweep of a lane has to do now, of 'dispatch', 'schedules', 'webhooks', 'purge' and 'files'. Empty on an idle
-- site, whose sweep is this one call: a few look-ups in indexes.
create function public.overtime_due_work(p_lane text default 'production') returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
begin
  return to_jsonb(array_remove(array[
    case when exists (select from overtime.idle_jobs where lane = p_lane)
      -- Whether their place or lock is free, the sweep finds out.
      or exists (select from overtime.jobs where lane = p_lane and waits_for = 'user')
      or exists (select from overtime.jobs where lane = p_lane and waits_for = 'lock')
      or exists (select from overtime.job_schedules where stopped_at <= v_now - interval '30 days')
      then 'dispatch' end,
    case when exists (select from overtime.job_schedules where lane = p_lane and next_run_at <= v_now)
      then 'schedules' end,
    case when exists (select from overtime.webhook_deliveries where lane = p_lane and next_try_at <= v_now)
      then 'webhooks' end,
    case when exists (select from overtime.jobs where expires_at <= v_now)
      or exists (
        select from overtime.jobs
        where finished_at is null and lane <> 'production' and run_at <= v_now - interval '30 days'
      )
      then 'purge' end,
    case when exists (select from overtime.file_search where next_at <= v_now)
      then 'files' end
  ], null));
end
$$;
revoke execute on function public.overtime_due_work from public, anon, authenticated;
grant execute on function public.overtime_due_work to service_role;
