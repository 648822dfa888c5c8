-- Chapters as they count. What the user edits of one are rows of public.edits: subject book:<id>, part
-- plan:<number> for { title, summary }, and part chapter:<number> for { text, wordCount }, which counts until a job
-- writes the chapter anew.
create view public.edited_chapters with (security_invoker = true) as
select
  chapters.book_id,
  chapters.number,
  plan.edited ->> 'title' as title,
  plan.edited ->> 'summary' as summary,
  coalesce(edit.text, chapters.text) as text,
  case
    when edit.text is null then chapters.word_count
    when jsonb_typeof(edit.word_count) = 'number' then edit.word_count::numeric
    else 0
  end as word_count,
  edit.text is not null as is_edited,
  chapters.sample,
  -- When a job wrote the text, or planned the chapter.
  chapters.updated_at,
  chapters.word_count as job_word_count
from public.chapters
join public.books on books.id = chapters.book_id
cross join lateral public.edited_part(
  books.user_id, 'book:' || books.id, 'plan:' || chapters.number,
  jsonb_build_object('title', chapters.title, 'summary', chapters.summary)
) as plan (edited)
left join lateral (
  select nullif(content ->> 'text', '') as text, content -> 'wordCount' as word_count, created_at
  from public.edits
  where user_id = books.user_id and subject = 'book:' || books.id and part = 'chapter:' || chapters.number
  order by id desc
  limit 1
) as edit on edit.created_at > chapters.updated_at;
revoke all on public.edited_chapters from public, anon, authenticated, service_role;
grant select on public.edited_chapters to authenticated;

-- Books as they count, likewise: the parts about, { title, premise }, outline, characters and style are as the book has
-- them. Their chapters come without the texts.
create view public.edited_books with (security_invoker = true) as
select
  id, user_id, about.edited ->> 'title' as title, genre, idea, about.edited ->> 'premise' as premise,
  public.edited_part(user_id, 'book:' || id, 'outline', outline) as outline,
  public.edited_part(user_id, 'book:' || id, 'characters', characters) as characters,
  public.edited_part(user_id, 'book:' || id, 'style', style_guide) as style_guide,
  words_per_chapter, sample, created_at, updated_at,
  (
    select coalesce(jsonb_agg(to_jsonb(chapter) order by number), '[]')
    from (
      select number, title, summary, word_count, is_edited, sample, updated_at, job_word_count
      from public.edited_chapters
      where book_id = books.id
    ) as chapter
  ) as chapters
from public.books
cross join lateral public.edited_part(
  user_id, 'book:' || id, 'about', jsonb_build_object('title', title, 'premise', premise)
) as about (edited);
revoke all on public.edited_books from public, anon, authenticated, service_role;
grant select on public.edited_books to authenticated;

-- A user's book as a worker reads it (src/tasks/book/read-book.ts), as it counts, or null when the user has no such
-- book. Of each chapter the plan, and whether it is written; the text of all that are or, with `p_before`, of the
-- last one in front of that number alone.
create function public.read_book(p_user_id uuid, p_book_id text, p_before integer default null)
returns jsonb
language sql stable security definer set search_path = ''
as $$
  with chapter as (
    select number, title, summary, sample, text from public.edited_chapters where book_id = p_book_id
  )
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
    'sample', book.sample,
    'chapters', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'number', number,
        'title', title,
        'summary', summary,
        'written', text is not null,
        'sample', sample,
        'text', case when p_before is null or number = last.written then text end
      ) order by number), '[]')
      from chapter
    )
  )
  from public.edited_books as book
  cross join lateral (select max(number) as written from chapter where text is not null and number < p_before) as last
  where book.id = p_book_id and book.user_id = p_user_id
$$;
revoke execute on function public.read_book from public, anon, authenticated;
grant execute on function public.read_book to service_role;
