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
