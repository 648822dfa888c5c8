-- A job with its stages and partial output in one answer, as the caller may see it: row-level
-- security decides, and an unknown job and another user's look the same (null).
-- The keys are those of JobSnapshot (src/overtime/job.ts); `waiting` is true when nobody seems to work on the
-- job: it is due and unclaimed, or its worker's lease has expired.
create function public.overtime_get_job(p_job_id text) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object(
    'jobId', job.id,
    'task', job.task,
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
    'partial', (select partial from overtime.job_partials where job_id = job.id),
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
    'waiting', (
        job.status = 'pending' and job.run_at <= clock.now and coalesce(job.waits_for, 'time') = 'time'
      )
      or (job.status = 'processing' and job.lease_expires_at < clock.now)
  )
  from overtime.jobs as job, (select clock_timestamp() as now) as clock
  where job.id = p_job_id
$$;
revoke execute on function public.overtime_get_job from public, anon;
grant execute on function public.overtime_get_job to authenticated;
