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
