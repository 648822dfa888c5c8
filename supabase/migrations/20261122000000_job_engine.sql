-- What no user may read: internal errors, dispatch ids, later webhook secrets and the outbox.
-- The Data API does not expose this schema, and nobody but its owner has any right in it; the
-- engine's functions reach it as `security definer`.
create schema private;
revoke all on schema private from public;

-- The engine's only clock. A test moves it with `set overtime.now = '…'`; nothing reachable through
-- the Data API can.
create function private.clock() returns timestamptz
language sql stable set search_path = ''
as $$
  select coalesce(nullif(current_setting('overtime.now', true), '')::timestamptz, clock_timestamp())
$$;
-- One row is one job: one request for one task.
--
--                      claim_job                   complete_job
--   enqueue_job ──► pending ──────────► processing ────────────► completed
--                     ▲  │                │  │  │
--                     │  │  fail_job      │  │  │   fail_job, rescue
--                     └──┼────────────────┘  │  └──────────────► failed
--          or rescue,    │                   │      (fatal, or attempts spent)
--          attempts left └───────────────────┴─────────────────► cancelled
--                               cancel_job
--
-- Every arrow is one function in a file of its own; nothing else changes a status. A terminal row
-- (completed, failed, cancelled) never changes again: a retry by the user is a new job.
create table public.jobs (
  id text primary key,
  -- First in, first out within a priority.
  seq bigint generated always as identity,
  user_id uuid not null references auth.users (id) on delete cascade,
  tenant_id uuid,
  task text not null,
  contract_version integer not null default 1,
  status text not null default 'pending',
  -- 1 is served first.
  priority smallint not null default 5,

  -- Values over about 2 kB live out of line (TOAST), so a heartbeat does not rewrite them.
  input jsonb not null,
  result jsonb,
  -- { code, message, retryable }, as the owner may read it; stack traces are in private.job_attempts.
  error jsonb,

  progress smallint not null default 0,
  stage text,
  message text,
  -- True when the demo model wrote any of it.
  demo boolean not null default false,
  -- Counts changes; the status function's ETag.
  version integer not null default 1,

  attempt integer not null default 0,
  max_attempts integer not null default 3,
  -- Not before this.
  run_at timestamptz not null,
  -- Who may write, and until when.
  lease_id uuid,
  lease_expires_at timestamptz,
  -- When a worker slot was last called for this job, or has promised to come back for it.
  dispatched_at timestamptz,

  -- The same key from the same user for the same task is the same job.
  idempotency_key text,
  -- Of the jobs with the same key, one runs at a time.
  lock_key text,
  -- sha256 over the request, files by their content.
  input_hash text,
  -- The job whose result this one took over.
  cached_from text,

  -- Sums of job_usage; the cost is null as soon as one call's price is unknown.
  input_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  llm_ms bigint not null default 0,
  cost_usd numeric(14, 6) default 0,
  file_bytes bigint,

  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- First claim.
  started_at timestamptz,
  -- Claim of the present attempt.
  claimed_at timestamptz,
  finished_at timestamptz,
  -- How long a terminal job is kept, and the moment that gives.
  retention_hours integer not null default 720,
  expires_at timestamptz,

  constraint a_status_is_one_of_five
    check (status in ('pending', 'processing', 'completed', 'failed', 'cancelled')),
  constraint a_priority_is_from_1_to_10 check (priority between 1 and 10),
  constraint progress_is_a_percentage check (progress between 0 and 100),
  constraint an_input_is_an_object check (jsonb_typeof(input) = 'object'),
  constraint an_attempt_is_within_the_limit check (attempt between 0 and max_attempts),
  constraint a_limit_allows_an_attempt check (max_attempts >= 1),
  constraint a_pending_job_has_an_attempt_left check (status <> 'pending' or attempt < max_attempts),
  constraint only_a_processing_job_has_a_lease
    check ((status = 'processing') = (lease_id is not null)),
  constraint a_lease_has_an_end check ((lease_id is null) = (lease_expires_at is null)),
  constraint a_processing_job_has_started
    check (status <> 'processing' or (started_at is not null and claimed_at is not null)),
  constraint only_a_terminal_job_has_finished_at
    check ((status in ('completed', 'failed', 'cancelled')) = (finished_at is not null)),
  constraint only_a_terminal_job_expires check ((finished_at is null) = (expires_at is null)),
  constraint only_a_completed_job_has_a_result check ((status = 'completed') = (result is not null)),
  constraint a_completed_job_is_wholly_done check (status <> 'completed' or progress = 100),
  constraint only_a_failed_job_has_an_error check ((status = 'failed') = (error is not null)),
  constraint an_error_has_a_code_and_a_message
    check (error is null or error ?& array['code', 'message', 'retryable']),
  constraint a_job_is_kept_for_a_while check (retention_hours >= 0)
) with (
  -- Room for heartbeats to stay on their page (HOT): no index holds a column that they change.
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.05
);

