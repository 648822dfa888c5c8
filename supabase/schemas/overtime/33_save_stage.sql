-- Adds what a stage returned, once. Raises OT011 when its output is too large.
create function overtime.add_stage(
  p_job_id text,
  p_attempt integer,
  p_name text,
  p_item integer,
  p_status text,
  p_output jsonb,
  p_reason text,
  p_started_at timestamptz
) returns void
language plpgsql set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
begin
  if pg_column_size(p_output) > 150000 then
    perform overtime.refuse_too_large('The output of a stage', p_output);
  end if;
  insert into overtime.job_stages as stored (
    job_id, name, item, status, progress, output, reason, attempt, started_at, finished_at
  ) values (
    p_job_id, p_name, p_item, p_status, 100, p_output, p_reason, p_attempt,
    -- By the worker's clock, which may be ahead of this one.
    least(p_started_at, v_now), v_now
  )
  on conflict (job_id, name, item) do update
  set status = excluded.status,
    progress = 100,
    output = excluded.output,
    reason = excluded.reason,
    attempt = excluded.attempt,
    started_at = case
      when stored.attempt = excluded.attempt then stored.started_at
      else excluded.started_at
    end,
    finished_at = v_now
  where stored.status not in ('completed', 'skipped');
end
$$;
revoke execute on function overtime.add_stage from public;

-- Saves what a stage returned, once: a later attempt reuses it. Extends the lease like a heartbeat. Returns the job's
-- version. Raises OT001 when the lease is lost, OT002 when the job was cancelled and OT011 when the output is too
-- large; then nothing is written.
create function public.overtime_save_stage(
  p_job_id text,
  p_lease_id uuid,
  p_lease_seconds integer,
  p_name text,
  p_item integer default 0,
  p_status text default 'completed',
  p_output jsonb default null,
  p_reason text default null,
  p_started_at timestamptz default null,
  p_progress smallint default null,
  p_logs jsonb default null,
  p_usage jsonb default null
) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  v_attempt integer;
  v_version integer;
begin
  if p_usage is not null then
    perform overtime.hold_owner(p_job_id);
  end if;
  select attempt, version into v_attempt, v_version
  from overtime.extend_lease(
    p_job_id, p_lease_id, p_lease_seconds, p_progress, p_stage => p_name, p_message => null,
    p_has_stages => true
  );

  perform overtime.add_stage(p_job_id, v_attempt, p_name, p_item, p_status, p_output, p_reason, p_started_at);
  perform overtime.add_flush(p_job_id, v_attempt, p_logs, p_usage);
  return v_version;
end
$$;
revoke execute on function public.overtime_save_stage from public, anon, authenticated;
grant execute on function public.overtime_save_stage to service_role;
