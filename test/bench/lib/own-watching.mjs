// Watching a job of 30 s that streams a word each 100 ms, by our client: over Realtime, with held calls, and by fixed
// polling. The worker runs in this process, so that each word's way from the provider to the page can be timed.
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { createJobsClient } from '../../../src/overtime/client.ts';
import { systemClock } from '../../../src/overtime/clock.ts';
import { createEngine } from '../../../src/overtime/engine/engine.ts';
import { runAttempt } from '../../../src/overtime/engine/run-attempt.ts';
import { sendBroadcast } from '../../../src/overtime/functions/send-broadcast.ts';
import { secretClient } from '../../../src/overtime/functions/supabase-clients.ts';
import { extractRubric } from '../../../src/tasks/extract-rubric/contract.ts';

const pauseMs = 100;

/** For each way: calls, function-seconds, kB, writes to the row a second, and the median delay of a word. */
export async function watchingFigures(stack, user, { seconds = 30 } = {}) {
  const keys = { url: stack.supabaseUrl, publishableKey: stack.publishableKey, secretKey: stack.secretKey };
  const engine = createEngine(secretClient(keys), systemClock);
  const sql = postgres(stack.databaseUrl, { max: 1, onnotice: () => undefined });
  const supabase = createClient(stack.supabaseUrl, stack.publishableKey);
  const { data, error } = await supabase.auth.signInWithPassword(user);
  if (error) throw error;
  const figures = [];
  try {
    // The first call loads the function's code.
    const first = createJobsClient({ supabase, baseUrl: stack.siteUrl, realtime: false });
    await first.status(extractRubric, 'none').catch(() => undefined);
    for (const [way, realtime, pollSeconds] of [
      ['Realtime', true, 0],
      ['held calls', false, 0],
      ['fixed 2 s', false, 2],
      ['fixed 3 s', false, 3],
    ]) {
      const jobId = `bench-${way.replaceAll(' ', '-')}-${Date.now()}`;
      await enqueue(sql, jobId, data.user.id);
      const words = [];
      const seen = [];
      const counts = { calls: 0, functionMs: 0, bytes: 0 };
      const onWords = (shown) => {
        while (seen.length < shown) seen.push(Date.now());
      };
      const counted = async (...call) => {
        const startedAt = Date.now();
        counts.calls += 1;
        const response = await fetch(...call);
        if (response.body === null) {
          counts.functionMs += Date.now() - startedAt;
          return response;
        }
        const body = response.body.pipeThrough(
          new TransformStream({
            transform(chunk, controller) {
              counts.bytes += chunk.byteLength;
              controller.enqueue(chunk);
            },
            flush() {
              counts.functionMs += Date.now() - startedAt;
            },
          }),
        );
        return new Response(body, response);
      };
      const client = createJobsClient({ supabase, baseUrl: stack.siteUrl, realtime, fetch: counted });
      const wordsOf = (job) => job.partial?.rubric?.title?.split(' ').length ?? 0;
      const watching = (async () => {
        if (pollSeconds === 0) {
          for await (const job of client.watch(extractRubric, jobId)) onWords(wordsOf(job));
          return;
        }
        for (;;) {
          const job = await client.status(extractRubric, jobId);
          onWords(wordsOf(job));
          if (job.status === 'failed') return;
          await sleep(pollSeconds * 1000);
        }
      })();
      await sleep(500);
      const job = await engine.claim('extract-rubric', { leaseSeconds: 60, concurrency: null }, null);
      const claimed = await version(sql, jobId);
      const startedAt = Date.now();
      let streamed = claimed;
      const task = {
        contract: extractRubric,
        async run(context) {
          await context.stage(Object.keys(extractRubric.stages)[0], async () => {
            while (Date.now() - startedAt < seconds * 1000) {
              words.push(Date.now());
              context.partial({ rubric: { title: words.map((_, index) => `word${index}`).join(' ') } });
              await sleep(pauseMs);
            }
            streamed = await version(sql, jobId);
          });
          throw new TypeError('The measure ends here.');
        },
      };
      const environment = {
        engine,
        clock: systemClock,
        env: {},
        deployContext: 'dev',
        worker: 'bench',
        ...(realtime && { broadcast: sendBroadcast(keys) }),
      };
      const limits = { lastStageAt: Date.now() + 600_000, endsAt: Date.now() + 700_000 };
      await runAttempt(task, job, environment, limits, () => false);
      await watching;
      const delays = seen
        .map((at, index) => at - words[index])
        .filter(Number.isFinite)
        .toSorted((a, b) => a - b);
      figures.push({
        way,
        calls: counts.calls,
        functionSeconds: counts.functionMs / 1000,
        kilobytes: counts.bytes / 1000,
        writesPerSecond: (streamed - claimed) / seconds,
        wordDelayMs: delays[Math.floor(delays.length / 2)],
        words: delays.length,
      });
    }
  } finally {
    await supabase.removeAllChannels();
    await sql.end();
  }
  return figures;
}

const version = async (sql, jobId) =>
  (await sql`select version from overtime.jobs where id = ${jobId}`)[0].version;

/** A job that nobody is dispatched to, and that has one attempt. */
async function enqueue(sql, jobId, userId) {
  await sql`
    insert into overtime.jobs (
      id, user_id, task, contract_version, priority, input, max_attempts, run_at, created_at, updated_at,
      retention_hours, dispatched_at
    ) values (
      ${jobId}, ${userId}, 'extract-rubric', ${extractRubric.version}, 1,
      ${sql.json({ filePath: `${userId}/1/r.pdf`, fileName: 'r.pdf', fileType: 'application/pdf' })},
      1, now(), now(), now(), 1, now() + interval '1 hour'
    )`;
}
