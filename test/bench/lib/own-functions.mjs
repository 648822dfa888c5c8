// The functions themselves, over real HTTP on the local stack: netlify dev, PostgreSQL, the Supabase-compatible
// API and samples. They share this machine's cores with what calls them, so a hosted project is faster.
import { readFile, writeFile } from 'node:fs/promises';
import { createClient } from '@supabase/supabase-js';
import { createJobsClient } from '../../../src/overtime/client.ts';
import { startStack } from '../../../src/local/stack.ts';
import { extractRubric } from '../../../src/tasks/extract-rubric/contract.ts';
import { watchingFigures } from './own-watching.mjs';
import { quantile, sleep } from './stats.mjs';

const sample = new URL('../../../src/local/samples/essay-rubric.pdf', import.meta.url);
const longestJobMs = 90_000;

/** Reads a job as fixed polling does, each `seconds`. */
const polling = (seconds) => ({ waitMs: () => seconds * 1000, etags: false });
/** Reads it as often as the server advises. */
const asAdvised = {
  waitMs: (response) => Number(response.headers.get('retry-after') ?? 1) * 1000,
  etags: true,
};

/** Reads a job's status until it has ended. */
async function watch(statusUrl, headers, { waitMs, etags }) {
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
    if (job?.finishedAt) return { requests, job, delayMs: Date.now() - Date.parse(job.finishedAt) };
    await sleep(waitMs(response));
  }
  throw new Error(`The job did not end: ${statusUrl}`);
}

/** Watches a job with our own client, as a page does, and counts its calls. */
async function watchWithClient(supabase, siteUrl, jobId) {
  let requests = 0;
  const client = createJobsClient({
    supabase,
    baseUrl: siteUrl,
    fetch: (...call) => {
      requests += 1;
      return fetch(...call);
    },
  });
  let job;
  for await (job of client.watch(extractRubric, jobId, { signal: AbortSignal.timeout(longestJobMs) }));
  return { requests, job, delayMs: Date.now() - Date.parse(job.finishedAt) };
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
    const pace = (seconds) =>
      writeFile(stack.sampleFile, JSON.stringify({ paceSeconds: seconds, chaos: [] }));
    const submit = async () => {
      const startedAt = performance.now();
      const response = await fetch(`${stack.siteUrl}/.netlify/functions/extract-rubric-trigger`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ file, fileName: 'rubric.pdf', fileType: 'application/pdf' }),
      });
      const { jobId, statusUrl } = await response.json();
      if (response.status !== 202) throw new Error(`The trigger answered ${response.status}.`);
      return { tookMs: performance.now() - startedAt, jobId, statusUrl: new URL(statusUrl, stack.siteUrl) };
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
    const triggers = [];
    const pickUps = [];
    await pace(0);
    await watch((await submit()).statusUrl, headers, asAdvised);
    for (let round = 0; round < (quick ? 5 : 20); round += 1) {
      const { tookMs, statusUrl } = await submit();
      const { job } = await watch(statusUrl, headers, asAdvised);
      triggers.push(tookMs);
      pickUps.push(job.performance.queueTimeMs);
    }
    figures.push(figure('trigger: POST of a PDF to 202', 'ms', triggers));
    figures.push(figure('pick-up: enqueued to claimed by the background function', 'ms', pickUps));

    log('functions: watching');
    await pace(30);
    const ways = {
      'our client': ({ jobId }) => watchWithClient(supabase, stack.siteUrl, jobId),
      'polling as advised': ({ statusUrl }) => watch(statusUrl, headers, asAdvised),
      'fixed 2 s': ({ statusUrl }) => watch(statusUrl, headers, polling(2)),
      'fixed 3 s': ({ statusUrl }) => watch(statusUrl, headers, polling(3)),
    };
    const watched = [];
    for (let round = 0; round < (quick ? 1 : 5); round += 1) {
      const job = await submit();
      // In every way at once, each from a phase of its own.
      const all = Object.values(ways).map(async (way, index) => {
        await sleep(index * 370);
        return way(job);
      });
      watched.push(await Promise.all(all));
    }
    for (const [index, name] of Object.keys(ways).entries()) {
      const of = (key) => watched.map((job) => job[index][key]);
      figures.push(figure(`watching a job of 30 s, ${name}: requests`, '', of('requests')));
      figures.push(figure(`watching a job of 30 s, ${name}: its end, to seen`, 'ms', of('delayMs')));
    }

    log('functions: a streamed job, watched');
    for (const { way, ...measured } of await watchingFigures(stack, stack.demoUsers[0])) {
      const what = `watching 30 s of a streamed text, ${way}`;
      figures.push(figure(`${what}: calls`, '', [measured.calls]));
      figures.push(figure(`${what}: time of functions`, 'ms', [measured.functionSeconds * 1000]));
      figures.push(figure(`${what}: read`, 'kB', [measured.kilobytes]));
      figures.push(figure(`${what}: writes to the row`, 'a minute', [measured.writesPerSecond * 60]));
      figures.push(figure(`${what}: a word, from provider to page`, 'ms', [measured.wordDelayMs]));
    }
    return figures;
  } finally {
    await stack.stop();
  }
}
