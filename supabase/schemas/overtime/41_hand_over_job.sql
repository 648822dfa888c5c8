-- Puts a job back to pending for a fresh invocation, because this one is near its time limit. It spends no attempt and
-- keeps the job's place and saved stages. A job is handed over at most `p_max_hand_overs` times, and runs at most
-- `p_max_seconds` after its first claim; beyond either it fails with `ran_too_long`. So does a job after more than
-- `p_max_idle_hand_overs` since it last saved a stage: unsaved work is repeated by the next invocation, and each is
-- paid for. Raises OT001 when the lease is lost and OT002 when the job was cancelled. Returns the new status.
create function public.overtime_hand_over_job(
  p_job_id text,
  p_lease_id uuid,
  p_max_hand_overs integer,
  p_max_seconds integer,
  p_worker text default null,
  p_logs jsonb default null,
  p_usage jsonb default null,
  -- Not zero: the first invocation of a stage may have had little time left; the next has all of it.
  p_max_idle_hand_overs integer default 2
) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_job overtime.jobs;
  v_saved_at timestamptz;
  v_idle integer;
begin
  if p_usage is not null then
    perform overtime.hold_owner(p_job_id);
  end if;
  v_job := overtime.lock_leased_job(p_job_id, p_lease_id);
  select coalesce(max(finished_at), '-infinity') into v_saved_at
  from overtime.job_stages
  where job_id = p_job_id and status in ('completed', 'skipped');
  -- Hand-overs before this one.
  select count(*) into v_idle
  from overtime.job_attempts
  where job_id = p_job_id and outcome = 'handed over' and started_at > v_saved_at;
  if v_job.hand_over_count >= p_max_hand_overs
    or v_now - v_job.started_at >= make_interval(secs => p_max_seconds)
    or (v_idle >= p_max_idle_hand_overs and v_job.claimed_at > v_saved_at)
  then
    return public.overtime_fail_job(
      p_job_id, p_lease_id,
      jsonb_build_object(
        'code', 'ran_too_long',
        'message', 'The work took longer than this task allows. Try again with a smaller input.',
        'retryable', false
      ),
      p_internal_error => format(
        'handed over %s times, %s of them since a stage was saved', v_job.hand_over_count, v_idle
      ),
      p_worker => p_worker, p_logs => p_logs, p_usage => p_usage
    );
  end if;

  update overtime.jobs
  set status = 'pending',
    attempt = attempt - 1,
    hand_over_count = hand_over_count + 1,
    -- Before other turns: the job had its turn, and continues.
    turn = -1,
    run_at = v_now,
    dispatched_at = v_now,
    lease_id = null,
    lease_expires_at = null,
    version = version + 1,
    updated_at = v_now
  where id = p_job_id;
  perform overtime.close_stages(p_job_id, 'pending', null);
  insert into overtime.job_attempts (job_id, lease_id, attempt, outcome, worker, started_at, ended_at)
  values (
    p_job_id, p_lease_id, v_job.attempt, 'handed over', p_worker, v_job.claimed_at, v_now
  );
  perform overtime.add_flush(p_job_id, v_job.attempt, p_logs, p_usage);
  perform overtime.close_calls(p_job_id);
  return 'pending';
end
$$;
revoke execute on function public.overtime_hand_over_job from public, anon, authenticated;
grant execute on function public.overtime_hand_over_job to service_role;
