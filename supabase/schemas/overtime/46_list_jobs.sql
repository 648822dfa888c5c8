-- A time as every browser reads it: ISO 8601 in UTC, to the millisecond.
create function overtime.iso_time(p_time timestamptz) returns text
language sql stable set search_path = ''
as $$
  select to_char(p_time at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;
revoke execute on function overtime.iso_time from public;
grant execute on function overtime.iso_time to authenticated;

-- A place in a list of jobs: to the microsecond, as it is stored.
create function overtime.list_place(p_created_at timestamptz, p_id text) returns text
language sql stable set search_path = ''
as $$
  select to_char(p_created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '~' || p_id
$$;
revoke execute on function overtime.list_place from public;
grant execute on function overtime.list_place to authenticated;

-- A page of the caller's own jobs, newest first, by keyset: jobs that are added meanwhile do not shift it. The answer is
-- a JobPage (src/overtime/job.ts). `p_before_at` and `p_before_id` are the end of the previous page. The policy lets a
-- tenant's admin read more than their own jobs, so the user is named here.
--
-- `p_q` is a part of the title, in any case. A search looks at 2,000 jobs a call: `nextBefore` then goes on after the last
-- one that it looked at, also where none was found.
-- Planned for the values of each call: not knowing them, it reads the pages before, and the jobs that are left out.
create function public.overtime_list_jobs(
  p_limit integer,
  p_task text default null,
  p_status text default null,
  p_sample boolean default null,
  p_before_at timestamptz default null,
  p_before_id text default null,
  p_q text default null
) returns jsonb
language plpgsql stable security invoker set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_end_at timestamptz;
  v_end_id text;
begin
  if p_q is not null then
    select created_at, id into v_end_at, v_end_id
    from overtime.jobs
    where user_id = (select auth.uid())
      and created_at <= coalesce(p_before_at, 'infinity')
      and (p_before_at is null or created_at < p_before_at or id > p_before_id)
    order by created_at desc, id
    offset 1999
    limit 1;
  end if;
  return (with found as (
    -- One more than the page, to know whether there is a next one.
    select *, row_number() over (order by created_at desc, id) as place
    from overtime.jobs
    where user_id = (select auth.uid())
      and (p_task is null or task = p_task)
      and (p_status is null or status = p_status)
      and (p_sample is null or sample = p_sample)
      -- For the index: the pages before are not read.
      and created_at <= coalesce(p_before_at, 'infinity')
      and (
        p_before_at is null
        or created_at < p_before_at
        or (created_at = p_before_at and id > p_before_id)
      )
      and (p_q is null or strpos(lower(title), lower(p_q)) > 0)
      and created_at >= coalesce(v_end_at, '-infinity')
      and (v_end_at is null or created_at > v_end_at or id <= v_end_id)
    order by created_at desc, id
    limit p_limit + 1
  )
  select jsonb_build_object(
    'jobs', coalesce(jsonb_agg(jsonb_build_object(
      'jobId', id,
      'task', task,
      'title', title,
      'status', status,
      'progress', progress,
      'message', message,
      'error', error ->> 'message',
      'errorCode', error ->> 'code',
      'sample', sample,
      'attempts', attempt,
      'tokenUsage', input_tokens + output_tokens,
      'costUsd', cost_usd,
      'durationMs', round(extract(epoch from finished_at - started_at) * 1000),
      'createdAt', overtime.iso_time(created_at),
      'finishedAt', overtime.iso_time(finished_at)
    ) order by place) filter (where place <= p_limit), '[]'),
    'nextBefore', case
      when count(*) > p_limit then max(overtime.list_place(created_at, id)) filter (where place = p_limit)
      else overtime.list_place(v_end_at, v_end_id)
    end
  )
  from found);
end
$$;
revoke execute on function public.overtime_list_jobs from public, anon;
grant execute on function public.overtime_list_jobs to authenticated;
