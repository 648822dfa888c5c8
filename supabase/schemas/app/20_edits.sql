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
