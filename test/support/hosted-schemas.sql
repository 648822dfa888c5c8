-- Who owns what Supabase's own services keep in a project's database, and what `postgres` may do with it.
alter schema auth owner to supabase_auth_admin;
alter table auth.users owner to supabase_auth_admin;
alter function auth.uid() owner to supabase_auth_admin;
alter function auth.jwt() owner to supabase_auth_admin;
alter function auth.role() owner to supabase_auth_admin;
alter schema storage owner to supabase_storage_admin;
alter table storage.buckets owner to supabase_storage_admin;
alter table storage.objects owner to supabase_storage_admin;
alter function storage.foldername(text) owner to supabase_storage_admin;
grant usage on schema auth, storage to postgres with grant option;
grant all on all tables in schema auth, storage to postgres with grant option;
grant execute on all functions in schema auth, storage to postgres;
