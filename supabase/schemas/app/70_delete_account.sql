-- Deletes the caller's account, with the owner's rights, since a user may delete no row of auth.users: that row, and with
-- it, by their foreign keys, jobs, rubrics, scores, lore, worlds, books, edits and schedules. A worker that is at one of the
-- jobs finds its lease gone. The account page cancels the jobs and removes the files first; files that are left are purged
-- (43_purge_jobs.sql).
create function private.delete_account() returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if auth.uid() is null then
    raise exception 'Nobody is signed in.' using errcode = 'insufficient_privilege';
  end if;
  delete from auth.users where id = auth.uid();
end
$$;
revoke execute on function private.delete_account from public;
grant execute on function private.delete_account to authenticated;

-- What the account page calls: in `public`, no function runs with its owner's rights.
create function public.delete_account() returns void
language sql security invoker set search_path = ''
as $$
  select private.delete_account()
$$;
revoke execute on function public.delete_account from public, anon, service_role;
grant execute on function public.delete_account to authenticated;

-- Up to 500 of the caller's files, for the account page to remove through the Storage API.
create function public.account_files() returns text[]
language sql stable security invoker set search_path = ''
as $$
  select array(
    select name from storage.objects
    where bucket_id = 'job-files'
      -- The user's folder, as a range of Storage's index on names; 0 comes right after the slash.
      and name ~>=~ ((select auth.uid())::text || '/')
      and name ~<~ ((select auth.uid())::text || '0')
    limit 500
  )
$$;
revoke execute on function public.account_files from public, anon, service_role;
grant execute on function public.account_files to authenticated;
