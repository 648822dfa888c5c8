import { type Clock, systemClock } from '../clock.ts';
import { withinTime } from '../deadline.ts';
import { OvertimeError } from '../errors.ts';
import type { FunctionCaller } from './function-caller.ts';

/** The version of the database schema that this package needs: what `public.overtime_schema_version()` answers. */
export const schemaVersion = 1;

/** Longest wait for the database's answer, in milliseconds. A request does not fail for want of it. */
const longestWaitMs = 3000;

/** What each project's check has come to, for as long as the process lives: one call per cold start. */
const checks = new Map<string, Promise<void>>();

/**
 * Compares the version of a project's database schema with {@link schemaVersion}. Only a version that fits is
 * remembered, so that the remedy works at once. Without an answer the call is made again with the next request.
 *
 * @param project its URL
 * @throws `schema_mismatch`, naming both versions and the remedy
 */
export function checkSchemaVersion(
  supabase: FunctionCaller,
  project: string,
  clock: Clock = systemClock,
): Promise<void> {
  const check = checks.get(project) ?? compare(supabase, clock, () => checks.delete(project));
  checks.set(project, check);
  return check;
}

async function compare(supabase: FunctionCaller, clock: Clock, forget: () => void): Promise<void> {
  const version = await withinTime(longestWaitMs, readSchemaVersion(supabase), clock).catch(() => undefined);
  if (version === schemaVersion) return;
  forget();
  if (version === undefined) return;
  const { text, remedy } = schemaMismatch(version);
  throw new OvertimeError('schema_mismatch', `${text} ${remedy}`);
}

/** Null where the database has no such function; undefined where it did not say. */
async function readSchemaVersion(supabase: FunctionCaller): Promise<number | null | undefined> {
  const { data, error } = await supabase.rpc('overtime_schema_version', {});
  if (error) return isMissing(error.code) ? null : undefined;
  return typeof data === 'number' ? data : undefined;
}

/** Whether a failed call says that there is no such function: the Data API's code for it, or PostgreSQL's. */
export function isMissing(code: string | undefined): boolean {
  return code === 'PGRST202' || code === '42883';
}

/** What is wrong with a schema of another version, or with none (null), and what to do about it. */
export function schemaMismatch(version: number | null): { readonly text: string; readonly remedy: string } {
  const has = version === null ? 'no schema of Overtime' : `version ${version} of the schema of Overtime`;
  return {
    text: `The database has ${has}, and this package needs version ${schemaVersion}.`,
    remedy:
      version !== null && version > schemaVersion
        ? 'Deploy the version of the package that the migrations came with.'
        : 'Apply the migrations: npx supabase db push',
  };
}
