-- Completes a job and, when `p_next_lease_seconds` is given, claims the next ready job of its task and lane in the same
-- call. Raises OT001 when the lease is lost, OT002 when the job was cancelled and OT011 when the result is too large;
-- then nothing is written, so of two workers that both finish a job, one result is accepted. `p_stage` is the last
-- stage, where it is not saved yet: `name`, `item`, `status`, `output`, `reason`, `startedAt`. Returns the next job as
-- overtime_claim_job does, or null.
create function public.overtime_complete_job(
  p_job_id text,
  p_lease_id uuid,
  p_result jsonb,
  p_logs jsonb default null,
  p_usage jsonb default null,
  p_next_lease_seconds integer default null,
  p_task_limit integer default null,
  p_stage jsonb default null
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_job record;
begin
  if pg_column_size(p_result) > 150000 then
    perform overtime.refuse_too_large('The result', p_result);
  end if;
  -- The result may be kept in the owner's rows (65_keep_result.sql).
  perform overtime.hold_owner(p_job_id);
  if p_usage is not null then
    -- Before the result: what is kept in other rows bears the job's mark of samples.
    v_job := overtime.lock_leased_job(p_job_id, p_lease_id);
    perform overtime.add_usage(p_job_id, v_job.attempt, p_usage);
    perform overtime.close_calls(p_job_id);
  end if;
  update overtime.jobs
  set status = 'completed',
    result = p_result,
    progress = 100,
    stage = coalesce(p_stage ->> 'name', stage),
    has_stages = has_stages or p_stage is not null,
    message = null,
    holds_lock = false,
    lease_id = null,
    lease_expires_at = null,
    version = version + 1,
    updated_at = v_now,
    finished_at = v_now,
    -- Enqueued with the hours from then; they count from now.
    cache_until = v_now + (cache_until - created_at),
    expires_at = v_now + make_interval(hours => retention_hours)
  where id = p_job_id and lease_id = p_lease_id
  returning lane, task, user_id, attempt, lock_key, user_limit, webhook_url, has_partial into v_job;
  if not found then
    perform overtime.refuse_write(p_job_id);
  end if;

  if p_stage is not null then
    perform overtime.add_stage(
      p_job_id, v_job.attempt, p_stage ->> 'name', (p_stage ->> 'item')::integer, p_stage ->> 'status',
      nullif(p_stage -> 'output', 'null'), p_stage ->> 'reason', (p_stage ->> 'startedAt')::timestamptz
    );
  end if;
  if v_job.has_partial then
    delete from overtime.job_partials where job_id = p_job_id;
  end if;
  if p_logs is not null then
    perform overtime.add_logs(p_job_id, v_job.attempt, p_logs);
  end if;
  if v_job.lock_key is not null then
    perform overtime.pass_lock(v_job.lock_key);
  end if;
  if v_job.user_limit is not null then
    perform overtime.fill_places(v_job.lane, v_job.task, v_job.user_id, v_job.user_limit);
  end if;
  if v_job.webhook_url is not null then
    perform overtime.queue_webhook(p_job_id);
  end if;

  if p_next_lease_seconds is null then
    return null;
  end if;
  return overtime.claim_next(v_job.lane, v_job.task, v_now, p_next_lease_seconds, p_task_limit, p_wait => false);
end
$$;
revoke execute on function public.overtime_complete_job from public, anon, authenticated;
grant execute on function public.overtime_complete_job to service_role;
