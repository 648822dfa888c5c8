-- Messages over Supabase Realtime, in projects that have it: on the job's private channel `job:<id>`, so that a page need
-- not poll. A worker sends what changes while it works (src/overtime/engine/job-broadcast.ts); what changes a job's
-- status sends that from here, whoever did it. A message names the version that it builds on; who has another one reads
-- the row, as at the end. `realtime.broadcast_changes` would send the whole row, with input and result.
do $realtime$
begin
  if to_regprocedure('realtime.send(jsonb, text, text, boolean)') is null
    or to_regprocedure('realtime.topic()') is null
    or to_regclass('realtime.messages') is null
  then
    return;
  end if;

  execute $sql$
    create function overtime.send_status() returns trigger
    language plpgsql security definer set search_path = ''
    as $$
    begin
      perform realtime.send(
        jsonb_build_object(
          'since', old.version,
          'version', new.version,
          'status', new.status
        ) || case
          -- The start of work changes nothing else.
          when old.status = 'pending' and new.status in ('pending', 'processing') then jsonb_build_object(
            'changes', jsonb_build_array(
              jsonb_build_array(jsonb_build_array('status'), new.status),
              jsonb_build_array(jsonb_build_array('waitsFor'), new.waits_for),
              jsonb_build_array(jsonb_build_array('attempt'), new.attempt),
              jsonb_build_array(jsonb_build_array('message'), new.message),
              jsonb_build_array(jsonb_build_array('startedAt'), new.started_at)
            )
          )
          else '{}'
        end,
        'job',
        'job:' || new.id,
        true
      );
      return null;
    end
    $$
  $sql$;
  execute 'revoke execute on function overtime.send_status from public';

  execute $sql$
    create trigger send_status after update of status, waits_for on overtime.jobs
    for each row
    when ((old.status, old.waits_for) is distinct from (new.status, new.waits_for))
    execute function overtime.send_status()
  $sql$;

  -- Who may read the job may receive its messages: the query runs under the policies of `jobs`, and looks the job up by
  -- its key. Nobody may send: there is no policy for it.
  execute $sql$
    create policy "Who reads a job hears of its changes" on realtime.messages
      for select to authenticated
      using (
        extension = 'broadcast'
        and (select realtime.topic()) like 'job:%'
        and exists (select from overtime.jobs where id = substr((select realtime.topic()), 5))
      )
  $sql$;
end
$realtime$;
