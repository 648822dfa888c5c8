-- Which pending jobs are ready. Limits are enforced by one rule: at most `user_limit` of a user's jobs of a task and
-- lane are
-- running, ready or waiting for their lock. So a claim, which makes a ready job run or wait for its lock, need not
-- count.
--
-- Locks are always taken in this order, or only tried: the owner's row in auth.users, the job's row, the root of a
-- lock key, the user's places, the task. A claim tries, or waits while it holds none of them.
--
-- A user's deletion locks the row in auth.users first, then waits for the rows of the user's jobs. PostgreSQL locks
-- that row too, until the transaction's end, for each new row that refers to a user (a job, a model call, a task's
-- row), and for a job's row that one transaction updates twice (ri_triggers.c). So a transaction that holds a job's
-- row or a user's places and may still do this locks the owner first; otherwise it and the deletion could deadlock.
-- A trigger on auth.users could not do it: it runs when that row is locked already.

-- Prevents a user's deletion until the transaction ends. If the deletion is running, waits for its end.
create function overtime.hold_user(p_user_id uuid) returns void
language plpgsql set search_path = ''
as $$
begin
  perform from auth.users where id = p_user_id for key share;
end
$$;
revoke execute on function overtime.hold_user from public;

-- The same without waiting: false while the user is being deleted.
create function overtime.try_hold_user(p_user_id uuid) returns boolean
language plpgsql set search_path = ''
as $$
begin
  perform from auth.users where id = p_user_id for key share skip locked;
  return found;
end
$$;
revoke execute on function overtime.try_hold_user from public;

-- As overtime.hold_user, for the owner of a job. Call it before the job's row is locked.
create function overtime.hold_owner(p_job_id text) returns void
language plpgsql set search_path = ''
as $$
begin
  perform from auth.users
  where id = (select user_id from overtime.jobs where id = p_job_id)
  for key share;
end
$$;
revoke execute on function overtime.hold_owner from public;

-- Locks out whoever else counts or changes a user's places in a task, until the transaction ends. Without
-- `p_wait` it only tries, for a caller that holds another user's lock: two who wait for each other would wait for
-- ever. Returns whether it has the lock.
create function overtime.lock_places(p_lane text, p_task text, p_user_id uuid, p_wait boolean default true) returns boolean
language plpgsql set search_path = ''
as $$
declare
  v_key constant bigint := hashtextextended(
    format('user %s %s %s', p_lane, p_task, p_user_id), 0
  );
begin
  if not p_wait then
    return pg_try_advisory_xact_lock(v_key);
  end if;
  perform pg_advisory_xact_lock(v_key);
  return true;
end
$$;
revoke execute on function overtime.lock_places from public;

-- How many more of a user's jobs may be made ready. Call it under overtime.lock_places.
create function overtime.free_places(p_lane text, p_task text, p_user_id uuid, p_user_limit smallint)
returns integer
language plpgsql stable set search_path = ''
as $$
begin
  return p_user_limit - (
    select count(*) from overtime.jobs
    where lane = p_lane and task = p_task and user_id = p_user_id
      and finished_at is null and (waits_for is null or waits_for = 'lock')
  )::integer;
end
$$;
revoke execute on function overtime.free_places from public;

-- The current turn: the lowest of the ready jobs, without those that continue (-1).
create function overtime.present_turn(p_lane text, p_task text, p_priority smallint) returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((
    select turn from overtime.jobs
    where lane = p_lane and task = p_task and priority = p_priority and status = 'pending' and waits_for is null
      and turn >= 0
    order by turn
    limit 1
  ), 0);
end
$$;
revoke execute on function overtime.present_turn from public;

-- The turn of a user's job that becomes ready now: two after the user's last ready one, which cannot be past, or
-- else one after the current turn. So of one user's waiting jobs, at most one runs before another user's first; and
-- since no job joins the current turn, it ends, and a stream of new users cannot starve anybody.
-- (overtime_enqueue_job has the same in its insert.) Jobs that one user enqueues at the same moment may share a turn:
-- locking the user for it would slow down every enqueue.
create function overtime.next_turn(p_lane text, p_task text, p_user_id uuid, p_priority smallint) returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(
    (
      select turn + 2 from overtime.jobs
      where lane = p_lane and task = p_task and user_id = p_user_id and priority = p_priority and turn >= 0
        and finished_at is null and (waits_for is null or waits_for = 'lock')
      order by turn desc
      limit 1
    ),
    overtime.present_turn(p_lane, p_task, p_priority) + 1
  );
end
$$;
revoke execute on function overtime.next_turn from public;

-- Fills a user's free places with the next of their waiting jobs. Takes the user's lock.
create function overtime.fill_places(p_lane text, p_task text, p_user_id uuid, p_user_limit smallint) returns void
language plpgsql set search_path = ''
as $$
declare
  v_free integer;
  v_id text;
begin
  perform overtime.lock_places(p_lane, p_task, p_user_id);
  v_free := overtime.free_places(p_lane, p_task, p_user_id, p_user_limit);
  if v_free <= 0 then
    return;
  end if;
  -- One by one: each has the turn after the one before it.
  for v_id in
    select id from overtime.jobs
    where lane = p_lane and task = p_task and user_id = p_user_id and waits_for = 'user'
    order by priority, seq
    limit v_free
    for update skip locked
  loop
    update overtime.jobs
    set waits_for = null,
      turn = overtime.next_turn(lane, task, user_id, priority),
      version = version + 1
    where id = v_id;
  end loop;
end
$$;
revoke execute on function overtime.fill_places from public;

-- Makes due jobs of a lane and task ready, at most a hundred, the longest due first. A job whose user has no free place waits
-- for one.
create function overtime.wake_due_jobs(p_lane text, p_task text, p_now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  v_job record;
begin
  for v_job in
    select id, user_id, user_limit from overtime.jobs
    where lane = p_lane and task = p_task and waits_for = 'time' and run_at <= p_now
    order by run_at
    limit 100
    for update skip locked
  loop
    -- The claim may update it once more.
    continue when not overtime.try_hold_user(v_job.user_id);
    continue when v_job.user_limit is not null
      and not overtime.lock_places(p_lane, p_task, v_job.user_id, p_wait => false);
    update overtime.jobs
    set waits_for = case
        when v_job.user_limit is not null
          and overtime.free_places(p_lane, p_task, v_job.user_id, v_job.user_limit) <= 0 then 'user'
      end,
      turn = overtime.next_turn(lane, task, user_id, priority),
      version = version + 1
    where id = v_job.id;
  end loop;
end
$$;
revoke execute on function overtime.wake_due_jobs from public;
