import { type Clock, systemClock } from '../clock.ts';
import { withinTime } from '../deadline.ts';
import { OvertimeError } from '../errors.ts';
import type { FunctionCaller } from './function-caller.ts';

/** The version of the database schema that this package needs: see {@link SchemaVersion}. */
export const schemaVersion = 1;

/** What `public.overtime_schema_version()` answers (supabase/schemas/overtime/01_schema_version.sql). */
export interface SchemaVersion {
  readonly version: number;
  /** The oldest {@link schemaVersion} of functions that the schema still serves. */
  readonly compatibleFrom: number;
  /** Whether Realtime carries the changes of jobs; null where the project has no Realtime. */
  readonly realtime: boolean | null;
}

/** Longest wait for the database's answer, in milliseconds. A request does not fail for want of it. */
const longestWaitMs = 3000;

/** What each project's check has come to, for as long as the process lives: one call per cold start. */
const checks = new Map<string, Promise<void>>();

/**
 * Compares the version of a project's database schema with {@link schemaVersion}: a newer schema fits as long as it
 * says so. Only one that fits is remembered, so that the remedy works at once. Without an answer the call is made again
 * with the next request.
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
  const found = await withinTime(longestWaitMs, readSchemaVersion(supabase), clock).catch(() => undefined);
  const mismatch = found === undefined ? null : schemaMismatch(found);
  if (found !== undefined && mismatch === null) return;
  forget();
  if (mismatch) throw new OvertimeError('schema_mismatch', `${mismatch.text} ${mismatch.remedy}`);
}

/** Null where the database has no such function; undefined where it did not say. */
async function readSchemaVersion(supabase: FunctionCaller): Promise<SchemaVersion | null | undefined> {
  const { data, error } = await supabase.rpc('overtime_schema_version', {});
  if (error) return isMissing(error.code) ? null : undefined;
  return (data ?? undefined) as SchemaVersion | undefined;
}

/** Whether a failed call says that there is no such function: the Data API's code for it, or PostgreSQL's. */
export function isMissing(code: string | undefined): boolean {
  return code === 'PGRST202' || code === '42883';
}

/** What is wrong with a schema that does not fit, or with none (null), and what to do; null for one that fits. */
export function schemaMismatch(found: SchemaVersion | null): { text: string; remedy: string } | null {
  const migrate =
    'Fetch the new migrations with npx overtime migrations, and apply them with npx supabase db push.';
  if (found === null) {
    return {
      text: `The database has no schema of Overtime, and this package needs version ${schemaVersion}.`,
      remedy: migrate,
    };
  }
  const has = `The database has version ${found.version} of the schema of Overtime`;
  if (found.version < schemaVersion) {
    return { text: `${has}, and this package needs version ${schemaVersion}.`, remedy: migrate };
  }
  if (found.compatibleFrom > schemaVersion) {
    return {
      text: `${has}, which serves functions from version ${found.compatibleFrom}; these are of version ${schemaVersion}.`,
      remedy: 'Deploy the version of the package that the migrations came with.',
    };
  }
  return null;
}
