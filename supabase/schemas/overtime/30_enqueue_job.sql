-- Inserts a pending job: ready, or waiting for its time or for a place among its user's jobs. Its limits are those
-- of its contract, which alone has their defaults (src/overtime/contract.ts).
--
-- - The same id of the same user is the same call: a repeat after a lost answer returns the same.
-- - The same idempotency key of the same user, task and lane returns the existing job; with another request, OT007.
-- - `p_rate_limit` jobs of the task per user in `p_rate_seconds`; one more raises OT008.
-- - `p_budget_usd` for a user's model calls since midnight (UTC), over all tasks; when it is spent, OT009.
--   Both carry the seconds to wait as the error's detail.
-- - `p_cache_hours`: a result of the same input, version and user that is younger completes the new
--   job at once; with `p_cache_shared`, of any user.
--
-- A job belongs to its lane (docs/decisions/lanes.md): the lanes share the rate and the budget, and nothing else.
--
-- Returns { jobId, status, created }.
create function public.overtime_enqueue_job(
  p_id text,
  p_user_id uuid,
  p_task text,
  p_input jsonb,
  p_contract_version integer,
  p_priority smallint,
  p_max_attempts integer,
  p_retention_hours integer,
  p_tenant_id uuid default null,
  p_run_at timestamptz default null,
  p_idempotency_key text default null,
  p_input_hash text default null,
  p_lock_key text default null,
  p_file_bytes bigint default null,
  p_file_sha256 text default null,
  p_user_limit smallint default null,
  p_rate_limit integer default null,
  p_rate_seconds integer default null,
  p_budget_usd numeric default null,
  p_cache_hours integer default null,
  p_cache_shared boolean default false,
  p_webhook_url text default null,
  p_schedule_id text default null,
  p_lane text default 'production',
  p_title text default null
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_run_at constant timestamptz := coalesce(p_run_at, v_now);
  v_waits_for text := case when v_run_at > v_now then 'time' end;
  v_known jsonb;
begin
  v_known := overtime.known_job(p_id, p_user_id, p_task, p_lane, p_idempotency_key, p_input_hash);
  if v_known is not null then
    return v_known;
  end if;
  -- Before the locks below; the insert alone would lock the user early enough.
  if p_user_limit is not null or p_rate_limit is not null or p_webhook_url is not null then
    perform overtime.hold_user(p_user_id);
  end if;
  -- Created here, since a delivery that created it would hold its row meanwhile.
  if p_webhook_url is not null then
    perform public.overtime_webhook_secret(p_user_id);
  end if;
  if p_user_limit is not null or p_rate_limit is not null then
    perform overtime.lock_places(p_lane, p_task, p_user_id);
  end if;
  if p_rate_limit is not null then
    -- The first try of this call may have ended while this one waited for the lock.
    v_known := overtime.known_job(p_id, p_user_id, p_task, p_lane, p_idempotency_key, p_input_hash);
    if v_known is not null then
      return v_known;
    end if;
    perform overtime.check_rate(p_user_id, p_task, p_rate_limit, p_rate_seconds);
  end if;
  if p_cache_hours is not null and v_waits_for is null then
    v_known := overtime.enqueue_cached(
      p_id, p_user_id, p_tenant_id, p_task, p_contract_version, p_input, p_priority,
      p_max_attempts, p_retention_hours, p_idempotency_key, p_input_hash, p_file_bytes, p_file_sha256, p_cache_shared,
      p_webhook_url, p_lane, p_title
    );
    if v_known is not null then
      return v_known;
    end if;
  end if;
  if p_budget_usd is not null then
    perform overtime.check_budget(p_user_id, p_budget_usd);
  end if;
  if v_waits_for is null and p_user_limit is not null
    and overtime.free_places(p_lane, p_task, p_user_id, p_user_limit) <= 0
  then
    v_waits_for := 'user';
  end if;

  -- dispatched_at: the caller dispatches right after this, which saves a second call. A delayed job has none:
  -- it is dispatched as soon as it is due.
  insert into overtime.jobs (
    id, user_id, tenant_id, task, title, contract_version, input, priority, max_attempts, retention_hours,
    run_at, dispatched_at, waits_for, user_limit, idempotency_key, input_hash, lock_key, file_path,
    file_bytes, file_sha256, cache_until, webhook_url, schedule_id, lane, created_at, updated_at, turn
  ) values (
    p_id, p_user_id, p_tenant_id, p_task, p_title, p_contract_version, p_input, p_priority, p_max_attempts,
    p_retention_hours, v_run_at, case when v_run_at <= v_now then v_now end, v_waits_for, p_user_limit,
    p_idempotency_key, p_input_hash, overtime.lane_lock_key(p_lane, p_lock_key), p_input ->> 'filePath',
    p_file_bytes, p_file_sha256, v_now + make_interval(hours => p_cache_hours), p_webhook_url, p_schedule_id, p_lane,
    v_now, v_now,
    -- As overtime.next_turn has it.
    case when v_waits_for is null then coalesce(
      (
        select turn + 2 from overtime.jobs
        where lane = p_lane and task = p_task and user_id = p_user_id and priority = p_priority and turn >= 0
          and finished_at is null and (waits_for is null or waits_for = 'lock')
        order by turn desc
        limit 1
      ),
      (
        select turn + 1 from overtime.jobs
        where lane = p_lane and task = p_task and priority = p_priority and status = 'pending' and waits_for is null
          and turn >= 0
        order by turn
        limit 1
      ),
      1
    ) else 0 end
  )
  on conflict do nothing;
  if found then
    return jsonb_build_object('jobId', p_id, 'status', 'pending', 'created', true);
  end if;
  -- Another request with the same key, or an earlier try of this one, was faster.
  return overtime.known_job(p_id, p_user_id, p_task, p_lane, p_idempotency_key, p_input_hash);
end
$$;
revoke execute on function public.overtime_enqueue_job from public, anon, authenticated;
grant execute on function public.overtime_enqueue_job to service_role;

-- The job of an id or an idempotency key, as overtime_enqueue_job returns it; null when there is none.
create function overtime.known_job(
  p_id text, p_user_id uuid, p_task text, p_lane text, p_key text, p_input_hash text
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_job record;
begin
  -- The same call once more, whose first answer was lost.
  select id, status into v_job from overtime.jobs where id = p_id and user_id = p_user_id;
  if found then
    return jsonb_build_object('jobId', v_job.id, 'status', v_job.status, 'created', true);
  end if;
  if p_key is null then
    return null;
  end if;
  select id, status, input_hash into v_job
  from overtime.jobs
  where user_id = p_user_id and task = p_task and lane = p_lane and idempotency_key = p_key;
  if not found then
    return null;
  end if;
  if v_job.input_hash is distinct from p_input_hash then
    raise exception 'Idempotency key % was used for another request.', p_key using errcode = 'OT007';
  end if;
  return jsonb_build_object('jobId', v_job.id, 'status', v_job.status, 'created', false);
end
$$;
revoke execute on function overtime.known_job from public;

-- Raises OT008 unless the window has room for so many more of a user's jobs of a task.
create function overtime.check_rate(
  p_user_id uuid, p_task text, p_limit integer, p_seconds integer, p_count integer default 1
)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_window constant interval := make_interval(secs => p_seconds);
  v_unit constant integer := case when p_seconds % 3600 = 0 then 3600 when p_seconds % 60 = 0 then 60 else 1 end;
  v_oldest timestamptz;
begin
  -- The oldest of those that leave no room: while it is inside the window, the rate is reached.
  select created_at into v_oldest
  from (
    select created_at from overtime.jobs
    where user_id = p_user_id and task = p_task and created_at > v_now - v_window
    union all
    select created_at from overtime.deleted_jobs
    where user_id = p_user_id and task = p_task and created_at > v_now - v_window
  ) as counted
  order by created_at desc
  offset greatest(p_limit - p_count, 0)
  limit 1;
  if found or p_count > p_limit then
    raise exception 'You have reached the limit of % % in % %.',
      p_limit, p_task || case when p_limit = 1 then ' job' else ' jobs' end, p_seconds / v_unit,
      case v_unit when 3600 then 'hour' when 60 then 'minute' else 'second' end ||
        case when p_seconds = v_unit then '' else 's' end
      using errcode = 'OT008',
        detail = ceil(extract(epoch from coalesce(v_oldest, v_now) + v_window - v_now))::text;
  end if;
end
$$;
revoke execute on function overtime.check_rate from public;

-- Raises OT009 when a user's model calls of today (UTC) have cost the budget.
create function overtime.check_budget(p_user_id uuid, p_budget_usd numeric) returns void
language plpgsql set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_today constant timestamptz := date_trunc('day', v_now, 'UTC');
  v_spent numeric;
begin
  select coalesce(sum(cost_usd), 0) into v_spent
  from overtime.job_usage
  where user_id = p_user_id and started_at >= v_today;
  if v_spent >= p_budget_usd then
    raise exception 'Your budget of % US dollars a day is used up.', p_budget_usd
      using errcode = 'OT009',
        detail = ceil(extract(epoch from v_today + interval '1 day' - v_now))::text;
  end if;
end
$$;
revoke execute on function overtime.check_budget from public;

-- The newest result that a job of this input may take over instead of being run; no row when there is none.
create function overtime.cached_job(
  p_lane text, p_task text, p_input_hash text, p_contract_version integer, p_user_id uuid, p_shared boolean
) returns table (id text, result jsonb, sample boolean)
language plpgsql stable set search_path = ''
as $$
begin
  return query
    select job.id, job.result, job.sample
    from overtime.jobs as job
    where job.lane = p_lane
      and job.task = p_task
      and job.input_hash = p_input_hash
      and job.cache_until > overtime.clock()
      and job.status = 'completed'
      and job.contract_version = p_contract_version
      and (p_shared or job.user_id = p_user_id)
    order by job.finished_at desc
    limit 1;
end
$$;
revoke execute on function overtime.cached_job from public;

-- Inserts a job that is completed at once with the result of an equal one; null when there is none.
create function overtime.enqueue_cached(
  p_id text,
  p_user_id uuid,
  p_tenant_id uuid,
  p_task text,
  p_contract_version integer,
  p_input jsonb,
  p_priority smallint,
  p_max_attempts integer,
  p_retention_hours integer,
  p_idempotency_key text,
  p_input_hash text,
  p_file_bytes bigint,
  p_file_sha256 text,
  p_shared boolean,
  p_webhook_url text,
  p_lane text,
  p_title text
) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_source record;
begin
  select * into v_source
  from overtime.cached_job(p_lane, p_task, p_input_hash, p_contract_version, p_user_id, p_shared);
  if not found then
    return null;
  end if;
  insert into overtime.jobs (
    id, user_id, tenant_id, task, title, contract_version, input, priority, max_attempts, status, result, progress, sample,
    run_at, idempotency_key, input_hash, file_path, file_bytes, file_sha256, cached_from, webhook_url,
    lane, created_at, updated_at, started_at, finished_at, retention_hours, expires_at
  ) values (
    p_id, p_user_id, p_tenant_id, p_task, p_title, p_contract_version, p_input, p_priority, p_max_attempts, 'completed',
    v_source.result, 100, v_source.sample, v_now, p_idempotency_key, p_input_hash, p_input ->> 'filePath',
    p_file_bytes, p_file_sha256, v_source.id, p_webhook_url, p_lane, v_now, v_now, v_now, v_now, p_retention_hours,
    v_now + make_interval(hours => p_retention_hours)
  )
  on conflict do nothing;
  if not found then
    return overtime.known_job(p_id, p_user_id, p_task, p_lane, p_idempotency_key, p_input_hash);
  end if;
  perform overtime.queue_webhook(p_id);
  return jsonb_build_object('jobId', p_id, 'status', 'completed', 'created', true);
end
$$;
revoke execute on function overtime.enqueue_cached from public;
