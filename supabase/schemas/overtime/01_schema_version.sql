-- The version of this schema, and the oldest functions that it serves. The functions compare both with their own version
-- once per cold start, as `doctor` does. Every migration that the functions need raises `version`; one after which
-- older functions would fail or do harm raises `compatibleFrom` too. So between `db push` and the deploy the old
-- functions go on.
--
-- `realtime`: whether who reads a job may hear of its changes (70_realtime.sql); null where there is no Realtime.
create function public.overtime_schema_version() returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'version', 1,
    'compatibleFrom', 1,
    'realtime', case
      when to_regclass('realtime.messages') is not null then exists (
        select from pg_catalog.pg_policies
        where schemaname = 'realtime' and tablename = 'messages' and qual like '%overtime.jobs%'
      )
    end
  )
$$;
revoke execute on function public.overtime_schema_version from public, anon, authenticated;
grant execute on function public.overtime_schema_version to service_role;
