-- Creates a new job from a user's failed or cancelled one, with the same input and the saved stages. The old row does
-- not change: a terminal job never does. Raises OT004 when the user has no such job, OT006 while it is pending or
-- processing, and OT005 when it completed; the limits are those of overtime_enqueue_job.
--
-- A job has one unfinished retry at a time: further calls return it. The same idempotency key for the same job returns
-- the same retry, also after its end. The retry is in the old job's lane. Returns
-- { jobId, status, created, task, lane }.
create function public.overtime_retry_job(
  p_job_id text,
  p_user_id uuid,
  p_new_id text,
  p_rate_limit integer default null,
  p_rate_seconds integer default null,
  p_budget_usd numeric default null,
  p_idempotency_key text default null
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_old overtime.jobs;
  -- Separate from the keys of triggers: a caller may use one key for the job and its retry.
  v_key constant text := format('retry %s %s', p_job_id, p_idempotency_key);
  v_retry jsonb;
begin
  perform overtime.hold_user(p_user_id);
  -- Retries of one job run one after the other.
  select * into v_old
  from overtime.jobs
  where id = p_job_id and user_id = p_user_id
  for no key update;
  if not found then
    raise exception 'There is no job %.', p_job_id using errcode = 'OT004';
  end if;
  if v_old.status = 'completed' then
    raise exception 'Job % has completed.', p_job_id using errcode = 'OT005';
  end if;
  if v_old.finished_at is null then
    raise exception 'Job % is still %.', p_job_id, v_old.status using errcode = 'OT006';
  end if;

  if p_idempotency_key is not null then
    v_retry := overtime.known_job(p_new_id, p_user_id, v_old.task, v_old.lane, v_key, v_old.input_hash);
  end if;
  if v_retry is null then
    select jsonb_build_object('jobId', id, 'status', status, 'created', false) into v_retry
    from overtime.jobs
    where retry_of = p_job_id and finished_at is null;
  end if;
  if v_retry is not null then
    return v_retry || jsonb_build_object('task', v_old.task, 'lane', v_old.lane);
  end if;

  perform overtime.enqueue_copy(
    v_old, p_new_id, p_rate_limit, p_rate_seconds, p_budget_usd, case when p_idempotency_key is not null then v_key end
  );
  insert into overtime.job_stages (
    job_id, name, item, status, progress, output, attempt, started_at, finished_at
  )
  select p_new_id, name, item, status, progress, output, 0, started_at, finished_at
  from overtime.job_stages
  where job_id = p_job_id and status = 'completed';
  update overtime.jobs set retry_of = p_job_id, has_stages = found where id = p_new_id;
  return jsonb_build_object(
    'jobId', p_new_id, 'status', 'pending', 'created', true, 'task', v_old.task, 'lane', v_old.lane
  );
end
$$;
revoke execute on function public.overtime_retry_job from public, anon, authenticated;
grant execute on function public.overtime_retry_job to service_role;

-- Enqueues a job that is as an earlier one was, with its input; returns what overtime_enqueue_job does.
create function overtime.enqueue_copy(
  p_old overtime.jobs,
  p_new_id text,
  p_rate_limit integer default null,
  p_rate_seconds integer default null,
  p_budget_usd numeric default null,
  p_idempotency_key text default null
) returns jsonb
language plpgsql set search_path = ''
as $$
begin
  return public.overtime_enqueue_job(
    p_id => p_new_id,
    p_user_id => p_old.user_id,
    p_task => p_old.task,
    p_input => p_old.input,
    p_tenant_id => p_old.tenant_id,
    p_contract_version => p_old.contract_version,
    p_priority => p_old.priority,
    p_max_attempts => p_old.max_attempts,
    p_retention_hours => p_old.retention_hours,
    p_idempotency_key => p_idempotency_key,
    p_input_hash => p_old.input_hash,
    -- Without its lane, which is put before it again.
    p_lock_key => substr(p_old.lock_key, length(overtime.lane_lock_key(p_old.lane, '')) + 1),
    p_file_bytes => p_old.file_bytes,
    p_file_sha256 => p_old.file_sha256,
    p_user_limit => p_old.user_limit,
    p_rate_limit => p_rate_limit,
    p_rate_seconds => p_rate_seconds,
    p_budget_usd => p_budget_usd,
    p_webhook_url => p_old.webhook_url,
    p_lane => p_old.lane,
    p_title => p_old.title
  );
end
$$;
revoke execute on function overtime.enqueue_copy from public;
