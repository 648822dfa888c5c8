-- Rescues a lane's jobs of a task whose worker is silent: back to pending while attempts are left, else to failed. At most a
-- hundred, and safe to run twice at once. Returns how many.
create function overtime.rescue_jobs(p_lane text, p_task text, p_now timestamptz) returns integer
language plpgsql set search_path = ''
as $$
declare
  v_silent constant text := 'The work stopped before it was done. Try again.';
  v_job overtime.jobs;
  v_again boolean;
  v_count integer := 0;
begin
  for v_job in
    select * from overtime.jobs
    where lane = p_lane and task = p_task and status = 'processing' and rescue_at < p_now
    order by rescue_at
    limit 100
    for update skip locked
  loop
    -- Heartbeats have extended the lease: check again at its new end.
    if v_job.lease_expires_at >= p_now then
      update overtime.jobs set rescue_at = lease_expires_at where id = v_job.id;
      continue;
    end if;
    -- The claim may update it once more.
    continue when not overtime.try_hold_user(v_job.user_id);
    v_again := v_job.attempt < v_job.max_attempts;
    if not v_again then
      -- It releases its place and lock, under these locks. Only tried: two concurrent rescues that each wait for a
      -- lock of the other would deadlock. The next one finds what is skipped here.
      continue when v_job.lock_key is not null and not pg_try_advisory_xact_lock(
        overtime.lock_root(v_job.lock_key)
      );
      continue when v_job.user_limit is not null
        and not overtime.lock_places(p_lane, p_task, v_job.user_id, p_wait => false);
    end if;
    -- A rescued job keeps its place and goes before others: it had its turn.
    update overtime.jobs
    set status = case when v_again then 'pending' else 'failed' end,
      error = case when not v_again then jsonb_build_object(
        'code', 'worker_lost', 'message', v_silent, 'retryable', true
      ) end,
      message = case when v_again then 'The work was interrupted and starts again.' end,
      turn = -1,
      holds_lock = holds_lock and v_again,
      lease_id = null,
      lease_expires_at = null,
      run_at = p_now,
      version = version + 1,
      updated_at = p_now,
      finished_at = case when not v_again then p_now end,
      expires_at = case when not v_again then p_now + make_interval(hours => retention_hours) end
    where id = v_job.id;
    perform overtime.close_stages(v_job.id, case when v_again then 'pending' else 'failed' end, v_silent);
    insert into overtime.job_attempts (
      job_id, lease_id, attempt, outcome, error_code, started_at, ended_at
    ) values (
      v_job.id, v_job.lease_id, v_job.attempt, 'rescued', 'worker_lost', v_job.claimed_at, p_now
    );
    perform overtime.close_calls(v_job.id);
    insert into overtime.job_logs (job_id, attempt, level, message, logged_at)
    values (v_job.id, v_job.attempt, 'warn', v_silent, p_now);
    if not v_again then
      perform overtime.leave_places(v_job);
      perform overtime.queue_webhook(v_job.id);
    end if;
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
revoke execute on function overtime.rescue_jobs from public;

-- Takes a lane's next ready job of a task under a new lease, or returns null. Also used by overtime_complete_job.
-- `p_task_limit` is the most jobs of the task that run at once in the lane. `p_wait` says that the caller holds no lock, so that
-- it may wait for one. The answer is a ClaimedJob (src/overtime/engine/engine.ts).
create function overtime.claim_next(
  p_lane text,
  p_task text,
  p_now timestamptz,
  p_lease_seconds integer,
  p_task_limit integer,
  p_wait boolean
) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_wait boolean := p_wait and p_task_limit is null;
  v_passed text[] := '{}';
  v_id text;
  v_priority smallint;
  v_seq bigint;
  v_lock_key text;
  v_holds_lock boolean;
  v_root bigint;
  v_claimed jsonb;
  v_has_stages boolean;
