-- The engine of Overtime: schema `overtime` and the functions public.overtime_*.

-- The engine: its tables, and internal functions. The Data API need not expose this schema. Functions called
-- from outside are public.overtime_*. They are `security definer`, or run as the user where a user reads, so that
-- row-level security decides.
create schema overtime;
revoke all on schema overtime from public;
grant usage on schema overtime to authenticated, service_role;

-- The engine's only clock: no decision depends on the clock of a function or a browser. A test moves it with
-- `set overtime.now = '…'`, which nothing reachable through the Data API can do.
--
-- This function, and all that a claim or an enqueue calls, are in plpgsql, which keeps its plans: PostgreSQL 17
-- plans the body of an SQL function at every call, which was nearly half of a complete-and-claim (measured).
create function overtime.clock() returns timestamptz
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(nullif(current_setting('overtime.now', true), '')::timestamptz, clock_timestamp());
end
$$;
revoke execute on function overtime.clock from public;
-- For what a user reads by it (23_idle_jobs.sql).
grant execute on function overtime.clock to authenticated;

-- The clock's time, for a function that computes a time from it (next-time.ts).
create function public.overtime_engine_time() returns timestamptz
language sql stable security definer set search_path = ''
as $$
  select overtime.clock()
$$;
revoke execute on function public.overtime_engine_time from public, anon, authenticated;
grant execute on function public.overtime_engine_time to service_role;

-- The version of this schema, and the oldest functions that it serves. The functions compare both with their own version
-- once per cold start, as `doctor` does. Every migration that the functions need raises `version`; one after which
-- older functions would fail or do harm raises `compatibleFrom` too. So between `db push` and the deploy the old
-- functions go on.
--
-- `realtime`: whether who reads a job may hear of its changes (70_realtime.sql); null where there is no Realtime.
create function public.overtime_schema_version() returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'version', 1,
    'compatibleFrom', 1,
    'realtime', case
      when to_regclass('realtime.messages') is not null then exists (
        select from pg_catalog.pg_policies
        where schemaname = 'realtime' and tablename = 'messages' and qual like '%overtime.jobs%'
      )
    end
  )
$$;
revoke execute on function public.overtime_schema_version from public, anon, authenticated;
grant execute on function public.overtime_schema_version to service_role;

-- One row is one job: one request for one task.
--
--   status               changed by                  to
--   (none)               overtime_enqueue_job        pending; completed where an equal job's result is reused
--   pending              overtime_claim_job          processing
--   processing           overtime_complete_job       completed
--   processing           overtime_fail_job, rescue   pending; failed when fatal or attempts are spent
--   processing           overtime_hand_over_job      pending; failed when it ran too long
--   pending, processing  overtime_cancel_job         cancelled
--
-- A pending job is ready, or `waits_for` says what it waits for: its time (run_at), a place among its user's
-- running jobs, or its lock (22_locks.sql). The claim index holds only ready jobs, so a claim skips none that may
-- not run. What frees a place or a lock makes the next job ready, as does a time that has come (21_readiness.sql).
--
-- Every arrow is one function in its own file; nothing else changes a status. A terminal row (completed, failed,
-- cancelled) never changes again: a retry by the user is a new job. The rules of every row are in
-- 19_job_rules.sql.
create table overtime.jobs (
  id text primary key,
  -- First in, first out within a priority.
  seq bigint generated always as identity,
  user_id uuid not null references auth.users (id) on delete cascade,
  tenant_id uuid,
  task text not null,
  -- What it is about, for people: `title` of its contract, made of the input. At most 200 characters.
  title text,
  -- Which deploys may claim it: 'production', or one preview's or branch's own (docs/decisions/lanes.md).
  lane text not null default 'production',
  contract_version integer not null,
  status text not null default 'pending',
  -- What a pending job waits for: 'time', 'user' or 'lock'; null when it is ready.
  waits_for text,
  -- 1 is served first.
  priority smallint not null,
  -- Of jobs with the same priority in a lane, users take turns (overtime.next_turn). -1 for one that runs, and when it
  -- is ready to go on after that; of no meaning for one that waits.
  turn bigint not null default 0,
  -- How many of a user's jobs of this task run at once in this lane; null for any number.
  user_limit smallint,

  -- Values over about 2 kB live out of line (TOAST), so a heartbeat does not rewrite them.
  input jsonb not null,
  result jsonb,
  -- { code, message, retryable }, as the owner may read it; stack traces are in overtime.job_attempts.
  error jsonb,

  -- Whether job_partials and job_stages may have rows of this job: most claims and completions of short jobs
  -- need not look there.
  has_partial boolean not null default false,
  has_stages boolean not null default false,

  progress smallint not null default 0,
  stage text,
  message text,
  -- True when any of it is made of samples.
  sample boolean not null default false,
  -- Counts changes; the status function's ETag.
  version integer not null default 1,

  attempt integer not null default 0,
  max_attempts integer not null,
  -- How often it was handed over to a fresh invocation, which spends no attempt.
  hand_over_count integer not null default 0,
  -- Not claimed before this time.
  run_at timestamptz not null,
  -- Which worker may write, and until when.
  lease_id uuid,
  lease_expires_at timestamptz,
  -- When a rescue checks the running job next: at the end of its lease, as of the claim or the last check.
  -- Heartbeats do not change it, so that they are HOT; a rescue that finds the lease extended moves it. So a claim
  -- reads none of the running jobs whose time has not come.
  rescue_at timestamptz,
  -- When the job was last dispatched, or a worker slot last promised to continue it.
  dispatched_at timestamptz,

  -- The same key of the same user, task and lane gives the same job.
  idempotency_key text,
  -- A path, such as `book:1/chapter:3`. Of jobs whose keys are equal, or one above the other, one runs at a
  -- time, across all tasks (22_locks.sql). Collated by bytes, so that all keys below a key are one range.
  lock_key text collate "C",
  -- Whether it holds its lock: it runs, continues, or is the next to run.
  holds_lock boolean not null default false,
  -- sha256 over the request, files by their content.
  input_hash text,
  -- Until when a completed job's result is reused for the same input; null for never.
  cache_until timestamptz,
  -- The job whose result this one reused.
  cached_from text,
  -- Where the end of the job is posted.
  webhook_url text,
  -- The job's schedule, where one started it.
  schedule_id text,
  -- The failed or cancelled job that it runs again.
  retry_of text,

  -- Sums of job_usage; the cost is null as soon as one call's price is unknown.
  input_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  llm_ms bigint not null default 0,
  cost_usd numeric(14, 6) default 0,
  -- The file that the input names, as the trigger found it: a worker that finds another size or content does
  -- not read it.
  file_path text,
  file_bytes bigint,
  file_sha256 text,

  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- First claim.
  started_at timestamptz,
  -- Claim of the current attempt.
  claimed_at timestamptz,
  finished_at timestamptz,
  -- How long a terminal job is kept, and the moment that gives.
  retention_hours integer not null,
  expires_at timestamptz
) with (
  -- Free space so that heartbeats stay on their page (HOT): no index holds a column that they change. Measured at
  -- 70 and 80: 81 and 83 % of heartbeats are HOT with inputs of 1 kB, 91 and 85 % with small ones; at 80,
  -- finished jobs of 1 kB take a fifth less space.
  fillfactor = 80,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.05
);

-- The queue: ready rows only, in the order in which they are claimed.
create index jobs_ready on overtime.jobs (lane, task, priority, turn, seq)
  where status = 'pending' and waits_for is null;
-- Jobs that wait for their time.
create index jobs_waiting_for_time on overtime.jobs (lane, task, run_at) where waits_for = 'time';
-- Jobs that wait for their lock, in the order in which they get it.
create index jobs_waiting_for_lock on overtime.jobs (lock_key, priority, seq) where waits_for = 'lock';
-- A user's jobs that take places: running, ready, or waiting for their lock. Limits are counted here, and the
-- last turn says when the user is next.
create index jobs_holding_places on overtime.jobs (lane, task, user_id, priority, turn)
  where finished_at is null and (waits_for is null or waits_for = 'lock');
-- Jobs that wait for a place among their user's running jobs.
create index jobs_waiting_for_user on overtime.jobs (lane, task, user_id, priority, seq)
  where waits_for = 'user';
-- Running jobs, in the order in which a rescue checks them.
create index jobs_by_rescue on overtime.jobs (lane, task, rescue_at) where status = 'processing';
-- A user's history, read backwards; a deleted user's cascade uses it too. Ascending, since new rows at the end
-- fill pages better; the few rows of the same time are sorted by id without it. The rest is for a list, or a rate, of
-- some of them alone: the others are left out without a look at their rows.
create index jobs_by_user on overtime.jobs (user_id, created_at, task, status, sample);
-- All jobs, newest first, as an operator reads them (60_operator.sql).
create index jobs_by_time on overtime.jobs (created_at);
create unique index one_job_per_idempotency_key
  on overtime.jobs (user_id, task, lane, idempotency_key) where idempotency_key is not null;
-- A job has one unfinished retry at a time: two would cost twice.
create unique index one_running_retry_per_job on overtime.jobs (retry_of)
  where retry_of is not null and finished_at is null;
-- Results that can be reused.
create index jobs_cached on overtime.jobs (lane, task, input_hash, finished_at desc)
  where cache_until is not null;
-- Jobs that read a file: the purge looks up here which files are needed.
create index jobs_by_file on overtime.jobs (file_path) where file_path is not null;
-- Jobs by the end of their retention.
create index jobs_by_expiry on overtime.jobs (expires_at) where expires_at is not null;
-- Unfinished jobs of previews and branches: the purge deletes those that nobody runs any more.
create index jobs_of_previews on overtime.jobs (run_at) where finished_at is null and lane <> 'production';
create unique index one_holder_per_lock_key on overtime.jobs (lock_key) where holds_lock;

alter table overtime.jobs enable row level security;
revoke all on overtime.jobs from public, anon, authenticated, service_role;
grant select on overtime.jobs to authenticated, service_role;

create policy "A user reads their own jobs" on overtime.jobs
  for select to authenticated
  using (
    (select auth.uid()) = user_id
    or (
      -- A tenant's admins read its jobs; only the project can write app_metadata.
      tenant_id is not null
      and ((select auth.jwt()) -> 'app_metadata' ->> 'tenant_role') = 'admin'
      and tenant_id::text = ((select auth.jwt()) -> 'app_metadata' ->> 'tenant_id')
    )
  );

