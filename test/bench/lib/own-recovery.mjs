// A worker is killed at once after its claim, with default settings, and no other slot of the task works.
import { overtime, TASK } from '../adapters/overtime.mjs';
import { dropDb, freshDb, url } from './servers.mjs';
import { now, payload, sleep } from './stats.mjs';

const boundMs = 100_000;
const leaseMs = 30_000;
/** As in src/overtime/functions: a reader polls each second, and each may dispatch after ten. */
const ways = {
  watched: {
    by: 'whoever watches: a status read each second',
    everyMs: 1000,
    look: async (x, jobId) => {
      const { waiting } = await x.call('overtime_get_job', { p_job_id: jobId });
      return waiting && (await x.call('overtime_redispatch_job', { p_job_id: jobId }));
    },
  },
  clocked: {
    by: 'a clock in the database each 10 s, nobody watching',
    everyMs: 10_000,
    // As supabase/snippets/sweep_every_10_seconds.sql does, without the HTTP call between.
    look: async (x) =>
      (await x.sql('select overtime.work_is_left() as left')).rows[0].left && ways.swept.look(x),
  },
  swept: {
    by: 'the sweep each minute, nobody watching',
    everyMs: 60_000,
    look: async (x) => (await x.call('overtime_sweep_jobs', { p_limit: 100 })).length > 0,
  },
};

async function recover(child, name) {
  const { by, everyMs, look } = ways[name];
  const db = `b_recovery_${name}`;
  await freshDb(db);
  const x = await overtime.create({ url: url(db), mode: 'default', clients: 1 });
  await x.setup();
  try {
    await x.enqueue(payload());
    const worker = {};
    const started = new Promise((resolve) => {
      worker.started = resolve;
    });
    const { p, done } = child(
      { test: 'crash-worker', adapter: 'overtime', mode: 'default', db, boundMs },
      { timeoutMs: boundMs, ipc: true, onLine: (kind) => kind === 'STARTED' && worker.started() },
    );
    await started;
    const [{ id }] = (await x.sql('select id from overtime.jobs')).rows;
    p.kill('SIGKILL');
    const killed = now();
    await done;
    // At a moment of the sweep's minute that no one chose.
    let next = killed + Math.random() * everyMs;
    while (now() - killed < boundMs) {
      await sleep(Math.max(0, next - now()));
      next += everyMs;
      // A dispatch leads to a claim by a fresh worker slot.
      if (
        (await look(x, id)) &&
        (await x.call('overtime_claim_job', { p_task: TASK, p_lease_seconds: 30 }))
      ) {
        const seconds = (now() - killed) / 1000;
        return { by, seconds, afterLease: seconds - leaseMs / 1000 };
      }
    }
    return { by, error: { message: `not within ${boundMs / 1000} s` } };
  } finally {
    await x.teardown();
    await dropDb(db);
  }
}

/** Side by side, as they mostly wait. */
export async function recoveries({ child, log, sweep }) {
  const results = await Promise.all(
    ['watched', 'clocked', ...(sweep ? ['swept'] : [])].map((name) => recover(child, name)),
  );
  for (const result of results) log('recovery', JSON.stringify(result));
  return results;
}
