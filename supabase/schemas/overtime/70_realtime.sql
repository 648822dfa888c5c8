-- Hints over Supabase Realtime, in projects that have it (the local stack does not): a message on the job's private
-- channel `job:<id>` when something visible has changed, so that a page reads the job at once and need not poll. The row
-- is the truth: a message says only that the job has changed, and whether it has ended. `realtime.broadcast_changes`
-- would send the whole row, with input and result, on every heartbeat.
do $realtime$
begin
  if to_regprocedure('realtime.send(jsonb, text, text, boolean)') is null
    or to_regprocedure('realtime.topic()') is null
    or to_regclass('realtime.messages') is null
  then
    return;
  end if;

  execute $sql$
    create function overtime.hint_of_job() returns trigger
    language plpgsql security definer set search_path = ''
    as $$
    begin
      perform realtime.send(
        jsonb_build_object('jobId', new.id, 'status', new.status),
        'job',
        'job:' || new.id,
        true
      );
      return null;
    end
    $$
  $sql$;
  execute 'revoke execute on function overtime.hint_of_job from public';

  -- Not for a heartbeat that only keeps the lease.
  execute $sql$
    create trigger hint_of_job after update of status, progress, stage, message on overtime.jobs
    for each row
    when (
      (old.status, old.progress, old.stage, old.message)
        is distinct from (new.status, new.progress, new.stage, new.message)
    )
    execute function overtime.hint_of_job()
  $sql$;

  -- Who may read the job may receive its messages: the query runs under the policies of `jobs`. Nobody may send: there
  -- is no policy for it.
  execute $sql$
    create policy "Who reads a job hears of its changes" on realtime.messages
      for select to authenticated
      using (
        extension = 'broadcast'
        and exists (select from overtime.jobs where 'job:' || id = (select realtime.topic()))
      )
  $sql$;
end
$realtime$;
