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
) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_expires_at constant timestamptz := v_now + make_interval(hours => p_retention_hours);
  v_count constant integer := jsonb_array_length(p_jobs);
  v_free integer;
  v_turns bigint[];
  -- Of each job, { id, result, sample } of the one whose result answers it; null where there is none. Not joined below:
  -- PostgreSQL would read the whole table for it.
  v_sources jsonb[];
  v_enqueued json;
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

  -- The first turn of each priority. Of one that does not exist there is none, and the rules of a job refuse it.
  v_turns := array(
    select overtime.next_turn(p_lane, p_task, p_user_id, priority::smallint)
    from generate_series(1, 10) as priority
    order by priority
  );

  if p_cache_hours is not null then
    v_sources := array(
      select (
        select to_jsonb(source) from overtime.cached_job(
          p_lane, p_task, item.value ->> 'inputHash', p_contract_version, p_user_id, p_cache_shared
        ) as source
      )
      from jsonb_array_elements(p_jobs) with ordinality as item (value, place)
      order by place
    );
  end if;
  -- What a budget refuses is the work, not an earlier result.
  if p_budget_usd is not null and (v_sources is null or array_position(v_sources, null) is not null) then
    perform overtime.check_budget(p_user_id, p_budget_usd);
  end if;

  with inserted as (
    insert into overtime.jobs (
      id, user_id, tenant_id, task, title, contract_version, input, priority, max_attempts, retention_hours, run_at,
      dispatched_at, waits_for, user_limit, idempotency_key, input_hash, lock_key, file_path, file_bytes, file_sha256,
      cache_until, webhook_url, lane, created_at, updated_at, turn,
      status, result, sample, cached_from, progress, started_at, finished_at, expires_at
    )
    select
      id, p_user_id, p_tenant_id, p_task, title, p_contract_version, input, priority, p_max_attempts,
      p_retention_hours, v_now,
      case when is_new then v_now end,
      case when is_new and rank > v_free then 'user' end,
      case when is_new then p_user_limit end,
      p_idempotency_key || E'\n' || place,
      input_hash,
      case when is_new and lock_key is not null then overtime.lane_lock_key(p_lane, lock_key) end,
      input ->> 'filePath', file_bytes, file_sha256,
      case when is_new then v_now + make_interval(hours => p_cache_hours) end,
      p_webhook_url, p_lane, v_now, v_now,
      case when is_new and rank <= v_free then coalesce(v_turns[priority], 0) + 2 * (ordinal - 1) else 0 end,
      case when is_new then 'pending' else 'completed' end,
      source -> 'result', coalesce((source ->> 'sample')::boolean, false), source ->> 'id',
      case when is_new then 0 else 100 end,
      case when not is_new then v_now end,
      case when not is_new then v_now end,
      case when not is_new then v_expires_at end
    from (
      select item.*, v_sources[place] as source, v_sources[place] is null as is_new,
        -- A free place goes to those that come first by priority, as overtime.fill_places has it.
        row_number() over (partition by v_sources[place] is null order by priority, place) as rank,
        row_number() over (partition by v_sources[place] is null, priority order by place) as ordinal
      from rows from (jsonb_to_recordset(p_jobs) as (
        id text, title text, input jsonb, priority smallint, "inputHash" text, "lockKey" text, "fileBytes" bigint,
        "fileSha256" text
      )) with ordinality as item (id, title, input, priority, input_hash, lock_key, file_bytes, file_sha256, place)
    ) as item
    order by place
    returning id, seq, status, waits_for
  )
  select json_agg(answer) into v_enqueued
  from (
    select id as "jobId", status, true as created, status = 'pending' and waits_for is null as ready
    from inserted
    order by seq
  ) as answer;

  if p_webhook_url is not null and v_sources is not null then
    perform overtime.queue_webhook(id)
    from overtime.jobs
    where id in (select value ->> 'id' from jsonb_array_elements(p_jobs)) and status = 'completed';
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
create function overtime.known_jobs(p_jobs jsonb, p_user_id uuid, p_task text, p_lane text, p_key text) returns json
language plpgsql set search_path = ''
as $$
declare
  v_count constant integer := jsonb_array_length(p_jobs);
  v_known json;
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
  select json_agg(json_build_object(
    'jobId', job.id, 'status', job.status, 'created', true,
    'ready', job.status = 'pending' and job.waits_for is null
  ) order by place) into v_known
  from jsonb_array_elements(p_jobs) with ordinality as item (value, place)
  join overtime.jobs as job on job.id = item.value ->> 'id' and job.user_id = p_user_id;
  if json_array_length(v_known) = v_count then
    return v_known;
  end if;
  select
    json_agg(json_build_object('jobId', job.id, 'status', job.status, 'created', false, 'ready', false) order by place),
    count(*) filter (where job.input_hash = item.value ->> 'inputHash')
  into v_known, v_same
  -- One place more than there are: a longer list is another request.
  from generate_series(1, v_count + 1) as place
  join overtime.jobs as job
    on job.user_id = p_user_id and job.task = p_task and job.lane = p_lane
    and job.idempotency_key = p_key || E'\n' || place
  left join lateral (select p_jobs -> (place - 1) as value) as item on true;
  if v_known is not null and (v_same < v_count or json_array_length(v_known) > v_count) then
    raise exception 'Idempotency key % was used for another request.', p_key using errcode = 'OT007';
  end if;
  return v_known;
end
$$;
revoke execute on function overtime.known_jobs from public;
