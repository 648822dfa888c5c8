-- Extends the lease and flushes what was collected since the last call: progress, message, running stages, partial
-- output, logs and usage. A null changes nothing. Progress never decreases. Returns the job's version. Raises OT001 when
-- the lease is lost, OT002 when the job was cancelled and OT011 when the partial output is too large; then nothing is
-- written.
create function public.overtime_heartbeat_job(
  p_job_id text,
  p_lease_id uuid,
  p_lease_seconds integer,
  p_progress smallint default null,
  p_stage text default null,
  p_message text default null,
  -- An array of { name, item, progress }.
  p_stages jsonb default null,
  p_partial jsonb default null,
  -- What has changed in it since the heartbeat before; null where that is not known.
  p_changes jsonb default null,
  p_logs jsonb default null,
  p_usage jsonb default null
) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_attempt integer;
  v_version integer;
begin
  if pg_column_size(p_partial) > 150000 then
    perform overtime.refuse_too_large('The partial output', p_partial);
  end if;
  if p_usage is not null then
    perform overtime.hold_owner(p_job_id);
  end if;
  select attempt, version into v_attempt, v_version
  from overtime.extend_lease(
    p_job_id, p_lease_id, p_lease_seconds, p_progress, p_stage, p_message,
    p_has_partial => p_partial is not null
  );

  if p_stages is not null then
    insert into overtime.job_stages as stored (job_id, name, item, status, progress, attempt, started_at)
    select p_job_id, stage.name, stage.item, 'processing', stage.progress, v_attempt, v_now
    from jsonb_to_recordset(p_stages) as stage (name text, item integer, progress smallint)
    on conflict (job_id, name, item) do update
    set status = 'processing',
      progress = excluded.progress,
      attempt = excluded.attempt,
      started_at = case
        when stored.attempt = excluded.attempt then stored.started_at
        else excluded.started_at
      end
    where stored.status not in ('completed', 'skipped');
  end if;
  if p_partial is not null then
    insert into overtime.job_partials as stored (job_id, partial, since, updated_at)
    values (p_job_id, p_partial, v_version, v_now)
    on conflict (job_id) do update
    set partial = excluded.partial,
      updated_at = excluded.updated_at,
      -- The last twenty changes are kept.
      since = case
        when p_changes is null then v_version
        when jsonb_array_length(stored.changes) < 20 then stored.since
        else (stored.changes -> 0 -> 'version')::integer
      end,
      changes = case
        when p_changes is null then '[]'
        when jsonb_array_length(stored.changes) < 20 then stored.changes
        else stored.changes - 0
      end || case
        when p_changes is null then '[]'
        else jsonb_build_array(jsonb_build_object('version', v_version, 'changes', p_changes))
      end;
  end if;
  perform overtime.add_flush(p_job_id, v_attempt, p_logs, p_usage);
  return v_version;
end
$$;
revoke execute on function public.overtime_heartbeat_job from public, anon, authenticated;
grant execute on function public.overtime_heartbeat_job to service_role;
