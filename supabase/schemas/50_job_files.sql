-- Files that jobs read and write: `<user id>/<nanoid>/<name>`, in a private bucket. The size limit is
-- for what jobs write, such as a story read aloud; what a contract takes is less, and the trigger checks that
-- and the type by content. Users replace no files: there is no policy for updates.
insert into storage.buckets (id, name, public, file_size_limit)
values ('job-files', 'job-files', false, 52428800)
on conflict (id) do update
set public = excluded.public, file_size_limit = excluded.file_size_limit;

create policy "A user uploads into their own folder" on storage.objects
  for insert to authenticated
  with check (bucket_id = 'job-files' and (storage.foldername(name))[1] = (select auth.uid())::text);

create policy "A user reads their own folder" on storage.objects
  for select to authenticated
  using (bucket_id = 'job-files' and (storage.foldername(name))[1] = (select auth.uid())::text);

create policy "A user deletes from their own folder" on storage.objects
  for delete to authenticated
  using (bucket_id = 'job-files' and (storage.foldername(name))[1] = (select auth.uid())::text);
