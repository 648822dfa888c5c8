-- Recurring jobs of a user, by cron expression and time zone. The caller computes the next time (croner) from this
-- database's time; which schedules are due is decided here.
create table overtime.job_schedules (
  id text primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  tenant_id uuid,
  task text not null,
  -- The lane of its jobs. Its sweeps start them.
  lane text not null,
  input jsonb not null,
  -- The file at the path that the input names, as found; for each of its jobs.
  file_bytes bigint,
  file_sha256 text,
  cron text not null,
  -- An IANA name, such as Europe/Berlin.
  time_zone text not null,
  -- Null when it is disabled, or has no further time.
  next_run_at timestamptz,
  -- Disabled since; the row is kept for 30 more days (42_sweep_jobs.sql).
  stopped_at timestamptz,
  last_run_at timestamptz,
  last_job_id text,
  -- Why the last run did not start, such as a spent budget.
  last_error text,
  created_at timestamptz not null,

  constraint a_schedule_input_is_an_object check (jsonb_typeof(input) = 'object'),
  constraint a_schedule_has_a_next_time_or_has_stopped
    check ((next_run_at is null) = (stopped_at is not null))
);
create index job_schedules_due on overtime.job_schedules (lane, next_run_at) where next_run_at is not null;
create index job_schedules_stopped on overtime.job_schedules (stopped_at) where stopped_at is not null;
create index job_schedules_by_user on overtime.job_schedules (user_id, next_run_at, created_at desc);

alter table overtime.job_schedules enable row level security;
revoke all on overtime.job_schedules from public, anon, authenticated, service_role;
grant select on overtime.job_schedules to authenticated, service_role;

create policy "A user reads their own schedules" on overtime.job_schedules
  for select to authenticated
  using ((select auth.uid()) = user_id);

-- Stores a schedule. A user has at most `p_limit` enabled ones, of all lanes; one more raises OT010.
create function public.overtime_save_schedule(
  p_id text,
  p_user_id uuid,
  p_task text,
  p_input jsonb,
  p_cron text,
  p_time_zone text,
  p_next_run_at timestamptz,
  p_tenant_id uuid default null,
  p_file_bytes bigint default null,
  p_file_sha256 text default null,
  p_limit integer default 50,
  p_lane text default 'production'
) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('schedules ' || p_user_id::text, 0));
  if p_limit <= (
    select count(*) from overtime.job_schedules
    where user_id = p_user_id and next_run_at is not null
  ) then
    raise exception 'You have reached the limit of % schedules.', p_limit using errcode = 'OT010';
  end if;
  insert into overtime.job_schedules (
    id, user_id, tenant_id, task, lane, input, file_bytes, file_sha256, cron, time_zone, next_run_at, created_at
  ) values (
    p_id, p_user_id, p_tenant_id, p_task, p_lane, p_input, p_file_bytes, p_file_sha256, p_cron, p_time_zone,
    p_next_run_at, overtime.clock()
  );
end
$$;
revoke execute on function public.overtime_save_schedule from public, anon, authenticated;
grant execute on function public.overtime_save_schedule to service_role;

-- Disables a user's schedule; its row is kept for a while, with its last run. Raises OT004 when the user has no
-- such schedule.
create function public.overtime_stop_schedule(p_id text, p_user_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  update overtime.job_schedules
  set next_run_at = null,
    stopped_at = coalesce(stopped_at, overtime.clock())
  where id = p_id and user_id = p_user_id;
  if not found then
    raise exception 'There is no schedule %.', p_id using errcode = 'OT004';
  end if;
end
$$;
revoke execute on function public.overtime_stop_schedule from public, anon, authenticated;
grant execute on function public.overtime_stop_schedule to service_role;

-- A lane's due schedules, longest due first, at most `p_limit`. `foundAt` is the current time: the next time is the first
-- one after it.
create function public.overtime_due_schedules(p_limit integer, p_lane text default 'production') returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', id,
    'userId', user_id,
    'tenantId', tenant_id,
    'task', task,
    'input', input,
    'fileBytes', file_bytes,
    'fileSha256', file_sha256,
    'cron', cron,
    'timeZone', time_zone,
    'dueAt', next_run_at,
    'foundAt', overtime.clock()
  ) order by next_run_at), '[]')
  from (
    select * from overtime.job_schedules
    where lane = p_lane and next_run_at <= overtime.clock()
    order by next_run_at
    limit p_limit
  ) as due
$$;
revoke execute on function public.overtime_due_schedules from public, anon, authenticated;
grant execute on function public.overtime_due_schedules to service_role;

-- Moves a due schedule to its next time. The caller has enqueued its job before, with the schedule and its due time
-- as idempotency key: two concurrent sweeps create one job, and a sweep that dies in between skips nothing. Returns
-- false when another sweep has moved it already.
create function public.overtime_move_schedule(
  p_id text,
  p_due_at timestamptz,
  p_next_run_at timestamptz,
  p_job_id text default null,
  p_error text default null
) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  update overtime.job_schedules
  set next_run_at = p_next_run_at,
    stopped_at = case when p_next_run_at is null then overtime.clock() end,
    last_run_at = overtime.clock(),
    last_job_id = coalesce(p_job_id, last_job_id),
    last_error = p_error
  where id = p_id and next_run_at = p_due_at;
  return found;
end
$$;
revoke execute on function public.overtime_move_schedule from public, anon, authenticated;
grant execute on function public.overtime_move_schedule to service_role;
