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