-- The queue: pending rows only, so that a claim costs the same however many jobs have finished.
create index jobs_pending on public.jobs (task, priority, seq) where status = 'pending';
-- The few at work: rescue looks here. It holds no lease_expires_at, or no heartbeat would be HOT.
create index jobs_processing on public.jobs (task) where status = 'processing';
-- A user's history, newest first; also what a deleted user's cascade follows.
create index jobs_by_user on public.jobs (user_id, created_at desc, id);
create unique index one_job_per_idempotency_key
  on public.jobs (user_id, task, idempotency_key) where idempotency_key is not null;
create unique index one_running_job_per_lock_key
  on public.jobs (lock_key) where status = 'processing' and lock_key is not null;

alter table public.jobs enable row level security;
revoke all on public.jobs from public, anon, authenticated, service_role;
grant select on public.jobs to authenticated, service_role;

create policy "A user reads their own jobs" on public.jobs
  for select to authenticated
  using ((select auth.uid()) = user_id);
-- A stage's row appears when it begins; what has not begun is known from the contract.
create table public.job_stages (
  job_id text not null references public.jobs (id) on delete cascade,
  name text not null,
  -- 0 for the stage as a whole, 1 and up for its numbered items.
  item integer not null default 0,
  status text not null,
  progress smallint not null default 0,
  -- What the stage returned: saved once, reused by later attempts.
  output jsonb,
  -- Why it was skipped or failed.
  reason text,
  -- The attempt that last worked on it.
  attempt integer not null,
  started_at timestamptz not null,
  finished_at timestamptz,

  primary key (job_id, name, item),
  constraint a_stage_status_is_one_of_five
    check (status in ('pending', 'processing', 'completed', 'failed', 'skipped')),
  constraint stage_progress_is_a_percentage check (progress between 0 and 100),
  constraint an_item_is_numbered_from_1 check (item >= 0),
  constraint only_a_finished_stage_has_finished_at
    check ((status in ('completed', 'failed', 'skipped')) = (finished_at is not null)),
  constraint only_a_completed_stage_has_an_output check (output is null or status = 'completed'),
  constraint a_skipped_or_failed_stage_has_a_reason
    check (status not in ('skipped', 'failed') or reason is not null)
) with (fillfactor = 70);

alter table public.job_stages enable row level security;
revoke all on public.job_stages from public, anon, authenticated, service_role;
grant select on public.job_stages to authenticated, service_role;

-- Whoever may read the job may read what belongs to it: the policy of `jobs` decides alone.
create policy "Who reads a job reads its stages" on public.job_stages
  for select to authenticated
  using (exists (select from public.jobs where jobs.id = job_stages.job_id));
-- Lines that a task writes for the job's owner.
create table public.job_logs (
  id bigint generated always as identity primary key,
  job_id text not null references public.jobs (id) on delete cascade,
  attempt integer not null,
  level text not null,
  message text not null,
  details jsonb,
  logged_at timestamptz not null,

  constraint a_level_is_one_of_four check (level in ('debug', 'info', 'warn', 'error'))
);

create index job_logs_by_job on public.job_logs (job_id, id);

alter table public.job_logs enable row level security;
revoke all on public.job_logs from public, anon, authenticated, service_role;
grant select on public.job_logs to authenticated, service_role;