-- A stage's row appears when it begins; stages that have not begun are known from the contract.
create table overtime.job_stages (
  job_id text not null references overtime.jobs (id) on delete cascade,
  name text not null,
  -- 0 for the stage as a whole, from 1 for its numbered items.
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

alter table overtime.job_stages enable row level security;
revoke all on overtime.job_stages from public, anon, authenticated, service_role;
grant select on overtime.job_stages to authenticated, service_role;

-- Who may read the job may read its rows: only the policy of `jobs` decides.
create policy "Who reads a job reads its stages" on overtime.job_stages
  for select to authenticated
  using (exists (select from overtime.jobs where jobs.id = job_stages.job_id));

-- Lines that a task writes for the job's owner.
create table overtime.job_logs (
  id bigint generated always as identity primary key,
  job_id text not null references overtime.jobs (id) on delete cascade,
  attempt integer not null,
  level text not null,
  message text not null,
  details jsonb,
  logged_at timestamptz not null,

  constraint a_level_is_one_of_four check (level in ('debug', 'info', 'warn', 'error'))
);

create index job_logs_by_job on overtime.job_logs (job_id, id);

alter table overtime.job_logs enable row level security;
revoke all on overtime.job_logs from public, anon, authenticated, service_role;
grant select on overtime.job_logs to authenticated, service_role;

create policy "Who reads a job reads its logs" on overtime.job_logs
  for select to authenticated
  using (exists (select from overtime.jobs where jobs.id = job_logs.job_id));

-- One row per model call, failed and aborted ones included, so that a retry never hides its cost.
-- A call's row is written while it runs, with estimates, and once more when it ends; then it stays. It has no foreign
-- key to `jobs`, because usage stays when the job is purged.
create table overtime.job_usage (
  -- Made by the worker, so that a repeated flush counts a call once.
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
  -- Length of a spoken text; 0 for other calls.
  characters bigint not null,
  -- True where the provider reported no usage, as for an aborted call.
  estimated boolean not null,
  -- Null when the model's price is not known.
  cost_usd numeric(14, 6),
  started_at timestamptz not null,
  duration_ms integer not null,
  first_token_ms integer,

  constraint a_call_runs_or_ends_in_one_of_three_ways
    check (outcome in ('running', 'succeeded', 'failed', 'aborted')),
  constraint tokens_and_characters_are_counted_from_0
    check (least(input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, characters) >= 0)
);

create index job_usage_by_job on overtime.job_usage (job_id);
-- Running calls: a lost worker leaves some.
create index job_usage_running on overtime.job_usage (job_id) where outcome = 'running';
create index job_usage_by_user on overtime.job_usage (user_id, started_at);

alter table overtime.job_usage enable row level security;
revoke all on overtime.job_usage from public, anon, authenticated, service_role;
grant select on overtime.job_usage to authenticated, service_role;

create policy "A user reads their own usage" on overtime.job_usage
  for select to authenticated
  using ((select auth.uid()) = user_id);

-- Stores calls, and adds the difference to the job's sums. Not fenced: calls of a lost attempt must be paid for
-- too. `p_usage` is an array of CallUsage (src/overtime/task.ts), with each call once. Call it when the job's row is
-- locked, so that two flushes of a call run one after the other.
create function overtime.add_usage(p_job_id text, p_attempt integer, p_usage jsonb) returns void
language plpgsql set search_path = ''
as $$
begin
  if p_usage is null or jsonb_array_length(p_usage) = 0 then
    return;
  end if;
  with stated as (
    select
      call.id, job.id as job_id, job.user_id, job.task, p_attempt as attempt, call.provider, call.model,
      call.purpose, call.outcome, call."inputTokens" as input_tokens,
      call."cachedInputTokens" as cached_input_tokens, call."outputTokens" as output_tokens,
      call."reasoningTokens" as reasoning_tokens, call.characters, call.estimated, call."costUsd" as cost_usd,
      -- By the worker's clock. If that is ahead of ours, the call still counts in today's budget.
      least(call."startedAt", overtime.clock()) as started_at, call."durationMs" as duration_ms,
      call."firstTokenMs" as first_token_ms
    from overtime.jobs as job,
      jsonb_to_recordset(p_usage) as call (
        id text, provider text, model text, purpose text, outcome text, "inputTokens" bigint,
        "cachedInputTokens" bigint, "outputTokens" bigint, "reasoningTokens" bigint, characters bigint,
        estimated boolean, "costUsd" numeric, "startedAt" timestamptz, "durationMs" integer,
        "firstTokenMs" integer
      )
    where job.id = p_job_id
  ), former as (
    select id, input_tokens, output_tokens, duration_ms, cost_usd
    from overtime.job_usage
    where id in (select id from stated)
  ), stored as (
    insert into overtime.job_usage as known (
      id, job_id, user_id, task, attempt, provider, model, purpose, outcome, input_tokens,
      cached_input_tokens, output_tokens, reasoning_tokens, characters, estimated, cost_usd, started_at,
      duration_ms, first_token_ms
    )
    select * from stated
    on conflict (id) do update
    set outcome = excluded.outcome,
      input_tokens = excluded.input_tokens,
      cached_input_tokens = excluded.cached_input_tokens,
      output_tokens = excluded.output_tokens,
      reasoning_tokens = excluded.reasoning_tokens,
      characters = excluded.characters,
      estimated = excluded.estimated,
      cost_usd = excluded.cost_usd,
      duration_ms = excluded.duration_ms,
      first_token_ms = excluded.first_token_ms
    where known.outcome = 'running' or (known.outcome = 'aborted' and excluded.outcome <> 'running')
    returning known.*
  ), added as (
    select
      sum(stored.input_tokens - coalesce(former.input_tokens, 0)) as input_tokens,
      sum(stored.output_tokens - coalesce(former.output_tokens, 0)) as output_tokens,
      sum(stored.duration_ms - coalesce(former.duration_ms, 0)) as llm_ms,
      case when bool_and(stored.cost_usd is not null) then
        sum(stored.cost_usd - coalesce(former.cost_usd, 0))
      end as cost_usd,
      -- The one place that marks a job as made of samples.
      bool_or(stored.provider = 'sample') as sample
    from stored
    left join former using (id)
    having count(*) > 0
  )
  update overtime.jobs as job
  set input_tokens = job.input_tokens + added.input_tokens,
    output_tokens = job.output_tokens + added.output_tokens,
    llm_ms = job.llm_ms + added.llm_ms,
    cost_usd = job.cost_usd + added.cost_usd,
    sample = job.sample or added.sample
  from added
  where job.id = p_job_id;
end
$$;
revoke execute on function overtime.add_usage from public;

-- Closes the calls that an attempt left running at its end, with their last estimate, unless their worker is
-- still alive and reports how they ended. Call it after the attempt's last overtime.add_usage.
create function overtime.close_calls(p_job_id text) returns void
language plpgsql set search_path = ''
as $$
begin
  update overtime.job_usage set outcome = 'aborted' where job_id = p_job_id and outcome = 'running';
end
$$;
revoke execute on function overtime.close_calls from public;

-- What a job has streamed so far, one row per job. Separate from `jobs` and unlogged, so that a flush every second
-- bloats neither the table nor the write-ahead log. A crash of the database loses it, and the next flush restores
-- it.
create unlogged table overtime.job_partials (
  job_id text primary key references overtime.jobs (id) on delete cascade,
  partial jsonb not null,
  -- The last changes that made it, each { version, changes } (src/overtime/changes.ts), and the version of the job
  -- after which they lack none: a reader who knows that version needs no more than these.
  changes jsonb not null default '[]',
  since integer not null,
  updated_at timestamptz not null
) with (fillfactor = 50);

alter table overtime.job_partials enable row level security;
revoke all on overtime.job_partials from public, anon, authenticated, service_role;
grant select on overtime.job_partials to authenticated, service_role;

create policy "Who reads a job reads its partial output" on overtime.job_partials
  for select to authenticated
  using (exists (select from overtime.jobs where jobs.id = job_partials.job_id));

-- Every claimed execution that did not complete its job, with what only an operator may see. A
-- completed job's last attempt is the job's own row.
create table overtime.job_attempts (
  job_id text not null references overtime.jobs (id) on delete cascade,
  lease_id uuid not null,
  attempt integer not null,
  outcome text not null,
  error_code text,
  -- Message, stack and cause, for operators.
  internal_error text,
  -- The worker that reported; null for a rescue.
  worker text,
  started_at timestamptz not null,
  ended_at timestamptz not null,

  primary key (job_id, lease_id),
  constraint an_attempt_ends_in_one_of_four_ways
    check (outcome in ('failed', 'rescued', 'cancelled', 'handed over'))
);
alter table overtime.job_attempts enable row level security;

-- The jobs that users deleted, for a day: they still count against the rate of their task.
create table overtime.deleted_jobs (
  id bigint generated always as identity primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  task text not null,
  created_at timestamptz not null
);
create index deleted_jobs_by_user on overtime.deleted_jobs (user_id, created_at);
alter table overtime.deleted_jobs enable row level security;
revoke all on overtime.deleted_jobs from public, anon, authenticated, service_role;

-- Ids of accepted dispatches, so that a replayed one runs nothing. Unlogged: a signature outlives a crash of the
-- database by a minute at most.
create unlogged table overtime.dispatches (
  id uuid primary key,
  received_at timestamptz not null
);
create index dispatches_by_age on overtime.dispatches (received_at);
alter table overtime.dispatches enable row level security;

-- Accepts a dispatch once; raises OT003 the second time. Deletes ids older than an hour, a few per call: a
-- signature is valid for a minute (src/overtime/functions/dispatch.ts).
create function overtime.admit_dispatch(p_dispatch_id uuid) returns void
language plpgsql set search_path = ''
as $$
begin
  insert into overtime.dispatches (id, received_at)
  values (p_dispatch_id, overtime.clock())
  on conflict (id) do nothing;
  if not found then
    raise exception 'Dispatch % was already received.', p_dispatch_id using errcode = 'OT003';
  end if;
  delete from overtime.dispatches
  where id in (
    select id from overtime.dispatches
    where received_at < overtime.clock() - interval '1 hour'
    order by received_at
    limit 10
    for update skip locked
  );
end
$$;
revoke execute on function overtime.admit_dispatch from public;

-- How many of these dispatches have come to a worker's claim. The platform's 202 says only that it has taken the call.
create function public.overtime_count_dispatches(p_ids uuid[]) returns integer
language sql stable security definer set search_path = ''
as $$
  select count(*)::integer from overtime.dispatches where id = any (p_ids)
$$;
revoke execute on function public.overtime_count_dispatches from public, anon, authenticated;
grant execute on function public.overtime_count_dispatches to service_role;

-- The outbox: a row is written in the transaction that ends a job, and stays until its delivery has
-- succeeded or was given up. What is sent is read from the job when it is sent.
create table overtime.webhook_deliveries (
  -- The webhook-id of the Standard Webhooks specification: the same for all tries.
  id text primary key,
  job_id text not null references overtime.jobs (id) on delete cascade,
  -- The job's: only deploys of the lane deliver it.
  lane text not null,
  url text not null,
  try_count integer not null default 0,
  -- When the next try is due; null once it is delivered or given up.
  next_try_at timestamptz,
  delivered_at timestamptz,
  gave_up_at timestamptz,
  last_error text,
  created_at timestamptz not null,

  constraint a_delivery_is_due_or_done
    check ((next_try_at is null) = (delivered_at is not null or gave_up_at is not null))
);
create index webhook_deliveries_by_job on overtime.webhook_deliveries (job_id);
create index webhook_deliveries_due on overtime.webhook_deliveries (lane, next_try_at)
  where next_try_at is not null;
alter table overtime.webhook_deliveries enable row level security;

-- The secret that signs a user's webhooks.
create table overtime.webhook_secrets (
  user_id uuid primary key references auth.users (id) on delete cascade,
  -- `whsec_` and 32 random bytes as base64, as the specification has it.
  secret text not null
);
alter table overtime.webhook_secrets enable row level security;

-- Queues the webhook of a job that has ended, if it has one.
create function overtime.queue_webhook(p_job_id text) returns void
language sql set search_path = ''
as $$
  insert into overtime.webhook_deliveries (id, job_id, lane, url, next_try_at, created_at)
  select 'msg_' || replace(gen_random_uuid()::text, '-', ''), id, lane, webhook_url, clock.now, clock.now
  from overtime.jobs, (select overtime.clock() as now) as clock
  where id = p_job_id and webhook_url is not null
$$;
revoke execute on function overtime.queue_webhook from public;

-- A user's secret, created at the first call: at the latest by the first job with a webhook.
create function public.overtime_webhook_secret(p_user_id uuid) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_secret text;
begin
  insert into overtime.webhook_secrets (user_id, secret)
  values (
    p_user_id,
    'whsec_' || encode(
      decode(
        replace(gen_random_uuid()::text, '-', '') || replace(gen_random_uuid()::text, '-', ''),
        'hex'
      ),
      'base64'
    )
  )
  on conflict (user_id) do nothing;
  select secret into strict v_secret from overtime.webhook_secrets where user_id = p_user_id;
  return v_secret;
end
$$;
revoke execute on function public.overtime_webhook_secret from public, anon, authenticated;
grant execute on function public.overtime_webhook_secret to service_role;

-- Claims a lane's due deliveries for `p_hold_seconds`: if the caller dies meanwhile, they become due again. Returns an array
-- of { deliveryId, url, secret, tryCount, job }.
create function public.overtime_claim_deliveries(
  p_limit integer,
  p_hold_seconds integer,
  p_lane text default 'production'
) returns jsonb
language sql security definer set search_path = ''
as $$
  with taken as (
    update overtime.webhook_deliveries
    set try_count = try_count + 1,
      next_try_at = overtime.clock() + make_interval(secs => p_hold_seconds)
    -- An array, so that the planner cannot run the select, and its limit, more than once.
    where id = any (array(
      select id from overtime.webhook_deliveries
      where lane = p_lane and next_try_at <= overtime.clock()
      order by next_try_at
      limit p_limit
      for update skip locked
    ))
    returning id, job_id, url, try_count
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'deliveryId', taken.id,
    'url', taken.url,
    'tryCount', taken.try_count,
    'secret', secret.secret,
    'job', jsonb_build_object(
      'jobId', job.id,
      'task', job.task,
      'status', job.status,
      'result', job.result,
      'error', job.error ->> 'message',
      'errorCode', job.error ->> 'code',
      'sample', job.sample,
      'createdAt', job.created_at,
      'finishedAt', job.finished_at
    )
  )), '[]')
  from taken
  join overtime.jobs as job on job.id = taken.job_id
  join overtime.webhook_secrets as secret on secret.user_id = job.user_id
