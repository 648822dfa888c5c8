-- Deletes terminal jobs past their retention, longest past first, at most `p_limit`, with their stages, logs and
-- deliveries, and unfinished jobs of previews and branches that were due 30 days ago: nobody runs them any more. The cost
-- stays in job_usage. Their files stay until overtime_unneeded_files finds that no row needs
-- them, so a purge may stop anywhere. Returns how many jobs were deleted.
create function public.overtime_purge_jobs(p_limit integer) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_ended integer;
  v_left integer;
begin
  -- Locked jobs are skipped, and found by the next call: a user's deletion, which locks rows in another order,
  -- may wait for one that is locked here.
  delete from overtime.jobs
  -- Arrays, so that the planner cannot run the select, and its limit, more than once.
  where id = any (array(
    select id from overtime.jobs
    where expires_at <= v_now
    order by expires_at
    limit p_limit
    for update skip locked
  ));
  get diagnostics v_ended = row_count;
  delete from overtime.jobs
  where id = any (array(
    select id from overtime.jobs
    where finished_at is null and lane <> 'production' and run_at <= v_now - interval '30 days'
    order by run_at
    limit p_limit - v_ended
    for update skip locked
  ));
  get diagnostics v_left = row_count;
  return v_ended + v_left;
end
$$;
revoke execute on function public.overtime_purge_jobs from public, anon, authenticated;
grant execute on function public.overtime_purge_jobs to service_role;

-- The progress of the search for unneeded files. It goes through the bucket in the order of names, in parts, and starts
-- again an hour after its end.
create table overtime.file_search (
  only_row boolean primary key default true,
  -- The last name that was checked.
  after_name text not null default '',
  -- The search does not start before this.
  next_at timestamptz not null default '-infinity',

  constraint there_is_one_search check (only_row)
);
alter table overtime.file_search enable row level security;
insert into overtime.file_search default values;

-- Whether a file of the bucket is needed. It is while its user exists and
--
-- - it is younger than a day: its user may be about to submit a job, or a worker to end one, or
-- - a job wrote it, and has not been purged, or
-- - a job, or an enabled schedule, names it as its file.
--
-- A file whose name has not the form of a job file's path belongs to the project's operators, and stays.
create function overtime.file_is_needed(p_name text, p_created_at timestamptz) returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_user_id uuid;
begin
  if not overtime.is_file_path(p_name) then
    return true;
  end if;
  v_user_id := split_part(p_name, '/', 1)::uuid;
  return exists (select from auth.users where id = v_user_id) and (
    p_created_at > overtime.clock() - interval '1 day'
    or exists (
      select from overtime.jobs where id = split_part(p_name, '/', 2) and user_id = v_user_id
    )
    or exists (select from overtime.jobs where file_path = p_name)
    or exists (
      select from overtime.job_schedules
      where user_id = v_user_id and next_run_at is not null and input ->> 'filePath' = p_name
    )
  );
end
$$;
revoke execute on function overtime.file_is_needed from public;

-- Checks the next `p_limit` files of the bucket. Returns { files, done }: the paths of unneeded files, for the caller to
-- remove through the Storage API, and whether the end was reached. Null when another call is running, or the next
-- search is not due. Paths that are not removed, because the caller dies or Storage fails, are found by the next
-- search.
create function public.overtime_unneeded_files(p_limit integer) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_after text;
  v_last text;
  v_count integer;
  v_files jsonb;
begin
  select after_name into v_after from overtime.file_search where next_at <= v_now for update skip locked;
  if not found then
    return null;
  end if;
  select count(*), max(name), jsonb_agg(name) filter (where not overtime.file_is_needed(name, created_at))
  into v_count, v_last, v_files
  from (
    -- By the index that Storage has on both.
    select name, created_at from storage.objects
    where bucket_id = 'job-files' and name > v_after
    order by name
    limit p_limit
  ) as looked_at;
  update overtime.file_search
  set after_name = case when v_count < p_limit then '' else v_last end,
    next_at = case when v_count < p_limit then v_now + interval '1 hour' else v_now end;
  return jsonb_build_object('files', coalesce(v_files, '[]'), 'done', v_count < p_limit);
end
$$;
revoke execute on function public.overtime_unneeded_files from public, anon, authenticated;
grant execute on function public.overtime_unneeded_files to service_role;
