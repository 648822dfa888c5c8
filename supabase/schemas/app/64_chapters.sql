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
  sample boolean not null default false,
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
create function private.save_book(p_job overtime.jobs) returns void
language plpgsql set search_path = ''
as $$
begin
  insert into public.books (
    id, user_id, title, genre, idea, premise, outline, characters, style_guide, words_per_chapter, sample,
    created_at, updated_at
  ) values (
    p_job.id, p_job.user_id, p_job.result ->> 'title', p_job.result ->> 'genre', p_job.input ->> 'idea',
    p_job.result ->> 'premise', p_job.result -> 'outline', p_job.result -> 'characters',
    p_job.result -> 'styleGuide', (p_job.result ->> 'wordsPerChapter')::integer, p_job.sample,
    p_job.finished_at, p_job.finished_at
  );
  insert into public.chapters (book_id, number, title, summary, updated_at)
  select p_job.id, chapter.number, chapter.title, chapter.summary, p_job.finished_at
  from jsonb_to_recordset(p_job.result -> 'chapters') as chapter (number integer, title text, summary text);
end
$$;
revoke execute on function private.save_book from public;

-- Saves the text of a chapter, likewise. The book first: who deletes it takes it and its chapters in this
-- order, too. When it is gone, or another user's, there is nothing to save the text in, and the job fails.
create function private.save_chapter(p_job overtime.jobs) returns void
language plpgsql set search_path = ''
as $$
begin
  update public.books
  set updated_at = p_job.finished_at
  where id = p_job.result ->> 'bookId' and user_id = p_job.user_id;
  if found then
    -- The text that is replaced stays among the versions, as of its own time.
    insert into public.edits (user_id, subject, part, content, note, created_at)
    select p_job.user_id, 'book:' || book_id, 'chapter:' || number,
      jsonb_build_object('text', text, 'wordCount', word_count), 'Replaced by a newer text', updated_at
    from public.chapters
    where book_id = p_job.result ->> 'bookId' and number = (p_job.result ->> 'chapter')::integer
      and text is not null;
    update public.chapters
    set text = p_job.result ->> 'text',
      word_count = (p_job.result ->> 'wordCount')::integer,
      job_id = p_job.id,
      sample = p_job.sample,
      updated_at = p_job.finished_at
    where book_id = p_job.result ->> 'bookId' and number = (p_job.result ->> 'chapter')::integer;
  end if;
  if not found then
    raise exception 'There is no chapter % of a book % any more.',
      p_job.result ->> 'chapter', p_job.result ->> 'bookId'
      using errcode = 'foreign_key_violation';
  end if;
end
$$;
revoke execute on function private.save_chapter from public;
