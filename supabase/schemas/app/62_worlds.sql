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
