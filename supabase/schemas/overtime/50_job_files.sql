-- Files that jobs read and write: `<user id>/<nanoid>/<name>`, in a private bucket.
--
-- The size limit is for files that jobs write, such as a narration; contracts allow less, and the trigger checks that
-- and the type by content. The media types are those that jobs read and write, and `application/octet-stream` for all
-- others. A browser runs none of them (as it would HTML or SVG), so that nobody publishes a page under the project's
-- address (src/overtime/file-path.ts has the same list). The signer sets how long a signed link is valid: Storage
-- checks only the right to read, so no policy can bound it; a link ends with its file at the latest.
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('job-files', 'job-files', false, 52428800, array[
  'application/octet-stream',
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/epub+zip',
  'text/plain',
  'text/markdown',
  'image/png',
  'image/jpeg',
  'image/webp',
  'audio/mpeg',
  'audio/wav'
])
on conflict (id) do update
set public = excluded.public,
  file_size_limit = excluded.file_size_limit,
  allowed_mime_types = excluded.allowed_mime_types;

-- Whether a name is a file's path, as in src/overtime/file-path.ts: a UUID, an id and a safe name, of characters without
-- meaning in a URL.
create function overtime.is_file_path(p_name text) returns boolean
language sql immutable set search_path = ''
as $$
  select length(p_name) <= 203 and p_name ~ (
    '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
    '/[A-Za-z0-9_-]{1,64}'
    '/[A-Za-z0-9_][A-Za-z0-9_-]*([.][A-Za-z0-9_-]+)*$'
  )
$$;
revoke execute on function overtime.is_file_path from public;
grant execute on function overtime.is_file_path to authenticated;

-- Whether the caller may upload one more file: a user holds at most 1 GB (1024³ bytes). Only uploads are limited: files
-- of jobs count, and are never refused. Each file counts at least 64 kB, so that the number of files is bounded too,
-- and this sum stays cheap. Storage checks before it knows a file's size: the last files may go beyond, as may
-- concurrent uploads, each by 50 MB.
create function overtime.has_room_for_files() returns boolean
language sql stable security definer set search_path = ''
as $$
  select 1073741824 > coalesce(sum(greatest((metadata ->> 'size')::bigint, 65536)), 0)
  from storage.objects
  where bucket_id = 'job-files'
    -- The user's folder, as a range of Storage's index on names; 0 comes right after the slash.
    and name ~>=~ ((select auth.uid())::text || '/')
    and name ~<~ ((select auth.uid())::text || '0')
$$;
revoke execute on function overtime.has_room_for_files from public;
grant execute on function overtime.has_room_for_files to authenticated;

-- Users cannot replace files: there is no policy for updates.
create policy "A user uploads into their own folder" on storage.objects
  for insert to authenticated
  with check (
    bucket_id = 'job-files'
    and (storage.foldername(name))[1] = (select auth.uid())::text
    and overtime.is_file_path(name)
    and (select overtime.has_room_for_files())
  );

create policy "A user reads their own folder" on storage.objects
  for select to authenticated
  using (bucket_id = 'job-files' and (storage.foldername(name))[1] = (select auth.uid())::text);

create policy "A user deletes from their own folder" on storage.objects
  for delete to authenticated
  using (bucket_id = 'job-files' and (storage.foldername(name))[1] = (select auth.uid())::text);
