-- Cancels a user's pending or running job. The row changes at once; the worker learns it at its next write. Cancelling
-- twice is no error. Raises OT004 when the user has no such job and OT005 when it has completed or failed.
create function public.overtime_cancel_job(p_job_id text, p_user_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_job overtime.jobs;
begin
  v_job := overtime.lock_own_job(p_job_id, p_user_id);
  if v_job.status = 'cancelled' then
    return;
  end if;
  if v_job.finished_at is not null then
    raise exception 'Job % has already %.', p_job_id, v_job.status using errcode = 'OT005';
  end if;

  update overtime.jobs
  set status = 'cancelled',
    waits_for = null,
    holds_lock = false,
    message = null,
    lease_id = null,
    lease_expires_at = null,
    version = version + 1,
    updated_at = v_now,
    finished_at = v_now,
    expires_at = v_now + make_interval(hours => retention_hours)
  where id = p_job_id;
  if v_job.status = 'processing' then
    perform overtime.close_stages(p_job_id, 'skipped', 'The job was cancelled.');
    perform overtime.close_calls(p_job_id);
    insert into overtime.job_attempts (
      job_id, lease_id, attempt, outcome, error_code, started_at, ended_at
    ) values (
      p_job_id, v_job.lease_id, v_job.attempt, 'cancelled', 'job_cancelled', v_job.claimed_at, v_now
    );
  end if;
  perform overtime.leave_places(v_job);
  perform overtime.queue_webhook(p_job_id);
end
$$;
revoke execute on function public.overtime_cancel_job from public, anon, authenticated;
grant execute on function public.overtime_cancel_job to service_role;
