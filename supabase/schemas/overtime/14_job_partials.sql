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
