-- The version of this schema. The functions compare it with their own once per cold start, and `doctor` does
-- too: a package beside an older or a newer schema says so, with the remedy. Raised by every migration that
-- the functions cannot do without.
create function public.overtime_schema_version() returns integer
language sql immutable set search_path = ''
as $$
  select 1
$$;
revoke execute on function public.overtime_schema_version from public, anon, authenticated;
grant execute on function public.overtime_schema_version to service_role;
