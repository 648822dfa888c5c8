-- Locks. A lock key is a path: `book:1` is above `book:1/chapter:3`. Two jobs conflict when their keys are equal or
-- one is above the other. So a book's chapters are written in parallel, and the book is exported while none is.
--
-- A job waits for a conflicting holder, and for a conflicting waiting job that comes before it by priority and then
-- by age, so that a stream of chapters cannot block an export. Releasing a lock gives it to all jobs that can have it
-- now; they hold it from then on, before they run. A job that is handed over, rescued or retried at once keeps it.
--
-- There are no deadlocks: each job waits for a holder, or for one before it in that order. Decisions about a lock are
-- made one at a time per root, the first part of the key. A job without a key never comes here.

-- A lock key as it is stored: that of the contract, in other lanes than production behind the lane's name. So jobs of
-- different lanes never wait for each other: of a preview, nobody may be there to run the first.
-- (In PL/pgSQL, like the next two: PostgreSQL 17 plans the body of an SQL function at each call, and each enqueue makes one.)
create function overtime.lane_lock_key(p_lane text, p_lock_key text) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return case p_lane when 'production' then p_lock_key else p_lane || ' ' || p_lock_key end;
end
$$;
revoke execute on function overtime.lane_lock_key from public;
-- For overtime.is_locked, which runs as its caller.
grant execute on function overtime.lane_lock_key to authenticated;

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

-- Whether a job has to wait for its lock. Call it under the root's lock. Keys above and below are separate
-- conditions, so that each uses the index.
create function overtime.must_wait(p_id text, p_lock_key text, p_priority smallint, p_seq bigint)
returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_path constant text[] := overtime.lock_path(p_lock_key);
  -- Keys that begin with the key and a slash; '0' comes after '/'.
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

-- Locks the row of a job that waits for its lock; false when it no longer waits. The row may be locked briefly by a
-- claim that read an older version of it: that claim only tries further locks, or waits for the root, and then passes
-- on the lock that was left here (claim_next). Or by the job's cancellation, which waits for the root and then passes
-- the lock on itself. So the wait is shorter than the second after which PostgreSQL looks for deadlocks. The deletion
-- of the job's user is different, since it may wait for a row that the caller has locked: such a job is skipped, as it
-- is about to be deleted.
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

-- Passes a lock on: of the jobs that it blocked, those that no longer have to wait get theirs and become ready. Takes
-- the root's lock.
create function overtime.pass_lock(p_lock_key text) returns void
language plpgsql set search_path = ''
as $$
declare
  v_root constant text := split_part(p_lock_key, '/', 1);
  v_job record;
begin
  perform pg_advisory_xact_lock(overtime.lock_root(p_lock_key));
  -- Mostly no job waits; the query below is planned at each call, for 150 µs (measured).
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
      turn = overtime.present_turn(lane, task, priority) + 1,
      version = version + 1
    where id = v_job.id;
  end loop;
end
$$;
revoke execute on function overtime.pass_lock from public;

-- Waits for the root of a lock that a claim did not get at once. Others hold it until the end of a short transaction,
-- so waiting pays off: of fifty concurrent claims for a book's fifty chapters, each shall find its own. But only for a
-- claim that holds no other lock, or two could wait for each other, and not behind a transaction that hangs. Returns
-- whether it is taken; the next claim finds what was skipped.
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

-- Releases the lock and the place of a job that no longer runs or is no longer ready.
create function overtime.leave_places(p_job overtime.jobs) returns void
language plpgsql set search_path = ''
as $$
begin
  if p_job.lock_key is not null then
    perform overtime.pass_lock(p_job.lock_key);
  end if;
  if p_job.user_limit is not null then
    perform overtime.fill_places(p_job.lane, p_job.task, p_job.user_id, p_job.user_limit);
  end if;
end
$$;
revoke execute on function overtime.leave_places from public;

-- Whether a job of the caller holds the lock `p_key`, as its contract names it, or one below, in any lane. For policies of
-- what jobs work on: overtime.is_locked('book:1').
create function overtime.is_locked(p_key text) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select exists (
    select
    from overtime.jobs
    cross join overtime.lane_lock_key(lane, concat(auth.uid(), ':', p_key)) as asked (key)
    where holds_lock
      and user_id = auth.uid()
      and (lock_key = asked.key or starts_with(lock_key, asked.key || '/'))
  )
$$;
revoke execute on function overtime.is_locked from public;
grant execute on function overtime.is_locked to authenticated;
