-- Ids of accepted dispatches, so that a replayed one runs nothing. Unlogged: a signature outlives a crash of the
-- database by a minute at most.
create unlogged table overtime.dispatches (
  id uuid primary key,
  received_at timestamptz not null
);
create index dispatches_by_age on overtime.dispatches (received_at);
alter table overtime.dispatches enable row level security;

-- Accepts a dispatch once; raises OT003 the second time. Deletes ids older than an hour, a few per call: a
-- signature is valid for a minute (src/overtime/functions/dispatch.ts).
create function overtime.admit_dispatch(p_dispatch_id uuid) returns void
language plpgsql set search_path = ''
as $$
begin
  insert into overtime.dispatches (id, received_at)
  values (p_dispatch_id, overtime.clock())
  on conflict (id) do nothing;
  if not found then
    raise exception 'Dispatch % was already received.', p_dispatch_id using errcode = 'OT003';
  end if;
  delete from overtime.dispatches
  where id in (
    select id from overtime.dispatches
    where received_at < overtime.clock() - interval '1 hour'
    order by received_at
    limit 10
    for update skip locked
  );
end
$$;
revoke execute on function overtime.admit_dispatch from public;

-- How many of these dispatches have come to a worker's claim. The platform's 202 says only that it has taken the call.
create function public.overtime_count_dispatches(p_ids uuid[]) returns integer
language sql stable security definer set search_path = ''
as $$
  select count(*)::integer from overtime.dispatches where id = any (p_ids)
$$;
revoke execute on function public.overtime_count_dispatches from public, anon, authenticated;
grant execute on function public.overtime_count_dispatches to service_role;
