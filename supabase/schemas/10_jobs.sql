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
