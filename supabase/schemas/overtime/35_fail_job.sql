-- Ends an attempt that failed: back to pending, due after `p_retry_seconds`, when the error is retryable and attempts
-- are left; else to failed. `p_error` ({ code, message, retryable }) is for the owner, `p_internal_error` for
-- operators. Raises OT001 when the lease is lost and OT002 when the job was cancelled; then nothing is written.
-- Returns the new status.
create function public.overtime_fail_job(
  p_job_id text,
  p_lease_id uuid,
  p_error jsonb,
  p_retry_seconds double precision default 0,
  p_internal_error text default null,
  p_worker text default null,
  p_logs jsonb default null,
  p_usage jsonb default null
) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_run_at constant timestamptz := v_now + make_interval(secs => p_retry_seconds);
  v_retryable constant boolean := (p_error ->> 'retryable')::boolean;
  v_job overtime.jobs;
begin
  if p_usage is not null then
    perform overtime.hold_owner(p_job_id);
  end if;
  v_job := overtime.lock_leased_job(p_job_id, p_lease_id);

  if v_retryable and v_job.attempt < v_job.max_attempts then
    -- dispatched_at: the worker slot that reports this continues at run_at.
    update overtime.jobs
    set status = 'pending',
      waits_for = case when p_retry_seconds > 0 then 'time' end,
      -- Retried at once, it goes before others: it had its turn. Later, it gets a turn when it is due.
      turn = -1,
      holds_lock = holds_lock and p_retry_seconds <= 0,
      message = 'Trying again: ' || (p_error ->> 'message'),
      run_at = v_run_at,
      dispatched_at = v_run_at,
      lease_id = null,
      lease_expires_at = null,
      version = version + 1,
      updated_at = v_now
    where id = p_job_id
    returning * into v_job;
    perform overtime.close_stages(p_job_id, 'pending', null);
  else
    update overtime.jobs
    set status = 'failed',
      error = p_error,
      message = null,
      holds_lock = false,
      lease_id = null,
      lease_expires_at = null,
      version = version + 1,
      updated_at = v_now,
      finished_at = v_now,
      expires_at = v_now + make_interval(hours => retention_hours)
    where id = p_job_id
    returning * into v_job;
    perform overtime.close_stages(p_job_id, 'failed', p_error ->> 'message');
  end if;

  insert into overtime.job_attempts (
    job_id, lease_id, attempt, outcome, error_code, internal_error, worker, started_at, ended_at
  ) values (
    p_job_id, p_lease_id, v_job.attempt, 'failed', p_error ->> 'code', p_internal_error, p_worker,
    v_job.claimed_at, v_now
  );
  perform overtime.add_flush(p_job_id, v_job.attempt, p_logs, p_usage);
  perform overtime.close_calls(p_job_id);
  -- A job that is ready again at once keeps its place.
  if v_job.status = 'failed' or v_job.waits_for is not null then
    perform overtime.leave_places(v_job);
  end if;
  if v_job.status = 'failed' then
    perform overtime.queue_webhook(p_job_id);
  end if;
  return v_job.status;
end
$$;
revoke execute on function public.overtime_fail_job from public, anon, authenticated;
grant execute on function public.overtime_fail_job to service_role;
