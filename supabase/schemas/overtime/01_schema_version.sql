-- The version of this schema. The functions compare it with their own once per cold start, as `doctor` does, and
-- name the remedy when it is older or newer. Every migration that the functions need raises it.
create function public.overtime_schema_version() returns integer
language sql immutable set search_path = ''
as $$
  select 1
$$;
revoke execute on function public.overtime_schema_version from public, anon, authenticated;
grant execute on function public.overtime_schema_version to service_role;
