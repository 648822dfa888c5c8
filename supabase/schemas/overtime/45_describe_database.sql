-- What of our schemas decides who may do what, and which version they are: tables, functions, policies, triggers
-- and the bucket, each under a name of its own. `npm run doctor` compares a project's answer with that of a
-- database that the migrations have just made; what a project has beyond those is nobody's concern.
--
-- It reads PostgreSQL's catalogs and no row of anybody, but for counting the jobs that ought to have been
-- dispatched, or rescued, five minutes ago: with a sweep at work there are none.
create function public.overtime_describe_database() returns jsonb
language sql stable security definer set search_path = ''
as $$
  with ours (schema) as (
    values ('public'::regnamespace), ('private'::regnamespace)
  ),
  roles (role) as (
    values ('anon'), ('authenticated'), ('service_role')
  ),
  facts (subject, facts) as (
    select format('table %s', c.oid::regclass), jsonb_build_object(
        'rowLevelSecurity', c.relrowsecurity,
        'grants', (
          select coalesce(jsonb_object_agg(granted.role, granted.privileges), '{}')
          from (
            select role, jsonb_agg(privilege order by privilege) as privileges
            from roles, unnest(array['select', 'insert', 'update', 'delete', 'truncate']) privilege
            where has_table_privilege(role, c.oid, privilege)
            group by role
          ) granted
        )
      )
    from pg_catalog.pg_class c
    where c.relnamespace in (select schema from ours) and c.relkind in ('r', 'p')
    union all
    select format('function %s', p.oid::regprocedure), jsonb_build_object(
        'definition', md5(format('%s %s %s', p.prosecdef, p.proconfig, p.prosrc)),
        'grants', (
          select coalesce(jsonb_object_agg(role, jsonb_build_array('execute')), '{}')
          from roles where has_function_privilege(role, p.oid, 'execute')
        )
      )
    from pg_catalog.pg_proc p
    where p.pronamespace in (select schema from ours)
    union all
    select format('policy %I on %s', p.polname, p.polrelid::regclass), jsonb_build_object(
        'definition', md5(format(
          '%s %s %s %s %s', p.polpermissive, p.polcmd, p.polroles::regrole[],
          pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
        ))
      )
    from pg_catalog.pg_policy p
    union all
    select format('trigger %I on %s', t.tgname, t.tgrelid::regclass), jsonb_build_object(
        'definition', md5(format('%s %s', t.tgenabled, pg_get_triggerdef(t.oid)))
      )
    from pg_catalog.pg_trigger t
    join pg_catalog.pg_class c on c.oid = t.tgrelid
    where c.relnamespace in (select schema from ours) and not t.tgisinternal
    union all
    select format('bucket %s', b.id), jsonb_build_object(
        'public', b.public,
        'fileSizeLimit', b.file_size_limit,
        'mediaTypes', (select jsonb_agg(type order by type) from unnest(b.allowed_mime_types) as type)
      )
    from storage.buckets b
  )
  select jsonb_build_object(
    'subjects', (select jsonb_object_agg(subject, facts) from facts),
    'neglectedJobs', (
      select count(*) from (
        select from overtime.jobs
        where status = 'processing' and rescue_at < overtime.clock()
          and lease_expires_at < overtime.clock() - interval '5 minutes'
        union all
        select from overtime.jobs
        where waits_for = 'time' and run_at < overtime.clock() - interval '5 minutes'
        union all
        select from overtime.jobs
        where status = 'pending' and waits_for is null
          and coalesce(dispatched_at, created_at) < overtime.clock() - interval '5 minutes'
        limit 1000
      ) neglected
    )
  )
$$;
revoke execute on function public.overtime_describe_database from public, anon, authenticated;
grant execute on function public.overtime_describe_database to service_role;