$$;
revoke execute on function public.overtime_claim_deliveries from public, anon, authenticated;
grant execute on function public.overtime_claim_deliveries to service_role;

-- Records how a try ended: delivered (`p_error` null), to be tried again after `p_retry_seconds`, or given up (no
-- `p_retry_seconds`), which the job's owner reads in its logs.
create function public.overtime_record_delivery(
  p_delivery_id text,
  p_error text default null,
  p_retry_seconds double precision default null
) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_delivery overtime.webhook_deliveries;
begin
  -- The job first: deleting a job locks its row before those of its deliveries.
  perform from overtime.jobs
  where id = (select job_id from overtime.webhook_deliveries where id = p_delivery_id)
  for key share;
  update overtime.webhook_deliveries
  set last_error = p_error,
    delivered_at = case when p_error is null then v_now end,
    gave_up_at = case when p_error is not null and p_retry_seconds is null then v_now end,
    next_try_at = case when p_error is not null then v_now + make_interval(secs => p_retry_seconds) end
  where id = p_delivery_id and next_try_at is not null
  returning * into v_delivery;
  if v_delivery.gave_up_at is not null then
    insert into overtime.job_logs (job_id, attempt, level, message, details, logged_at)
    select
      id, attempt, 'warn', 'The webhook could not be delivered, and is not tried again.',
      jsonb_build_object('url', webhook_url, 'tries', v_delivery.try_count, 'error', p_error), v_now
    from overtime.jobs
    where id = v_delivery.job_id;
  end if;
end
$$;
revoke execute on function public.overtime_record_delivery from public, anon, authenticated;
grant execute on function public.overtime_record_delivery to service_role;

-- Recurring jobs of a user, by cron expression and time zone. The caller computes the next time (croner) from this
-- database's time; which schedules are due is decided here.
create table overtime.job_schedules (
  id text primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  tenant_id uuid,
  task text not null,
  -- The lane of its jobs. Its sweeps start them.
  lane text not null,
  input jsonb not null,
  -- The file at the path that the input names, as found; for each of its jobs.
  file_bytes bigint,
  file_sha256 text,
  cron text not null,
  -- An IANA name, such as Europe/Berlin.
  time_zone text not null,
  -- Null when it is disabled, or has no further time.
  next_run_at timestamptz,
  -- Disabled since; the row is kept for 30 more days (42_sweep_jobs.sql).
  stopped_at timestamptz,
  last_run_at timestamptz,
  last_job_id text,
  -- Why the last run did not start, such as a spent budget.
  last_error text,
  created_at timestamptz not null,

  constraint a_schedule_input_is_an_object check (jsonb_typeof(input) = 'object'),
  constraint a_schedule_has_a_next_time_or_has_stopped
    check ((next_run_at is null) = (stopped_at is not null))
);
create index job_schedules_due on overtime.job_schedules (lane, next_run_at) where next_run_at is not null;
create index job_schedules_stopped on overtime.job_schedules (stopped_at) where stopped_at is not null;
create index job_schedules_by_user on overtime.job_schedules (user_id, next_run_at, created_at desc);

alter table overtime.job_schedules enable row level security;
revoke all on overtime.job_schedules from public, anon, authenticated, service_role;
grant select on overtime.job_schedules to authenticated, service_role;

create policy "A user reads their own schedules" on overtime.job_schedules
  for select to authenticated
  using ((select auth.uid()) = user_id);

-- Stores a schedule. A user has at most `p_limit` enabled ones, of all lanes; one more raises OT010.
create function public.overtime_save_schedule(
  p_id text,
  p_user_id uuid,
  p_task text,
  p_input jsonb,
  p_cron text,
  p_time_zone text,
  p_next_run_at timestamptz,
  p_tenant_id uuid default null,
  p_file_bytes bigint default null,
  p_file_sha256 text default null,
  p_limit integer default 50,
  p_lane text default 'production'
) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('schedules ' || p_user_id::text, 0));
  if p_limit <= (
    select count(*) from overtime.job_schedules
    where user_id = p_user_id and next_run_at is not null
  ) then
    raise exception 'You have reached the limit of % schedules.', p_limit using errcode = 'OT010';
  end if;
  insert into overtime.job_schedules (
    id, user_id, tenant_id, task, lane, input, file_bytes, file_sha256, cron, time_zone, next_run_at, created_at
  ) values (
    p_id, p_user_id, p_tenant_id, p_task, p_lane, p_input, p_file_bytes, p_file_sha256, p_cron, p_time_zone,
    p_next_run_at, overtime.clock()
  );
end
$$;
revoke execute on function public.overtime_save_schedule from public, anon, authenticated;
grant execute on function public.overtime_save_schedule to service_role;

-- Disables a user's schedule; its row is kept for a while, with its last run. Raises OT004 when the user has no
-- such schedule.
create function public.overtime_stop_schedule(p_id text, p_user_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  update overtime.job_schedules
  set next_run_at = null,
    stopped_at = coalesce(stopped_at, overtime.clock())
  where id = p_id and user_id = p_user_id;
  if not found then
    raise exception 'There is no schedule %.', p_id using errcode = 'OT004';
  end if;
end
$$;
revoke execute on function public.overtime_stop_schedule from public, anon, authenticated;
grant execute on function public.overtime_stop_schedule to service_role;

-- A lane's due schedules, longest due first, at most `p_limit`. `foundAt` is the current time: the next time is the first
-- one after it.
create function public.overtime_due_schedules(p_limit integer, p_lane text default 'production') returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', id,
    'userId', user_id,
    'tenantId', tenant_id,
    'task', task,
    'input', input,
    'fileBytes', file_bytes,
    'fileSha256', file_sha256,
    'cron', cron,
    'timeZone', time_zone,
    'dueAt', next_run_at,
    'foundAt', overtime.clock()
  ) order by next_run_at), '[]')
  from (
    select * from overtime.job_schedules
    where lane = p_lane and next_run_at <= overtime.clock()
    order by next_run_at
    limit p_limit
  ) as due
$$;
revoke execute on function public.overtime_due_schedules from public, anon, authenticated;
grant execute on function public.overtime_due_schedules to service_role;

-- Moves a due schedule to its next time. The caller has enqueued its job before, with the schedule and its due time
-- as idempotency key: two concurrent sweeps create one job, and a sweep that dies in between skips nothing. Returns
-- false when another sweep has moved it already.
create function public.overtime_move_schedule(
  p_id text,
  p_due_at timestamptz,
  p_next_run_at timestamptz,
  p_job_id text default null,
  p_error text default null
) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  update overtime.job_schedules
  set next_run_at = p_next_run_at,
    stopped_at = case when p_next_run_at is null then overtime.clock() end,
    last_run_at = overtime.clock(),
    last_job_id = coalesce(p_job_id, last_job_id),
    last_error = p_error
  where id = p_id and next_run_at = p_due_at;
  return found;
end
$$;
revoke execute on function public.overtime_move_schedule from public, anon, authenticated;
grant execute on function public.overtime_move_schedule to service_role;

-- What must hold of every job. PostgreSQL refuses a row that breaks a rule, whoever writes it, and names
-- the rule as the constraint that was violated (SQLSTATE 23514), as it does for a CHECK.
--
-- They are a trigger and not CHECKs, because PostgreSQL 17 parses the stored text of each CHECK again for
-- every statement that writes to the table, while the one expression here is prepared once per
-- connection. As 22 CHECKs they make a complete-and-claim 50 % dearer and an enqueue 25 % (processor time of
-- the server, by turns in one process: 559 µs beside 369, 386 beside 305, and 316 and 264 without any rule; all
-- on a busy machine). After the write, since a trigger before an update locks the row first, and so
-- that no later trigger can change what was looked at. As any trigger, and any foreign key, it is off
-- under `session_replication_role = replica`.
create function overtime.keep_job_rules() returns trigger
language plpgsql set search_path = ''
as $$
declare
  -- The first rule that the row breaks. `old` is null for an insert.
  v_broken constant text := case
    when new.status not in ('pending', 'processing', 'completed', 'failed', 'cancelled')
      then 'a_status_is_one_of_five'
    when new.waits_for not in ('time', 'user', 'lock')
      then 'a_job_waits_for_time_its_user_or_a_lock'
    when new.waits_for is not null and new.status <> 'pending'
      then 'only_a_pending_job_waits'

    when new.max_attempts < 1
      then 'a_limit_allows_an_attempt'
    when new.attempt not between 0 and new.max_attempts
      then 'an_attempt_is_within_the_limit'
    when new.status = 'pending' and new.attempt = new.max_attempts
      then 'a_pending_job_has_an_attempt_left'

    when (new.status = 'processing') <> (new.lease_id is not null)
      then 'only_a_processing_job_has_a_lease'
    when (new.lease_id is null) <> (new.lease_expires_at is null)
      then 'a_lease_has_an_end'
    when new.status = 'processing'
      and (new.started_at is null or new.claimed_at is null or new.rescue_at is null)
      then 'a_processing_job_has_started'

    when (new.status in ('pending', 'processing')) <> (new.finished_at is null)
      then 'only_a_terminal_job_has_finished_at'
    when (new.finished_at is null) <> (new.expires_at is null)
      then 'only_a_terminal_job_expires'
    when (new.status = 'completed') <> (new.result is not null)
      then 'only_a_completed_job_has_a_result'
    when new.status = 'completed' and new.progress <> 100
      then 'a_completed_job_is_wholly_done'
    when (new.status = 'failed') <> (new.error is not null)
      then 'only_a_failed_job_has_an_error'
    when not new.error ?& array['code', 'message', 'retryable']
      then 'an_error_has_a_code_and_a_message'
    when old.finished_at is not null and (
      new.status <> old.status
      or new.finished_at <> old.finished_at
      or new.result is distinct from old.result
      or new.error is distinct from old.error
    )
      then 'a_terminal_job_keeps_its_outcome'

    when new.holds_lock and (
      new.lock_key is null or new.waits_for is not null or new.finished_at is not null
    )
      then 'a_lock_is_held_by_a_job_that_runs_or_is_next'
    when new.status = 'processing' and new.lock_key is not null and not new.holds_lock
      then 'a_running_job_holds_its_lock'

    when new.priority not between 1 and 10
      then 'a_priority_is_from_1_to_10'
    when new.progress not between 0 and 100
      then 'progress_is_a_percentage'
    when new.user_limit < 1
      then 'a_user_limit_lets_one_run'
    when new.retention_hours < 0
      then 'a_job_is_kept_for_a_while'
    when old.id is null and char_length(new.title) > 200
      then 'a_title_is_short'
    when jsonb_typeof(new.input) <> 'object'
      then 'an_input_is_an_object'
    when old.id is null and new.file_path is not null and not (
      overtime.is_file_path(new.file_path)
      and starts_with(new.file_path, new.user_id::text || '/')
    )
      then 'a_file_is_in_its_users_folder'
  end;
begin
  if v_broken is not null then
    raise exception 'Job % would break a rule: %.', new.id, replace(v_broken, '_', ' ')
      using errcode = 'check_violation', schema = 'overtime', table = 'jobs', constraint = v_broken;
  end if;
  return null;
end
$$;
revoke execute on function overtime.keep_job_rules from public;

create trigger keep_job_rules
  after insert or update on overtime.jobs
  for each row execute function overtime.keep_job_rules();

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

-- Which pending jobs are ready. Limits are enforced by one rule: at most `user_limit` of a user's jobs of a task and
-- lane are
-- running, ready or waiting for their lock. So a claim, which makes a ready job run or wait for its lock, need not
-- count.
--
-- Locks are always taken in this order, or only tried: the owner's row in auth.users, the job's row, the root of a
-- lock key, the user's places, the task. A claim tries, or waits while it holds none of them.
--
-- A user's deletion locks the row in auth.users first, then waits for the rows of the user's jobs. PostgreSQL locks
-- that row too, until the transaction's end, for each new row that refers to a user (a job, a model call, a task's
-- row), and for a job's row that one transaction updates twice (ri_triggers.c). So a transaction that holds a job's
-- row or a user's places and may still do this locks the owner first; otherwise it and the deletion could deadlock.
-- A trigger on auth.users could not do it: it runs when that row is locked already.

