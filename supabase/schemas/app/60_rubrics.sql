-- The rubrics that extract-rubric and enhance-rubric wrote. They stay when their jobs are purged, until their
-- owner deletes them.
create table public.rubrics (
  -- The job that made it.
  id text primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  made_by text not null,
  title text not null,
  total_points numeric not null,
  -- As the contract of extract-rubric and enhance-rubric has it: title, totalPoints, categories with levels.
  rubric jsonb not null,
  -- True when any of it is made of samples.
  sample boolean not null,
  created_at timestamptz not null
);

-- A user's rubrics, newest first; also what a deleted user's cascade follows.
create index rubrics_by_user on public.rubrics (user_id, created_at desc);

alter table public.rubrics enable row level security;
revoke all on public.rubrics from public, anon, authenticated, service_role;
grant select, delete on public.rubrics to authenticated;
grant select on public.rubrics to service_role;

create policy "A user reads their own rubrics" on public.rubrics
  for select to authenticated
  using ((select auth.uid()) = user_id);

create policy "A user deletes their own rubrics" on public.rubrics
  for delete to authenticated
  using ((select auth.uid()) = user_id);

create trigger delete_edits
  after delete on public.rubrics
  for each row execute function private.delete_edits('rubric');

-- Keeps the rubric of a job, in the transaction that completes it.
create function private.keep_rubric(p_job overtime.jobs) returns void
language plpgsql set search_path = ''
as $$
begin
  insert into public.rubrics (id, user_id, made_by, title, total_points, rubric, sample, created_at)
  values (
    p_job.id, p_job.user_id, p_job.task, p_job.result -> 'rubric' ->> 'title',
    (p_job.result ->> 'totalPoints')::numeric, p_job.result -> 'rubric', p_job.sample, p_job.finished_at
  );
end
$$;
revoke execute on function private.keep_rubric from public;
