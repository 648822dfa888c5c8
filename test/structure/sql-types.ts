import type { Sql } from 'postgres';

/** PostgreSQL types as the Data API takes them in JSON. */
const jsonTypes: Readonly<Record<string, string>> = {
  text: 'string',
  uuid: 'string',
  timestamptz: 'string',
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float8: 'number',
  numeric: 'number',
  jsonb: 'unknown',
  _text: 'readonly string[]',
  _uuid: 'readonly string[]',
};

/**
 * The parameters of the functions `public.overtime_*`, written as TypeScript from the database's own catalog.
 * A parameter with a default may be left out; each may be null, since SQL cannot say otherwise.
 *
 * @throws when a parameter has a type that is not listed here.
 */
export async function sqlTypes(sql: Sql): Promise<string> {
  const functions = await sql<{ name: string; parameters: string[]; types: string[]; defaults: number }[]>`
    select
      p.proname as name,
      coalesce(p.proargnames, '{}') as parameters,
      array(
        select t.typname::text
        from unnest(p.proargtypes) with ordinality as argument (type, place)
        join pg_type t on t.oid = argument.type
        order by place
      ) as types,
      p.pronargdefaults as defaults
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.proname like 'overtime\\_%'
    order by p.proname`;
  const entries = functions.map(({ name, parameters, types, defaults }) => {
    if (types.length === 0) return `  ${name}: Readonly<Record<string, never>>;`;
    const fields = types.map((type, index) => {
      const known = jsonTypes[type];
      const parameter = parameters[index];
      if (known === undefined)
        throw new Error(`${name}(${parameter}) has the type ${type}: add it to jsonTypes.`);
      const mark = index >= types.length - defaults ? '?' : '';
      return `    readonly ${parameter}${mark}: ${known === 'unknown' ? known : `${known} | null`};`;
    });
    return `  ${name}: {\n${fields.join('\n')}\n  };`;
  });
  return [
    '// Written by `npm run sql-types` from the database that the migrations make; a check compares the two.',
    '',
    '/** The functions that the Data API calls, and what each takes. */',
    'export interface SqlFunctions {',
    ...entries,
    '}',
    '',
  ].join('\n');
}
