-- A job with its stages and partial output in one answer, as the caller may see it: row-level
-- security decides, and an unknown job and another user's look the same (null).
-- The keys are those of JobSnapshot (src/overtime/job.ts); `waiting` is true when nobody works on the job
-- (23_idle_jobs.sql): its reader is to have it dispatched.
-- For who knows the version `p_since`: a job of that version is answered without the rest of its row, and with
-- `p_changes`, `partialChanges` are what was changed in the partial output since, where that is known; `partial` is
-- then null.
-- In PL/pgSQL, which keeps the plan: planned anew at each call, as an SQL function is, it takes seven times as long
-- (1,050 and 150 µs of the server's processor time).
create function public.overtime_get_job(
  p_job_id text,
  p_since integer default null,
  p_changes boolean default false
) returns jsonb
language plpgsql stable security invoker set search_path = ''
as $$
declare
  v_unchanged jsonb;
begin
  if p_since is not null then
    select jsonb_build_object(
      'jobId', id, 'task', task, 'status', status, 'version', version, 'createdAt', created_at,
      'waiting', exists (select from overtime.idle_jobs where idle_jobs.id = p_job_id)
    ) into v_unchanged
    from overtime.jobs
    where id = p_job_id and version = p_since;
    if found then
      return v_unchanged;
    end if;
  end if;
  return (select jsonb_build_object(
    'jobId', job.id,
    'task', job.task,
    'title', job.title,
    'status', job.status,
    'version', job.version,
    'progress', job.progress,
    'stage', job.stage,
    'message', job.message,
    'attempt', job.attempt,
    'maxAttempts', job.max_attempts,
    'sample', job.sample,
    'result', job.result,
    'error', job.error,
    'createdAt', job.created_at,
    'updatedAt', job.updated_at,
    'startedAt', job.started_at,
    'finishedAt', job.finished_at,
    'partial', (
      select partial from overtime.job_partials
      where job_id = job.id and (p_since >= since and p_changes) is not true
    ),
    'partialChanges', case when p_since is not null and p_changes and not job.has_partial then '[]' else (
      select (
        select coalesce(jsonb_agg(step -> 'changes' order by step -> 'version'), '[]')
        from jsonb_array_elements(changes) as step
        where (step -> 'version')::integer > p_since
      )
      from overtime.job_partials
      where job_id = job.id and p_since >= since and p_changes
    ) end,
    'stages', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'name', name,
        'item', item,
        'status', status,
        'progress', progress,
        'reason', reason,
        'startedAt', started_at,
        'finishedAt', finished_at
      ) order by started_at, item), '[]')
      from overtime.job_stages
      where job_id = job.id
    ),
    'performance', jsonb_build_object(
      'durationMs', coalesce(round(
        extract(epoch from coalesce(job.finished_at, clock.now) - job.started_at) * 1000
      ), 0),
      'queueTimeMs', round(extract(epoch from
        coalesce(job.started_at, job.finished_at, clock.now) - job.created_at
      ) * 1000),
      'llmTimeMs', job.llm_ms,
      'fileSizeKb', round(job.file_bytes / 1000.0, 1),
      'tokenUsage', job.input_tokens + job.output_tokens,
      'costUsd', job.cost_usd,
      'attempts', job.attempt
    ),
    'waitsFor', job.waits_for,
    'nextAttemptAt', case when job.waits_for = 'time' then job.run_at end,
    'waiting', exists (select from overtime.idle_jobs where id = job.id)
  )
  from overtime.jobs as job, (select overtime.clock() as now) as clock
  where job.id = p_job_id);
end
$$;
revoke execute on function public.overtime_get_job from public, anon;
grant execute on function public.overtime_get_job to authenticated;
