import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../../src/overtime/clock.ts';
import { createEngine } from '../../../src/overtime/engine/engine.ts';
import type { FunctionCaller } from '../../../src/overtime/engine/function-caller.ts';
import { createMaintenance } from '../../../src/overtime/engine/maintenance.ts';
import { workUntilIdle } from '../../../src/overtime/engine/worker-slot.ts';
import { defineTask } from '../../../src/overtime/task.ts';
import { ada } from '../sql/engine-rig.ts';
import { crashingPostgres } from '../../support/crashing-postgres.ts';
import { isLong } from '../../support/volume.ts';
import { storyContract } from './attempt-rig.ts';

const jobCount = isLong ? 1000 : 100;
const slotCount = 20;
const secondsBetweenCrashes = isLong ? 3 : 0.5;
/** A small volume sees one crash of each kind; a large one, as many as its time takes. */
const [fewestCrashes, mostCrashes] = isLong ? [3, Infinity] : [2, 2];
/** Longer than the engine's own tries of a call: what is at work then is lost, and must be found again. */
const downMs = 1500;

let database: Awaited<ReturnType<typeof crashingPostgres>>;
let sql: postgres.Sql;
beforeAll(async () => {
  database = await crashingPostgres();
  // Every completion that a transaction committed.
  await database.admin.unsafe(`
    insert into auth.users (id) values ('${ada}');
    create table public.accepted (job_id text not null);
    create function public.note_completion() returns trigger language plpgsql as $$
      begin
        insert into public.accepted values (new.id);
        return null;
      end
    $$;
    create trigger note_completion after update on overtime.jobs
      for each row when (new.status = 'completed') execute function public.note_completion();
  `);
  sql = postgres(database.url, {
    max: slotCount + 10,
    // It would make a query at each connection, whose failure could not be caught.
    fetch_types: false,
    onnotice: () => undefined,
    backoff: () => 0.05,
    connection: { role: 'service_role' },
  });
}, 60_000);
afterAll(async () => {
  await sql.end({ timeout: 1 });
  await database.remove();
});

const caller: FunctionCaller = {
  async rpc(name, parameters) {
    const names = Object.keys(parameters);
    try {
      const [row] = await sql.unsafe<{ value: unknown }[]>(
        `select public.${name}(${names.map((key, at) => `${key} => $${at + 1}`).join(', ')}) as value`,
        Object.values(parameters) as never[],
      );
      return { data: row?.value, error: null, status: 200 };
    } catch (error) {
      const { code = '', message } = error as { code?: string; message: string };
      // What is no SQLSTATE is the network: a connection that was refused, or closed without an answer.
      return { data: null, error: { code, message }, status: /^[0-9A-Z]{5}$/.test(code) ? 400 : 0 };
    }
  },
};

const policy = { leaseSeconds: 2, maxAttempts: 50, retryBaseSeconds: 0.1, retryCapSeconds: 0.5 };
const contract = storyContract(policy);
const engine = createEngine(caller, systemClock, 'production');
const maintenance = createMaintenance(caller, systemClock, 'production');

/** Asks until there is an answer, as a browser does with its idempotency key. */
async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch {
      await wait(100);
    }
  }
}

const enqueue = (number: number) =>
  untilAnswered(() =>
    engine.enqueue({
      id: `job-${number}`,
      userId: ada,
      tenantId: null,
      task: contract.name,
      contractVersion: contract.version,
      input: { topic: `Story ${number}` },
      policy: contract.policy,
      priority: 5,
      title: null,
      lockKey: null,
      idempotencyKey: `key-${number}`,
      inputHash: `hash-${number}`,
      fileBytes: null,
      fileSha256: null,
      runAt: null,
      webhookUrl: null,
      scheduleId: null,
    }),
  );

