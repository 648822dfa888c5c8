-- One row is one job: one request for one task.
--
--                      overtime_claim_job                   overtime_complete_job
--   overtime_enqueue_job ──► pending ──────────► processing ────────────► completed
--                     ▲  │                │  │  │
--                     │  │  overtime_fail_job      │  │  │   overtime_fail_job, rescue
--                     └──┼────────────────┘  │  └──────────────► failed
--  or rescue, or         │                   │      (fatal, or attempts spent)
--  overtime_hand_over_job         └───────────────────┴─────────────────► cancelled
--                               overtime_cancel_job
--
-- A pending job is either ready, or `waits_for` says what keeps it: its time (run_at), a free place
-- among its user's running jobs, or its lock (22_locks.sql). The claim index holds ready jobs alone, so that a claim
-- never steps over one that may not run; whatever frees a place or a lock, or a time that comes, makes
-- the next one ready (21_readiness.sql).
--
-- Every arrow is one function in a file of its own; nothing else changes a status. A terminal row
-- (completed, failed, cancelled) never changes again: a retry by the user is a new job. What must hold of
-- every row is written down, rule by rule, in 19_job_rules.sql.
create table overtime.jobs (
  id text primary key,
  -- First in, first out within a priority.
  seq bigint generated always as identity,
  user_id uuid not null references auth.users (id) on delete cascade,
  tenant_id uuid,
  task text not null,
  contract_version integer not null,
  status text not null default 'pending',
  -- What keeps a pending job from being claimed: 'time', 'user' or 'lock'; null when it is ready.
  waits_for text,
  -- 1 is served first.
  priority smallint not null,
  -- Of jobs with the same priority, users take turns (overtime.next_turn). -1 for one that runs, and when it
  -- is ready to go on after that; of no meaning for one that waits.
  turn bigint not null default 0,
  -- How many of a user's jobs of this task run at once; null for any number.
  user_limit smallint,

  -- Values over about 2 kB live out of line (TOAST), so a heartbeat does not rewrite them.
  input jsonb not null,
  result jsonb,
  -- { code, message, retryable }, as the owner may read it; stack traces are in overtime.job_attempts.
  error jsonb,

  -- Whether job_partials and job_stages have anything of it: most claims and completions of short jobs
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
  -- Not before this.
  run_at timestamptz not null,
  -- Who may write, and until when.
  lease_id uuid,
  lease_expires_at timestamptz,
  -- When a rescue looks at the running job next: at its lease's end, as that was at the claim or at the
  -- last look. Heartbeats leave it, so that they are HOT; a rescue that finds the lease extended moves
  -- it. So a claim looks at none of the jobs at work, however many, whose time has not come.
  rescue_at timestamptz,
  -- When a worker slot was last called for this job, or has promised to come back for it.
  dispatched_at timestamptz,

  -- The same key from the same user for the same task is the same job.
  idempotency_key text,
  -- A path, such as `book:1/chapter:3`. Of the jobs whose keys are the same, or above each other, one runs
  -- at a time, of whatever task (22_locks.sql). In the order of its bytes, so that what is below a key is
  -- one range of it.
  lock_key text collate "C",
  -- Whether it has its lock: it runs, goes on, or is the next to run.
  holds_lock boolean not null default false,
  -- sha256 over the request, files by their content.
  input_hash text,
  -- Until when a completed job's result serves the same input again; null for never.
  cache_until timestamptz,
  -- The job whose result this one took over.
  cached_from text,
  -- Where completion is announced.
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
  -- The file that the input names, and what the trigger found there: a worker that finds another size or
  -- content reads nothing.
  file_path text,
  file_bytes bigint,
  file_sha256 text,

  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- First claim.
  started_at timestamptz,
  -- Claim of the present attempt.
  claimed_at timestamptz,
  finished_at timestamptz,
  -- How long a terminal job is kept, and the moment that gives.
  retention_hours integer not null,
  expires_at timestamptz
) with (
  -- Room for heartbeats to stay on their page (HOT): no index holds a column that they change.
  -- Measured at 70 and at 80: 81 and 83 % of heartbeats are with inputs of 1 kB, 91 and 85 % with small
  -- ones; at 80 finished jobs of 1 kB take a fifth less room.
  fillfactor = 80,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.05
);

-- The queue: ready rows only, in the order in which they are claimed.
create index jobs_ready on overtime.jobs (task, priority, turn, seq)
  where status = 'pending' and waits_for is null;
-- Those whose time has not come.
create index jobs_waiting_for_time on overtime.jobs (task, run_at) where waits_for = 'time';
-- Those whose lock others have, in the order in which they get it.
create index jobs_waiting_for_lock on overtime.jobs (lock_key, priority, seq) where waits_for = 'lock';
-- A user's jobs that hold places: those that run, are ready, or wait for their lock. Limits are counted
-- here, and the last turn says when the user is next.
create index jobs_holding_places on overtime.jobs (task, user_id, priority, turn)
  where finished_at is null and (waits_for is null or waits_for = 'lock');
-- Those that wait for a place among their user's.
create index jobs_waiting_for_user on overtime.jobs (task, user_id, priority, seq)
  where waits_for = 'user';
-- Those at work, in the order in which a rescue looks at them.
create index jobs_by_rescue on overtime.jobs (task, rescue_at) where status = 'processing';
-- A user's history, read backwards; also what a deleted user's cascade follows. Oldest first, since new ones
-- at a page's end leave it fuller; and the few of one moment are put in order by their ids without it.
create index jobs_by_user on overtime.jobs (user_id, created_at);
create unique index one_job_per_idempotency_key
  on overtime.jobs (user_id, task, idempotency_key) where idempotency_key is not null;
-- A job that is run again twice at once would be paid for twice.
create unique index one_running_retry_per_job on overtime.jobs (retry_of)
  where retry_of is not null and finished_at is null;
-- Results that serve again.
create index jobs_cached on overtime.jobs (task, input_hash, finished_at desc)
  where cache_until is not null;
-- Those that read a file, for the purge to know which files are needed.
create index jobs_by_file on overtime.jobs (file_path) where file_path is not null;
-- Those past their retention, oldest first.
create index jobs_by_expiry on overtime.jobs (expires_at) where expires_at is not null;
create unique index one_holder_per_lock_key on overtime.jobs (lock_key) where holds_lock;

alter table overtime.jobs enable row level security;
revoke all on overtime.jobs from public, anon, authenticated, service_role;
grant select on overtime.jobs to authenticated, service_role;

create policy "A user reads their own jobs" on overtime.jobs
  for select to authenticated
  using (
    (select auth.uid()) = user_id
    or (
      -- A tenant's admins read its jobs; app_metadata is written by the project alone.
      tenant_id is not null
      and ((select auth.jwt()) -> 'app_metadata' ->> 'tenant_role') = 'admin'
      and tenant_id::text = ((select auth.jwt()) -> 'app_metadata' ->> 'tenant_id')
    )
  );
