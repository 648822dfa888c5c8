-- The scheduled pass over a lane: takes expired leases back, makes ready what can be, deletes schedules that
-- stopped 30 days ago, and names the ready jobs that nobody works on, for the caller to dispatch
-- again. At most `p_limit` of each, and safe to run twice at once.
-- Returns an array of { task, jobId }.
create function public.overtime_sweep_jobs(p_limit integer, p_lane text default 'production') returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_found record;
  v_stale jsonb;
begin
  for v_found in
    select task
    from overtime.jobs
    where lane = p_lane and status = 'processing' and rescue_at < v_now
    group by task
  loop
    perform overtime.rescue_jobs(p_lane, v_found.task, v_now);
  end loop;

  for v_found in
    select task
    from (
      select task from overtime.jobs
      where lane = p_lane and waits_for = 'time' and run_at <= v_now
      limit p_limit
    ) as due
    group by task
  loop
    perform overtime.wake_due_jobs(p_lane, v_found.task, v_now);
  end loop;

  -- Places and locks are passed on when they are released; what was skipped then is found here.
  for v_found in
    -- One look-up per user, or those with many waiting jobs would hide the others.
    with recursive waiting as (
      (
        select task, user_id, user_limit from overtime.jobs
        where lane = p_lane and waits_for = 'user'
        order by task, user_id
        limit 1
      )
      union all
      select next.*
      from waiting, lateral (
        select task, user_id, user_limit from overtime.jobs
        where lane = p_lane and waits_for = 'user'
          and (task, user_id) > (waiting.task, waiting.user_id)
        order by task, user_id
        limit 1
      ) as next
    )
    select * from waiting limit 10 * p_limit
  loop
    if overtime.try_hold_user(v_found.user_id)
      and overtime.lock_places(p_lane, v_found.task, v_found.user_id, p_wait => false)
    then
      perform overtime.fill_places(p_lane, v_found.task, v_found.user_id, v_found.user_limit);
    end if;
  end loop;
  for v_found in
    select root
    from (
      -- Likewise, per key.
      with recursive waiting as (
        (
          select lock_key from overtime.jobs
          where lane = p_lane and waits_for = 'lock'
          order by lock_key
          limit 1
        )
        union all
        select next.lock_key
        from waiting, lateral (
          select lock_key from overtime.jobs
          where lane = p_lane and waits_for = 'lock' and lock_key > waiting.lock_key
          order by lock_key
          limit 1
        ) as next
      )
      select split_part(lock_key, '/', 1) as root from waiting limit 10 * p_limit
    ) as waiting
    group by root
  loop
    if pg_try_advisory_xact_lock(overtime.lock_root(v_found.root)) then
      perform overtime.pass_lock(v_found.root);
    end if;
  end loop;

  delete from overtime.job_schedules
  where id = any (array(
    select id from overtime.job_schedules
    where stopped_at <= v_now - interval '30 days'
    order by stopped_at
    limit p_limit
    for update skip locked
  ));

  with stale as (
    update overtime.jobs
    set dispatched_at = v_now
    -- An array, so that the planner cannot run the select, and its limit, more than once.
    where id = any (array(
      select id from overtime.idle_jobs
      where lane = p_lane and status = 'pending' and waits_for is null
      order by priority, turn, seq
      limit p_limit
      for update skip locked
    ))
    returning task, id
  )
  select coalesce(jsonb_agg(jsonb_build_object('task', task, 'jobId', id)), '[]') into v_stale
  from stale;
  return v_stale;
end
$$;
revoke execute on function public.overtime_sweep_jobs from public, anon, authenticated;
grant execute on function public.overtime_sweep_jobs to service_role;
