import postgres from 'postgres';
import { afterAll } from 'vitest';
import { stack } from '../support/file-stack.ts';

/** A connection to the database of the stack that all journeys share, as its superuser. */
export function withDatabase(): postgres.Sql {
  const sql = postgres(stack.databaseUrl, { max: 2, onnotice: () => undefined });
  afterAll(() => sql.end());
  return sql;
}
