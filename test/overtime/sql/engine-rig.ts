import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createDatabase } from '../../support/plain-postgres.ts';
import { defaultLimits } from '../../support/default-limits.ts';

export const ada = '00000000-0000-4000-8000-00000000000a';
export const grace = '00000000-0000-4000-8000-00000000000b';

/** The moment at which every test begins. */
const start = Date.parse('2026-11-22T12:00:00Z');

export interface ClaimAnswer {
  readonly jobId: string;
  readonly userId: string;
  readonly attempt: number;
  readonly leaseId: string;
  readonly input: unknown;
  readonly stages: readonly { name: string; item: number; status: string; output: unknown }[];
}

export interface JobRow extends Record<string, unknown> {
  readonly id: string;
  readonly status: string;
  readonly attempt: number;
  readonly lease_id: string | null;
  readonly version: number;
}

/** What PostgREST sets for a call: the role of its token, the token's claims, and the role's own settings. */
async function asRole(
  transaction: postgres.TransactionSql,
  role: 'authenticated' | 'service_role',
  claims: object,
): Promise<void> {
  await transaction`
    select set_config('role', ${role}, true), set_config('statement_timeout', '8s', true),
      set_config('request.jwt.claims', ${JSON.stringify({ ...claims, role })}, true)`;
}

/**
 * A fresh database for a test file, with the engine's functions as calls on one connection and a clock that only a test
 * moves.
 *
 * @param emptied whether it is emptied before each test. Default true.
 */
export function engineRig({ emptied = true } = {}) {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let sql: postgres.Sql;
  let emptyTables: string;
  let now = start;
  const others: postgres.Sql[] = [];

  async function setClock(at: number): Promise<void> {
    now = at;
    await sql`select set_config('overtime.now', ${new Date(at).toISOString()}, false)`;
  }

  /** Calls a function of the engine as the functions do through PostgREST: as service_role, with its time limit. */
  async function callOn<T>(connection: postgres.Sql, name: string, parameters: object = {}): Promise<T> {
    const names = Object.keys(parameters);
    const rows = await connection.begin(async (transaction) => {
      await asRole(transaction, 'service_role', {});
      return transaction.unsafe<{ value: T }[]>(
        `select public.${name}(${names.map((key, index) => `${key} => $${index + 1}`).join(', ')}) as value`,
        Object.values(parameters) as never[],
      );
    });
    return rows[0]?.value as T;
  }
  const call = <T>(name: string, parameters?: object) => callOn<T>(sql, name, parameters);

  beforeAll(async () => {
    database = await createDatabase();
    sql = postgres(database.url, { max: 1, onnotice: () => undefined });
    await sql`insert into auth.users ${sql([{ id: ada }, { id: grace }])}`;
    // All but the one row that says how far the search for files has come.
    const tables = await sql<{ name: string }[]>`
      select oid::regclass::text as name from pg_class
      where relnamespace = 'overtime'::regnamespace and relkind = 'r' and relname <> 'file_search'`;
    // Without triggers: a sixtieth of the time of a TRUNCATE, which makes new files.
    emptyTables = [
      'set session_replication_role = replica',
      ...tables.map(({ name }) => `delete from ${name}`),
      'set session_replication_role = origin',
    ].join(';');
  });
  beforeEach(async () => {
    if (emptied) await sql.unsafe(emptyTables);
    await setClock(start);
  });
  afterAll(async () => {
    await Promise.all([sql, ...others].map((connection) => connection.end()));
    await database.drop();
  });

  return {
    call,
    callOn,
    get sql() {
      return sql;
    },
    /** Seconds since the test began, for reading; milliseconds since the epoch. */
    now: () => now,
    passSeconds: (seconds: number) => setClock(now + seconds * 1000),
    /** Another connection, for what happens at the same time; its clock is the real one. */
    connect(): postgres.Sql {
      const connection = postgres(database.url, { max: 1, onnotice: () => undefined });
      others.push(connection);
      return connection;
    },

    enqueue: (id: string, more: object = {}) =>
      call<{ jobId: string; status: string; created: boolean }>('overtime_enqueue_job', {
        p_id: id,
        p_user_id: ada,
        p_task: 'demo-task',
        p_input: { topic: id },
        ...defaultLimits,
        ...more,
      }),
    claim: (more: object = {}) =>
      call<ClaimAnswer | null>('overtime_claim_job', { p_task: 'demo-task', p_lease_seconds: 30, ...more }),
    async claimed(more: object = {}): Promise<ClaimAnswer> {
      const job = await call<ClaimAnswer | null>('overtime_claim_job', {
        p_task: 'demo-task',
        p_lease_seconds: 30,
        ...more,
      });
      if (!job) throw new Error('Nothing was due.');
      return job;
    },
    async row(id: string): Promise<JobRow> {
      const [row] = await sql<JobRow[]>`select * from overtime.jobs where id = ${id}`;
      if (!row) throw new Error(`There is no job ${id}.`);
      return row;
    },
    /** Runs a query as a signed-in user, the way the Data API does. */
    async as<T>(
      userId: string,
      query: (user: postgres.TransactionSql) => Promise<T>,
      claims: object = {},
    ): Promise<T> {
      return (await sql.begin(async (transaction) => {
        await asRole(transaction, 'authenticated', { sub: userId, ...claims });
        return query(transaction);
      })) as T;
    },
  };
}

export type EngineRig = ReturnType<typeof engineRig>;

/** The SQLSTATE that a call is refused with; undefined when it is not. */
export async function refusal(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
}

/** What a worker holds. */
export const held = (job: { jobId: string; leaseId: string }) => ({
  p_job_id: job.jobId,
  p_lease_id: job.leaseId,
});

export const usage = (id: string, more: object = {}) => ({
  id,
  provider: 'google',
  model: 'a-model',
  purpose: 'extraction',
  outcome: 'succeeded',
  inputTokens: 100,
  cachedInputTokens: 40,
  outputTokens: 20,
  reasoningTokens: 5,
  characters: 0,
  estimated: false,
  costUsd: 0.25,
  startedAt: '2026-11-22T12:00:00Z',
  durationMs: 900,
  firstTokenMs: 100,
  ...more,
});
