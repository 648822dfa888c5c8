-- The jobs that work on a book, for its page: chapters and exports, as the signed-in user may see them.
create view public.book_jobs with (security_invoker = true) as
select
  id,
  task,
  status,
  input ->> 'bookId' as book_id,
  (input ->> 'chapter')::integer as chapter,
  input ->> 'format' as format,
  result -> 'file' as file,
  result -> 'missing' as missing,
  created_at
from overtime.jobs
where task in ('write-chapter', 'export-book');
revoke all on public.book_jobs from public, anon, authenticated, service_role;
grant select on public.book_jobs to authenticated;
