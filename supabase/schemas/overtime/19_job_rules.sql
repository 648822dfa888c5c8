-- What must hold of every job. PostgreSQL refuses a row that breaks a rule, whoever writes it, and names
-- the rule as the constraint that was violated (SQLSTATE 23514), as it does for a CHECK.
--
-- They are a trigger and not CHECKs, because PostgreSQL 17 parses the stored text of each CHECK again for
-- every statement that writes to the table, while the one expression here is prepared once per
-- connection. As 22 CHECKs they make a complete-and-claim 50 % dearer and an enqueue 25 % (processor time of
-- the server, by turns in one process: 559 µs beside 369, 386 beside 305, and 316 and 264 without any rule; all
-- on a busy machine). After the write, since a trigger before an update locks the row first, and so
-- that no later trigger can change what was looked at. As any trigger, and any foreign key, it is off
-- under `session_replication_role = replica`.
create function overtime.keep_job_rules() returns trigger
language plpgsql set search_path = ''
as $$
declare
  -- The first rule that the row breaks. `old` is null for an insert.
  v_broken constant text := case
    when new.status not in ('pending', 'processing', 'completed', 'failed', 'cancelled')
      then 'a_status_is_one_of_five'
    when new.waits_for not in ('time', 'user', 'lock')
      then 'a_job_waits_for_time_its_user_or_a_lock'
    when new.waits_for is not null and new.status <> 'pending'
      then 'only_a_pending_job_waits'

    when new.max_attempts < 1
      then 'a_limit_allows_an_attempt'
    when new.attempt not between 0 and new.max_attempts
      then 'an_attempt_is_within_the_limit'
    when new.status = 'pending' and new.attempt = new.max_attempts
      then 'a_pending_job_has_an_attempt_left'

    when (new.status = 'processing') <> (new.lease_id is not null)
      then 'only_a_processing_job_has_a_lease'
    when (new.lease_id is null) <> (new.lease_expires_at is null)
      then 'a_lease_has_an_end'
    when new.status = 'processing'
      and (new.started_at is null or new.claimed_at is null or new.rescue_at is null)
      then 'a_processing_job_has_started'

    when (new.status in ('pending', 'processing')) <> (new.finished_at is null)
      then 'only_a_terminal_job_has_finished_at'
    when (new.finished_at is null) <> (new.expires_at is null)
      then 'only_a_terminal_job_expires'
    when (new.status = 'completed') <> (new.result is not null)
      then 'only_a_completed_job_has_a_result'
    when new.status = 'completed' and new.progress <> 100
      then 'a_completed_job_is_wholly_done'
    when (new.status = 'failed') <> (new.error is not null)
      then 'only_a_failed_job_has_an_error'
    when not new.error ?& array['code', 'message', 'retryable']
      then 'an_error_has_a_code_and_a_message'
    when old.finished_at is not null and (
      new.status <> old.status
      or new.finished_at <> old.finished_at
      or new.result is distinct from old.result
      or new.error is distinct from old.error
    )
      then 'a_terminal_job_keeps_its_outcome'

    when new.holds_lock and (
      new.lock_key is null or new.waits_for is not null or new.finished_at is not null
    )
      then 'a_lock_is_held_by_a_job_that_runs_or_is_next'
    when new.status = 'processing' and new.lock_key is not null and not new.holds_lock
      then 'a_running_job_holds_its_lock'

    when new.priority not between 1 and 10
      then 'a_priority_is_from_1_to_10'
    when new.progress not between 0 and 100
      then 'progress_is_a_percentage'
    when new.user_limit < 1
      then 'a_user_limit_lets_one_run'
    when new.retention_hours < 0
      then 'a_job_is_kept_for_a_while'
    when old.id is null and char_length(new.title) > 200
      then 'a_title_is_short'
    when jsonb_typeof(new.input) <> 'object'
      then 'an_input_is_an_object'
    when old.id is null and new.file_path is not null and not (
      overtime.is_file_path(new.file_path)
      and starts_with(new.file_path, new.user_id::text || '/')
    )
      then 'a_file_is_in_its_users_folder'
  end;
begin
  if v_broken is not null then
    raise exception 'Job % would break a rule: %.', new.id, replace(v_broken, '_', ' ')
      using errcode = 'check_violation', schema = 'overtime', table = 'jobs', constraint = v_broken;
  end if;
  return null;
end
$$;
revoke execute on function overtime.keep_job_rules from public;

create trigger keep_job_rules
  after insert or update on overtime.jobs
  for each row execute function overtime.keep_job_rules();
