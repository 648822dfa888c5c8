-- Takes the leases of a task's silent workers back: to pending while attempts are left, else to
-- failed. Returns how many. Bounded, and safe to run twice at once.
create function private.rescue_jobs(p_task text) returns integer
language plpgsql set search_path = ''
as $$
declare
  v_now constant timestamptz := private.clock();
  v_silent constant text := 'The worker stopped answering before it was done.';
  v_job public.jobs;
  v_again boolean;
  v_count integer := 0;
begin
  for v_job in
    select * from public.jobs
    where task = p_task and status = 'processing' and lease_expires_at < v_now
    order by seq
    limit 100
    for update skip locked
  loop
    v_again := v_job.attempt < v_job.max_attempts;
    update public.jobs
    set status = case when v_again then 'pending' else 'failed' end,
      error = case when not v_again then jsonb_build_object(
        'code', 'worker_lost', 'message', v_silent, 'retryable', true
      ) end,
      message = case when v_again then 'The work was interrupted and will be taken up again.' end,
      lease_id = null,
      lease_expires_at = null,
      run_at = v_now,
      version = version + 1,
      updated_at = v_now,
      finished_at = case when not v_again then v_now end,
      expires_at = case when not v_again then v_now + make_interval(hours => retention_hours) end
    where id = v_job.id;
    perform private.close_stages(v_job.id, case when v_again then 'pending' else 'failed' end, v_silent);
    insert into private.job_attempts (job_id, attempt, outcome, error_code, started_at, ended_at)
    values (v_job.id, v_job.attempt, 'rescued', 'worker_lost', v_job.claimed_at, v_now);
    insert into public.job_logs (job_id, attempt, level, message, logged_at)
    values (v_job.id, v_job.attempt, 'warn', v_silent, v_now);
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
revoke execute on function private.rescue_jobs from public;

-- Takes the next due job of a task under a new lease, or returns null. Also used by complete_job.
create function private.claim_next(p_task text, p_lease_seconds integer) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_now constant timestamptz := private.clock();
  v_job public.jobs;
begin
  update public.jobs
  set status = 'processing',
    attempt = attempt + 1,
    lease_id = gen_random_uuid(),
    lease_expires_at = v_now + make_interval(secs => p_lease_seconds),
    claimed_at = v_now,
    started_at = coalesce(started_at, v_now),
    message = null,
    version = version + 1,
    updated_at = v_now
  where id = (
    select id from public.jobs
    where task = p_task and status = 'pending' and run_at <= v_now
    order by priority, seq
    limit 1
    for update skip locked
  )
  returning * into v_job;
  if not found then
    return null;
  end if;
  return jsonb_build_object(
    'jobId', v_job.id,
    'userId', v_job.user_id,
    'contractVersion', v_job.contract_version,
    'input', v_job.input,
    'attempt', v_job.attempt,
    'maxAttempts', v_job.max_attempts,
    'leaseId', v_job.lease_id,
    'progress', v_job.progress,
    'stages', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'name', name, 'item', item, 'status', status, 'output', output
      )), '[]')
      from public.job_stages
      where job_id = v_job.id and status in ('completed', 'skipped')
    )
  );
end
$$;
revoke execute on function private.claim_next from public;

-- Takes the next due job of a task: highest priority first, first in first out within it. Takes
-- silent workers' leases back before it looks, so that any worker slot heals what it finds.
-- A dispatch that was received before is refused (OT003).
-- Returns the claimed job, or null when none is due.
create function public.claim_job(
  p_task text,
  p_lease_seconds integer,
  p_dispatch_id uuid default null
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  if p_dispatch_id is not null then
    perform private.admit_dispatch(p_dispatch_id);
  end if;
  perform private.rescue_jobs(p_task);
  return private.claim_next(p_task, p_lease_seconds);
end
$$;
revoke execute on function public.claim_job from public, anon, authenticated;
grant execute on function public.claim_job to service_role;
