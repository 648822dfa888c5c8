-- Locks. A lock key is a path: `book:1` is above `book:1/chapter:3`. Two jobs are in each other's way when
-- their keys are the same or one is above the other; so a book's chapters are written side by side, and the
-- book is exported while none is.
--
-- A job that meets a holder in its way waits, and so does one that meets a waiting job in its way which
-- comes first by priority and then by age: chapters without end keep no export waiting. Whoever lets go of a
-- lock gives it to all those who can have it now, who hold it from then on, before they run. A job that is
-- handed over, rescued or tried again at once keeps it.
--
-- Nobody waits in a circle: each waits for a holder, or for one before it in that order. Whoever decides
-- about a lock does so alone under its root, the first part of the key, and a job without a key never comes
-- here.

-- (In PL/pgSQL, as the next one: PostgreSQL 17 plans the body of an SQL function anew for each call.)
create function overtime.lock_root(p_lock_key text) returns bigint
language plpgsql immutable set search_path = ''
as $$
begin
  return hashtextextended('lock ' || split_part(p_lock_key, '/', 1), 0);
end
$$;
revoke execute on function overtime.lock_root from public;

-- A key and those above it: {book:1, book:1/chapter:3}.
create function overtime.lock_path(p_lock_key text) returns text[]
language plpgsql immutable set search_path = ''
as $$
declare
  v_parts constant text[] := string_to_array(p_lock_key, '/');
  v_path text[] := '{}';
begin
  for depth in 1..cardinality(v_parts) loop
    v_path := v_path || array_to_string(v_parts[1:depth], '/');
  end loop;
  return v_path;
end
$$;
revoke execute on function overtime.lock_path from public;

-- Whether a job has to wait for its lock. Call it under the root. What is above a key and what is below it
-- are asked for apart, so that each is looked up in the index.
create function overtime.must_wait(p_id text, p_lock_key text, p_priority smallint, p_seq bigint)
returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_path constant text[] := overtime.lock_path(p_lock_key);
  -- What begins with the key and a slash; '0' comes after '/'.
  v_below constant text := p_lock_key || '/';
  v_beyond constant text := p_lock_key || '0';
begin
  return exists (
      select from overtime.jobs where holds_lock and lock_key = any (v_path) and id <> p_id
    )
    or exists (
      select from overtime.jobs where holds_lock and lock_key >= v_below and lock_key < v_beyond
    )
    or exists (
      select from overtime.jobs
      where waits_for = 'lock' and lock_key = any (v_path) and (priority, seq) < (p_priority, p_seq)
    )
    or exists (
      select from overtime.jobs
      where waits_for = 'lock' and lock_key >= v_below and lock_key < v_beyond
        and (priority, seq) < (p_priority, p_seq)
    );
end
$$;
revoke execute on function overtime.must_wait from public;

-- Locks the row of a job that waits for its lock; false when it waits no more. The row may be locked for a
-- moment by a claim that has looked at an older version of it: that one asks for no more than it can have at
-- once, or for the root, and then gives on what was left here (claim_next). Or by the job's cancellation,
-- which waits for the root and then gives the lock on itself. So the wait is short: below the second after
-- which PostgreSQL looks for deadlocks. Not so behind the deletion of the job's user, which may wait for a row
-- that the caller has locked: such a job is passed over, since it is about to be gone.
create function overtime.take_waiting_job(p_id text) returns boolean
language plpgsql set search_path = '' set lock_timeout = '900ms'
as $$
begin
  if not overtime.try_hold_user((select user_id from overtime.jobs where id = p_id)) then
    return false;
  end if;
  perform from overtime.jobs where id = p_id and waits_for = 'lock' for update;
  return found;
exception
  when lock_not_available then
    return false;
end
$$;
revoke execute on function overtime.take_waiting_job from public;

-- Gives a lock on: of the jobs that it was in the way of, those hold theirs and become ready who no longer
-- have to wait. Takes the root.
create function overtime.pass_lock(p_lock_key text) returns void
language plpgsql set search_path = ''
as $$
declare
  v_root constant text := split_part(p_lock_key, '/', 1);
  v_job record;
begin
  perform pg_advisory_xact_lock(overtime.lock_root(p_lock_key));
  -- Mostly nobody waits; the query below is planned anew each time, for 150 µs (measured).
  if not exists (
    select from overtime.jobs
    where waits_for = 'lock' and lock_key >= v_root and lock_key < v_root || '0'
  ) then
    return;
  end if;
  for v_job in
    -- The first of each key: the others wait for it.
    select first.*
    from unnest(overtime.lock_path(p_lock_key)) as path (key)
    cross join lateral (
      select id, lock_key, priority, seq from overtime.jobs
      where waits_for = 'lock' and lock_key = path.key
      order by priority, seq
      limit 1
    ) as first
    union all
    (
      select distinct on (lock_key) id, lock_key, priority, seq from overtime.jobs
      where waits_for = 'lock' and lock_key >= p_lock_key || '/' and lock_key < p_lock_key || '0'
      order by lock_key, priority, seq
    )
    order by priority, seq
  loop
    continue when overtime.must_wait(v_job.id, v_job.lock_key, v_job.priority, v_job.seq);
    continue when not overtime.take_waiting_job(v_job.id);
    update overtime.jobs
    set waits_for = null,
      holds_lock = true,
      turn = overtime.present_turn(task, priority) + 1,
      version = version + 1
    where id = v_job.id;
  end loop;
end
$$;
revoke execute on function overtime.pass_lock from public;

-- Waits for the root of a lock that a claim did not get at once. Somebody who decides about it does so until
-- the end of a short transaction: worth the wait, since of fifty claims at once for a book's fifty chapters
-- each is to find its own. But only for a claim that holds no other lock, or two could wait for each other,
-- and not behind a transaction that hangs. Returns whether it is taken; what is passed over is found by the
-- next claim.
create function overtime.wait_for_root(p_root bigint) returns boolean
language plpgsql set search_path = '' set lock_timeout = '5s'
as $$
begin
  perform pg_advisory_xact_lock(p_root);
  return true;
exception
  when lock_not_available then
    return false;
end
$$;
revoke execute on function overtime.wait_for_root from public;

-- What a job that no longer runs, or no longer is ready, leaves to others: its lock and its place.
create function overtime.leave_places(p_job overtime.jobs) returns void
language plpgsql set search_path = ''
as $$
begin
  if p_job.lock_key is not null then
    perform overtime.pass_lock(p_job.lock_key);
  end if;
  if p_job.user_limit is not null then
    perform overtime.fill_places(p_job.task, p_job.user_id, p_job.user_limit);
  end if;
end
$$;
revoke execute on function overtime.leave_places from public;

