-- Terminal jobs past their retention, at most `p_limit`, longest past first, with the files that go with
-- them: the folder that the job wrote into, and the file of its input, unless a job that is kept (a
-- retry) or a schedule still names it. Of what lies beside that file in its folder, nothing is known here.
-- Returns an array of { jobId, folder, file }. The caller removes the files, then calls purge_jobs: one
-- that dies in between has removed files of rows that are still there to be found again, and none is lost.
create function public.expired_jobs(p_limit integer) returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'jobId', job.id,
    'folder', job.user_id::text || '/' || job.id,
    'file', case
      when starts_with(job.input ->> 'filePath', job.user_id::text || '/')
        and not exists (
          select from public.jobs as kept
          where kept.user_id = job.user_id
            and kept.input ->> 'filePath' = job.input ->> 'filePath'
            and (kept.expires_at is null or kept.expires_at > private.clock())
        )
        and not exists (
          select from public.job_schedules as schedule
          where schedule.user_id = job.user_id
            and schedule.next_run_at is not null
            and schedule.input ->> 'filePath' = job.input ->> 'filePath'
        )
      then job.input ->> 'filePath'
    end
  )), '[]')
  from (
    select * from public.jobs
    where expires_at <= private.clock()
    order by expires_at
    limit p_limit
  ) as job
$$;
revoke execute on function public.expired_jobs from public, anon, authenticated;
grant execute on function public.expired_jobs to service_role;

-- Deletes terminal jobs past their retention, with their stages, logs and deliveries. What they cost
-- stays in job_usage. Returns how many.
create function public.purge_jobs(p_job_ids text[]) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  v_count integer;
begin
  -- What another has locked is passed over, and found again: a user's deletion, which goes through rows in
  -- another order, may wait for one that is locked here.
  delete from public.jobs
  where id = any (array(
    select id from public.jobs
    where id = any (p_job_ids) and expires_at <= private.clock()
    for update skip locked
  ));
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
revoke execute on function public.purge_jobs from public, anon, authenticated;
grant execute on function public.purge_jobs to service_role;
