-- What an operator sees and does: all users' jobs, through public.overtime_operator_* (61_operator_calls.sql). Each function checks the caller's
-- verified token first: `app_metadata.role` must be `operator`, which only the project's server can write. Who lacks it
-- is refused with 42501, and learns nothing. No call reads more than it says, whatever the number of jobs.
create function overtime.check_operator() returns void
language plpgsql stable set search_path = ''
as $$
begin
  if (auth.jwt() -> 'app_metadata' ->> 'role') is distinct from 'operator' then
    raise exception 'Only operators may do this.'
      using errcode = 'insufficient_privilege',
        hint = 'An operator has app_metadata.role = operator in their token.';
  end if;
end
$$;
revoke execute on function overtime.check_operator from public;

-- A job in an operator's list.
create function overtime.operator_line(p_job overtime.jobs) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'jobId', p_job.id,
    'userId', p_job.user_id,
    'email', (select email from auth.users where id = p_job.user_id),
    'task', p_job.task,
    'title', p_job.title,
    'lane', p_job.lane,
    'status', p_job.status,
    'waitsFor', p_job.waits_for,
    'progress', p_job.progress,
    'message', p_job.message,
    'error', p_job.error ->> 'message',
    'errorCode', p_job.error ->> 'code',
    'sample', p_job.sample,
    'attempt', p_job.attempt,
    'maxAttempts', p_job.max_attempts,
    'costUsd', p_job.cost_usd,
    'durationMs', round(extract(epoch from p_job.finished_at - p_job.started_at) * 1000),
    'createdAt', overtime.iso_time(p_job.created_at),
    'startedAt', overtime.iso_time(p_job.started_at),
    'finishedAt', overtime.iso_time(p_job.finished_at)
  )
$$;
revoke execute on function overtime.operator_line from public;

-- A page of all jobs, newest first, by keyset. `p_user` is a user's id or email address. A call looks at 20,000 jobs;
-- `nextBefore` goes on after the last one that it looked at, also where none was found. Returns { jobs, nextBefore }.
create function overtime.operator_list_jobs(
  p_limit integer default 50,
  p_status text default null,
  p_task text default null,
  p_user text default null,
  p_from timestamptz default null,
  p_to timestamptz default null,
  p_before text default null
) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_limit constant integer := least(greatest(p_limit, 1), 100);
  v_look constant integer := 20000;
  v_user uuid;
  v_before_at timestamptz := split_part(p_before, '~', 1);
  v_before_id text := split_part(p_before, '~', 2);
  v_end_at timestamptz;
  v_end_id text;
begin
  perform overtime.check_operator();
  if p_user is not null then
    select id into v_user from auth.users where id::text = lower(p_user) or email = lower(p_user);
    if not found then
      return '{"jobs": [], "nextBefore": null}';
    end if;
  end if;
  select created_at, id into v_end_at, v_end_id
  from overtime.jobs
  where (v_user is null or user_id = v_user)
    and created_at >= coalesce(p_from, '-infinity')
    and created_at <= least(coalesce(p_to, 'infinity'), coalesce(v_before_at, 'infinity'))
    and (v_before_at is null or created_at < v_before_at or id > v_before_id)
  order by created_at desc, id
  offset v_look - 1
  limit 1;
  return (with found as (
    select job, created_at, id, row_number() over (order by created_at desc, id) as place
    from overtime.jobs as job
    where (v_user is null or user_id = v_user)
      and (p_status is null or status = p_status)
      and (p_task is null or task = p_task)
      and created_at >= greatest(coalesce(p_from, '-infinity'), coalesce(v_end_at, '-infinity'))
      and created_at <= least(coalesce(p_to, 'infinity'), coalesce(v_before_at, 'infinity'))
      and (v_before_at is null or created_at < v_before_at or id > v_before_id)
      and (v_end_at is null or created_at > v_end_at or id <= v_end_id)
    order by created_at desc, id
    limit v_limit + 1
  )
  select jsonb_build_object(
    'jobs', coalesce(jsonb_agg(overtime.operator_line(job) order by place) filter (where place <= v_limit), '[]'),
    'nextBefore', case
      when count(*) > v_limit then max(overtime.list_place(created_at, id)) filter (where place = v_limit)
      else overtime.list_place(v_end_at, v_end_id)
    end
  )
  from found);
end
$$;
revoke execute on function overtime.operator_list_jobs from public;
grant execute on function overtime.operator_list_jobs to authenticated;

