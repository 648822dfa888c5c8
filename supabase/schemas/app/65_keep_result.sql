-- Keeps what a completed job leaves in its task's own tables (60_rubrics.sql and those after it), in the
-- transaction that completes it: what cannot be kept takes the completion back with it, and the job fails.
-- A task that leaves rows has its line here.
create function private.keep_result() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  case new.task
    when 'extract-rubric', 'enhance-rubric' then perform private.keep_rubric(new);
    when 'grade-submission' then perform private.keep_grade(new);
    when 'score-book' then perform private.keep_book_score(new);
    when 'generate-characters', 'generate-factions', 'generate-settings', 'generate-events', 'generate-relics' then
      perform private.keep_lore(new);
    when 'create-world' then perform private.save_world(new);
    when 'create-foundation' then perform private.save_book(new);
    when 'write-chapter' then perform private.save_chapter(new);
    else null;
  end case;
  return null;
end
$$;
revoke execute on function private.keep_result from public;

-- Of `result`, which overtime_complete_job alone sets; a job that takes over a result from the cache has it as it is
-- inserted. One trigger for all tasks, and no list of them in its WHEN, whose text PostgreSQL reads anew for
-- each write that it is asked about: with one for each task a complete-and-claim took a tenth longer
-- (docs/performance.md).
create trigger keep_result
  after insert or update of result on overtime.jobs
  for each row
  when (new.result is not null)
  execute function private.keep_result();
