-- The chapters of a book: planned by its foundation, each with a text once a job has written it.
create table public.chapters (
  book_id text not null references public.books (id) on delete cascade,
  -- Counted from 1.
  number integer not null,
  title text not null,
  -- What is to happen in it.
  summary text not null,
  text text,
  word_count integer,
  -- The job that wrote the text.
  job_id text,
  demo boolean not null default false,
  updated_at timestamptz not null,

  primary key (book_id, number),
  constraint a_chapter_is_numbered_from_1 check (number >= 1),
  constraint a_chapter_has_a_title check (title <> ''),
  constraint a_written_chapter_has_a_text check (text <> ''),
  constraint a_text_comes_with_its_job_and_length
    check ((text is null) = (job_id is null) and (text is null) = (word_count is null))
);

alter table public.chapters enable row level security;
revoke all on public.chapters from public, anon, authenticated, service_role;
grant select on public.chapters to authenticated, service_role;

create policy "Who reads a book reads its chapters" on public.chapters
  for select to authenticated
  using (exists (select from public.books where books.id = chapters.book_id));

-- Saves the book that a foundation is of, with its plan, in the transaction that completes the job.
create function private.save_book() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.books (
    id, user_id, title, genre, idea, premise, outline, characters, style_guide, words_per_chapter, demo,
    created_at, updated_at
  ) values (
    new.id, new.user_id, new.result ->> 'title', new.result ->> 'genre', new.input ->> 'idea',
    new.result ->> 'premise', new.result -> 'outline', new.result -> 'characters',
    new.result -> 'styleGuide', (new.result ->> 'wordsPerChapter')::integer, new.demo, new.finished_at,
    new.finished_at
  );
  insert into public.chapters (book_id, number, title, summary, updated_at)
  select new.id, chapter.number, chapter.title, chapter.summary, new.finished_at
  from jsonb_to_recordset(new.result -> 'chapters') as chapter (number integer, title text, summary text);
  return null;
end
$$;
revoke execute on function private.save_book from public;

create trigger save_book
  -- Of `result`, which complete_job alone sets: a WHEN costs each update that it is asked about 10 µs.
  after update of result on public.jobs
  for each row
  when (new.task = 'create-foundation')
  execute function private.save_book();

-- Saves the text of a chapter, likewise. The book first: who deletes it takes it and its chapters in this
-- order, too. When it is gone, or another user's, there is nothing to save the text in, and the job fails.
create function private.save_chapter() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.books
  set updated_at = new.finished_at
  where id = new.result ->> 'bookId' and user_id = new.user_id;
  if found then
    update public.chapters
    set text = new.result ->> 'text',
      word_count = (new.result ->> 'wordCount')::integer,
      job_id = new.id,
      demo = new.demo,
      updated_at = new.finished_at
    where book_id = new.result ->> 'bookId' and number = (new.result ->> 'chapter')::integer;
  end if;
  if not found then
    raise exception 'There is no chapter % of a book % any more.',
      new.result ->> 'chapter', new.result ->> 'bookId'
      using errcode = 'foreign_key_violation';
  end if;
  return null;
end
$$;
revoke execute on function private.save_chapter from public;

create trigger save_chapter
  after update of result on public.jobs
  for each row
  when (new.task = 'write-chapter')
  execute function private.save_chapter();

-- A user's book as a worker reads it (src/tasks/book/book.ts), or null when the user has no such book. Of
-- each chapter the plan, and whether it is written; the text of all that are or, with `p_before`, of the last
-- one in front of that number alone.
create function public.read_book(p_user_id uuid, p_book_id text, p_before integer default null)
returns jsonb
language sql stable security definer set search_path = ''
as $$
  select jsonb_build_object(
    'bookId', book.id,
    'title', book.title,
    'genre', book.genre,
    'idea', book.idea,
    'premise', book.premise,
    'outline', book.outline,
    'characters', book.characters,
    'styleGuide', book.style_guide,
    'wordsPerChapter', book.words_per_chapter,
    'demo', book.demo,
    'chapters', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'number', number,
        'title', title,
        'summary', summary,
        'written', text is not null,
        'demo', demo,
        'text', case when p_before is null or number = last.written then text end
      ) order by number), '[]')
      from public.chapters
      where book_id = book.id
    )
  )
  from public.books as book
  cross join lateral (
    select max(number) as written from public.chapters
    where book_id = book.id and text is not null and number < p_before
  ) as last
  where book.id = p_book_id and book.user_id = p_user_id
$$;
revoke execute on function public.read_book from public, anon, authenticated;
grant execute on function public.read_book to service_role;
