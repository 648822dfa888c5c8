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