create policy "Who reads a job reads its logs" on public.job_logs
  for select to authenticated
  using (exists (select from public.jobs where jobs.id = job_logs.job_id));
-- One row per model call, failed and aborted ones included, so that a retry never hides its cost.
-- Append-only; it has no foreign key to `jobs`, because what was spent stays spent after a purge.
create table public.job_usage (
  -- Given by the worker, so that a repeated flush counts a call once.
  id text primary key,
  job_id text not null,
  user_id uuid not null references auth.users (id) on delete cascade,
  task text not null,
  attempt integer not null,
  provider text not null,
  model text not null,
  purpose text not null,
  outcome text not null,
  input_tokens bigint not null,
  cached_input_tokens bigint not null,
  output_tokens bigint not null,
  reasoning_tokens bigint not null,
  -- True where the provider reported nothing, as for an aborted call.
  estimated boolean not null,
  -- Null when the model's price is not known.
  cost_usd numeric(14, 6),
  started_at timestamptz not null,
  duration_ms integer not null,
  first_token_ms integer,

  constraint a_call_ends_in_one_of_three_ways check (outcome in ('succeeded', 'failed', 'aborted')),
  constraint tokens_are_counted_from_0
    check (least(input_tokens, cached_input_tokens, output_tokens, reasoning_tokens) >= 0)
);

create index job_usage_by_job on public.job_usage (job_id);
create index job_usage_by_user on public.job_usage (user_id, started_at);

alter table public.job_usage enable row level security;
revoke all on public.job_usage from public, anon, authenticated, service_role;
grant select on public.job_usage to authenticated, service_role;

create policy "A user reads their own usage" on public.job_usage
  for select to authenticated
  using ((select auth.uid()) = user_id);

-- Adds calls to job_usage and their sums to the job. Not fenced: a call that a lost attempt made was
-- paid for all the same. `p_usage` is an array of CallUsage (src/task.ts).
create function private.add_usage(p_job_id text, p_attempt integer, p_usage jsonb) returns void
language plpgsql set search_path = ''
as $$
begin
  if p_usage is null or jsonb_array_length(p_usage) = 0 then
    return;
  end if;
  with added as (
    insert into public.job_usage (
      id, job_id, user_id, task, attempt, provider, model, purpose, outcome, input_tokens,
      cached_input_tokens, output_tokens, reasoning_tokens, estimated, cost_usd, started_at,
      duration_ms, first_token_ms
    )
    select
      call.id, job.id, job.user_id, job.task, p_attempt, call.provider, call.model, call.purpose,
      call.outcome, call."inputTokens", call."cachedInputTokens", call."outputTokens",
      call."reasoningTokens", call.estimated, call."costUsd", call."startedAt", call."durationMs",
      call."firstTokenMs"
    from public.jobs as job,
      jsonb_to_recordset(p_usage) as call (
        id text, provider text, model text, purpose text, outcome text, "inputTokens" bigint,
        "cachedInputTokens" bigint, "outputTokens" bigint, "reasoningTokens" bigint,
        estimated boolean, "costUsd" numeric, "startedAt" timestamptz, "durationMs" integer,
        "firstTokenMs" integer
      )
    where job.id = p_job_id
    on conflict (id) do nothing
    returning provider, input_tokens, output_tokens, duration_ms, cost_usd
  ), sums as (
    select
      sum(input_tokens) as input_tokens,
      sum(output_tokens) as output_tokens,
      sum(duration_ms) as llm_ms,
      case when bool_and(cost_usd is not null) then sum(cost_usd) end as cost_usd,
      bool_or(provider = 'demo') as demo
    from added
    having count(*) > 0
  )
  update public.jobs as job
  set input_tokens = job.input_tokens + sums.input_tokens,
    output_tokens = job.output_tokens + sums.output_tokens,
    llm_ms = job.llm_ms + sums.llm_ms,
    cost_usd = job.cost_usd + sums.cost_usd,
    demo = job.demo or sums.demo
  from sums
  where job.id = p_job_id;
