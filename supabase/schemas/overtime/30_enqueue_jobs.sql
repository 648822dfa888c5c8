-- Inserts many pending jobs of one user and task at once, as overtime_enqueue_job inserts one: all of them, or none where
-- the call is refused. `p_jobs` is an array of { id, title, input, priority, inputHash, lockKey, fileBytes, fileSha256 }.
--
-- - The rate must have room for all. The budget must not be spent, unless each is answered from the cache.
-- - The idempotency key is that of the whole call: a repeat returns the same jobs, another list raises OT007.
--
-- Returns an array of { jobId, status, created, ready } in the order of `p_jobs`; a job that is ready can be claimed.
create function public.overtime_enqueue_jobs(
  p_jobs jsonb,
  p_user_id uuid,
  p_task text,
  p_contract_version integer,
  p_max_attempts integer,
  p_retention_hours integer,
  p_tenant_id uuid default null,
  p_idempotency_key text default null,
  p_user_limit smallint default null,
  p_rate_limit integer default null,
  p_rate_seconds integer default null,
  p_budget_usd numeric default null,
  p_cache_hours integer default null,
  p_cache_shared boolean default false,
  p_webhook_url text default null,
  p_lane text default 'production'
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_expires_at constant timestamptz := v_now + make_interval(hours => p_retention_hours);
  v_count constant integer := jsonb_array_length(p_jobs);
  v_free integer;
  v_enqueued jsonb;
begin
  perform overtime.hold_user(p_user_id);
  if p_webhook_url is not null then
    perform public.overtime_webhook_secret(p_user_id);
  end if;
  if p_user_limit is not null or p_rate_limit is not null then
    perform overtime.lock_places(p_lane, p_task, p_user_id);
  end if;
  v_enqueued := overtime.known_jobs(p_jobs, p_user_id, p_task, p_lane, p_idempotency_key);
  if v_enqueued is not null then
    return v_enqueued;
  end if;
  if p_rate_limit is not null then
    perform overtime.check_rate(p_user_id, p_task, p_rate_limit, p_rate_seconds, v_count);
  end if;
  v_free := case when p_user_limit is null then v_count
    else overtime.free_places(p_lane, p_task, p_user_id, p_user_limit) end;

  with item as materialized (
    select item.*, source.id as source, source.result, source.sample
    from rows from (jsonb_to_recordset(p_jobs) as (
      id text, title text, input jsonb, priority smallint, "inputHash" text, "lockKey" text, "fileBytes" bigint,
      "fileSha256" text
    )) with ordinality as item (id, title, input, priority, input_hash, lock_key, file_bytes, file_sha256, place)
    left join lateral (
      select *
      from overtime.cached_job(p_lane, p_task, item.input_hash, p_contract_version, p_user_id, p_cache_shared)
      where p_cache_hours is not null
    ) as source on true
  ),
  queued as (
    -- A free place goes to those that come first by priority, as overtime.fill_places has it.
    select id, priority, row_number() over (order by priority, place) <= v_free as is_ready,
      row_number() over (partition by priority order by place) as ordinal
    from item
    where source is null
  ),
  first as materialized (
    select priority, overtime.next_turn(p_lane, p_task, p_user_id, priority) as turn
    from queued
    group by priority
  ),
  inserted as (
    insert into overtime.jobs (
      id, user_id, tenant_id, task, title, contract_version, input, priority, max_attempts, retention_hours, run_at,
      dispatched_at, waits_for, user_limit, idempotency_key, input_hash, lock_key, file_path, file_bytes, file_sha256,
      cache_until, webhook_url, lane, created_at, updated_at, turn,
      status, result, sample, cached_from, progress, started_at, finished_at, expires_at
    )
    select
      item.id, p_user_id, p_tenant_id, p_task, item.title, p_contract_version, item.input, item.priority, p_max_attempts,
      p_retention_hours, v_now,
      case when source is null then v_now end,
      case when not is_ready then 'user' end,
      case when source is null then p_user_limit end,
      p_idempotency_key || E'\n' || place,
      item.input_hash,
      case when source is null then overtime.lane_lock_key(p_lane, item.lock_key) end,
      item.input ->> 'filePath', item.file_bytes, item.file_sha256,
      case when source is null then v_now + make_interval(hours => p_cache_hours) end,
      p_webhook_url, p_lane, v_now, v_now,
      case when is_ready then first.turn + 2 * (ordinal - 1) else 0 end,
      case when source is null then 'pending' else 'completed' end,
      item.result, coalesce(item.sample, false), item.source,
      case when source is null then 0 else 100 end,
      case when source is not null then v_now end,
      case when source is not null then v_now end,
      case when source is not null then v_expires_at end
    from item
    left join queued on queued.id = item.id
    left join first on first.priority = queued.priority
    order by place
    returning id, seq, status, waits_for
  )
  select jsonb_agg(jsonb_build_object(
    'jobId', id, 'status', status, 'created', true, 'ready', status = 'pending' and waits_for is null
  ) order by seq) into v_enqueued
  from inserted;

  -- What a budget refuses is the work, not an earlier result.
  if p_budget_usd is not null and v_enqueued @> '[{"status": "pending"}]' then
    perform overtime.check_budget(p_user_id, p_budget_usd);
  end if;
  if p_webhook_url is not null and p_cache_hours is not null then
    perform overtime.queue_webhook(job ->> 'jobId')
    from jsonb_array_elements(v_enqueued) as job
    where job ->> 'status' = 'completed';
  end if;
  return v_enqueued;
exception
  when unique_violation then
    -- Another call with the same key, or an earlier try of this one, was faster.
    v_enqueued := overtime.known_jobs(p_jobs, p_user_id, p_task, p_lane, p_idempotency_key);
    if v_enqueued is null then
      raise;
    end if;
    return v_enqueued;
end
$$;
revoke execute on function public.overtime_enqueue_jobs from public, anon, authenticated;
grant execute on function public.overtime_enqueue_jobs to service_role;

-- The jobs of an earlier try of the same call, or of the same idempotency key, as overtime_enqueue_jobs returns them; null
-- when there are none. Each job's own key is the call's, a line break, which no key of a single job has, and its place.
create function overtime.known_jobs(p_jobs jsonb, p_user_id uuid, p_task text, p_lane text, p_key text) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_count constant integer := jsonb_array_length(p_jobs);
  v_known jsonb;
  v_same integer;
begin
  -- Mostly there are none; all of a call are there, or none is.
  if not exists (select from overtime.jobs where id = p_jobs -> 0 ->> 'id')
    and not exists (
      select from overtime.jobs
      where user_id = p_user_id and task = p_task and lane = p_lane and idempotency_key = p_key || E'\n1'
    )
  then
    return null;
  end if;
  select jsonb_agg(jsonb_build_object(
    'jobId', job.id, 'status', job.status, 'created', true,
    'ready', job.status = 'pending' and job.waits_for is null
  ) order by place) into v_known
  from jsonb_array_elements(p_jobs) with ordinality as item (value, place)
  join overtime.jobs as job on job.id = item.value ->> 'id' and job.user_id = p_user_id;
  if jsonb_array_length(v_known) = v_count then
    return v_known;
  end if;
  select
    jsonb_agg(jsonb_build_object('jobId', job.id, 'status', job.status, 'created', false, 'ready', false) order by place),
    count(*) filter (where job.input_hash = item.value ->> 'inputHash')
  into v_known, v_same
  -- One place more than there are: a longer list is another request.
  from generate_series(1, v_count + 1) as place
  join overtime.jobs as job
    on job.user_id = p_user_id and job.task = p_task and job.lane = p_lane
    and job.idempotency_key = p_key || E'\n' || place
  left join lateral (select p_jobs -> (place - 1) as value) as item on true;
  if v_known is not null and (v_same < v_count or jsonb_array_length(v_known) > v_count) then
    raise exception 'Idempotency key % was used for another request.', p_key using errcode = 'OT007';
  end if;
  return v_known;
end
$$;
revoke execute on function overtime.known_jobs from public;
