-- Decides, for one of many readers at once, who dispatches a job that nobody works on (23_idle_jobs.sql). The claim
-- that the dispatch leads to takes an expired lease back. Returns true to the one who is to dispatch; false for a job of
-- another lane.
create function public.overtime_redispatch_job(p_job_id text, p_lane text default 'production') returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  update overtime.idle_jobs set dispatched_at = overtime.clock() where id = p_job_id and lane = p_lane;
  return found;
end
$$;
revoke execute on function public.overtime_redispatch_job from public, anon, authenticated;
grant execute on function public.overtime_redispatch_job to service_role;