test(
  `${jobCount} jobs on ${slotCount} worker slots all complete, none twice, while PostgreSQL crashes ${isLong ? `every ${secondsBetweenCrashes} s` : 'twice'}`,
  { timeout: 90_000 },
  async () => {
    const began = performance.now();
    const completions = new Map<string, number>();
    const stop = new AbortController();
    let slots = 0;
    let working = 0;
    let crashes = 0;
    const isBusy = () => working >= slotCount / 2;

    const task = defineTask(contract, async (context) => {
      const outline = await context.stage('outline', () =>
        Promise.resolve(`Outline of ${context.input.topic}`),
      );
      // Work takes a while: without it, a thousand jobs would be over before the first crash.
      working += 1;
      await wait(200 + 200 * Math.random());
      working -= 1;
      return { story: `Story after ${outline}` };
    });
    async function runSlot(): Promise<void> {
      slots += 1;
      try {
        const environment = {
          engine,
          clock: systemClock,
          env: {},
          deployContext: 'dev',
          worker: `slot-${slots}`,
          readFile: () => Promise.reject(new Error('The story reads no file.')),
          saveFile: () => Promise.reject(new Error('The story saves no file.')),
        };
        await workUntilIdle(task, environment, null, (job, outcome) => {
          if (outcome.kind === 'completed') completions.set(job.jobId, (completions.get(job.jobId) ?? 0) + 1);
        });
      } catch {
        // The outcome could not be written: the lease's end gives the job to another slot.
      } finally {
        slots -= 1;
      }
    }
    /** What the sweep and a watcher of a job do. */
    async function sweepOn(): Promise<void> {
      const running = new Set<Promise<void>>();
      while (!stop.signal.aborted) {
        await untilAnswered(() => maintenance.sweep(100));
        // A slot that finds nothing ends at once.
        for (let free = slotCount - slots; free > 0; free -= 1) {
          const slot = runSlot().finally(() => running.delete(slot));
          running.add(slot);
        }
        const [row] = await untilAnswered(
          () =>
            sql<
              { left: number }[]
            >`select count(*)::int as left from overtime.jobs where finished_at is null`,
        );
        if (crashes >= fewestCrashes && row?.left === 0 && enqueued) stop.abort();
        await wait(200);
      }
      await Promise.all(running);
    }
    async function crashOn(): Promise<void> {
      while (crashes < mostCrashes) {
        try {
          await wait(secondsBetweenCrashes * 1000, undefined, { signal: stop.signal });
          // A crash that meets no attempt at work proves nothing.
          while (!isBusy()) await wait(5, undefined, { signal: stop.signal });
        } catch {
          return;
        }
        crashes += 1;
        await (crashes % 2 === 1 ? database.crashServer(downMs) : database.killConnection());
      }
    }

    let enqueued = false;
    const enqueueing = (async () => {
      for (let first = 0; first < jobCount; first += 100) {
        await Promise.all(Array.from({ length: 100 }, (_, at) => enqueue(first + at)));
      }
      enqueued = true;
    })();
    await Promise.all([enqueueing, sweepOn(), crashOn()]);

    const statuses = await untilAnswered(
      () => sql`select status, count(*)::int as count from overtime.jobs group by status`,
    );
    const accepted = await untilAnswered(
      () => database.admin`
      select count(*)::int as all, count(distinct job_id)::int as distinct from public.accepted`,
    );
    const rescues = await untilAnswered(
      () =>
        database.admin`select outcome, count(*)::int as count from overtime.job_attempts group by outcome order by outcome`,
    );
    console.log(
      `${crashes} crashes in ${((performance.now() - began) / 1000).toFixed(1)} s; attempts that did not complete:`,
      [...rescues].map(({ outcome, count }) => `${count} ${outcome}`).join(', '),
    );
    expect([...statuses]).toEqual([{ status: 'completed', count: jobCount }]);
    expect([...accepted]).toEqual([{ all: jobCount, distinct: jobCount }]);
    expect([...completions.values()].filter((count) => count !== 1)).toEqual([]);
    // Without lost attempts nothing would be proved.
    expect(crashes).toBeGreaterThanOrEqual(fewestCrashes);
    expect(rescues.map(({ outcome }) => outcome as string)).toContain('rescued');
  },
);