-- Prevents a user's deletion until the transaction ends. If the deletion is running, waits for its end.
create function overtime.hold_user(p_user_id uuid) returns void
language plpgsql set search_path = ''
as $$
begin
  perform from auth.users where id = p_user_id for key share;
end
$$;
revoke execute on function overtime.hold_user from public;

-- The same without waiting: false while the user is being deleted.
create function overtime.try_hold_user(p_user_id uuid) returns boolean
language plpgsql set search_path = ''
as $$
begin
  perform from auth.users where id = p_user_id for key share skip locked;
  return found;
end
$$;
revoke execute on function overtime.try_hold_user from public;

-- As overtime.hold_user, for the owner of a job. Call it before the job's row is locked.
create function overtime.hold_owner(p_job_id text) returns void
language plpgsql set search_path = ''
as $$
begin
  perform from auth.users
  where id = (select user_id from overtime.jobs where id = p_job_id)
  for key share;
end
$$;
revoke execute on function overtime.hold_owner from public;

-- Locks out whoever else counts or changes a user's places in a task, until the transaction ends. Without
-- `p_wait` it only tries, for a caller that holds another user's lock: two who wait for each other would wait for
-- ever. Returns whether it has the lock.
create function overtime.lock_places(p_lane text, p_task text, p_user_id uuid, p_wait boolean default true) returns boolean
language plpgsql set search_path = ''
as $$
declare
  v_key constant bigint := hashtextextended(
    format('user %s %s %s', p_lane, p_task, p_user_id), 0
  );
begin
  if not p_wait then
    return pg_try_advisory_xact_lock(v_key);
  end if;
  perform pg_advisory_xact_lock(v_key);
  return true;
end
$$;
revoke execute on function overtime.lock_places from public;

-- How many more of a user's jobs may be made ready. Call it under overtime.lock_places.
create function overtime.free_places(p_lane text, p_task text, p_user_id uuid, p_user_limit smallint)
returns integer
language plpgsql stable set search_path = ''
as $$
begin
  return p_user_limit - (
    select count(*) from overtime.jobs
    where lane = p_lane and task = p_task and user_id = p_user_id
      and finished_at is null and (waits_for is null or waits_for = 'lock')
  )::integer;
end
$$;
revoke execute on function overtime.free_places from public;

-- The current turn: the lowest of the ready jobs, without those that continue (-1).
create function overtime.present_turn(p_lane text, p_task text, p_priority smallint) returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((
    select turn from overtime.jobs
    where lane = p_lane and task = p_task and priority = p_priority and status = 'pending' and waits_for is null
      and turn >= 0
    order by turn
    limit 1
  ), 0);
end
$$;
revoke execute on function overtime.present_turn from public;

-- The turn of a user's job that becomes ready now: two after the user's last ready one, which cannot be past, or
-- else one after the current turn. So of one user's waiting jobs, at most one runs before another user's first; and
-- since no job joins the current turn, it ends, and a stream of new users cannot starve anybody.
-- (overtime_enqueue_job has the same in its insert.) Jobs that one user enqueues at the same moment may share a turn:
-- locking the user for it would slow down every enqueue.
create function overtime.next_turn(p_lane text, p_task text, p_user_id uuid, p_priority smallint) returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(
    (
      select turn + 2 from overtime.jobs
      where lane = p_lane and task = p_task and user_id = p_user_id and priority = p_priority and turn >= 0
        and finished_at is null and (waits_for is null or waits_for = 'lock')
      order by turn desc
      limit 1
    ),
    overtime.present_turn(p_lane, p_task, p_priority) + 1
  );
end
$$;
revoke execute on function overtime.next_turn from public;

-- Fills a user's free places with the next of their waiting jobs. Takes the user's lock.
create function overtime.fill_places(p_lane text, p_task text, p_user_id uuid, p_user_limit smallint) returns void
language plpgsql set search_path = ''
as $$
declare
  v_free integer;
  v_id text;
begin
  perform overtime.lock_places(p_lane, p_task, p_user_id);
  v_free := overtime.free_places(p_lane, p_task, p_user_id, p_user_limit);
  if v_free <= 0 then
    return;
  end if;
  -- One by one: each has the turn after the one before it.
  for v_id in
    select id from overtime.jobs
    where lane = p_lane and task = p_task and user_id = p_user_id and waits_for = 'user'
    order by priority, seq
    limit v_free
    for update skip locked
  loop
    update overtime.jobs
    set waits_for = null,
      turn = overtime.next_turn(lane, task, user_id, priority),
      version = version + 1
    where id = v_id;
  end loop;
end
$$;
revoke execute on function overtime.fill_places from public;

