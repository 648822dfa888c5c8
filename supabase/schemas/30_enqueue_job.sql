-- Inserts a pending job. The same idempotency key of the same user and task gives the job that is
-- there already; with another request behind it, OT007.
-- Returns { jobId, status, created }.
create function public.enqueue_job(
  p_id text,
  p_user_id uuid,
  p_task text,
  p_input jsonb,
  p_tenant_id uuid default null,
  p_contract_version integer default 1,
  p_priority smallint default 5,
  p_max_attempts integer default 3,
  p_retention_hours integer default 720,
  p_run_at timestamptz default null,
  p_idempotency_key text default null,
  p_input_hash text default null,
  p_lock_key text default null,
  p_file_bytes bigint default null
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := private.clock();
  v_job public.jobs;
begin
  -- dispatched_at: the caller dispatches right after this, and a second call to say so is saved.
  insert into public.jobs (
    id, user_id, tenant_id, task, contract_version, input, priority, max_attempts, retention_hours,
    run_at, dispatched_at, idempotency_key, input_hash, lock_key, file_bytes, created_at, updated_at
  ) values (
    p_id, p_user_id, p_tenant_id, p_task, p_contract_version, p_input, p_priority, p_max_attempts,
    p_retention_hours, coalesce(p_run_at, v_now), greatest(p_run_at, v_now), p_idempotency_key,
    p_input_hash, p_lock_key, p_file_bytes, v_now, v_now
  )
  on conflict (user_id, task, idempotency_key) where idempotency_key is not null do nothing;
  if found then
    return jsonb_build_object('jobId', p_id, 'status', 'pending', 'created', true);
  end if;

  select * into strict v_job
  from public.jobs
  where user_id = p_user_id and task = p_task and idempotency_key = p_idempotency_key;
  if v_job.input_hash is distinct from p_input_hash then
    raise exception 'Idempotency key % was used for another request.', p_idempotency_key
      using errcode = 'OT007';
  end if;
  return jsonb_build_object('jobId', v_job.id, 'status', v_job.status, 'created', false);
end
$$;
revoke execute on function public.enqueue_job from public, anon, authenticated;
grant execute on function public.enqueue_job to service_role;
