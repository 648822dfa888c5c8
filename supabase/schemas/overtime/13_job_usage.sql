-- One row per model call, failed and aborted ones included, so that a retry never hides its cost.
-- A call's row is written while it runs, with estimates, and once more when it ends; then it stays. It has no foreign
-- key to `jobs`, because usage stays when the job is purged.
create table overtime.job_usage (
  -- Made by the worker, so that a repeated flush counts a call once.
  id text primary key,
  job_id text not null,
  user_id uuid not null references auth.users (id) on delete cascade,
  task text not null,
  attempt integer not null,
  provider text not null,
  model text not null,
  purpose text not null,
  outcome text not null,
  input_tokens bigint not null,
  cached_input_tokens bigint not null,
  output_tokens bigint not null,
  reasoning_tokens bigint not null,
  -- Length of a spoken text; 0 for other calls.
  characters bigint not null,
  -- True where the provider reported no usage, as for an aborted call.
  estimated boolean not null,
  -- Null when the model's price is not known.
  cost_usd numeric(14, 6),
  started_at timestamptz not null,
  duration_ms integer not null,
  first_token_ms integer,

  constraint a_call_runs_or_ends_in_one_of_three_ways
    check (outcome in ('running', 'succeeded', 'failed', 'aborted')),
  constraint tokens_and_characters_are_counted_from_0
    check (least(input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, characters) >= 0)
);

create index job_usage_by_job on overtime.job_usage (job_id);
-- Running calls: a lost worker leaves some.
create index job_usage_running on overtime.job_usage (job_id) where outcome = 'running';
create index job_usage_by_user on overtime.job_usage (user_id, started_at);

alter table overtime.job_usage enable row level security;
revoke all on overtime.job_usage from public, anon, authenticated, service_role;
grant select on overtime.job_usage to authenticated, service_role;

create policy "A user reads their own usage" on overtime.job_usage
  for select to authenticated
  using ((select auth.uid()) = user_id);

-- Stores calls, and adds the difference to the job's sums. Not fenced: calls of a lost attempt must be paid for
-- too. `p_usage` is an array of CallUsage (src/overtime/task.ts), with each call once. Call it when the job's row is
-- locked, so that two flushes of a call run one after the other.
create function overtime.add_usage(p_job_id text, p_attempt integer, p_usage jsonb) returns void
language plpgsql set search_path = ''
as $$
begin
  if p_usage is null or jsonb_array_length(p_usage) = 0 then
    return;
  end if;
  with stated as (
    select
      call.id, job.id as job_id, job.user_id, job.task, p_attempt as attempt, call.provider, call.model,
      call.purpose, call.outcome, call."inputTokens" as input_tokens,
      call."cachedInputTokens" as cached_input_tokens, call."outputTokens" as output_tokens,
      call."reasoningTokens" as reasoning_tokens, call.characters, call.estimated, call."costUsd" as cost_usd,
      -- By the worker's clock. If that is ahead of ours, the call still counts in today's budget.
      least(call."startedAt", overtime.clock()) as started_at, call."durationMs" as duration_ms,
      call."firstTokenMs" as first_token_ms
    from overtime.jobs as job,
      jsonb_to_recordset(p_usage) as call (
        id text, provider text, model text, purpose text, outcome text, "inputTokens" bigint,
        "cachedInputTokens" bigint, "outputTokens" bigint, "reasoningTokens" bigint, characters bigint,
        estimated boolean, "costUsd" numeric, "startedAt" timestamptz, "durationMs" integer,
        "firstTokenMs" integer
      )
    where job.id = p_job_id
  ), former as (
    select id, input_tokens, output_tokens, duration_ms, cost_usd
    from overtime.job_usage
    where id in (select id from stated)
  ), stored as (
    insert into overtime.job_usage as known (
      id, job_id, user_id, task, attempt, provider, model, purpose, outcome, input_tokens,
      cached_input_tokens, output_tokens, reasoning_tokens, characters, estimated, cost_usd, started_at,
      duration_ms, first_token_ms
    )
    select * from stated
    on conflict (id) do update
    set outcome = excluded.outcome,
      input_tokens = excluded.input_tokens,
      cached_input_tokens = excluded.cached_input_tokens,
      output_tokens = excluded.output_tokens,
      reasoning_tokens = excluded.reasoning_tokens,
      characters = excluded.characters,
      estimated = excluded.estimated,
      cost_usd = excluded.cost_usd,
      duration_ms = excluded.duration_ms,
      first_token_ms = excluded.first_token_ms
    where known.outcome = 'running' or (known.outcome = 'aborted' and excluded.outcome <> 'running')
    returning known.*
  ), added as (
    select
      sum(stored.input_tokens - coalesce(former.input_tokens, 0)) as input_tokens,
      sum(stored.output_tokens - coalesce(former.output_tokens, 0)) as output_tokens,
      sum(stored.duration_ms - coalesce(former.duration_ms, 0)) as llm_ms,
      case when bool_and(stored.cost_usd is not null) then
        sum(stored.cost_usd - coalesce(former.cost_usd, 0))
      end as cost_usd,
      -- The one place that marks a job as made of samples.
      bool_or(stored.provider = 'sample') as sample
    from stored
    left join former using (id)
    having count(*) > 0
  )
  update overtime.jobs as job
  set input_tokens = job.input_tokens + added.input_tokens,
    output_tokens = job.output_tokens + added.output_tokens,
    llm_ms = job.llm_ms + added.llm_ms,
    cost_usd = job.cost_usd + added.cost_usd,
    sample = job.sample or added.sample
  from added
  where job.id = p_job_id;
end
$$;
revoke execute on function overtime.add_usage from public;

-- Closes the calls that an attempt left running at its end, with their last estimate, unless their worker is
-- still alive and reports how they ended. Call it after the attempt's last overtime.add_usage.
create function overtime.close_calls(p_job_id text) returns void
language plpgsql set search_path = ''
as $$
begin
  update overtime.job_usage set outcome = 'aborted' where job_id = p_job_id and outcome = 'running';
end
$$;
revoke execute on function overtime.close_calls from public;
