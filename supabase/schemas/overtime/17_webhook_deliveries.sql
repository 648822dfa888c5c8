-- The outbox: a row is written in the transaction that ends a job, and stays until its delivery has
-- succeeded or was given up. What is sent is read from the job when it is sent.
create table overtime.webhook_deliveries (
  -- The webhook-id of the Standard Webhooks specification: the same for all tries.
  id text primary key,
  job_id text not null references overtime.jobs (id) on delete cascade,
  -- The job's: only deploys of the lane deliver it.
  lane text not null,
  url text not null,
  try_count integer not null default 0,
  -- When the next try is due; null once it is delivered or given up.
  next_try_at timestamptz,
  delivered_at timestamptz,
  gave_up_at timestamptz,
  last_error text,
  created_at timestamptz not null,

  constraint a_delivery_is_due_or_done
    check ((next_try_at is null) = (delivered_at is not null or gave_up_at is not null))
);
create index webhook_deliveries_by_job on overtime.webhook_deliveries (job_id);
create index webhook_deliveries_due on overtime.webhook_deliveries (lane, next_try_at)
  where next_try_at is not null;
alter table overtime.webhook_deliveries enable row level security;

-- The secret that signs a user's webhooks.
create table overtime.webhook_secrets (
  user_id uuid primary key references auth.users (id) on delete cascade,
  -- `whsec_` and 32 random bytes as base64, as the specification has it.
  secret text not null
);
alter table overtime.webhook_secrets enable row level security;

-- Queues the webhook of a job that has ended, if it has one.
create function overtime.queue_webhook(p_job_id text) returns void
language sql set search_path = ''
as $$
  insert into overtime.webhook_deliveries (id, job_id, lane, url, next_try_at, created_at)
  select 'msg_' || replace(gen_random_uuid()::text, '-', ''), id, lane, webhook_url, clock.now, clock.now
  from overtime.jobs, (select overtime.clock() as now) as clock
  where id = p_job_id and webhook_url is not null
$$;
revoke execute on function overtime.queue_webhook from public;

-- A user's secret, created at the first call: at the latest by the first job with a webhook.
create function public.overtime_webhook_secret(p_user_id uuid) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_secret text;
begin
  insert into overtime.webhook_secrets (user_id, secret)
  values (
    p_user_id,
    'whsec_' || encode(
      decode(
        replace(gen_random_uuid()::text, '-', '') || replace(gen_random_uuid()::text, '-', ''),
        'hex'
      ),
      'base64'
    )
  )
  on conflict (user_id) do nothing;
  select secret into strict v_secret from overtime.webhook_secrets where user_id = p_user_id;
  return v_secret;
end
$$;
revoke execute on function public.overtime_webhook_secret from public, anon, authenticated;
grant execute on function public.overtime_webhook_secret to service_role;

-- Claims a lane's due deliveries for `p_hold_seconds`: if the caller dies meanwhile, they become due again. Returns an array
-- of { deliveryId, url, secret, tryCount, job }.
create function public.overtime_claim_deliveries(
  p_limit integer,
  p_hold_seconds integer,
  p_lane text default 'production'
) returns jsonb
language sql security definer set search_path = ''
as $$
  with taken as (
    update overtime.webhook_deliveries
    set try_count = try_count + 1,
      next_try_at = overtime.clock() + make_interval(secs => p_hold_seconds)
    -- An array, so that the planner cannot run the select, and its limit, more than once.
    where id = any (array(
      select id from overtime.webhook_deliveries
      where lane = p_lane and next_try_at <= overtime.clock()
      order by next_try_at
      limit p_limit
      for update skip locked
    ))
    returning id, job_id, url, try_count
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'deliveryId', taken.id,
    'url', taken.url,
    'tryCount', taken.try_count,
    'secret', secret.secret,
    'job', jsonb_build_object(
      'jobId', job.id,
      'task', job.task,
      'status', job.status,
      'result', job.result,
      'error', job.error ->> 'message',
      'errorCode', job.error ->> 'code',
      'sample', job.sample,
      'createdAt', job.created_at,
      'finishedAt', job.finished_at
    )
  )), '[]')
  from taken
  join overtime.jobs as job on job.id = taken.job_id
  join overtime.webhook_secrets as secret on secret.user_id = job.user_id
$$;
revoke execute on function public.overtime_claim_deliveries from public, anon, authenticated;
grant execute on function public.overtime_claim_deliveries to service_role;

-- Records how a try ended: delivered (`p_error` null), to be tried again after `p_retry_seconds`, or given up (no
-- `p_retry_seconds`), which the job's owner reads in its logs.
create function public.overtime_record_delivery(
  p_delivery_id text,
  p_error text default null,
  p_retry_seconds double precision default null
) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_delivery overtime.webhook_deliveries;
begin
  -- The job first: deleting a job locks its row before those of its deliveries.
  perform from overtime.jobs
  where id = (select job_id from overtime.webhook_deliveries where id = p_delivery_id)
  for key share;
  update overtime.webhook_deliveries
  set last_error = p_error,
    delivered_at = case when p_error is null then v_now end,
    gave_up_at = case when p_error is not null and p_retry_seconds is null then v_now end,
    next_try_at = case when p_error is not null then v_now + make_interval(secs => p_retry_seconds) end
  where id = p_delivery_id and next_try_at is not null
  returning * into v_delivery;
  if v_delivery.gave_up_at is not null then
    insert into overtime.job_logs (job_id, attempt, level, message, details, logged_at)
    select
      id, attempt, 'warn', 'The webhook could not be delivered, and is not tried again.',
      jsonb_build_object('url', webhook_url, 'tries', v_delivery.try_count, 'error', p_error), v_now
    from overtime.jobs
    where id = v_delivery.job_id;
  end if;
end
$$;
revoke execute on function public.overtime_record_delivery from public, anon, authenticated;
grant execute on function public.overtime_record_delivery to service_role;
