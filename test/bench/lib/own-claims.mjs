// What a claim costs when the table is full of jobs that may not run, each beside the same few ready ones.
import { TASK, userSql } from '../adapters/overtime.mjs';
import { admin } from './servers.mjs';
import { mean, now, payload, quantile } from './stats.mjs';

/** Waiting and running jobs, as the engine's functions leave them; `columns` and `values` say which. */
const fill = (x, count, columns, values) =>
  x.sql(
    `insert into public.jobs (id, user_id, task, input, run_at, created_at, updated_at, ${columns})
     select 'fill-' || n, ${userSql('1 + n % 1000')}, '${TASK}', $1::jsonb, now(), now(), now(), ${values}
     from generate_series(1, ${count}) as n`,
    [JSON.stringify(payload())],
  );
const processing = `'processing', null, 1, gen_random_uuid(), now() + interval '1 hour',
  now() + interval '1 hour', now(), now()`;
const processingColumns = `status, user_limit, attempt, lease_id, lease_expires_at, rescue_at,
  started_at, claimed_at`;

const scenarios = {
  empty: { name: 'an empty table', prepare: async () => {} },
  finished: {
    name: (size) => `${size} finished jobs`,
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
      await x.sql(`update public.jobs set id = 'running-' || id`);
      await fill(x, 10_000, 'user_limit, waits_for', `1, 'user'`);
    },
  },
  delayed: {
    name: '100,000 jobs of priority 1 that are due tomorrow',
    prepare: async (x) => {
      await fill(x, 100_000, 'priority, waits_for', `1, 'time'`);
      await x.sql(`update public.jobs set run_at = now() + interval '1 day' where waits_for = 'time'`);
    },
  },
  inFlight: {
    name: '10,000 jobs in flight',
    prepare: (x) => fill(x, 10_000, processingColumns, processing),
  },
};
export const SCENARIOS = Object.keys(scenarios);

export async function claims(A, connection, { db, scenario, pending, finished }) {
  const x = await A.create({ ...connection, mode: 'default', clients: 1 });
  await x.setup();
  await scenarios[scenario].prepare(x, { finished });
  const preload = async (count) => {
    for (let i = 0; i < count; i += 500) {
      await x.enqueueMany(Array.from({ length: Math.min(500, count - i) }, payload));
    }
  };
  await preload(pending);
  await admin('vacuum analyze', [], db);
  await admin('checkpoint');
  const rounds = [];
  for (let round = 0; round < 3; round++) {
    const taken = [];
    const claim = async () => {
      const began = now();
      taken.push(await x.claimOnce());
      return now() - began;
    };
    for (let i = 0; i < 50; i++) await claim();
    await admin('select pg_stat_statements_reset()', [], db);
    const times = [];
    for (let i = 0; i < 200; i++) times.push(await claim());
    const [{ ms }] = await admin(
      `select sum(total_exec_time) / sum(calls) as ms from pg_stat_statements where query ~ 'claim_job'`,
      [],
      db,
    );
    rounds.push({
      p50: quantile(times, 0.5),
      mean: mean(times),
      server: Number(ms),
      jobs: taken.filter(Boolean).length,
    });
    await x.completeClaims(taken.filter(Boolean));
    await preload(250);
  }
  await x.teardown();
  const { name } = scenarios[scenario];
  return { name: typeof name === 'string' ? name : name(finished.toLocaleString('en')), rounds };
}
