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
