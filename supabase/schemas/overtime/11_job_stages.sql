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
