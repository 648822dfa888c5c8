-- Deletes a user's ended job with its stages, logs and deliveries. The cost stays in job_usage. Raises OT004 when the
-- user has no such job, and OT006 while it is pending or processing.
--
-- Returns the paths of its files that nothing else needs (overtime.file_is_needed), for the caller to remove through
-- the Storage API: those that it wrote, and its input file. Paths that are not removed are found by
-- overtime_unneeded_files, as those of purged jobs.
create function public.overtime_delete_job(p_job_id text, p_user_id uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_job overtime.jobs;
begin
  perform overtime.hold_user(p_user_id);
  v_job := overtime.lock_own_job(p_job_id, p_user_id);
  if v_job.finished_at is null then
    raise exception 'Job % is still %.', p_job_id, v_job.status using errcode = 'OT006';
  end if;

  delete from overtime.jobs where id = p_job_id;
  delete from overtime.deleted_jobs where user_id = p_user_id and created_at <= v_now - interval '1 day';
  insert into overtime.deleted_jobs (user_id, task, created_at)
  select v_job.user_id, v_job.task, v_job.created_at
  where v_job.created_at > v_now - interval '1 day';

  return (
    select coalesce(jsonb_agg(name order by name), '[]')
    from storage.objects
    where bucket_id = 'job-files'
      -- The job's folder, as a range of Storage's index on names; 0 comes right after the slash.
      and (
        name = v_job.file_path
        or (
          name ~>=~ (p_user_id::text || '/' || p_job_id || '/')
          and name ~<~ (p_user_id::text || '/' || p_job_id || '0')
        )
      )
      and starts_with(name, p_user_id::text || '/')
      -- However young it is.
      and not overtime.file_is_needed(name, '-infinity')
  );
end
$$;
revoke execute on function public.overtime_delete_job from public, anon, authenticated;
grant execute on function public.overtime_delete_job to service_role;
