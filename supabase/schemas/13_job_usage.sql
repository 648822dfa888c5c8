-- One row per model call, failed and aborted ones included, so that a retry never hides its cost.
-- Append-only; it has no foreign key to `jobs`, because what was spent stays spent after a purge.
create table public.job_usage (
  -- Given by the worker, so that a repeated flush counts a call once.
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
  -- True where the provider reported nothing, as for an aborted call.
  estimated boolean not null,
  -- Null when the model's price is not known.
  cost_usd numeric(14, 6),
  started_at timestamptz not null,
  duration_ms integer not null,
  first_token_ms integer,

  constraint a_call_ends_in_one_of_three_ways check (outcome in ('succeeded', 'failed', 'aborted')),
  constraint tokens_are_counted_from_0
    check (least(input_tokens, cached_input_tokens, output_tokens, reasoning_tokens) >= 0)
);

create index job_usage_by_job on public.job_usage (job_id);
create index job_usage_by_user on public.job_usage (user_id, started_at);

alter table public.job_usage enable row level security;
revoke all on public.job_usage from public, anon, authenticated, service_role;
grant select on public.job_usage to authenticated, service_role;

create policy "A user reads their own usage" on public.job_usage
  for select to authenticated
  using ((select auth.uid()) = user_id);

-- Adds calls to job_usage and their sums to the job. Not fenced: a call that a lost attempt made was
-- paid for all the same. `p_usage` is an array of CallUsage (src/task.ts).
create function private.add_usage(p_job_id text, p_attempt integer, p_usage jsonb) returns void
language plpgsql set search_path = ''
as $$
begin
  if p_usage is null or jsonb_array_length(p_usage) = 0 then
    return;
  end if;
  with added as (
    insert into public.job_usage (
      id, job_id, user_id, task, attempt, provider, model, purpose, outcome, input_tokens,
      cached_input_tokens, output_tokens, reasoning_tokens, estimated, cost_usd, started_at,
      duration_ms, first_token_ms
    )
    select
      call.id, job.id, job.user_id, job.task, p_attempt, call.provider, call.model, call.purpose,
      call.outcome, call."inputTokens", call."cachedInputTokens", call."outputTokens",
      call."reasoningTokens", call.estimated, call."costUsd", call."startedAt", call."durationMs",
      call."firstTokenMs"
    from public.jobs as job,
      jsonb_to_recordset(p_usage) as call (
        id text, provider text, model text, purpose text, outcome text, "inputTokens" bigint,
        "cachedInputTokens" bigint, "outputTokens" bigint, "reasoningTokens" bigint,
        estimated boolean, "costUsd" numeric, "startedAt" timestamptz, "durationMs" integer,
        "firstTokenMs" integer
      )
    where job.id = p_job_id
    -- The job before its calls, as a heartbeat has it: two that count the same call at once could else
    -- each wait for what the other holds.
    for no key update of job
    on conflict (id) do nothing
    returning provider, input_tokens, output_tokens, duration_ms, cost_usd
  ), sums as (
    select
      sum(input_tokens) as input_tokens,
      sum(output_tokens) as output_tokens,
      sum(duration_ms) as llm_ms,
      case when bool_and(cost_usd is not null) then sum(cost_usd) end as cost_usd,
      bool_or(provider = 'demo') as demo
    from added
    having count(*) > 0
  )
  update public.jobs as job
  set input_tokens = job.input_tokens + sums.input_tokens,
    output_tokens = job.output_tokens + sums.output_tokens,
    llm_ms = job.llm_ms + sums.llm_ms,
    cost_usd = job.cost_usd + sums.cost_usd,
    demo = job.demo or sums.demo
  from sums
  where job.id = p_job_id;
end
$$;
revoke execute on function private.add_usage from public;