-- Makes due jobs of a lane and task ready, at most a hundred, the longest due first. A job whose user has no free place waits
-- for one.
create function overtime.wake_due_jobs(p_lane text, p_task text, p_now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  v_job record;
begin
  for v_job in
    select id, user_id, user_limit from overtime.jobs
    where lane = p_lane and task = p_task and waits_for = 'time' and run_at <= p_now
    order by run_at
    limit 100
    for update skip locked
  loop
    -- The claim may update it once more.
    continue when not overtime.try_hold_user(v_job.user_id);
    continue when v_job.user_limit is not null
      and not overtime.lock_places(p_lane, p_task, v_job.user_id, p_wait => false);
    update overtime.jobs
    set waits_for = case
        when v_job.user_limit is not null
          and overtime.free_places(p_lane, p_task, v_job.user_id, v_job.user_limit) <= 0 then 'user'
      end,
      turn = overtime.next_turn(lane, task, user_id, priority),
      version = version + 1
    where id = v_job.id;
  end loop;
end
$$;
revoke execute on function overtime.wake_due_jobs from public;

-- Locks. A lock key is a path: `book:1` is above `book:1/chapter:3`. Two jobs conflict when their keys are equal or
-- one is above the other. So a book's chapters are written in parallel, and the book is exported while none is.
--
-- A job waits for a conflicting holder, and for a conflicting waiting job that comes before it by priority and then
-- by age, so that a stream of chapters cannot block an export. Releasing a lock gives it to all jobs that can have it
-- now; they hold it from then on, before they run. A job that is handed over, rescued or retried at once keeps it.
--
-- There are no deadlocks: each job waits for a holder, or for one before it in that order. Decisions about a lock are
-- made one at a time per root, the first part of the key. A job without a key never comes here.

-- A lock key as it is stored: that of the contract, in other lanes than production behind the lane's name. So jobs of
-- different lanes never wait for each other: of a preview, nobody may be there to run the first.
-- (In PL/pgSQL, like the next two: PostgreSQL 17 plans the body of an SQL function at each call, and each enqueue makes one.)
create function overtime.lane_lock_key(p_lane text, p_lock_key text) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return case p_lane when 'production' then p_lock_key else p_lane || ' ' || p_lock_key end;
end
$$;
revoke execute on function overtime.lane_lock_key from public;
-- For overtime.is_locked, which runs as its caller.
grant execute on function overtime.lane_lock_key to authenticated;

create function overtime.lock_root(p_lock_key text) returns bigint
language plpgsql immutable set search_path = ''
as $$
begin
  return hashtextextended('lock ' || split_part(p_lock_key, '/', 1), 0);
end
$$;
revoke execute on function overtime.lock_root from public;

-- A key and those above it: {book:1, book:1/chapter:3}.
create function overtime.lock_path(p_lock_key text) returns text[]
language plpgsql immutable set search_path = ''
as $$
declare
  v_parts constant text[] := string_to_array(p_lock_key, '/');
  v_path text[] := '{}';
begin
  for depth in 1..cardinality(v_parts) loop
    v_path := v_path || array_to_string(v_parts[1:depth], '/');
  end loop;
  return v_path;
end
$$;
revoke execute on function overtime.lock_path from public;

-- Whether a job has to wait for its lock. Call it under the root's lock. Keys above and below are separate
-- conditions, so that each uses the index.
create function overtime.must_wait(p_id text, p_lock_key text, p_priority smallint, p_seq bigint)
returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_path constant text[] := overtime.lock_path(p_lock_key);
  -- Keys that begin with the key and a slash; '0' comes after '/'.
  v_below constant text := p_lock_key || '/';
  v_beyond constant text := p_lock_key || '0';
begin
  return exists (
      select from overtime.jobs where holds_lock and lock_key = any (v_path) and id <> p_id
    )
    or exists (
      select from overtime.jobs where holds_lock and lock_key >= v_below and lock_key < v_beyond
    )
    or exists (
      select from overtime.jobs
      where waits_for = 'lock' and lock_key = any (v_path) and (priority, seq) < (p_priority, p_seq)
    )
    or exists (
      select from overtime.jobs
      where waits_for = 'lock' and lock_key >= v_below and lock_key < v_beyond
        and (priority, seq) < (p_priority, p_seq)
    );
end
$$;
revoke execute on function overtime.must_wait from public;

-- Locks the row of a job that waits for its lock; false when it no longer waits. The row may be locked briefly by a
-- claim that read an older version of it: that claim only tries further locks, or waits for the root, and then passes
-- on the lock that was left here (claim_next). Or by the job's cancellation, which waits for the root and then passes
-- the lock on itself. So the wait is shorter than the second after which PostgreSQL looks for deadlocks. The deletion
-- of the job's user is different, since it may wait for a row that the caller has locked: such a job is skipped, as it
-- is about to be deleted.
create function overtime.take_waiting_job(p_id text) returns boolean
language plpgsql set search_path = '' set lock_timeout = '900ms'
as $$
begin
  if not overtime.try_hold_user((select user_id from overtime.jobs where id = p_id)) then
    return false;
  end if;
  perform from overtime.jobs where id = p_id and waits_for = 'lock' for update;
  return found;
exception
  when lock_not_available then
    return false;
end
$$;
revoke execute on function overtime.take_waiting_job from public;

-- Passes a lock on: of the jobs that it blocked, those that no longer have to wait get theirs and become ready. Takes
-- the root's lock.
create function overtime.pass_lock(p_lock_key text) returns void
language plpgsql set search_path = ''
as $$
declare
  v_root constant text := split_part(p_lock_key, '/', 1);
  v_job record;
begin
  perform pg_advisory_xact_lock(overtime.lock_root(p_lock_key));
  -- Mostly no job waits; the query below is planned at each call, for 150 µs (measured).
  if not exists (
    select from overtime.jobs
    where waits_for = 'lock' and lock_key >= v_root and lock_key < v_root || '0'
  ) then
    return;
  end if;
  for v_job in
    -- The first of each key: the others wait for it.
    select first.*
    from unnest(overtime.lock_path(p_lock_key)) as path (key)
    cross join lateral (
      select id, lock_key, priority, seq from overtime.jobs
      where waits_for = 'lock' and lock_key = path.key
      order by priority, seq
      limit 1
    ) as first
    union all
    (
      select distinct on (lock_key) id, lock_key, priority, seq from overtime.jobs
      where waits_for = 'lock' and lock_key >= p_lock_key || '/' and lock_key < p_lock_key || '0'
      order by lock_key, priority, seq
    )
    order by priority, seq
  loop
    continue when overtime.must_wait(v_job.id, v_job.lock_key, v_job.priority, v_job.seq);
    continue when not overtime.take_waiting_job(v_job.id);
    update overtime.jobs
    set waits_for = null,
      holds_lock = true,
      turn = overtime.present_turn(lane, task, priority) + 1,
      version = version + 1
    where id = v_job.id;
  end loop;
end
$$;
revoke execute on function overtime.pass_lock from public;

-- Waits for the root of a lock that a claim did not get at once. Others hold it until the end of a short transaction,
-- so waiting pays off: of fifty concurrent claims for a book's fifty chapters, each shall find its own. But only for a
-- claim that holds no other lock, or two could wait for each other, and not behind a transaction that hangs. Returns
-- whether it is taken; the next claim finds what was skipped.
create function overtime.wait_for_root(p_root bigint) returns boolean
language plpgsql set search_path = '' set lock_timeout = '5s'
as $$
begin
  perform pg_advisory_xact_lock(p_root);
  return true;
exception
  when lock_not_available then
    return false;
end
$$;
revoke execute on function overtime.wait_for_root from public;

-- Releases the lock and the place of a job that no longer runs or is no longer ready.
create function overtime.leave_places(p_job overtime.jobs) returns void
language plpgsql set search_path = ''
as $$
begin
  if p_job.lock_key is not null then
    perform overtime.pass_lock(p_job.lock_key);
  end if;
  if p_job.user_limit is not null then
    perform overtime.fill_places(p_job.lane, p_job.task, p_job.user_id, p_job.user_limit);
  end if;
end
$$;
revoke execute on function overtime.leave_places from public;

-- Whether a job of the caller holds the lock `p_key`, as its contract names it, or one below, in any lane. For policies of
-- what jobs work on: overtime.is_locked('book:1').
create function overtime.is_locked(p_key text) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select exists (
    select
    from overtime.jobs
    cross join overtime.lane_lock_key(lane, concat(auth.uid(), ':', p_key)) as asked (key)
    where holds_lock
      and user_id = auth.uid()
      and (lock_key = asked.key or starts_with(lock_key, asked.key || '/'))
  )
$$;
revoke execute on function overtime.is_locked from public;
grant execute on function overtime.is_locked to authenticated;

-- The jobs that nobody works on, though somebody could: one is ready, one's time has come, or one's worker has
-- let its lease run out; and none was dispatched in the last 10 seconds, in which a worker would have claimed it.
-- Who reads or sweeps dispatches them again. It is for the jobs' readers under their own policies, and can be
-- updated and locked as the table is.
--
-- A lease never ends before `rescue_at`: that is named for its index. Each kind is looked up in an index of
-- its own (a BitmapOr).
create view overtime.idle_jobs with (security_invoker = true) as
select
  id, lane, task, user_id, status, waits_for, priority, turn, seq, attempt, max_attempts, dispatched_at,
  -- Since when.
  case status when 'pending' then run_at else lease_expires_at end as idle_since
from overtime.jobs
where (
    (status = 'pending' and waits_for is null)
    or (status = 'pending' and waits_for = 'time' and run_at <= overtime.clock())
    or (status = 'processing' and rescue_at < overtime.clock() and lease_expires_at < overtime.clock())
  )
  and (dispatched_at is null or dispatched_at < overtime.clock() - interval '10 seconds');

revoke all on overtime.idle_jobs from public, anon, authenticated, service_role;
grant select on overtime.idle_jobs to authenticated;

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

-- Extends the lease and flushes what was collected since the last call: progress, message, running stages, partial
-- output, logs and usage. A null changes nothing. Progress never decreases. Returns the job's version. Raises OT001 when
-- the lease is lost, OT002 when the job was cancelled and OT011 when the partial output is too large; then nothing is
-- written.
create function public.overtime_heartbeat_job(
  p_job_id text,
  p_lease_id uuid,
  p_lease_seconds integer,
  p_progress smallint default null,
  p_stage text default null,
  p_message text default null,
  -- An array of { name, item, progress }.
  p_stages jsonb default null,
  p_partial jsonb default null,
  -- What has changed in it since the heartbeat before; null where that is not known.
  p_changes jsonb default null,
  p_logs jsonb default null,
  p_usage jsonb default null
) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_attempt integer;
  v_version integer;
begin
  if pg_column_size(p_partial) > 150000 then
    perform overtime.refuse_too_large('The partial output', p_partial);
  end if;
  if p_usage is not null then
    perform overtime.hold_owner(p_job_id);
  end if;
  select attempt, version into v_attempt, v_version
  from overtime.extend_lease(
    p_job_id, p_lease_id, p_lease_seconds, p_progress, p_stage, p_message,
    p_has_partial => p_partial is not null
  );

  if p_stages is not null then
    insert into overtime.job_stages as stored (job_id, name, item, status, progress, attempt, started_at)
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
    insert into overtime.job_partials as stored (job_id, partial, since, updated_at)
    values (p_job_id, p_partial, v_version, v_now)
    on conflict (job_id) do update
    set partial = excluded.partial,
      updated_at = excluded.updated_at,
      -- The last twenty changes are kept.
      since = case
        when p_changes is null then v_version
        when jsonb_array_length(stored.changes) < 20 then stored.since
        else (stored.changes -> 0 -> 'version')::integer
      end,
      changes = case
        when p_changes is null then '[]'
        when jsonb_array_length(stored.changes) < 20 then stored.changes
        else stored.changes - 0
      end || case
        when p_changes is null then '[]'
        else jsonb_build_array(jsonb_build_object('version', v_version, 'changes', p_changes))
      end;
  end if;
  perform overtime.add_flush(p_job_id, v_attempt, p_logs, p_usage);
  return v_version;
end
$$;
revoke execute on function public.overtime_heartbeat_job from public, anon, authenticated;
grant execute on function public.overtime_heartbeat_job to service_role;

-- Adds what a stage returned, once. Raises OT011 when its output is too large.
create function overtime.add_stage(
  p_job_id text,
  p_attempt integer,
  p_name text,
  p_item integer,
  p_status text,
  p_output jsonb,
  p_reason text,
  p_started_at timestamptz
) returns void
language plpgsql set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
begin
  if pg_column_size(p_output) > 150000 then
    perform overtime.refuse_too_large('The output of a stage', p_output);
  end if;
  insert into overtime.job_stages as stored (
    job_id, name, item, status, progress, output, reason, attempt, started_at, finished_at
  ) values (
    p_job_id, p_name, p_item, p_status, 100, p_output, p_reason, p_attempt,
    -- By the worker's clock, which may be ahead of this one.
    least(p_started_at, v_now), v_now
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
end
$$;
revoke execute on function overtime.add_stage from public;

-- Saves what a stage returned, once: a later attempt reuses it. Extends the lease like a heartbeat. Returns the job's
-- version. Raises OT001 when the lease is lost, OT002 when the job was cancelled and OT011 when the output is too
-- large; then nothing is written.
create function public.overtime_save_stage(
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
) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  v_attempt integer;
  v_version integer;
begin
  if p_usage is not null then
    perform overtime.hold_owner(p_job_id);
  end if;
  select attempt, version into v_attempt, v_version
  from overtime.extend_lease(
    p_job_id, p_lease_id, p_lease_seconds, p_progress, p_stage => p_name, p_message => null,
    p_has_stages => true
  );

  perform overtime.add_stage(p_job_id, v_attempt, p_name, p_item, p_status, p_output, p_reason, p_started_at);
  perform overtime.add_flush(p_job_id, v_attempt, p_logs, p_usage);
  return v_version;
end
$$;
revoke execute on function public.overtime_save_stage from public, anon, authenticated;
grant execute on function public.overtime_save_stage to service_role;

-- Completes a job and, when `p_next_lease_seconds` is given, claims the next ready job of its task and lane in the same
-- call. Raises OT001 when the lease is lost, OT002 when the job was cancelled and OT011 when the result is too large;
-- then nothing is written, so of two workers that both finish a job, one result is accepted. `p_stage` is the last
-- stage, where it is not saved yet: `name`, `item`, `status`, `output`, `reason`, `startedAt`. Returns the next job as
-- overtime_claim_job does, or null.
create function public.overtime_complete_job(
  p_job_id text,
  p_lease_id uuid,
  p_result jsonb,
  p_logs jsonb default null,
  p_usage jsonb default null,
  p_next_lease_seconds integer default null,
  p_task_limit integer default null,
  p_stage jsonb default null
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_job record;
begin
  if pg_column_size(p_result) > 150000 then
    perform overtime.refuse_too_large('The result', p_result);
  end if;
  -- The result may be kept in the owner's rows (65_keep_result.sql).
  perform overtime.hold_owner(p_job_id);
  if p_usage is not null then
    -- Before the result: what is kept in other rows bears the job's mark of samples.
    v_job := overtime.lock_leased_job(p_job_id, p_lease_id);
    perform overtime.add_usage(p_job_id, v_job.attempt, p_usage);
    perform overtime.close_calls(p_job_id);
  end if;
  update overtime.jobs
  set status = 'completed',
    result = p_result,
    progress = 100,
    stage = coalesce(p_stage ->> 'name', stage),
    has_stages = has_stages or p_stage is not null,
    message = null,
    holds_lock = false,
    lease_id = null,
    lease_expires_at = null,
    version = version + 1,
    updated_at = v_now,
    finished_at = v_now,
    -- Enqueued with the hours from then; they count from now.
    cache_until = v_now + (cache_until - created_at),
    expires_at = v_now + make_interval(hours => retention_hours)
  where id = p_job_id and lease_id = p_lease_id
  returning lane, task, user_id, attempt, lock_key, user_limit, webhook_url, has_partial into v_job;
  if not found then
    perform overtime.refuse_write(p_job_id);
  end if;

  if p_stage is not null then
    perform overtime.add_stage(
      p_job_id, v_job.attempt, p_stage ->> 'name', (p_stage ->> 'item')::integer, p_stage ->> 'status',
      nullif(p_stage -> 'output', 'null'), p_stage ->> 'reason', (p_stage ->> 'startedAt')::timestamptz
    );
  end if;
  if v_job.has_partial then
    delete from overtime.job_partials where job_id = p_job_id;
  end if;
  if p_logs is not null then
    perform overtime.add_logs(p_job_id, v_job.attempt, p_logs);
  end if;
  if v_job.lock_key is not null then
    perform overtime.pass_lock(v_job.lock_key);
  end if;
  if v_job.user_limit is not null then
    perform overtime.fill_places(v_job.lane, v_job.task, v_job.user_id, v_job.user_limit);
  end if;
  if v_job.webhook_url is not null then
    perform overtime.queue_webhook(p_job_id);
  end if;

  if p_next_lease_seconds is null then
    return null;
  end if;
  return overtime.claim_next(v_job.lane, v_job.task, v_now, p_next_lease_seconds, p_task_limit, p_wait => false);
end
$$;
revoke execute on function public.overtime_complete_job from public, anon, authenticated;
grant execute on function public.overtime_complete_job to service_role;

-- Ends an attempt that failed: back to pending, due after `p_retry_seconds`, when the error is retryable and attempts
-- are left; else to failed. `p_error` ({ code, message, retryable }) is for the owner, `p_internal_error` for
-- operators. Raises OT001 when the lease is lost and OT002 when the job was cancelled; then nothing is written.
-- Returns the new status.
create function public.overtime_fail_job(
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
  v_now constant timestamptz := overtime.clock();
  v_run_at constant timestamptz := v_now + make_interval(secs => p_retry_seconds);
  v_retryable constant boolean := (p_error ->> 'retryable')::boolean;
  v_job overtime.jobs;
begin
  if p_usage is not null then
    perform overtime.hold_owner(p_job_id);
  end if;
  v_job := overtime.lock_leased_job(p_job_id, p_lease_id);

  if v_retryable and v_job.attempt < v_job.max_attempts then
    -- dispatched_at: the worker slot that reports this continues at run_at.
    update overtime.jobs
    set status = 'pending',
      waits_for = case when p_retry_seconds > 0 then 'time' end,
      -- Retried at once, it goes before others: it had its turn. Later, it gets a turn when it is due.
      turn = -1,
      holds_lock = holds_lock and p_retry_seconds <= 0,
      message = 'Trying again: ' || (p_error ->> 'message'),
      run_at = v_run_at,
      dispatched_at = v_run_at,
      lease_id = null,
      lease_expires_at = null,
      version = version + 1,
      updated_at = v_now
    where id = p_job_id
    returning * into v_job;
    perform overtime.close_stages(p_job_id, 'pending', null);
  else
    update overtime.jobs
    set status = 'failed',
      error = p_error,
      message = null,
      holds_lock = false,
      lease_id = null,
      lease_expires_at = null,
      version = version + 1,
      updated_at = v_now,
      finished_at = v_now,
      expires_at = v_now + make_interval(hours => retention_hours)
    where id = p_job_id
    returning * into v_job;
    perform overtime.close_stages(p_job_id, 'failed', p_error ->> 'message');
  end if;

  insert into overtime.job_attempts (
    job_id, lease_id, attempt, outcome, error_code, internal_error, worker, started_at, ended_at
  ) values (
    p_job_id, p_lease_id, v_job.attempt, 'failed', p_error ->> 'code', p_internal_error, p_worker,
    v_job.claimed_at, v_now
  );
  perform overtime.add_flush(p_job_id, v_job.attempt, p_logs, p_usage);
  perform overtime.close_calls(p_job_id);
  -- A job that is ready again at once keeps its place.
  if v_job.status = 'failed' or v_job.waits_for is not null then
    perform overtime.leave_places(v_job);
  end if;
  if v_job.status = 'failed' then
    perform overtime.queue_webhook(p_job_id);
  end if;
  return v_job.status;
end
$$;
revoke execute on function public.overtime_fail_job from public, anon, authenticated;
grant execute on function public.overtime_fail_job to service_role;

-- Cancels a user's pending or running job. The row changes at once; the worker learns it at its next write. Cancelling
-- twice is no error. Raises OT004 when the user has no such job and OT005 when it has completed or failed.
create function public.overtime_cancel_job(p_job_id text, p_user_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_job overtime.jobs;
begin
  v_job := overtime.lock_own_job(p_job_id, p_user_id);
  if v_job.status = 'cancelled' then
    return;
  end if;
  if v_job.finished_at is not null then
    raise exception 'Job % has already %.', p_job_id, v_job.status using errcode = 'OT005';
  end if;

  update overtime.jobs
  set status = 'cancelled',
    waits_for = null,
    holds_lock = false,
    message = null,
    lease_id = null,
    lease_expires_at = null,
    version = version + 1,
    updated_at = v_now,
    finished_at = v_now,
    expires_at = v_now + make_interval(hours => retention_hours)
  where id = p_job_id;
  if v_job.status = 'processing' then
    perform overtime.close_stages(p_job_id, 'skipped', 'The job was cancelled.');
    perform overtime.close_calls(p_job_id);
    insert into overtime.job_attempts (
      job_id, lease_id, attempt, outcome, error_code, started_at, ended_at
    ) values (
      p_job_id, v_job.lease_id, v_job.attempt, 'cancelled', 'job_cancelled', v_job.claimed_at, v_now
    );
  end if;
  perform overtime.leave_places(v_job);
  perform overtime.queue_webhook(p_job_id);
end
$$;
revoke execute on function public.overtime_cancel_job from public, anon, authenticated;
grant execute on function public.overtime_cancel_job to service_role;

-- Creates a new job from a user's failed or cancelled one, with the same input and the saved stages. The old row does
-- not change: a terminal job never does. Raises OT004 when the user has no such job, OT006 while it is pending or
-- processing, and OT005 when it completed; the limits are those of overtime_enqueue_job.
--
-- A job has one unfinished retry at a time: further calls return it. The same idempotency key for the same job returns
-- the same retry, also after its end. The retry is in the old job's lane. Returns
-- { jobId, status, created, task, lane }.
create function public.overtime_retry_job(
  p_job_id text,
  p_user_id uuid,
  p_new_id text,
  p_rate_limit integer default null,
  p_rate_seconds integer default null,
  p_budget_usd numeric default null,
  p_idempotency_key text default null
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_old overtime.jobs;
  -- Separate from the keys of triggers: a caller may use one key for the job and its retry.
  v_key constant text := format('retry %s %s', p_job_id, p_idempotency_key);
  v_retry jsonb;
begin
  perform overtime.hold_user(p_user_id);
  -- Retries of one job run one after the other.
  select * into v_old
  from overtime.jobs
  where id = p_job_id and user_id = p_user_id
  for no key update;
  if not found then
    raise exception 'There is no job %.', p_job_id using errcode = 'OT004';
  end if;
  if v_old.status = 'completed' then
    raise exception 'Job % has completed.', p_job_id using errcode = 'OT005';
  end if;
  if v_old.finished_at is null then
    raise exception 'Job % is still %.', p_job_id, v_old.status using errcode = 'OT006';
  end if;

  if p_idempotency_key is not null then
    v_retry := overtime.known_job(p_new_id, p_user_id, v_old.task, v_old.lane, v_key, v_old.input_hash);
  end if;
  if v_retry is null then
    select jsonb_build_object('jobId', id, 'status', status, 'created', false) into v_retry
    from overtime.jobs
    where retry_of = p_job_id and finished_at is null;
  end if;
  if v_retry is not null then
    return v_retry || jsonb_build_object('task', v_old.task, 'lane', v_old.lane);
  end if;

  perform overtime.enqueue_copy(
    v_old, p_new_id, p_rate_limit, p_rate_seconds, p_budget_usd, case when p_idempotency_key is not null then v_key end
  );
  insert into overtime.job_stages (
    job_id, name, item, status, progress, output, attempt, started_at, finished_at
  )
  select p_new_id, name, item, status, progress, output, 0, started_at, finished_at
  from overtime.job_stages
  where job_id = p_job_id and status = 'completed';
  update overtime.jobs set retry_of = p_job_id, has_stages = found where id = p_new_id;
  return jsonb_build_object(
    'jobId', p_new_id, 'status', 'pending', 'created', true, 'task', v_old.task, 'lane', v_old.lane
  );
end
$$;
revoke execute on function public.overtime_retry_job from public, anon, authenticated;
grant execute on function public.overtime_retry_job to service_role;

-- Enqueues a job that is as an earlier one was, with its input; returns what overtime_enqueue_job does.
create function overtime.enqueue_copy(
  p_old overtime.jobs,
  p_new_id text,
  p_rate_limit integer default null,
  p_rate_seconds integer default null,
  p_budget_usd numeric default null,
  p_idempotency_key text default null
) returns jsonb
language plpgsql set search_path = ''
as $$
begin
  return public.overtime_enqueue_job(
    p_id => p_new_id,
    p_user_id => p_old.user_id,
    p_task => p_old.task,
    p_input => p_old.input,
    p_tenant_id => p_old.tenant_id,
    p_contract_version => p_old.contract_version,
    p_priority => p_old.priority,
    p_max_attempts => p_old.max_attempts,
    p_retention_hours => p_old.retention_hours,
    p_idempotency_key => p_idempotency_key,
    p_input_hash => p_old.input_hash,
    -- Without its lane, which is put before it again.
    p_lock_key => substr(p_old.lock_key, length(overtime.lane_lock_key(p_old.lane, '')) + 1),
    p_file_bytes => p_old.file_bytes,
    p_file_sha256 => p_old.file_sha256,
    p_user_limit => p_old.user_limit,
    p_rate_limit => p_rate_limit,
    p_rate_seconds => p_rate_seconds,
    p_budget_usd => p_budget_usd,
    p_webhook_url => p_old.webhook_url,
    p_lane => p_old.lane,
    p_title => p_old.title
  );
end
$$;
revoke execute on function overtime.enqueue_copy from public;

-- Decides, for one of many readers at once, who dispatches a job that nobody works on (23_idle_jobs.sql). The claim
-- that the dispatch leads to takes an expired lease back. Returns true to the one who is to dispatch; false for a job of
-- another lane.
create function public.overtime_redispatch_job(p_job_id text, p_lane text default 'production') returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  update overtime.idle_jobs set dispatched_at = overtime.clock() where id = p_job_id and lane = p_lane;
  return found;
end
$$;
revoke execute on function public.overtime_redispatch_job from public, anon, authenticated;
grant execute on function public.overtime_redispatch_job to service_role;

-- Deletes a user's ended job with its stages, logs and deliveries. The cost stays in job_usage. Raises OT004 when the
-- user has no such job, and OT006 while it is pending or processing.
--
-- Returns the paths of its files that nothing else needs (overtime.file_is_needed), for the caller to remove through
-- the Storage API: those that it wrote, and its input file. Paths that are not removed are found by
-- overtime_unneeded_files, as those of purged jobs.
create function public.overtime_delete_job(p_job_id text, p_user_id uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_job overtime.jobs;
begin
  perform overtime.hold_user(p_user_id);
  v_job := overtime.lock_own_job(p_job_id, p_user_id);
  if v_job.finished_at is null then
    raise exception 'Job % is still %.', p_job_id, v_job.status using errcode = 'OT006';
  end if;

  delete from overtime.jobs where id = p_job_id;
  delete from overtime.deleted_jobs where user_id = p_user_id and created_at <= v_now - interval '1 day';
  insert into overtime.deleted_jobs (user_id, task, created_at)
  select v_job.user_id, v_job.task, v_job.created_at
  where v_job.created_at > v_now - interval '1 day';

  return (
    select coalesce(jsonb_agg(name order by name), '[]')
    from storage.objects
    where bucket_id = 'job-files'
      -- The job's folder, as a range of Storage's index on names; 0 comes right after the slash.
      and (
        name = v_job.file_path
        or (
          name ~>=~ (p_user_id::text || '/' || p_job_id || '/')
          and name ~<~ (p_user_id::text || '/' || p_job_id || '0')
        )
      )
      and starts_with(name, p_user_id::text || '/')
      -- However young it is.
      and not overtime.file_is_needed(name, '-infinity')
  );
end
$$;
revoke execute on function public.overtime_delete_job from public, anon, authenticated;
grant execute on function public.overtime_delete_job to service_role;

-- Counts the model calls of an attempt that lost its lease or was cancelled: they must be paid for, though nothing else
-- of the attempt is kept.
create function public.overtime_record_usage(p_job_id text, p_attempt integer, p_usage jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform overtime.hold_owner(p_job_id);
  perform from overtime.jobs where id = p_job_id for update;
  perform overtime.add_usage(p_job_id, p_attempt, p_usage);
end
$$;
revoke execute on function public.overtime_record_usage from public, anon, authenticated;
grant execute on function public.overtime_record_usage to service_role;

-- A job with its stages and partial output in one answer, as the caller may see it: row-level
-- security decides, and an unknown job and another user's look the same (null).
-- The keys are those of JobSnapshot (src/overtime/job.ts); `waiting` is true when nobody works on the job
-- (23_idle_jobs.sql): its reader is to have it dispatched.
-- For who knows the version `p_since`: a job of that version is answered without the rest of its row, and with
-- `p_changes`, `partialChanges` are what was changed in the partial output since, where that is known; `partial` is
-- then null.
-- In PL/pgSQL, which keeps the plan: planned anew at each call, as an SQL function is, it takes seven times as long
-- (1,050 and 150 µs of the server's processor time).
create function public.overtime_get_job(
  p_job_id text,
  p_since integer default null,
  p_changes boolean default false
) returns jsonb
language plpgsql stable security invoker set search_path = ''
as $$
declare
  v_unchanged jsonb;
begin
  if p_since is not null then
    select jsonb_build_object(
      'jobId', id, 'task', task, 'status', status, 'version', version, 'createdAt', created_at,
      'waiting', exists (select from overtime.idle_jobs where idle_jobs.id = p_job_id)
    ) into v_unchanged
    from overtime.jobs
    where id = p_job_id and version = p_since;
    if found then
      return v_unchanged;
    end if;
  end if;
  return (select jsonb_build_object(
    'jobId', job.id,
    'task', job.task,
    'title', job.title,
    'status', job.status,
    'version', job.version,
    'progress', job.progress,
    'stage', job.stage,
    'message', job.message,
    'attempt', job.attempt,
    'maxAttempts', job.max_attempts,
    'sample', job.sample,
    'result', job.result,
    'error', job.error,
    'createdAt', job.created_at,
    'updatedAt', job.updated_at,
    'startedAt', job.started_at,
    'finishedAt', job.finished_at,
    'partial', (
      select partial from overtime.job_partials
      where job_id = job.id and (p_since >= since and p_changes) is not true
    ),
    'partialChanges', case when p_since is not null and p_changes and not job.has_partial then '[]' else (
      select (
        select coalesce(jsonb_agg(step -> 'changes' order by step -> 'version'), '[]')
        from jsonb_array_elements(changes) as step
        where (step -> 'version')::integer > p_since
      )
      from overtime.job_partials
      where job_id = job.id and p_since >= since and p_changes
    ) end,
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
      from overtime.job_stages
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
    'waitsFor', job.waits_for,
    'nextAttemptAt', case when job.waits_for = 'time' then job.run_at end,
    'waiting', exists (select from overtime.idle_jobs where id = job.id)
  )
  from overtime.jobs as job, (select overtime.clock() as now) as clock
  where job.id = p_job_id);
end
$$;
revoke execute on function public.overtime_get_job from public, anon;
grant execute on function public.overtime_get_job to authenticated;

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

-- The scheduled pass over a lane: takes expired leases back, makes ready what can be, deletes schedules that
-- stopped 30 days ago, and names the ready jobs that nobody works on, for the caller to dispatch
-- again. At most `p_limit` of each, and safe to run twice at once.
-- Returns an array of { task, jobId }.
create function public.overtime_sweep_jobs(p_limit integer, p_lane text default 'production') returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_found record;
  v_stale jsonb;
begin
  for v_found in
    select task
    from overtime.jobs
    where lane = p_lane and status = 'processing' and rescue_at < v_now
    group by task
  loop
    perform overtime.rescue_jobs(p_lane, v_found.task, v_now);
  end loop;

  for v_found in
    select task
    from (
      select task from overtime.jobs
      where lane = p_lane and waits_for = 'time' and run_at <= v_now
      limit p_limit
    ) as due
    group by task
  loop
    perform overtime.wake_due_jobs(p_lane, v_found.task, v_now);
  end loop;

  -- Places and locks are passed on when they are released; what was skipped then is found here.
  for v_found in
    -- One look-up per user, or those with many waiting jobs would hide the others.
    with recursive waiting as (
      (
        select task, user_id, user_limit from overtime.jobs
        where lane = p_lane and waits_for = 'user'
        order by task, user_id
        limit 1
      )
      union all
      select next.*
      from waiting, lateral (
        select task, user_id, user_limit from overtime.jobs
        where lane = p_lane and waits_for = 'user'
          and (task, user_id) > (waiting.task, waiting.user_id)
        order by task, user_id
        limit 1
      ) as next
    )
    select * from waiting limit 10 * p_limit
  loop
    if overtime.try_hold_user(v_found.user_id)
      and overtime.lock_places(p_lane, v_found.task, v_found.user_id, p_wait => false)
    then
      perform overtime.fill_places(p_lane, v_found.task, v_found.user_id, v_found.user_limit);
    end if;
  end loop;
  for v_found in
    select root
    from (
      -- Likewise, per key.
      with recursive waiting as (
        (
          select lock_key from overtime.jobs
          where lane = p_lane and waits_for = 'lock'
          order by lock_key
          limit 1
        )
        union all
        select next.lock_key
        from waiting, lateral (
          select lock_key from overtime.jobs
          where lane = p_lane and waits_for = 'lock' and lock_key > waiting.lock_key
          order by lock_key
          limit 1
        ) as next
      )
      select split_part(lock_key, '/', 1) as root from waiting limit 10 * p_limit
    ) as waiting
    group by root
  loop
    if pg_try_advisory_xact_lock(overtime.lock_root(v_found.root)) then
      perform overtime.pass_lock(v_found.root);
    end if;
  end loop;

  delete from overtime.job_schedules
  where id = any (array(
    select id from overtime.job_schedules
    where stopped_at <= v_now - interval '30 days'
    order by stopped_at
    limit p_limit
    for update skip locked
  ));

  with stale as (
    update overtime.jobs
    set dispatched_at = v_now
    -- An array, so that the planner cannot run the select, and its limit, more than once.
    where id = any (array(
      select id from overtime.idle_jobs
      where lane = p_lane and status = 'pending' and waits_for is null
      order by priority, turn, seq
      limit p_limit
      for update skip locked
    ))
    returning task, id
  )
  select coalesce(jsonb_agg(jsonb_build_object('task', task, 'jobId', id)), '[]') into v_stale
  from stale;
  return v_stale;
end
$$;
revoke execute on function public.overtime_sweep_jobs from public, anon, authenticated;
grant execute on function public.overtime_sweep_jobs to service_role;

-- Deletes terminal jobs past their retention, longest past first, at most `p_limit`, with their stages, logs and
-- deliveries, and unfinished jobs of previews and branches that were due 30 days ago: nobody runs them any more. The cost
-- stays in job_usage. Their files stay until overtime_unneeded_files finds that no row needs
-- them, so a purge may stop anywhere. Returns how many jobs were deleted.
create function public.overtime_purge_jobs(p_limit integer) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_ended integer;
  v_left integer;
begin
  -- Locked jobs are skipped, and found by the next call: a user's deletion, which locks rows in another order,
  -- may wait for one that is locked here.
  delete from overtime.jobs
  -- Arrays, so that the planner cannot run the select, and its limit, more than once.
  where id = any (array(
    select id from overtime.jobs
    where expires_at <= v_now
    order by expires_at
    limit p_limit
    for update skip locked
  ));
  get diagnostics v_ended = row_count;
  delete from overtime.jobs
  where id = any (array(
    select id from overtime.jobs
    where finished_at is null and lane <> 'production' and run_at <= v_now - interval '30 days'
    order by run_at
    limit p_limit - v_ended
    for update skip locked
  ));
  get diagnostics v_left = row_count;
  return v_ended + v_left;
end
$$;
revoke execute on function public.overtime_purge_jobs from public, anon, authenticated;
grant execute on function public.overtime_purge_jobs to service_role;

-- The progress of the search for unneeded files. It goes through the bucket in the order of names, in parts, and starts
-- again an hour after its end.
create table overtime.file_search (
  only_row boolean primary key default true,
  -- The last name that was checked.
  after_name text not null default '',
  -- The search does not start before this.
  next_at timestamptz not null default '-infinity',

  constraint there_is_one_search check (only_row)
);
alter table overtime.file_search enable row level security;
insert into overtime.file_search default values;

-- Whether a file of the bucket is needed. It is while its user exists and
--
-- - it is younger than a day: its user may be about to submit a job, or a worker to end one, or
-- - a job wrote it, and has not been purged, or
-- - a job, or an enabled schedule, names it as its file.
--
-- A file whose name has not the form of a job file's path belongs to the project's operators, and stays.
create function overtime.file_is_needed(p_name text, p_created_at timestamptz) returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_user_id uuid;
begin
  if not overtime.is_file_path(p_name) then
    return true;
  end if;
  v_user_id := split_part(p_name, '/', 1)::uuid;
  return exists (select from auth.users where id = v_user_id) and (
    p_created_at > overtime.clock() - interval '1 day'
    or exists (
      select from overtime.jobs where id = split_part(p_name, '/', 2) and user_id = v_user_id
    )
    or exists (select from overtime.jobs where file_path = p_name)
    or exists (
      select from overtime.job_schedules
      where user_id = v_user_id and next_run_at is not null and input ->> 'filePath' = p_name
    )
  );
end
$$;
revoke execute on function overtime.file_is_needed from public;

-- Checks the next `p_limit` files of the bucket. Returns { files, done }: the paths of unneeded files, for the caller to
-- remove through the Storage API, and whether the end was reached. Null when another call is running, or the next
-- search is not due. Paths that are not removed, because the caller dies or Storage fails, are found by the next
-- search.
create function public.overtime_unneeded_files(p_limit integer) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_after text;
  v_last text;
  v_count integer;
  v_files jsonb;
begin
  select after_name into v_after from overtime.file_search where next_at <= v_now for update skip locked;
  if not found then
    return null;
  end if;
  select count(*), max(name), jsonb_agg(name) filter (where not overtime.file_is_needed(name, created_at))
  into v_count, v_last, v_files
  from (
    -- By the index that Storage has on both.
    select name, created_at from storage.objects
    where bucket_id = 'job-files' and name > v_after
    order by name
    limit p_limit
  ) as looked_at;
  update overtime.file_search
  set after_name = case when v_count < p_limit then '' else v_last end,
    next_at = case when v_count < p_limit then v_now + interval '1 hour' else v_now end;
  return jsonb_build_object('files', coalesce(v_files, '[]'), 'done', v_count < p_limit);
end
$$;
revoke execute on function public.overtime_unneeded_files from public, anon, authenticated;
grant execute on function public.overtime_unneeded_files to service_role;

-- Whether production's sweep would find a job that nobody works on. For a clock in the database that calls the sweep only then
-- (supabase/snippets/sweep_every_10_seconds.sql): three look-ups when there is nothing.
create function overtime.work_is_left() returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (select from overtime.idle_jobs where lane = 'production');
end
$$;
revoke execute on function overtime.work_is_left from public;

-- What a sweep of a lane has to do now, of 'dispatch', 'schedules', 'webhooks', 'purge' and 'files'. Empty on an idle
-- site, whose sweep is this one call: a few look-ups in indexes.
create function public.overtime_due_work(p_lane text default 'production') returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
begin
  return to_jsonb(array_remove(array[
    case when exists (select from overtime.idle_jobs where lane = p_lane)
      -- Whether their place or lock is free, the sweep finds out.
      or exists (select from overtime.jobs where lane = p_lane and waits_for = 'user')
      or exists (select from overtime.jobs where lane = p_lane and waits_for = 'lock')
      or exists (select from overtime.job_schedules where stopped_at <= v_now - interval '30 days')
      then 'dispatch' end,
    case when exists (select from overtime.job_schedules where lane = p_lane and next_run_at <= v_now)
      then 'schedules' end,
    case when exists (select from overtime.webhook_deliveries where lane = p_lane and next_try_at <= v_now)
      then 'webhooks' end,
    case when exists (select from overtime.jobs where expires_at <= v_now)
      or exists (
        select from overtime.jobs
        where finished_at is null and lane <> 'production' and run_at <= v_now - interval '30 days'
      )
      then 'purge' end,
    case when exists (select from overtime.file_search where next_at <= v_now)
      then 'files' end
  ], null));
end
$$;
revoke execute on function public.overtime_due_work from public, anon, authenticated;
grant execute on function public.overtime_due_work to service_role;

-- Until when each user's held calls last: a function that waits for a job's change is billed as long as it waits, so a
-- user has few at a time. A place ends by itself, since a function that is killed gives nothing back.
create unlogged table overtime.held_calls (
  user_id uuid primary key references auth.users (id) on delete cascade,
  ends timestamptz[] not null
);
alter table overtime.held_calls enable row level security;

-- Takes one of a user's places for so many seconds. Returns its end, which names it, or null when all are taken.
create function public.overtime_hold_call(p_user_id uuid, p_seconds integer, p_places integer) returns timestamptz
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_end constant timestamptz := v_now + make_interval(secs => p_seconds);
begin
  insert into overtime.held_calls as held (user_id, ends)
  values (p_user_id, array[v_end])
  on conflict (user_id) do update
  set ends = v_end || array(select moment from unnest(held.ends) as moment where moment > v_now)
  where (select count(*) from unnest(held.ends) as moment where moment > v_now) < p_places;
  return case when found then v_end end;
end
$$;
revoke execute on function public.overtime_hold_call from public, anon, authenticated;
grant execute on function public.overtime_hold_call to service_role;

-- Gives a place back. Of two with the same end, one.
create function public.overtime_release_call(p_user_id uuid, p_end timestamptz) returns void
language sql security definer set search_path = ''
as $$
  update overtime.held_calls
  set ends = ends[:array_position(ends, p_end) - 1] || ends[array_position(ends, p_end) + 1:]
  where user_id = p_user_id and p_end = any (ends)
$$;
revoke execute on function public.overtime_release_call from public, anon, authenticated;
grant execute on function public.overtime_release_call to service_role;

-- A time as every browser reads it: ISO 8601 in UTC, to the millisecond.
create function overtime.iso_time(p_time timestamptz) returns text
language sql stable set search_path = ''
as $$
  select to_char(p_time at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;
revoke execute on function overtime.iso_time from public;
grant execute on function overtime.iso_time to authenticated;

-- A place in a list of jobs: to the microsecond, as it is stored.
create function overtime.list_place(p_created_at timestamptz, p_id text) returns text
language sql stable set search_path = ''
as $$
  select to_char(p_created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '~' || p_id
$$;
revoke execute on function overtime.list_place from public;
grant execute on function overtime.list_place to authenticated;

-- A page of the caller's own jobs, newest first, by keyset: jobs that are added meanwhile do not shift it. The answer is
-- a JobPage (src/overtime/job.ts). `p_before_at` and `p_before_id` are the end of the previous page. The policy lets a
-- tenant's admin read more than their own jobs, so the user is named here.
--
-- `p_q` is a part of the title, in any case. A search looks at 2,000 jobs a call: `nextBefore` then goes on after the last
-- one that it looked at, also where none was found.
-- Planned for the values of each call: not knowing them, it reads the pages before, and the jobs that are left out.
create function public.overtime_list_jobs(
  p_limit integer,
  p_task text default null,
  p_status text default null,
  p_sample boolean default null,
  p_before_at timestamptz default null,
  p_before_id text default null,
  p_q text default null
) returns jsonb
language plpgsql stable security invoker set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_end_at timestamptz;
  v_end_id text;
begin
  if p_q is not null then
    select created_at, id into v_end_at, v_end_id
    from overtime.jobs
    where user_id = (select auth.uid())
      and created_at <= coalesce(p_before_at, 'infinity')
      and (p_before_at is null or created_at < p_before_at or id > p_before_id)
    order by created_at desc, id
    offset 1999
    limit 1;
  end if;
  return (with found as (
    -- One more than the page, to know whether there is a next one.
    select *, row_number() over (order by created_at desc, id) as place
    from overtime.jobs
    where user_id = (select auth.uid())
      and (p_task is null or task = p_task)
      and (p_status is null or status = p_status)
      and (p_sample is null or sample = p_sample)
      -- For the index: the pages before are not read.
      and created_at <= coalesce(p_before_at, 'infinity')
      and (
        p_before_at is null
        or created_at < p_before_at
        or (created_at = p_before_at and id > p_before_id)
      )
      and (p_q is null or strpos(lower(title), lower(p_q)) > 0)
      and created_at >= coalesce(v_end_at, '-infinity')
      and (v_end_at is null or created_at > v_end_at or id <= v_end_id)
    order by created_at desc, id
    limit p_limit + 1
  )
  select jsonb_build_object(
    'jobs', coalesce(jsonb_agg(jsonb_build_object(
      'jobId', id,
      'task', task,
      'title', title,
      'status', status,
      'progress', progress,
      'message', message,
      'error', error ->> 'message',
      'errorCode', error ->> 'code',
      'sample', sample,
      'attempts', attempt,
      'tokenUsage', input_tokens + output_tokens,
      'costUsd', cost_usd,
      'durationMs', round(extract(epoch from finished_at - started_at) * 1000),
      'createdAt', overtime.iso_time(created_at),
      'finishedAt', overtime.iso_time(finished_at)
    ) order by place) filter (where place <= p_limit), '[]'),
    'nextBefore', case
      when count(*) > p_limit then max(overtime.list_place(created_at, id)) filter (where place = p_limit)
      else overtime.list_place(v_end_at, v_end_id)
    end
  )
  from found);
end
$$;
revoke execute on function public.overtime_list_jobs from public, anon;
grant execute on function public.overtime_list_jobs to authenticated;

-- A job's log lines after `p_after` (the id of the last one read), oldest first, as the caller may see them.
create function public.overtime_list_job_logs(p_job_id text, p_after bigint default 0, p_limit integer default 500)
returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', id,
    'attempt', attempt,
    'level', level,
    'message', message,
    'details', details,
    'at', overtime.iso_time(logged_at)
  ) order by id), '[]')
  from (
    select * from overtime.job_logs
    where job_id = p_job_id and id > p_after
    order by id
    limit p_limit
  ) lines
$$;
revoke execute on function public.overtime_list_job_logs from public, anon;
grant execute on function public.overtime_list_job_logs to authenticated;

-- A job's input, as the caller may see it; null for an unknown job and for another user's.
create function public.overtime_get_job_input(p_job_id text) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select input from overtime.jobs where id = p_job_id
$$;
revoke execute on function public.overtime_get_job_input from public, anon;
grant execute on function public.overtime_get_job_input to authenticated;

-- A job's model calls, the first 200, as the caller may see them.
create function public.overtime_list_job_usage(p_job_id text) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', id,
    'attempt', attempt,
    'provider', provider,
    'model', model,
    'purpose', purpose,
    'outcome', outcome,
    'inputTokens', input_tokens,
    'outputTokens', output_tokens,
    'characters', characters,
    'estimated', estimated,
    'costUsd', cost_usd,
    'durationMs', duration_ms
  ) order by started_at), '[]')
  from (
    select * from overtime.job_usage where job_id = p_job_id order by started_at limit 200
  ) calls
$$;
revoke execute on function public.overtime_list_job_usage from public, anon;
grant execute on function public.overtime_list_job_usage to authenticated;

-- The caller's schedules, at most 100; enabled ones first.
create function public.overtime_list_schedules() returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'scheduleId', id,
    'task', task,
    'input', input,
    'cron', cron,
    'timeZone', time_zone,
    'nextRunAt', overtime.iso_time(next_run_at),
    'lastRunAt', overtime.iso_time(last_run_at),
    'lastJobId', last_job_id,
    'lastError', last_error,
    'createdAt', overtime.iso_time(created_at)
  ) order by next_run_at nulls last, created_at desc), '[]')
  from (
    select * from overtime.job_schedules
    order by next_run_at nulls last, created_at desc
    limit 100
  ) schedules
$$;
revoke execute on function public.overtime_list_schedules from public, anon;
grant execute on function public.overtime_list_schedules to authenticated;

-- Files that jobs read and write: `<user id>/<nanoid>/<name>`, in a private bucket.
--
-- The size limit is for files that jobs write, such as a narration; contracts allow less, and the trigger checks that
-- and the type by content. The media types are those that jobs read and write, and `application/octet-stream` for all
-- others. A browser runs none of them (as it would HTML or SVG), so that nobody publishes a page under the project's
-- address (src/overtime/file-path.ts has the same list). The signer sets how long a signed link is valid: Storage
-- checks only the right to read, so no policy can bound it; a link ends with its file at the latest.
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('job-files', 'job-files', false, 52428800, array[
  'application/octet-stream',
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/epub+zip',
  'text/plain',
  'text/markdown',
  'image/png',
  'image/jpeg',
  'image/webp',
  'audio/mpeg',
  'audio/wav'
])
on conflict (id) do update
set public = excluded.public,
  file_size_limit = excluded.file_size_limit,
  allowed_mime_types = excluded.allowed_mime_types;

-- Whether a name is a file's path, as in src/overtime/file-path.ts: a UUID, an id and a safe name, of characters without
-- meaning in a URL.
create function overtime.is_file_path(p_name text) returns boolean
language sql immutable set search_path = ''
as $$
  select length(p_name) <= 203 and p_name ~ (
    '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
    '/[A-Za-z0-9_-]{1,64}'
    '/[A-Za-z0-9_][A-Za-z0-9_-]*([.][A-Za-z0-9_-]+)*$'
  )
$$;
revoke execute on function overtime.is_file_path from public;
grant execute on function overtime.is_file_path to authenticated;

-- Whether the caller may upload one more file: a user holds at most 1 GB (1024³ bytes). Only uploads are limited: files
-- of jobs count, and are never refused. Each file counts at least 64 kB, so that the number of files is bounded too,
-- and this sum stays cheap. Storage checks before it knows a file's size: the last files may go beyond, as may
-- concurrent uploads, each by 50 MB.
create function overtime.has_room_for_files() returns boolean
language sql stable security definer set search_path = ''
as $$
  select 1073741824 > coalesce(sum(greatest((metadata ->> 'size')::bigint, 65536)), 0)
  from storage.objects
  where bucket_id = 'job-files'
    -- The user's folder, as a range of Storage's index on names; 0 comes right after the slash.
    and name ~>=~ ((select auth.uid())::text || '/')
    and name ~<~ ((select auth.uid())::text || '0')
$$;
revoke execute on function overtime.has_room_for_files from public;
grant execute on function overtime.has_room_for_files to authenticated;

-- Users cannot replace files: there is no policy for updates.
create policy "A user uploads into their own folder" on storage.objects
  for insert to authenticated
  with check (
    bucket_id = 'job-files'
    and (storage.foldername(name))[1] = (select auth.uid())::text
    and overtime.is_file_path(name)
    and (select overtime.has_room_for_files())
  );

create policy "A user reads their own folder" on storage.objects
  for select to authenticated
  using (bucket_id = 'job-files' and (storage.foldername(name))[1] = (select auth.uid())::text);

create policy "A user deletes from their own folder" on storage.objects
  for delete to authenticated
  using (bucket_id = 'job-files' and (storage.foldername(name))[1] = (select auth.uid())::text);

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

-- What operators call. The Data API exposes `public`, where no function runs with its owner's rights: these call those of
-- 60_operator.sql, which say what they do.

create function public.overtime_operator_list_jobs(
  p_limit integer default 50,
  p_status text default null,
  p_task text default null,
  p_user text default null,
  p_from timestamptz default null,
  p_to timestamptz default null,
  p_before text default null
) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select overtime.operator_list_jobs(p_limit, p_status, p_task, p_user, p_from, p_to, p_before)
$$;
revoke execute on function public.overtime_operator_list_jobs from public, anon;
grant execute on function public.overtime_operator_list_jobs to authenticated;

create function public.overtime_operator_summary() returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select overtime.operator_summary()
$$;
revoke execute on function public.overtime_operator_summary from public, anon;
grant execute on function public.overtime_operator_summary to authenticated;

create function public.overtime_operator_get_job(p_job_id text) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select overtime.operator_get_job(p_job_id)
$$;
revoke execute on function public.overtime_operator_get_job from public, anon;
grant execute on function public.overtime_operator_get_job to authenticated;

create function public.overtime_operator_cancel_job(p_job_id text) returns void
language sql security invoker set search_path = ''
as $$
  select overtime.operator_cancel_job(p_job_id)
$$;
revoke execute on function public.overtime_operator_cancel_job from public, anon;
grant execute on function public.overtime_operator_cancel_job to authenticated;

create function public.overtime_operator_retry_job(p_job_id text, p_new_id text) returns jsonb
language sql security invoker set search_path = ''
as $$
  select overtime.operator_retry_job(p_job_id, p_new_id)
$$;
revoke execute on function public.overtime_operator_retry_job from public, anon;
grant execute on function public.overtime_operator_retry_job to authenticated;

create function public.overtime_operator_run_again(p_job_id text, p_new_id text) returns jsonb
language sql security invoker set search_path = ''
as $$
  select overtime.operator_run_again(p_job_id, p_new_id)
$$;
revoke execute on function public.overtime_operator_run_again from public, anon;
grant execute on function public.overtime_operator_run_again to authenticated;

-- Messages over Supabase Realtime, in projects that have it: on the job's private channel `job:<id>`, so that a page need
-- not poll. A worker sends what changes while it works (src/overtime/engine/job-broadcast.ts); what changes a job's
-- status sends that from here, whoever did it. A message names the version that it builds on; who has another one reads
-- the row, as at the end. `realtime.broadcast_changes` would send the whole row, with input and result.
do $realtime$
begin
  if to_regprocedure('realtime.send(jsonb, text, text, boolean)') is null
    or to_regprocedure('realtime.topic()') is null
    or to_regclass('realtime.messages') is null
  then
    return;
  end if;

  execute $sql$
    create function overtime.send_status() returns trigger
    language plpgsql security definer set search_path = ''
    as $$
    begin
      perform realtime.send(
        jsonb_build_object(
          'since', old.version,
          'version', new.version,
          'status', new.status
        ) || case
          -- The start of work changes nothing else.
          when old.status = 'pending' and new.status in ('pending', 'processing') then jsonb_build_object(
            'changes', jsonb_build_array(
              jsonb_build_array(jsonb_build_array('status'), new.status),
              jsonb_build_array(jsonb_build_array('waitsFor'), new.waits_for),
              jsonb_build_array(jsonb_build_array('attempt'), new.attempt),
              jsonb_build_array(jsonb_build_array('message'), new.message),
              jsonb_build_array(jsonb_build_array('startedAt'), new.started_at)
            )
          )
          else '{}'
        end,
        'job',
        'job:' || new.id,
        true
      );
      return null;
    end
    $$
  $sql$;
  execute 'revoke execute on function overtime.send_status from public';

  execute $sql$
    create trigger send_status after update of status, waits_for on overtime.jobs
    for each row
    when ((old.status, old.waits_for) is distinct from (new.status, new.waits_for))
    execute function overtime.send_status()
  $sql$;

  -- Who may read the job may receive its messages: the query runs under the policies of `jobs`, and looks the job up by
  -- its key. Nobody may send: there is no policy for it.
  execute $sql$
    create policy "Who reads a job hears of its changes" on realtime.messages
      for select to authenticated
      using (
        extension = 'broadcast'
        and (select realtime.topic()) like 'job:%'
        and exists (select from overtime.jobs where id = substr((select realtime.topic()), 5))
      )
  $sql$;
end
$realtime$;
