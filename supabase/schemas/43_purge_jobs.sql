-- Terminal jobs past their retention, at most `p_limit`, longest past first, with the folders whose
-- files go with them. An input file that another job of its user still names (a retry) is left out.
-- Returns an array of { jobId, folders }. The caller removes the files, then calls purge_jobs: one that
-- dies in between has removed files of rows that are still there to be found again, and none is lost.
create function public.expired_jobs(p_limit integer) returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'jobId', job.id,
    'folders', to_jsonb(array_remove(array[
      job.user_id::text || '/' || job.id,
      case when not exists (
        select from public.jobs as other
        where other.user_id = job.user_id
          and other.id <> job.id
          and other.input ->> 'filePath' = job.input ->> 'filePath'
      ) then regexp_replace(job.input ->> 'filePath', '/[^/]*$', '') end
    ], null))
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
  delete from public.jobs where id = any (p_job_ids) and expires_at <= private.clock();
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
revoke execute on function public.purge_jobs from public, anon, authenticated;
grant execute on function public.purge_jobs to service_role;
