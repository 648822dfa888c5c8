// Ours: the engine's SQL functions as the functions call them, with everything on that is always on (fences,
// constraints, row-level security, all indexes, fairness between users).
//   overtime       over node-postgres, one prepared statement per call: compare with `limit`
//   overtime-http  over supabase-js and the local Data API, as a Netlify function does: compare with `limit-rpc`
import { readFileSync, readdirSync } from 'node:fs';
import { nanoid } from 'nanoid';
import { pool, schemaBytes, cloneRow } from '../lib/pgutil.mjs';
import { supabaseApi } from '../lib/supabase-api.mjs';
import { sleep } from '../lib/stats.mjs';

const project = new URL('../../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, project), 'utf8');
const migrations = () =>
  readdirSync(new URL('supabase/migrations/', project))
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name) => read(`supabase/migrations/${name}`));

export const TASK = 'bench-task';
/** As src/overtime/contract.ts has them by default. */
const limitsOfAll = { p_contract_version: 1, p_max_attempts: 3, p_retention_hours: 720 };
const limits = { ...limitsOfAll, p_priority: 5 };
const USER_COUNT = 5;
/** The n-th user, in JavaScript and in SQL. */
export const user = (n) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
export const userSql = (n) => `('00000000-0000-4000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
let turn = 0;
const nextUser = () => user(1 + (turn++ % USER_COUNT));

/** Calls over node-postgres; the names are prepared once per connection. */
const direct = (P) => async (name, parameters) => {
  const keys = Object.keys(parameters);
  const text = `select public.${name}(${keys.map((key, index) => `${key} => $${index + 1}`).join(', ')}) as value`;
  return (await P.query({ name: `${name} ${keys.length}`, text, values: Object.values(parameters) })).rows[0]
    .value;
};
const overHttp = (client) => async (name, parameters) => {
  const { data, error } = await client.rpc(name, parameters);
  if (error) throw new Error(`${name}: ${error.message}`, { cause: error });
  return data;
};

function make(name, http) {
  return {
    name,
    kind: 'pg',
    schemas: ['public', 'private'],
    claimSql: /overtime_claim_job/i,
    version: () => JSON.parse(read('package.json')).version,
    modes: {
      default: `worker slots: overtime_claim_job, then overtime_complete_job with the next claim in it${http ? ', over the Data API' : ''}; a new job wakes a slot as its dispatch does (in the process), else a claim each second`,
      best: 'same',
    },
    crash: {
      default: 'lease 30 s, a claim by some slot each second',
      best: 'lease 2 s, a claim each 100 ms',
      documented:
        'lease 30 s, then the next claim of the task, the next read of whoever watches, or the sweep',
    },
    async create({ url, workerUrl = url, mode, clients = 1, crash }) {
      const tuned = crash && mode === 'best';
      const leaseSeconds = tuned ? 2 : 30;
      const pollMs = tuned ? 100 : 1000;
      const side = pool(url, 2);
      const ends = [() => side.end()];
      /** The engine's functions, over at most so many connections. */
      async function open(to, max) {
        if (http) {
          const api = await supabaseApi(to);
          ends.unshift(() => api.stop());
          return overHttp(api.client);
        }
        const P = pool(to, max);
        ends.unshift(() => P.end());
        return direct(P);
      }
      let opened;
      const producer = () => (opened ??= open(url, clients));
      let stop = false;
      let loops = [];
      const waiters = new Set();
      const dispatched = () =>
        new Promise((resolve) => {
          const wake = () => {
            clearTimeout(timer);
            waiters.delete(wake);
            resolve();
          };
          const timer = setTimeout(wake, pollMs);
          waiters.add(wake);
        });
      const claim = (call) => call('overtime_claim_job', { p_task: TASK, p_lease_seconds: leaseSeconds });
      const complete = (call, job, next) =>
        call('overtime_complete_job', {
          p_job_id: job.jobId,
          p_lease_id: job.leaseId,
          p_result: {},
          p_next_lease_seconds: next,
        });

      return {
        async setup() {
          if (http) {
            await producer(); // The stack has its own auth and storage, and applies the migrations.
          } else {
            await side.query(read('test/support/supabase-stub.sql'));
            for (const text of migrations()) await side.query(text);
          }
          await side.query(
            `insert into auth.users (id) select ${userSql('n')} from generate_series(1, 1000) as n`,
          );
        },
        async enqueue(input) {
          const call = await producer();
          await call('overtime_enqueue_job', {
            p_id: nanoid(),
            p_user_id: nextUser(),
            p_task: TASK,
            p_input: input,
            ...limits,
          });
          waiters.values().next().value?.();
        },
        // One call for one user, as the trigger makes it (which takes a hundred).
        async enqueueMany(inputs) {
          const call = await producer();
          const jobs = inputs.map((input) => ({ id: nanoid(), input, priority: limits.p_priority }));
          await call('overtime_enqueue_jobs', {
            p_jobs: http ? jobs : JSON.stringify(jobs),
            p_user_id: nextUser(),
            p_task: TASK,
            ...limitsOfAll,
          });
        },
        async startWorker({ concurrency, handler }) {
          const call = await open(workerUrl, concurrency);
          const slot = async () => {
            let job = null;
            while (!stop) {
              job ??= await claim(call);
              if (!job) {
                await dispatched();
                continue;
              }
              await handler(job.input);
              job = await complete(call, job, stop ? null : leaseSeconds);
              if (!job) await dispatched();
            }
          };
          loops = Array.from({ length: concurrency }, () =>
            slot().catch((error) => {
              if (!stop) console.error('worker', error.message);
            }),
          );
        },
        async stopWorker() {
          stop = true;
          for (const wake of [...waiters]) wake();
          await Promise.race([Promise.all(loops), sleep(3000)]);
        },
        remaining: async () =>
          Number(
            (
              await side.query(
                `select count(*) c from overtime.jobs where status in ('pending', 'processing')`,
              )
            ).rows[0].c,
          ),
        claimOnce: async () => claim(await producer()),
        async completeClaims(jobs) {
          const call = await producer();
          for (const job of jobs) await complete(call, job, null);
        },
        // As finished jobs lie in a table of age: no two alike in an index, the oldest first.
        fillFinished: (count) =>
          cloneRow(
            side,
            'overtime.jobs',
            `status = 'completed'`,
            {
              id: `translate(encode(uuid_send(gen_random_uuid()), 'base64'), '+/=', '-_')`,
              user_id: userSql(`1 + g % ${USER_COUNT}`),
              created_at: `s.created_at - (${count} - g) * interval '1 millisecond'`,
              expires_at: `s.expires_at - (${count} - g) * interval '1 millisecond'`,
            },
            count,
          ),
        bytes: () => schemaBytes(side, ['public', 'private']),
        /** For the measurements of our own: SQL, and calls as the adapter makes them. */
        sql: (text, values) => side.query(text, values),
        call: async (function_, parameters) => (await producer())(function_, parameters),
        async teardown() {
          stop = true;
          for (const end of ends) await end();
        },
      };
    },
  };
}

export const overtime = make('overtime', false);
export const overtimeHttp = make('overtime-http', true);
