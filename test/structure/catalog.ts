import type { Sql } from 'postgres';

/**
 * What PostgreSQL knows of our schemas, one sentence per fact, so that two databases can be compared and a
 * difference read. The order of columns is left out: a migration can only append.
 */
export async function catalogOf(sql: Sql): Promise<string[]> {
  const rows = await sql<{ fact: string }[]>`
    with
    ours as (
      select oid, nspname, nspacl from pg_namespace where nspname in ('public', 'overtime', 'private')
    ),
    relations as (
      select c.*, n.nspname, format('%I.%I', n.nspname, c.relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.oid in (select oid from ours) or (n.nspname = 'storage' and c.relkind = 'r')
    )
    select format('schema %s: %s', nspname, nspacl) as fact from ours
    union all
    select format('relation %s: kind %s, persistence %s, options %s, rls %s %s, grants %s', name, relkind,
      relpersistence, reloptions, relrowsecurity, relforcerowsecurity,
      (select string_agg(item::text, ' ' order by item::text) from unnest(relacl) item))
    from relations where relkind in ('r', 'v', 'm', 'S', 'p')
    union all
    select format('column %s.%I: %s, not null %s, default %s, identity %s, generated %s, grants %s', r.name, a.attname,
      format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity,
      a.attgenerated, a.attacl)
    from pg_attribute a
    join relations r on r.oid = a.attrelid and r.relkind in ('r', 'v', 'm', 'p')
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attnum > 0 and not a.attisdropped
    union all
    select format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
    from pg_constraint where connamespace in (select oid from ours)
    union all
    select format('index: %s', pg_get_indexdef(i.indexrelid))
    from pg_index i join relations r on r.oid = i.indrelid
    union all
    select format('function: %s grants %s', pg_get_functiondef(p.oid),
      (select string_agg(item::text, ' ' order by item::text) from unnest(p.proacl) item))
    from pg_proc p where p.pronamespace in (select oid from ours) and p.prokind in ('f', 'p')
    union all
    select format('trigger: %s', pg_get_triggerdef(t.oid))
    from pg_trigger t join relations r on r.oid = t.tgrelid where not t.tgisinternal
    union all
    select format('view %s: %s', name, pg_get_viewdef(oid)) from relations where relkind in ('v', 'm')
    union all
    select format('policy %I on %s: %s for %s to %s using %s check %s', polname, polrelid::regclass, polpermissive,
      polcmd, polroles::regrole[], pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
    from pg_policy
    union all
    select format('type %I.%I: %s', n.nspname, t.typname,
      (select string_agg(enumlabel, ',' order by enumsortorder) from pg_enum where enumtypid = t.oid))
    from pg_type t join ours n on n.oid = t.typnamespace where t.typtype in ('e', 'd')
    union all
    select format('comment on %s: %s', pg_describe_object(classoid, objoid, objsubid), description)
    from pg_description
    where objoid in (select oid from relations)
      or objoid in (select oid from pg_proc where pronamespace in (select oid from ours))
    union all
    select format('bucket %s: public %s, limit %s, types %s', id, public, file_size_limit, allowed_mime_types)
    from storage.buckets
    order by fact`;
  return rows.map(({ fact }) => fact);
}