begin
  -- Checked first: a needless call costs each claim 8 µs more (measured).
  if exists (
    select from overtime.jobs where lane = p_lane and task = p_task and waits_for = 'time' and run_at <= p_now
  ) then
    perform overtime.wake_due_jobs(p_lane, p_task, p_now);
    v_wait := false;
  end if;
  if p_task_limit is not null then
    perform pg_advisory_xact_lock(hashtextextended(format('task %s %s', p_lane, p_task), 0));
    if p_task_limit <= (
      select count(*) from overtime.jobs where lane = p_lane and task = p_task and status = 'processing'
    ) then
      return null;
    end if;
  end if;

  -- At most a hundred jobs whose lock is held are set aside in one call; the next call continues from there.
  for v_tries in 1..100 loop
    select id, priority, seq, lock_key, holds_lock
    into v_id, v_priority, v_seq, v_lock_key, v_holds_lock
    from overtime.jobs
    where lane = p_lane and task = p_task and status = 'pending' and waits_for is null and id <> all (v_passed)
    order by priority, turn, seq
    limit 1
    for update skip locked;
    if not found then
      return null;
    end if;
    if v_lock_key is not null and not v_holds_lock then
      v_root := overtime.lock_root(v_lock_key);
      if not pg_try_advisory_xact_lock(v_root) and not (v_wait and overtime.wait_for_root(v_root)) then
        v_passed := v_passed || v_id;
        v_wait := false;
        continue;
      end if;
      v_wait := false;
      if overtime.must_wait(v_id, v_lock_key, v_priority, v_seq) then
        update overtime.jobs set waits_for = 'lock', turn = -1, version = version + 1 where id = v_id;
        -- Its lock may be free: the release may have met a row that this claim, or one that waited for the root
        -- at the same time, had locked.
        perform overtime.pass_lock(split_part(v_lock_key, '/', 1));
        continue;
      end if;
    end if;

    update overtime.jobs
    set status = 'processing',
      holds_lock = v_lock_key is not null,
      turn = -1,
      attempt = attempt + 1,
      lease_id = gen_random_uuid(),
      lease_expires_at = p_now + make_interval(secs => p_lease_seconds),
      rescue_at = p_now + make_interval(secs => p_lease_seconds),
      claimed_at = p_now,
      started_at = coalesce(started_at, p_now),
      message = null,
      version = version + 1,
      updated_at = p_now
    where id = v_id
    returning jsonb_build_object(
      'jobId', id,
      'userId', user_id,
      'contractVersion', contract_version,
      'input', input,
      'fileBytes', file_bytes,
      'fileSha256', file_sha256,
      'attempt', attempt,
      'maxAttempts', max_attempts,
      'leaseId', lease_id,
      'progress', progress,
      'version', version,
      'hasChannel', to_regproc('overtime.send_status') is not null,
      'hasWebhook', webhook_url is not null,
      'stages', jsonb_build_array()
    ), has_stages into v_claimed, v_has_stages;
    if v_has_stages then
      v_claimed := v_claimed || jsonb_build_object('stages', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'name', name, 'item', item, 'status', status, 'output', output
        )), '[]')
        from overtime.job_stages
        where job_id = v_id and status in ('completed', 'skipped')
      ));
    end if;
    return v_claimed;
  end loop;
  return null;
end
$$;
revoke execute on function overtime.claim_next from public;

-- Takes a lane's next ready job of a task: highest priority first, users in turn, first in first out. Rescues jobs of
-- silent workers first. A dispatch that was received before is refused (OT003). Returns the claimed job, or null when
-- none is ready.
create function public.overtime_claim_job(
  p_task text,
  p_lease_seconds integer,
  p_dispatch_id uuid default null,
  p_task_limit integer default null,
  p_lane text default 'production'
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_rescues constant boolean := exists (
    select from overtime.jobs where lane = p_lane and task = p_task and status = 'processing' and rescue_at < v_now
  );
begin
  if p_dispatch_id is not null then
    perform overtime.admit_dispatch(p_dispatch_id);
  end if;
  if v_rescues then
    perform overtime.rescue_jobs(p_lane, p_task, v_now);
  end if;
  return overtime.claim_next(p_lane, p_task, v_now, p_lease_seconds, p_task_limit, p_wait => not v_rescues);
end
$$;
revoke execute on function public.overtime_claim_job from public, anon, authenticated;
grant execute on function public.overtime_claim_job to service_role;
