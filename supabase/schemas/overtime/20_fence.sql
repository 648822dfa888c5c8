-- The errors of the engine, mapped to typed ones in src/overtime/engine/database-error.ts:
--   OT001 lease lost            OT004 job not found
--   OT002 job cancelled         OT005 job already finished
--   OT003 dispatch replayed     OT006 job not finished
--   OT007 idempotency key reused    OT008 rate limit reached    OT009 budget spent
--   OT010 too many schedules        OT011 too large
-- OT008 and OT009 carry the seconds to wait as their detail.

-- Raises why a worker's write was refused: called when an update found no row with its lease.
create function overtime.refuse_write(p_job_id text) returns void
language plpgsql set search_path = ''
as $$
begin
  if exists (select from overtime.jobs where id = p_job_id and status = 'cancelled') then
    raise exception 'Job % was cancelled.', p_job_id using errcode = 'OT002';
  end if;
  raise exception 'The lease of job % was lost.', p_job_id using errcode = 'OT001';
end
$$;
revoke execute on function overtime.refuse_write from public;

-- The job under a worker's lease, its row locked. Raises as overtime.refuse_write when it is not.
create function overtime.lock_leased_job(p_job_id text, p_lease_id uuid) returns overtime.jobs
language plpgsql set search_path = ''
as $$
declare
  v_job overtime.jobs;
begin
  select * into v_job from overtime.jobs where id = p_job_id and lease_id = p_lease_id for update;
  if not found then
    perform overtime.refuse_write(p_job_id);
  end if;
  return v_job;
end
$$;
revoke execute on function overtime.lock_leased_job from public;

-- A user's job, its row locked. Raises OT004 when the user has no such job.
create function overtime.lock_own_job(p_job_id text, p_user_id uuid) returns overtime.jobs
language plpgsql set search_path = ''
as $$
declare
  v_job overtime.jobs;
begin
  select * into v_job from overtime.jobs where id = p_job_id and user_id = p_user_id for update;
  if not found then
    raise exception 'There is no job %.', p_job_id using errcode = 'OT004';
  end if;
  return v_job;
end
$$;
revoke execute on function overtime.lock_own_job from public;

-- Extends a worker's lease, and notes what its job shows: what is null stays as it is, and progress never goes
-- backwards. Returns the attempt and the job's version. Raises as overtime.refuse_write when the lease is lost.
create function overtime.extend_lease(
  p_job_id text,
  p_lease_id uuid,
  p_lease_seconds integer,
  p_progress smallint,
  p_stage text,
  p_message text,
  p_has_partial boolean default false,
  p_has_stages boolean default false,
  out attempt integer,
  out version integer
)
language plpgsql set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_until constant timestamptz := v_now + make_interval(secs => p_lease_seconds);
begin
  update overtime.jobs as job
  set lease_expires_at = v_until,
    rescue_at = least(job.rescue_at, v_until),
    progress = greatest(job.progress, p_progress),
    stage = coalesce(p_stage, job.stage),
    message = coalesce(p_message, job.message),
    has_partial = job.has_partial or p_has_partial,
    has_stages = job.has_stages or p_has_stages,
    version = job.version + 1,
    updated_at = v_now
  where job.id = p_job_id and job.lease_id = p_lease_id
  returning job.attempt, job.version into attempt, version;
  if not found then
    perform overtime.refuse_write(p_job_id);
  end if;
end
$$;
revoke execute on function overtime.extend_lease from public;

-- Refuses (OT011) what is larger than 4 MB as text: a function may answer 6 MB. To be called for values of
-- more than 150 kB alone, so that small ones cost nothing: no text is longer than its jsonb by more than the
-- factor of a number such as 1e308, which is 25.
create function overtime.refuse_too_large(p_what text, p_value jsonb) returns void
language plpgsql set search_path = ''
as $$
begin
  if octet_length(p_value::text) > 4194304 then
    raise exception '% is larger than 4 MB, the most that can be answered. Ask for less.', p_what
      using errcode = 'OT011';
  end if;
end
$$;
revoke execute on function overtime.refuse_too_large from public;

-- Adds log lines: an array of { level, message, details, at }.
create function overtime.add_logs(p_job_id text, p_attempt integer, p_logs jsonb) returns void
language sql set search_path = ''
as $$
  insert into overtime.job_logs (job_id, attempt, level, message, details, logged_at)
  select
    p_job_id, p_attempt, line.level, left(line.message, 1000),
    -- The engine omits larger ones, and says so.
    case when pg_column_size(line.details) <= 20000 then line.details end,
    line.at
  from jsonb_to_recordset(p_logs) as line (level text, message text, details jsonb, at timestamptz)
$$;
revoke execute on function overtime.add_logs from public;

-- What every write of a worker carries along: log lines and model calls, where there are any. (A completion asks
-- for itself: most have neither, and it is called most.)
create function overtime.add_flush(p_job_id text, p_attempt integer, p_logs jsonb, p_usage jsonb) returns void
language plpgsql set search_path = ''
as $$
begin
  if p_logs is not null then
    perform overtime.add_logs(p_job_id, p_attempt, p_logs);
  end if;
  if p_usage is not null then
    perform overtime.add_usage(p_job_id, p_attempt, p_usage);
  end if;
end
$$;
revoke execute on function overtime.add_flush from public;

-- Closes the stages that were at work when the attempt ended: back to pending when there is another
-- attempt, else to `p_status` (failed or skipped) with the reason.
create function overtime.close_stages(p_job_id text, p_status text, p_reason text) returns void
language sql set search_path = ''
as $$
  update overtime.job_stages
  set status = p_status,
    reason = case when p_status = 'pending' then null else p_reason end,
    finished_at = case when p_status = 'pending' then null else overtime.clock() end
  where job_id = p_job_id and status = 'processing'
$$;
revoke execute on function overtime.close_stages from public;
