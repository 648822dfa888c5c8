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
