-- The grades that grade-submission gave. They stay when their jobs are purged, until their owner deletes them. What
-- the owner corrects of them are rows of public.edits: subject grade:<id>, part category:<number from 1> for the
-- points and level of a category, and the empty part for the student's name and the feedback.
create table public.grades (
  -- The job that graded.
  id text primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  -- Whose work it is, where the input names somebody.
  student text,
  -- The row of public.rubrics that was taken, where the input names one. It may be changed or deleted since.
  rubric_id text,
  -- The rubric as it was graded by.
  rubric jsonb not null,
  total_points numeric not null,
  max_points numeric not null,
  percentage numeric not null,
  -- As the contract of grade-submission has them, in the rubric's order.
  grades jsonb not null,
  feedback text not null,
  -- The text that was graded.
  submission text not null,
  -- What of the file is not in the text, in a sentence; null where nothing is missing.
  not_read text,
  -- True when any of it is made of samples.
  sample boolean not null,
  created_at timestamptz not null
);

-- A user's grades, newest first; also what a deleted user's cascade follows.
create index grades_by_user on public.grades (user_id, created_at desc);

alter table public.grades enable row level security;
revoke all on public.grades from public, anon, authenticated, service_role;
grant select, delete on public.grades to authenticated;
grant select on public.grades to service_role;

create policy "A user reads their own grades" on public.grades
  for select to authenticated
  using ((select auth.uid()) = user_id);

create policy "A user deletes their own grades" on public.grades
  for delete to authenticated
  using ((select auth.uid()) = user_id);

-- Keeps the grades of a job, in the transaction that completes it.
create function private.keep_grade(p_job overtime.jobs) returns void
language plpgsql set search_path = ''
as $$
begin
  insert into public.grades (
    id, user_id, student, rubric_id, rubric, total_points, max_points, percentage, grades, feedback, submission,
    not_read, sample, created_at
  )
  values (
    p_job.id, p_job.user_id, p_job.input ->> 'student', p_job.input ->> 'rubricId', p_job.input -> 'rubric',
    (p_job.result ->> 'totalPoints')::numeric, (p_job.result ->> 'maxPoints')::numeric,
    (p_job.result ->> 'percentage')::numeric, p_job.result -> 'grades', p_job.result ->> 'feedback',
    p_job.result ->> 'submission', p_job.result ->> 'notRead', p_job.sample, p_job.finished_at
  );
end
$$;
revoke execute on function private.keep_grade from public;

create trigger delete_edits
  after delete on public.grades
  for each row execute function private.delete_edits('grade');

-- A user's grades with the correction of each part that counts, without the texts that were graded.
create view public.gradebook with (security_invoker = true) as
select
  id, student, rubric_id, rubric ->> 'title' as rubric_title, total_points, max_points, percentage, grades, feedback,
  sample, created_at,
  (
    select coalesce(
      jsonb_object_agg(part, jsonb_build_object('content', content, 'note', note)) filter (where content is not null),
      '{}'
    )
    from (
      select distinct on (part) part, content, note
      from public.edits
      where user_id = grades.user_id and subject = 'grade:' || grades.id
      order by part, id desc
    ) as newest
  ) as edits
from public.grades;
revoke all on public.gradebook from public, anon, authenticated, service_role;
grant select on public.gradebook to authenticated;
