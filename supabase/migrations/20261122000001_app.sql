-- The tables of the example tasks.

-- What the example tasks keep to themselves: the Data API does not expose it. Users need it for the one function that runs
-- with its owner's rights (70_delete_account.sql); each other function is revoked from them.
create schema if not exists private;
revoke all on schema private from public;
grant usage on schema private to authenticated;

-- What users changed of a result. The result itself never changes: each change is a row of its own beside it, so
-- that a former version can be brought back. The newest row of a part is the one that counts.
create table public.edits (
  id bigint generated always as identity primary key,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  -- What was changed, by kind and id: rubric:<id>, grade:<job>, lore:<job>, world:<id>, book:<id>.
  subject text not null,
  -- Which part of it, such as chapter:3; empty for the whole.
  part text not null default '',
  -- As the result has that part; null counts as never changed.
  content jsonb,
  -- Why, in the user's words.
  note text,
  created_at timestamptz not null default now(),

  constraint an_edit_names_its_subject check (subject ~ '^(rubric|grade|lore|world|book):.{1,100}$'),
  constraint a_part_is_short check (length(part) <= 200),
  constraint an_edit_is_at_most_a_megabyte check (octet_length(content::text) <= 1048576),
  constraint a_note_is_short check (length(note) <= 2000)
);
-- A subject's edits, the newest of a part first; also what a deleted user's cascade follows.
create index edits_by_subject on public.edits (user_id, subject, part, id desc);

alter table public.edits enable row level security;
revoke all on public.edits from public, anon, authenticated, service_role;
grant select, delete, insert (subject, part, content, note) on public.edits to authenticated;
grant select on public.edits to service_role;

create policy "A user reads their own edits" on public.edits
  for select to authenticated
  using ((select auth.uid()) = user_id);

create policy "A user adds edits of their own" on public.edits
  for insert to authenticated
  with check ((select auth.uid()) = user_id);

create policy "A user deletes their own edits" on public.edits
  for delete to authenticated
  using ((select auth.uid()) = user_id);

-- Keeps the 50 newest versions of a part, and refuses a user's 10,001st edit. What a job adds, such as the text that it
-- replaces, is not refused: its result would be lost.
create function private.bound_edits() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.edits
  where user_id = new.user_id and subject = new.subject and part = new.part
    and id <= (
      select id from public.edits
      where user_id = new.user_id and subject = new.subject and part = new.part
      order by id desc offset 49 limit 1
    );
  if auth.uid() is not null and (
    select count(*) from (select from public.edits where user_id = new.user_id limit 10000) as counted
  ) = 10000 then
    raise exception 'You have 10,000 edits. Delete some, then try again.' using errcode = '53400';
  end if;
  return new;
end
$$;
revoke execute on function private.bound_edits from public;

create trigger bound_edits
  before insert on public.edits
  for each row execute function private.bound_edits();