end
$$;
revoke execute on function private.add_usage from public;
-- What a job has streamed so far, one row per job. Apart from `jobs` and unlogged, so that a stream
-- flushed every second bloats neither the table nor the write-ahead log; a crash of the database
-- loses it, and the next flush brings it back.
create unlogged table public.job_partials (
  job_id text primary key references public.jobs (id) on delete cascade,
  partial jsonb not null,
  updated_at timestamptz not null
) with (fillfactor = 50);

alter table public.job_partials enable row level security;
revoke all on public.job_partials from public, anon, authenticated, service_role;
grant select on public.job_partials to authenticated, service_role;

create policy "Who reads a job reads its partial output" on public.job_partials
  for select to authenticated
  using (exists (select from public.jobs where jobs.id = job_partials.job_id));
-- Attempts that did not complete their job, with what only an operator may see. A completed job's
-- last attempt is the job's own row.
create table private.job_attempts (
  job_id text not null references public.jobs (id) on delete cascade,
  attempt integer not null,
  outcome text not null,
  error_code text not null,
  -- Message, stack and cause, for operators.
  internal_error text,
  -- The worker that reported; null where none did.
  worker text,
  started_at timestamptz not null,
  ended_at timestamptz not null,

  primary key (job_id, attempt),
  constraint an_attempt_ends_in_one_of_three_ways
    check (outcome in ('failed', 'rescued', 'cancelled'))
);
alter table private.job_attempts enable row level security;
-- Ids of the dispatches that were let in, so that a replayed one runs nothing. Unlogged: a signature
-- outlives a crash of the database by a minute at most.
create unlogged table private.dispatches (
  id uuid primary key,
  received_at timestamptz not null
);
create index dispatches_by_age on private.dispatches (received_at);
alter table private.dispatches enable row level security;

-- Lets a dispatch in once; raises OT003 the second time. Forgets ids older than an hour, a few at a
-- time: a signature is valid for a minute (src/functions/dispatch.ts).
create function private.admit_dispatch(p_dispatch_id uuid) returns void
language plpgsql set search_path = ''
as $$
begin
  insert into private.dispatches (id, received_at)
  values (p_dispatch_id, private.clock())
  on conflict (id) do nothing;
  if not found then
    raise exception 'Dispatch % was already received.', p_dispatch_id using errcode = 'OT003';
  end if;
  delete from private.dispatches
  where id in (
    select id from private.dispatches
    where received_at < private.clock() - interval '1 hour'
    order by received_at
    limit 10
    for update skip locked
  );
end
$$;
revoke execute on function private.admit_dispatch from public;
-- The errors of the engine, mapped to typed ones in src/engine/database-error.ts:
--   OT001 lease lost            OT004 job not found
--   OT002 job cancelled         OT005 job already finished
--   OT003 dispatch replayed     OT006 job not finished
--   OT007 idempotency key reused for another request

-- Says why a worker's write was refused: called when an update found no row with its lease.
create function private.refuse_write(p_job_id text) returns void
language plpgsql set search_path = ''
as $$
begin
  if exists (select from public.jobs where id = p_job_id and status = 'cancelled') then
    raise exception 'Job % was cancelled.', p_job_id using errcode = 'OT002';
  end if;
  raise exception 'The lease of job % was lost.', p_job_id using errcode = 'OT001';
end
$$;
revoke execute on function private.refuse_write from public;

-- Adds log lines: an array of { level, message, details, at }.
create function private.add_logs(p_job_id text, p_attempt integer, p_logs jsonb) returns void
language sql set search_path = ''
as $$
  insert into public.job_logs (job_id, attempt, level, message, details, logged_at)
  select p_job_id, p_attempt, line.level, line.message, line.details, line.at
  from jsonb_to_recordset(p_logs) as line (level text, message text, details jsonb, at timestamptz)
$$;
revoke execute on function private.add_logs from public;

-- Closes the stages that were at work when the attempt ended: back to pending when there is another
-- attempt, else to `p_status` (failed or skipped) with the reason.
create function private.close_stages(p_job_id text, p_status text, p_reason text) returns void
language sql set search_path = ''
as $$
  update public.job_stages
  set status = p_status,
    reason = case when p_status = 'pending' then null else p_reason end,
    finished_at = case when p_status = 'pending' then null else private.clock() end
  where job_id = p_job_id and status = 'processing'
