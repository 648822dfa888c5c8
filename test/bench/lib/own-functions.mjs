// The functions themselves, over real HTTP on the local stack: netlify dev, PostgreSQL, the Supabase-compatible
// API and the demo model. They share this machine's cores with what calls them, so a hosted project is faster.
import { readFile, writeFile } from 'node:fs/promises';
import { createClient } from '@supabase/supabase-js';
import { startStack } from '../../../src/local/stack.ts';
import { quantile, sleep } from './stats.mjs';

const sample = new URL('../../../src/local/samples/essay-rubric.pdf', import.meta.url);
const longestJobMs = 90_000;

/** Ways to watch a job: how long to wait after an answer, in milliseconds, and what to send along. */
const watchers = {
  'Retry-After and ETag, as our client': {
    waitMs: (response) => Number(response.headers.get('retry-after') ?? 1) * 1000,
    etags: true,
  },
  'fixed 2 s': { waitMs: () => 2000, etags: false },
  'fixed 3 s': { waitMs: () => 3000, etags: false },
};

/** Reads a job's status until it has ended; every answer is handed to `onAnswer` with the time it came. */
async function watch(statusUrl, headers, { waitMs, etags }, onAnswer) {
  const until = Date.now() + longestJobMs;
  let etag = null;
  let requests = 0;
  while (Date.now() < until) {
    const response = await fetch(statusUrl, {
      headers: { ...headers, ...(etags && etag && { 'if-none-match': etag }) },
    });
    requests += 1;
    etag = response.headers.get('etag');
    const job = response.status === 304 ? null : await response.json();
    if (job) onAnswer?.(job, Date.now());
    if (job?.finishedAt) return { requests, job, delayMs: Date.now() - Date.parse(job.finishedAt) };
    await sleep(waitMs(response));
  }
  throw new Error(`The job did not end: ${statusUrl}`);
}

/** Each figure is { what, median, low, high, unit, count }. */
export async function functionTimes({ quick, log }) {
  const stack = await startStack({ name: 'bench', site: 'none', persist: false });
  try {
    const supabase = createClient(stack.supabaseUrl, stack.publishableKey);
    const { data, error } = await supabase.auth.signInWithPassword(stack.demoUsers[0]);
    if (error) throw error;
    const headers = { authorization: `Bearer ${data.session.access_token}` };
    const file = (await readFile(sample)).toString('base64');
    const pace = (seconds) => writeFile(stack.demoFile, JSON.stringify({ paceSeconds: seconds, chaos: [] }));
    const submit = async () => {
      const startedAt = performance.now();
      const response = await fetch(`${stack.siteUrl}/.netlify/functions/extract-rubric-trigger`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ file, fileName: 'rubric.pdf', fileType: 'application/pdf' }),
      });
      const { statusUrl } = await response.json();
      if (response.status !== 202) throw new Error(`The trigger answered ${response.status}.`);
      return { tookMs: performance.now() - startedAt, statusUrl: new URL(statusUrl, stack.siteUrl) };
    };
    const figure = (what, unit, values) => ({
      what,
      unit,
      median: quantile(values, 0.5),
      low: Math.min(...values),
      high: Math.max(...values),
      count: values.length,
    });
    const figures = [];

    log('functions: trigger and pick-up');
    const [ours] = Object.values(watchers);
    const triggers = [];
    const pickUps = [];
    await pace(0);
    await watch((await submit()).statusUrl, headers, ours);
    for (let round = 0; round < (quick ? 5 : 20); round += 1) {
      const { tookMs, statusUrl } = await submit();
      const { job } = await watch(statusUrl, headers, ours);
      triggers.push(tookMs);
      pickUps.push(job.performance.queueTimeMs);
    }
    figures.push(figure('trigger: POST of a PDF to 202', 'ms', triggers));
    figures.push(figure('pick-up: enqueued to claimed by the background function', 'ms', pickUps));

    log('functions: progress to the browser');
    const lags = [];
    await pace(quick ? 10 : 20);
    await watch((await submit()).statusUrl, headers, ours, (job, at) => {
      if (job.status === 'processing') lags.push(at - Date.parse(job.updatedAt));
    });
    figures.push(figure('progress: written to the row, to seen by a watcher', 'ms', lags));

    log('functions: watching');
    await pace(30);
    const { statusUrl } = await submit();
    // All watch the same job, each from a phase of its own.
    const watched = await Promise.all(
      Object.entries(watchers).map(async ([name, way], index) => {
        await sleep(index * 370);
        return { name, ...(await watch(statusUrl, headers, way)) };
      }),
    );
    for (const { name, requests, delayMs } of watched) {
      figures.push(figure(`watching a job of 30 s, ${name}: requests`, '', [requests]));
      figures.push(figure(`watching a job of 30 s, ${name}: its end, to seen`, 'ms', [delayMs]));
    }
    return figures;
  } finally {
    await stack.stop();
  }
}