-- How the site stands: the queue now, and of the newest 100,000 jobs that were submitted in the last day (today, by UTC,
-- for the cost) how many failed, how long they ran, and what they cost. Durations in milliseconds. A job of unknown
-- price is counted in `unpriced`.
create function overtime.operator_summary() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_today constant timestamptz := date_trunc('day', v_now, 'UTC');
begin
  perform overtime.check_operator();
  return (
    select jsonb_build_object(
      'ready', (select count(*) from overtime.jobs where status = 'pending' and waits_for is null),
      'waiting', (select count(*) from overtime.jobs where waits_for in ('time', 'user', 'lock')),
      'running', (select count(*) from overtime.jobs where status = 'processing'),
      'oldestReadyMs', (
        select round(extract(epoch from v_now - min(run_at)) * 1000)
        from overtime.jobs where status = 'pending' and waits_for is null
      ),
      'submitted', count(*),
      'completed', count(*) filter (where status = 'completed'),
      'failed', count(*) filter (where status = 'failed'),
      'p50Ms', round(percentile_cont(0.5) within group (order by run_ms) filter (where status = 'completed')),
      'p95Ms', round(percentile_cont(0.95) within group (order by run_ms) filter (where status = 'completed')),
      'costTodayUsd', coalesce(sum(cost_usd) filter (where created_at >= v_today), 0),
      'unpriced', count(*) filter (where created_at >= v_today and cost_usd is null)
    )
    from (
      select status, cost_usd, created_at, extract(epoch from finished_at - started_at) * 1000 as run_ms
      from overtime.jobs
      where created_at > v_now - interval '1 day'
      order by created_at desc
      limit 100000
    ) as day
  );
end
$$;
revoke execute on function overtime.operator_summary from public;
grant execute on function overtime.operator_summary to authenticated;

-- One job of any user with its input, result and newest 50 attempts, internal errors among them; null when there is none.
create function overtime.operator_get_job(p_job_id text) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform overtime.check_operator();
  return (
    select overtime.operator_line(job) || jsonb_build_object(
      'input', job.input,
      'result', job.result,
      'retryOf', job.retry_of,
      'cachedFrom', job.cached_from,
      'leaseExpiresAt', overtime.iso_time(job.lease_expires_at),
      'runAt', overtime.iso_time(job.run_at),
      'attempts', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'attempt', attempt,
          'outcome', outcome,
          'errorCode', error_code,
          'internalError', internal_error,
          'worker', worker,
          'startedAt', overtime.iso_time(started_at),
          'endedAt', overtime.iso_time(ended_at)
        ) order by ended_at desc), '[]')
        from (
          select * from overtime.job_attempts where job_id = p_job_id order by ended_at desc limit 50
        ) as ended
      )
    )
    from overtime.jobs as job
    where id = p_job_id
  );
end
$$;
revoke execute on function overtime.operator_get_job from public;
grant execute on function overtime.operator_get_job to authenticated;

-- Cancels any user's job, as overtime_cancel_job does.
create function overtime.operator_cancel_job(p_job_id text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform overtime.check_operator();
  perform public.overtime_cancel_job(p_job_id, overtime.owner_of(p_job_id));
end
$$;
revoke execute on function overtime.operator_cancel_job from public;
grant execute on function overtime.operator_cancel_job to authenticated;

-- Creates a new job for the owner of a failed or cancelled job, with the saved stages, as overtime_retry_job does, and
-- without the limits of a user. Nothing dispatches it here: the next sweep does. Returns what overtime_retry_job does.
create function overtime.operator_retry_job(p_job_id text, p_new_id text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  perform overtime.check_operator();
  return public.overtime_retry_job(p_job_id, overtime.owner_of(p_job_id), p_new_id);
end
$$;
revoke execute on function overtime.operator_retry_job from public;
grant execute on function overtime.operator_retry_job to authenticated;

-- Runs an ended job again from the start, as a new job of its owner, also a completed one, whose result stays. The cache is
-- not asked. Raises OT004 and OT006 as overtime_retry_job; returns what that returns.
create function overtime.operator_run_again(p_job_id text, p_new_id text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_old overtime.jobs;
begin
  perform overtime.check_operator();
  perform overtime.hold_user(overtime.owner_of(p_job_id));
  select * into v_old from overtime.jobs where id = p_job_id for no key update;
  if v_old.finished_at is null then
    raise exception 'Job % is still %.', p_job_id, v_old.status using errcode = 'OT006';
  end if;
  return overtime.enqueue_copy(v_old, p_new_id)
    || jsonb_build_object('task', v_old.task, 'lane', v_old.lane);
end
$$;
revoke execute on function overtime.operator_run_again from public;
grant execute on function overtime.operator_run_again to authenticated;

-- Whose job it is. Raises OT004 when there is none.
create function overtime.owner_of(p_job_id text) returns uuid
language plpgsql stable set search_path = ''
as $$
declare
  v_owner uuid;
begin
  select user_id into v_owner from overtime.jobs where id = p_job_id;
  if not found then
    raise exception 'There is no job %.', p_job_id using errcode = 'OT004';
  end if;
  return v_owner;
end
$$;
revoke execute on function overtime.owner_of from public;