$$;
revoke execute on function private.close_stages from public;
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
-- Extends the lease and flushes what has accrued since the last call: progress, message, stages at
-- work, partial output, logs and usage. What is null stays as it is. Progress never goes backwards.
-- Raises OT001 when the lease is lost and OT002 when the job was cancelled; then nothing is written.
create function public.heartbeat_job(
  p_job_id text,
  p_lease_id uuid,
  p_lease_seconds integer,
  p_progress smallint default null,
  p_stage text default null,
  p_message text default null,
  -- An array of { name, item, progress }.
  p_stages jsonb default null,
  p_partial jsonb default null,
  p_logs jsonb default null,
  p_usage jsonb default null
) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := private.clock();
  v_attempt integer;
begin
  update public.jobs
  set lease_expires_at = v_now + make_interval(secs => p_lease_seconds),
    progress = greatest(progress, p_progress),
    stage = coalesce(p_stage, stage),
    message = coalesce(p_message, message),
    version = version + 1,
    updated_at = v_now
  where id = p_job_id and lease_id = p_lease_id
  returning attempt into v_attempt;
  if not found then
    perform private.refuse_write(p_job_id);
  end if;

  if p_stages is not null then
    insert into public.job_stages as stored (job_id, name, item, status, progress, attempt, started_at)
    select p_job_id, stage.name, stage.item, 'processing', stage.progress, v_attempt, v_now
    from jsonb_to_recordset(p_stages) as stage (name text, item integer, progress smallint)
    on conflict (job_id, name, item) do update
    set status = 'processing',
      progress = excluded.progress,
      attempt = excluded.attempt,
      started_at = case
        when stored.attempt = excluded.attempt then stored.started_at
        else excluded.started_at
      end
    where stored.status not in ('completed', 'skipped');
  end if;
  if p_partial is not null then
    insert into public.job_partials (job_id, partial, updated_at)
    values (p_job_id, p_partial, v_now)
    on conflict (job_id) do update
    set partial = excluded.partial, updated_at = excluded.updated_at;
  end if;
  if p_logs is not null then
    perform private.add_logs(p_job_id, v_attempt, p_logs);
  end if;
  perform private.add_usage(p_job_id, v_attempt, p_usage);
end
$$;
revoke execute on function public.heartbeat_job from public, anon, authenticated;
grant execute on function public.heartbeat_job to service_role;
-- Saves what a stage returned, once: a later attempt reuses it. Extends the lease like a heartbeat.
-- Raises OT001 when the lease is lost and OT002 when the job was cancelled; then nothing is written.
create function public.save_stage(
  p_job_id text,
  p_lease_id uuid,
  p_lease_seconds integer,
  p_name text,
  p_item integer default 0,
  p_status text default 'completed',
  p_output jsonb default null,
  p_reason text default null,
  p_started_at timestamptz default null,
  p_progress smallint default null,
  p_logs jsonb default null,
  p_usage jsonb default null
) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := private.clock();
  v_attempt integer;
begin
  update public.jobs
  set lease_expires_at = v_now + make_interval(secs => p_lease_seconds),
    progress = greatest(progress, p_progress),
    stage = p_name,
    version = version + 1,
    updated_at = v_now
  where id = p_job_id and lease_id = p_lease_id
  returning attempt into v_attempt;
  if not found then
    perform private.refuse_write(p_job_id);
  end if;

  insert into public.job_stages as stored (
    job_id, name, item, status, progress, output, reason, attempt, started_at, finished_at
  ) values (
    p_job_id, p_name, p_item, p_status, 100, p_output, p_reason, v_attempt,
    coalesce(p_started_at, v_now), v_now
  )
  on conflict (job_id, name, item) do update
  set status = excluded.status,
    progress = 100,
    output = excluded.output,
    reason = excluded.reason,
    attempt = excluded.attempt,
    started_at = case
      when stored.attempt = excluded.attempt then stored.started_at
      else excluded.started_at
    end,
    finished_at = v_now
  where stored.status not in ('completed', 'skipped');

  if p_logs is not null then
    perform private.add_logs(p_job_id, v_attempt, p_logs);
  end if;
  perform private.add_usage(p_job_id, v_attempt, p_usage);