-- Whether an edit can stand where the original does: it has its fields and types, and no text is blank.
create function public.edit_fits(p_edit jsonb, p_original jsonb) returns boolean
language sql immutable set search_path = ''
as $$
  select case
    when p_edit = p_original or jsonb_typeof(p_original) = 'null' then true
    when jsonb_typeof(p_edit) <> jsonb_typeof(p_original) then false
    when jsonb_typeof(p_edit) = 'string' then btrim(p_edit #>> '{}') <> ''
    when jsonb_typeof(p_edit) = 'object' then (
      select coalesce(bool_and(p_edit ? name and public.edit_fits(p_edit -> name, value)), true)
      from jsonb_each(p_original) as field (name, value)
    )
    when jsonb_typeof(p_edit) = 'array' and p_original <> '[]' then (
      select coalesce(bool_and(public.edit_fits(value, p_original -> 0)), true)
      from jsonb_array_elements(p_edit) as element (value)
    )
    else true
  end
$$;
revoke execute on function public.edit_fits from public, anon;
grant execute on function public.edit_fits to authenticated;

-- A part as it counts: its newest version that fits the original, or the original itself. The API takes any content:
-- what does not fit never hides what the job made.
create function public.edited_part(p_user_id uuid, p_subject text, p_part text, p_original jsonb) returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce((
    select content from public.edits
    where user_id = p_user_id and subject = p_subject and part = p_part
      and (content is null or public.edit_fits(content, p_original))
    order by id desc
    limit 1
  ), p_original)
$$;
revoke execute on function public.edited_part from public, anon;
grant execute on function public.edited_part to authenticated;

-- Deletes what a user edited of a row that is deleted: a trigger of its table, with the kind of the subject.
create function private.delete_edits() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.edits where user_id = old.user_id and subject = tg_argv[0] || ':' || old.id;
  return null;
end
$$;
revoke execute on function private.delete_edits from public;

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

-- The books that a user has had scored, each with its latest scores. They stay when their jobs are purged,
-- until their owner deletes them.
create table public.book_scores (
  user_id uuid not null references auth.users (id) on delete cascade,
  -- The same for every spelling of the same book (bookKey in the contract of score-book).
  book_key text not null,
  -- The job that the scores are from.
  job_id text not null,
  title text not null,
  author text not null,
  isbn text,
  genre text,
  subgenre text,
  -- { name, position }
  series jsonb,
  -- { readability, grammar, prose, polish, pacing }, each 0 to 100.
  scores jsonb not null,
  overall_score smallint not null,
  confidence text not null,
  flags jsonb not null,
  review_count integer not null,
  scoring_status text not null,
  -- True when any of it is made of samples.
  sample boolean not null,
  scored_at timestamptz not null,

  primary key (user_id, book_key),
  constraint an_overall_score_is_from_0_to_100 check (overall_score between 0 and 100),
  constraint a_confidence_is_one_of_three check (confidence in ('high', 'medium', 'low')),
  constraint a_scoring_is_ok_or_limited check (scoring_status in ('ok', 'limited'))
);

alter table public.book_scores enable row level security;
revoke all on public.book_scores from public, anon, authenticated, service_role;
grant select, delete on public.book_scores to authenticated;
grant select on public.book_scores to service_role;

create policy "A user reads the scores of their own books" on public.book_scores
  for select to authenticated
  using ((select auth.uid()) = user_id);

create policy "A user deletes the scores of their own books" on public.book_scores
  for delete to authenticated
  using ((select auth.uid()) = user_id);

-- Keeps the scores of a job, in the transaction that completes it.
create function private.keep_book_score(p_job overtime.jobs) returns void
language plpgsql set search_path = ''
as $$
begin
  insert into public.book_scores (
    user_id, book_key, job_id, title, author, isbn, genre, subgenre, series, scores, overall_score,
    confidence, flags, review_count, scoring_status, sample, scored_at
  ) values (
    p_job.user_id, p_job.result ->> 'bookKey', p_job.id, p_job.result ->> 'bookTitle',
    p_job.result ->> 'author', p_job.result ->> 'isbn', p_job.result ->> 'genre',
    p_job.result ->> 'subgenre', nullif(p_job.result -> 'series', 'null'), p_job.result -> 'scores',
    (p_job.result ->> 'overallScore')::smallint, p_job.result ->> 'confidence', p_job.result -> 'flags',
    (p_job.result ->> 'reviewCount')::integer, p_job.result ->> 'scoringStatus', p_job.sample,
    p_job.finished_at
  )
  on conflict (user_id, book_key) do update set
    job_id = excluded.job_id,
    title = excluded.title,
    author = excluded.author,
    isbn = excluded.isbn,
    genre = excluded.genre,
    subgenre = excluded.subgenre,
    series = excluded.series,
    scores = excluded.scores,
    overall_score = excluded.overall_score,
    confidence = excluded.confidence,
    flags = excluded.flags,
    review_count = excluded.review_count,
    scoring_status = excluded.scoring_status,
    sample = excluded.sample,
    scored_at = excluded.scored_at;

  -- A score made while a source was down is not reused: the next request asks both again.
  if p_job.cache_until is not null
    and p_job.result -> 'flags' ?| array['hardcover_unavailable', 'google_books_unavailable']
  then
    update overtime.jobs set cache_until = null where id = p_job.id;
  end if;
end
$$;
revoke execute on function private.keep_book_score from public;

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

-- The lore that a user's jobs wrote, to make worlds of. An item stays when its job is purged. What a user removes is
-- marked first, so that it can be put back and is not added again; a day later, when its job is gone, it is deleted.
create table public.lore_items (
  -- The newest first is the order in which they are shown.
  id bigint generated always as identity primary key,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  -- The job that wrote it, and its place among the job's items, counted from 0.
  job_id text not null,
  item_index smallint not null,
  kind text not null,
  -- As the contract of its kind has it.
  item jsonb not null,
  -- Of the world that it was written for.
  theme text not null,
  -- True when any of it is made of samples.
  sample boolean not null,
  -- Whether it is to be in the next world.
  chosen boolean not null default true,
  removed boolean not null default false,
  created_at timestamptz not null default now(),

  constraint an_item_of_a_job_is_kept_once unique (user_id, job_id, item_index),
  constraint lore_is_of_a_known_kind check (kind in ('characters', 'factions', 'settings', 'events', 'relics')),
  constraint a_lore_item_is_an_object check (jsonb_typeof(item) = 'object'),
  constraint a_lore_item_is_short check (octet_length(item::text) <= 65536),
  constraint a_lore_theme_is_short check (length(theme) <= 1000),
  constraint a_lore_item_names_its_job check (length(job_id) between 1 and 100)
);
-- A user's items, newest first; also what a deleted user's cascade follows.
create index lore_items_by_user on public.lore_items (user_id, id desc);

alter table public.lore_items enable row level security;
revoke all on public.lore_items from public, anon, authenticated, service_role;
-- A page adds what a failed or cancelled job had finished; private.keep_lore adds what a completed one wrote.
grant select, delete, insert (job_id, item_index, kind, item, theme, sample, chosen), update (chosen, removed)
  on public.lore_items to authenticated;
grant select on public.lore_items to service_role;

create policy "A user reads their own lore" on public.lore_items
  for select to authenticated
  using ((select auth.uid()) = user_id);

create policy "A user adds lore of their own" on public.lore_items
  for insert to authenticated
  with check ((select auth.uid()) = user_id);

create policy "A user chooses and removes their own lore" on public.lore_items
  for update to authenticated
  using ((select auth.uid()) = user_id)
  with check ((select auth.uid()) = user_id);

create policy "A user deletes their own lore" on public.lore_items
  for delete to authenticated
  using ((select auth.uid()) = user_id);

-- Chooses at most 10 items of a kind, as many as a world takes, and keeps the 200 newest that are not chosen.
create function private.bound_lore_items() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if new.chosen and not new.removed then
    new.chosen := 10 > (
      select count(*) from public.lore_items
      where user_id = new.user_id and kind = new.kind and chosen and not removed and id <> new.id
    );
  end if;
  if tg_op = 'INSERT' then
    delete from public.lore_items
    where user_id = new.user_id and (
      (removed and created_at < now() - interval '1 day')
      or id in (
        select id from public.lore_items
        where user_id = new.user_id and (removed or not chosen)
        order by id desc offset 199
      )
    );
  end if;
  return new;
end
$$;
revoke execute on function private.bound_lore_items from public;

create trigger bound_lore_items
  before insert or update on public.lore_items
  for each row execute function private.bound_lore_items();

-- Keeps what a job wrote, in the transaction that completes it. The first item gets the highest id, and is shown first.
create function private.keep_lore(p_job overtime.jobs) returns void
language plpgsql set search_path = ''
as $$
begin
  insert into public.lore_items (user_id, job_id, item_index, kind, item, theme, sample)
  select p_job.user_id, p_job.id, ordinality - 1, replace(p_job.task, 'generate-', ''), item,
    p_job.input ->> 'theme', p_job.sample
  from jsonb_array_elements(p_job.result -> 'items') with ordinality as written (item, ordinality)
  order by ordinality desc
  on conflict do nothing;
end
$$;
revoke execute on function private.keep_lore from public;

-- The worlds that create-world made: the story, with the lore that it was made of. A world bears the id of
-- its job and is not tied to it, since jobs are purged after a day and worlds stay until their owner
-- deletes them.
create table public.worlds (
  id text primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  title text not null,
  theme text not null,
  premise text not null,
  -- Markdown, one heading per chapter.
  story text not null,
  -- Characters, factions, settings, events and relics, as the job was given them.
  lore jsonb not null,
  -- True when any of it is made of samples.
  sample boolean not null,
  created_at timestamptz not null,

  constraint a_world_has_a_title check (title <> ''),
  constraint a_world_has_a_story check (story <> ''),
  constraint a_world_is_made_of_lore check (jsonb_typeof(lore) = 'object')
);
-- A user's worlds, newest first; also what a deleted user's cascade follows.
create index worlds_by_user on public.worlds (user_id, created_at desc);

alter table public.worlds enable row level security;
revoke all on public.worlds from public, anon, authenticated, service_role;
grant select, delete on public.worlds to authenticated;
grant select on public.worlds to service_role;

create policy "A user reads their own worlds" on public.worlds
  for select to authenticated
  using ((select auth.uid()) = user_id);

create policy "A user deletes their own worlds" on public.worlds
  for delete to authenticated
  using ((select auth.uid()) = user_id);

create trigger delete_edits
  after delete on public.worlds
  for each row execute function private.delete_edits('world');

-- Saves the world of a job that completes, in the same transaction: one that cannot be saved takes the
-- completion back with it, and the job fails.
create function private.save_world(p_job overtime.jobs) returns void
language plpgsql set search_path = ''
as $$
begin
  insert into public.worlds (id, user_id, title, theme, premise, story, lore, sample, created_at)
  values (
    p_job.id, p_job.user_id, p_job.result ->> 'title', p_job.input ->> 'theme', p_job.result ->> 'premise',
    p_job.result ->> 'story', p_job.input -> 'lore', p_job.sample, p_job.finished_at
  );
end
$$;
revoke execute on function private.save_world from public;

-- The books that people write with create-foundation, write-chapter and export-book. A book bears the id of
-- the job that laid its foundation and is not tied to it: jobs are purged, books stay until their owner
-- deletes them.
create table public.books (
  id text primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  title text not null,
  genre text not null,
  -- What its author wants it to be about, in their words.
  idea text not null,
  premise text not null,
  -- An array of texts: what happens in each part of the story.
  outline jsonb not null,
  -- An array of { name, role, description, arc }.
  characters jsonb not null,
  -- { voice, tense, tone, rules }.
  style_guide jsonb not null,
  words_per_chapter integer not null,
  -- True when any of the foundation is made of samples; each chapter says it of itself.
  sample boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,

  constraint a_book_has_a_title check (title <> ''),
  constraint a_book_has_an_outline check (jsonb_typeof(outline) = 'array'),
  constraint a_book_has_characters check (jsonb_typeof(characters) = 'array'),
  constraint a_book_has_a_style_guide check (jsonb_typeof(style_guide) = 'object'),
  constraint a_chapter_has_words check (words_per_chapter > 0)
);
-- A user's books, the one last worked on first; also what a deleted user's cascade follows.
create index books_by_user on public.books (user_id, updated_at desc);

alter table public.books enable row level security;
revoke all on public.books from public, anon, authenticated, service_role;
grant select, delete on public.books to authenticated;
grant select on public.books to service_role;

create policy "A user reads their own books" on public.books
  for select to authenticated
  using ((select auth.uid()) = user_id);

-- A job whose book goes away under it could not save what it wrote: better to cancel it first.
create policy "A user deletes their own books while no job works on them" on public.books
  for delete to authenticated
  using (
    (select auth.uid()) = user_id and not overtime.is_locked('book:' || id)
  );

create trigger delete_edits
  after delete on public.books
  for each row execute function private.delete_edits('book');

-- Items of lore as they count. What the user edits of one are rows of public.edits, as the item has its fields:
-- subject lore:<job>, part item:<index>.
create view public.edited_lore with (security_invoker = true) as
select
  id, user_id, job_id, item_index, kind,
  public.edited_part(user_id, 'lore:' || job_id, 'item:' || item_index, item) as item,
  theme, sample, chosen, removed
from public.lore_items;
revoke all on public.edited_lore from public, anon, authenticated, service_role;
grant select on public.edited_lore to authenticated;

-- A deleted item takes its edits with it.
create function private.delete_lore_edits() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.edits
  where user_id = old.user_id and subject = 'lore:' || old.job_id and part = 'item:' || old.item_index;
  return null;
end
$$;
revoke execute on function private.delete_lore_edits from public;

create trigger delete_lore_edits
  after delete on public.lore_items
  for each row execute function private.delete_lore_edits();

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

-- Keeps what a completed job leaves in its task's own tables (60_rubrics.sql and those after it), in the
-- transaction that completes it: what cannot be kept takes the completion back with it, and the job fails.
-- A task that leaves rows has its line here.
create function private.keep_result() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  case new.task
    when 'extract-rubric', 'enhance-rubric' then perform private.keep_rubric(new);
    when 'grade-submission' then perform private.keep_grade(new);
    when 'score-book' then perform private.keep_book_score(new);
    when 'generate-characters', 'generate-factions', 'generate-settings', 'generate-events', 'generate-relics' then
      perform private.keep_lore(new);
    when 'create-world' then perform private.save_world(new);
    when 'create-foundation' then perform private.save_book(new);
    when 'write-chapter' then perform private.save_chapter(new);
    else null;
  end case;
  return null;
end
$$;
revoke execute on function private.keep_result from public;

-- Of `result`, which overtime_complete_job alone sets; a job that takes over a result from the cache has it as it is
-- inserted. One trigger for all tasks, and no list of them in its WHEN, whose text PostgreSQL reads anew for
-- each write that it is asked about: with one for each task a complete-and-claim took a tenth longer
-- (docs/performance.md).
create trigger keep_result
  after insert or update of result on overtime.jobs
  for each row
  when (new.result is not null)
  execute function private.keep_result();

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

-- Deletes the caller's account, with the owner's rights, since a user may delete no row of auth.users: that row, and with
-- it, by their foreign keys, jobs, rubrics, scores, lore, worlds, books, edits and schedules. A worker that is at one of the
-- jobs finds its lease gone. The account page cancels the jobs and removes the files first; files that are left are purged
-- (43_purge_jobs.sql).
create function private.delete_account() returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if auth.uid() is null then
    raise exception 'Nobody is signed in.' using errcode = 'insufficient_privilege';
  end if;
  delete from auth.users where id = auth.uid();
end
$$;
revoke execute on function private.delete_account from public;
grant execute on function private.delete_account to authenticated;

-- What the account page calls: in `public`, no function runs with its owner's rights.
create function public.delete_account() returns void
language sql security invoker set search_path = ''
as $$
  select private.delete_account()
$$;
revoke execute on function public.delete_account from public, anon, service_role;
grant execute on function public.delete_account to authenticated;

-- Up to 500 of the caller's files, for the account page to remove through the Storage API.
create function public.account_files() returns text[]
language sql stable security invoker set search_path = ''
as $$
  select array(
    select name from storage.objects
    where bucket_id = 'job-files'
      -- The user's folder, as a range of Storage's index on names; 0 comes right after the slash.
      and name ~>=~ ((select auth.uid())::text || '/')
      and name ~<~ ((select auth.uid())::text || '0')
    limit 500
  )
$$;
revoke execute on function public.account_files from public, anon, service_role;
grant execute on function public.account_files to authenticated;
