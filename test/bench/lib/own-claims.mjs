// What a claim costs when the table is full of jobs that may not run, against an empty table at the same time.
import { TASK, userSql } from '../adapters/overtime.mjs';
import { admin, dropDb, freshDb, url } from './servers.mjs';
import { now, payload, preload, quantile } from './stats.mjs';

/** Waiting and running jobs, as the engine's functions leave them; `columns` and `values` say which. */
const fill = (x, count, columns, values, priority = 5) =>
  x.sql(
    `insert into overtime.jobs (id, user_id, task, contract_version, priority, max_attempts, retention_hours, input, run_at, created_at, updated_at, ${columns})
     select 'fill-' || n, ${userSql('1 + n % 1000')}, '${TASK}', 1, ${priority}, 3, 720, $1::jsonb, now(), now(), now(), ${values}
     from generate_series(1, ${count}) as n`,
    [JSON.stringify(payload())],
  );
const processing = `'processing', null, 1, gen_random_uuid(), now() + interval '1 hour',
  now() + interval '1 hour', now(), now()`;
const processingColumns = `status, user_limit, attempt, lease_id, lease_expires_at, rescue_at,
  started_at, claimed_at`;

const scenarios = {
  finished: {
    name: (size) => `${size} finished jobs and 10,000 pending ones`,
    prepare: async (x, { finished }) => {
      await x.enqueueMany([payload()]);
      await x.completeClaims([await x.claimOnce()]);
      await x.fillFinished(finished);
    },
  },
  limited: {
    name: '1,000 users at their limit, 10,000 of their jobs waiting',
    prepare: async (x) => {
      await fill(x, 1000, processingColumns, processing.replace('null', '1'));
      await x.sql(`update overtime.jobs set id = 'running-' || id`);
      await fill(x, 10_000, 'user_limit, waits_for', `1, 'user'`);
    },
  },
  delayed: {
    name: '100,000 jobs of priority 1 that are due tomorrow',
    prepare: async (x) => {
      await fill(x, 100_000, 'waits_for', `'time'`, 1);
      await x.sql(`update overtime.jobs set run_at = now() + interval '1 day' where waits_for = 'time'`);
    },
  },
  inFlight: {
    name: '10,000 jobs in flight',
    prepare: (x) => fill(x, 10_000, processingColumns, processing),
  },
};
export const SCENARIOS = Object.keys(scenarios);

/** A database with a scenario in it and some ready jobs, and claims of those. */
async function table(A, db, { prepare, finished, pending }) {
  const x = await A.create({ url: url(db), mode: 'default', clients: 1 });
  await x.setup();
  await prepare(x, { finished });
  await preload(x, pending);
  await admin('vacuum analyze', [], db);
  const { rows: holds } = await x.sql(
    `select status, waits_for, count(*)::integer from overtime.jobs group by 1, 2 order by 1, 2`,
  );
  let taken = [];
  let times = [];
  return {
    async claim() {
      const began = now();
      const job = await x.claimOnce();
      times.push(now() - began);
      if (job) taken.push(job);
    },
    async begin() {
      await x.completeClaims(taken);
      await preload(x, taken.length);
      [taken, times] = [[], []];
      // The statistics are the server's: without the database, both tables' claims would be one sum.
      await admin(
        `select pg_stat_statements_reset(0, oid, 0) from pg_database where datname = current_database()`,
        [],
        db,
      );
    },
    async report() {
      const [{ ms, blocks, calls }] = await admin(
        `select sum(total_exec_time) / sum(calls) as ms, sum(calls) as calls,
           sum(shared_blks_hit + shared_blks_read) / sum(calls) as blocks
         from pg_stat_statements where query ~ 'overtime_claim_job' and query !~ 'pg_stat'
           and dbid = (select oid from pg_database where datname = current_database())`,
        [],
        db,
      );
      if (Number(calls) !== times.length)
        throw new Error(`${calls} claims counted in ${db}, ${times.length} made`);
      return { p50: quantile(times, 0.5), server: Number(ms), blocks: Number(blocks), jobs: taken.length };
    },
    holds,
    end: () => x.teardown(),
  };
}

/** By turns, twenty claims beside the scenario's jobs and twenty of an empty table, so that both meet the same load. */
export async function claims(A, { db, scenario, pending, finished }) {
  const { name, prepare } = scenarios[scenario];
  const emptyDb = `${db}_empty`;
  await freshDb(emptyDb);
  const beside = await table(A, db, { prepare, finished, pending });
  const empty = await table(A, emptyDb, { prepare: async () => {}, pending: 500 });
  await admin('checkpoint');
  for (let i = 0; i < 50; i++) await Promise.all([beside.claim(), empty.claim()]);
  const rounds = [];
  for (let round = 0; round < 5; round++) {
    for (const each of [beside, empty]) await each.begin();
    for (let batch = 0; batch < 20; batch++) {
      const each = batch % 2 === 0 ? beside : empty;
      for (let i = 0; i < 20; i++) await each.claim();
    }
    rounds.push({ beside: await beside.report(), empty: await empty.report() });
  }
  for (const each of [beside, empty]) await each.end();
  await dropDb(emptyDb);
  return {
    name: typeof name === 'string' ? name : name(finished.toLocaleString('en')),
    holds: beside.holds,
    rounds,
  };
}
