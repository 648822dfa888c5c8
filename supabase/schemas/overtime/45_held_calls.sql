-- Until when each user's held calls last: a function that waits for a job's change is billed as long as it waits, so a
-- user has few at a time. A place ends by itself, since a function that is killed gives nothing back.
create unlogged table overtime.held_calls (
  user_id uuid primary key references auth.users (id) on delete cascade,
  ends timestamptz[] not null
);
alter table overtime.held_calls enable row level security;

-- Takes one of a user's places for so many seconds. Returns its end, which names it, or null when all are taken.
create function public.overtime_hold_call(p_user_id uuid, p_seconds integer, p_places integer) returns timestamptz
language plpgsql security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := overtime.clock();
  v_end constant timestamptz := v_now + make_interval(secs => p_seconds);
begin
  insert into overtime.held_calls as held (user_id, ends)
  values (p_user_id, array[v_end])
  on conflict (user_id) do update
  set ends = v_end || array(select moment from unnest(held.ends) as moment where moment > v_now)
  where (select count(*) from unnest(held.ends) as moment where moment > v_now) < p_places;
  return case when found then v_end end;
end
$$;
revoke execute on function public.overtime_hold_call from public, anon, authenticated;
grant execute on function public.overtime_hold_call to service_role;

-- Gives a place back. Of two with the same end, one.
create function public.overtime_release_call(p_user_id uuid, p_end timestamptz) returns void
language sql security definer set search_path = ''
as $$
  update overtime.held_calls
  set ends = ends[:array_position(ends, p_end) - 1] || ends[array_position(ends, p_end) + 1:]
  where user_id = p_user_id and p_end = any (ends)
$$;
revoke execute on function public.overtime_release_call from public, anon, authenticated;
grant execute on function public.overtime_release_call to service_role;