end
$$;
revoke execute on function public.save_stage from public, anon, authenticated;
grant execute on function public.save_stage to service_role;
-- Ends a job well and, when `p_next_lease_seconds` is given, claims the task's next due job in the
-- same call. Raises OT001 when the lease is lost and OT002 when the job was cancelled; then nothing
-- is written, so of two workers that both finish a job, one result is accepted.
-- Returns the next job as claim_job does, or null.
create function public.complete_job(
  p_job_id text,
  p_lease_id uuid,
  p_result jsonb,
  p_logs jsonb default null,
  p_usage jsonb default null,
  p_next_lease_seconds integer default null
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := private.clock();
  v_job record;
begin
  update public.jobs
  set status = 'completed',
    result = p_result,
    progress = 100,
    message = null,
    lease_id = null,
    lease_expires_at = null,
    version = version + 1,
    updated_at = v_now,
    finished_at = v_now,
    expires_at = v_now + make_interval(hours => retention_hours)
  where id = p_job_id and lease_id = p_lease_id
  returning task, attempt into v_job;
  if not found then
    perform private.refuse_write(p_job_id);
  end if;

  delete from public.job_partials where job_id = p_job_id;
  if p_logs is not null then
    perform private.add_logs(p_job_id, v_job.attempt, p_logs);
  end if;
  perform private.add_usage(p_job_id, v_job.attempt, p_usage);

  if p_next_lease_seconds is null then
    return null;
  end if;
  return private.claim_next(v_job.task, p_next_lease_seconds);
end
$$;
revoke execute on function public.complete_job from public, anon, authenticated;
grant execute on function public.complete_job to service_role;
-- Ends an attempt badly: back to pending, due after `p_retry_seconds`, when the error is retryable
-- and attempts are left; else to failed. What the owner may read is `p_error`
-- ({ code, message, retryable }); `p_internal_error` is for operators.
-- Raises OT001 when the lease is lost and OT002 when the job was cancelled; then nothing is written.
-- Returns the new status.
create function public.fail_job(
  p_job_id text,
  p_lease_id uuid,
  p_error jsonb,
  p_retry_seconds double precision default 0,
  p_internal_error text default null,
  p_worker text default null,
  p_logs jsonb default null,
  p_usage jsonb default null
) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := private.clock();
  v_run_at constant timestamptz := v_now + make_interval(secs => p_retry_seconds);
  v_retryable constant boolean := (p_error ->> 'retryable')::boolean;
  v_job public.jobs;
begin
  select * into v_job
  from public.jobs
  where id = p_job_id and lease_id = p_lease_id
  for update;
  if not found then
    perform private.refuse_write(p_job_id);
  end if;

  if v_retryable and v_job.attempt < v_job.max_attempts then
    -- dispatched_at: the worker slot that reports this comes back at run_at.
    update public.jobs
    set status = 'pending',
      message = 'Trying again: ' || (p_error ->> 'message'),
      run_at = v_run_at,
      dispatched_at = v_run_at,
      lease_id = null,
      lease_expires_at = null,
      version = version + 1,
      updated_at = v_now
    where id = p_job_id
    returning * into v_job;
    perform private.close_stages(p_job_id, 'pending', null);
  else
    update public.jobs
    set status = 'failed',
      error = p_error,
      message = null,
      lease_id = null,
      lease_expires_at = null,
      version = version + 1,
      updated_at = v_now,
      finished_at = v_now,
      expires_at = v_now + make_interval(hours => retention_hours)
    where id = p_job_id
    returning * into v_job;
    perform private.close_stages(p_job_id, 'failed', p_error ->> 'message');
  end if;

  insert into private.job_attempts (
    job_id, attempt, outcome, error_code, internal_error, worker, started_at, ended_at
  ) values (
    p_job_id, v_job.attempt, 'failed', p_error ->> 'code', p_internal_error, p_worker,
    v_job.claimed_at, v_now
  );
  if p_logs is not null then
    perform private.add_logs(p_job_id, v_job.attempt, p_logs);
  end if;
  perform private.add_usage(p_job_id, v_job.attempt, p_usage);
  return v_job.status;
end
$$;
revoke execute on function public.fail_job from public, anon, authenticated;
grant execute on function public.fail_job to service_role;
-- Cancels a user's pending or running job. It takes effect in the row at once; a worker learns of it
-- at its next write. Cancelling twice is no error. Raises OT004 when the user has no such job and
-- OT005 when it has completed or failed.
create function public.cancel_job(p_job_id text, p_user_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := private.clock();
  v_job public.jobs;
begin
  select * into v_job
  from public.jobs
  where id = p_job_id and user_id = p_user_id
  for update;
  if not found then
    raise exception 'There is no job %.', p_job_id using errcode = 'OT004';
  end if;
  if v_job.status = 'cancelled' then
    return;
  end if;
  if v_job.finished_at is not null then
    raise exception 'Job % has already %.', p_job_id, v_job.status using errcode = 'OT005';
  end if;

  update public.jobs
  set status = 'cancelled',
    message = null,
    lease_id = null,
    lease_expires_at = null,
    version = version + 1,
    updated_at = v_now,
    finished_at = v_now,
    expires_at = v_now + make_interval(hours => retention_hours)
  where id = p_job_id;
  if v_job.status = 'processing' then
    perform private.close_stages(p_job_id, 'skipped', 'The job was cancelled.');
    insert into private.job_attempts (job_id, attempt, outcome, error_code, started_at, ended_at)
    values (p_job_id, v_job.attempt, 'cancelled', 'job_cancelled', v_job.claimed_at, v_now);
  end if;
end
$$;
revoke execute on function public.cancel_job from public, anon, authenticated;
grant execute on function public.cancel_job to service_role;
-- Makes a new job from a user's failed or cancelled one: the same input, and the stages that were
-- saved. The old row stays as it is: a terminal job never changes. Raises OT004 when the user has no
-- such job, OT006 while it is pending or processing, and OT005 when it completed.
-- Returns { jobId, status, created, task }.
create function public.retry_job(p_job_id text, p_user_id uuid, p_new_id text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := private.clock();
  v_old public.jobs;
begin
  select * into v_old
  from public.jobs
  where id = p_job_id and user_id = p_user_id;
  if not found then
    raise exception 'There is no job %.', p_job_id using errcode = 'OT004';
  end if;
  if v_old.status = 'completed' then
    raise exception 'Job % has completed.', p_job_id using errcode = 'OT005';
  end if;
  if v_old.finished_at is null then
    raise exception 'Job % is still %.', p_job_id, v_old.status using errcode = 'OT006';
  end if;

  insert into public.jobs (
    id, user_id, tenant_id, task, contract_version, input, priority, max_attempts, retention_hours,
    run_at, dispatched_at, input_hash, lock_key, file_bytes, created_at, updated_at
  ) values (
    p_new_id, v_old.user_id, v_old.tenant_id, v_old.task, v_old.contract_version, v_old.input,
    v_old.priority, v_old.max_attempts, v_old.retention_hours, v_now, v_now, v_old.input_hash,
    v_old.lock_key, v_old.file_bytes, v_now, v_now
  );
  insert into public.job_stages (
    job_id, name, item, status, progress, output, attempt, started_at, finished_at
  )
  select p_new_id, name, item, status, progress, output, 0, started_at, finished_at
  from public.job_stages
  where job_id = p_job_id and status = 'completed';
  return jsonb_build_object(
    'jobId', p_new_id, 'status', 'pending', 'created', true, 'task', v_old.task
  );
end
$$;
revoke execute on function public.retry_job from public, anon, authenticated;
grant execute on function public.retry_job to service_role;
-- Decides, for one of many readers at once, who dispatches a job that waits unclaimed: one that is
-- due and was dispatched `p_grace_seconds` ago, or one whose worker went silent. The claim that the
-- dispatch leads to rescues it. Returns true to the one who is to dispatch.
create function public.redispatch_job(p_job_id text, p_grace_seconds integer) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := private.clock();
begin
  update public.jobs
  set dispatched_at = v_now
  where id = p_job_id
    and (dispatched_at is null or dispatched_at < v_now - make_interval(secs => p_grace_seconds))
    and (
      (status = 'pending' and run_at <= v_now)
      or (status = 'processing' and lease_expires_at < v_now)
    );
  return found;
end
$$;
revoke execute on function public.redispatch_job from public, anon, authenticated;
grant execute on function public.redispatch_job to service_role;
-- Counts the model calls of an attempt that lost its lease or was cancelled: they were paid for,
-- though nothing else that the attempt wrote is kept.
create function public.record_usage(p_job_id text, p_attempt integer, p_usage jsonb) returns void
language sql security definer set search_path = ''
as $$
  select private.add_usage(p_job_id, p_attempt, p_usage)
$$;
revoke execute on function public.record_usage from public, anon, authenticated;
grant execute on function public.record_usage to service_role;
-- A job with its stages and partial output in one answer, as the caller may see it: row-level
-- security decides, and an unknown job and another user's look the same (null).
-- The keys are those of JobSnapshot (src/job.ts); `waiting` is true when nobody seems to work on the
-- job: it is due and unclaimed, or its worker's lease has expired.
create function public.get_job(p_job_id text) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object(
    'jobId', job.id,
    'task', job.task,
    'status', job.status,
    'version', job.version,
    'progress', job.progress,
    'stage', job.stage,
    'message', job.message,
    'attempt', job.attempt,
    'maxAttempts', job.max_attempts,
    'demo', job.demo,
    'result', job.result,
    'error', job.error,
    'createdAt', job.created_at,
    'updatedAt', job.updated_at,
    'startedAt', job.started_at,
    'finishedAt', job.finished_at,
    'partial', (select partial from public.job_partials where job_id = job.id),
    'stages', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'name', name,
        'item', item,
        'status', status,
        'progress', progress,
        'reason', reason,
        'startedAt', started_at,
        'finishedAt', finished_at
      ) order by started_at, item), '[]')
      from public.job_stages
      where job_id = job.id
    ),
    'performance', jsonb_build_object(
      'durationMs', coalesce(round(
        extract(epoch from coalesce(job.finished_at, clock.now) - job.started_at) * 1000
      ), 0),
      'queueTimeMs', round(extract(epoch from
        coalesce(job.started_at, job.finished_at, clock.now) - job.created_at
      ) * 1000),
      'llmTimeMs', job.llm_ms,
      'fileSizeKb', round(job.file_bytes / 1000.0, 1),
      'tokenUsage', job.input_tokens + job.output_tokens,
      'costUsd', job.cost_usd,
      'attempts', job.attempt
    ),
    'waiting', (job.status = 'pending' and job.run_at <= clock.now)
      or (job.status = 'processing' and job.lease_expires_at < clock.now)
  )
  from public.jobs as job, (select clock_timestamp() as now) as clock
  where job.id = p_job_id
$$;
revoke execute on function public.get_job from public, anon;
grant execute on function public.get_job to authenticated;
-- Files that jobs read and write: `<user id>/<nanoid>/<name>`, in a private bucket. The size limit is
-- the largest that any contract takes; the contract's own limit and the type by content are checked
-- by the trigger.
insert into storage.buckets (id, name, public, file_size_limit)
values ('job-files', 'job-files', false, 10485760)
on conflict (id) do update
set public = excluded.public, file_size_limit = excluded.file_size_limit;

create policy "A user uploads into their own folder" on storage.objects
  for insert to authenticated
  with check (bucket_id = 'job-files' and (storage.foldername(name))[1] = (select auth.uid())::text);

create policy "A user reads their own folder" on storage.objects
  for select to authenticated
  using (bucket_id = 'job-files' and (storage.foldername(name))[1] = (select auth.uid())::text);

create policy "A user deletes from their own folder" on storage.objects
  for delete to authenticated
  using (bucket_id = 'job-files' and (storage.foldername(name))[1] = (select auth.uid())::text);
