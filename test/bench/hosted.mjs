// node test/bench/hosted.mjs: the functions with 50 ms added to every call to Supabase, as between two data centres of
// a region, and what one job of 30 s costs. The functions run in this process, the Data API and PostgreSQL beside
// it. Prints figures; docs/costs.md and docs/performance.md are written from them.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@supabase/supabase-js';
import { createJobsClient } from '../../src/overtime/client.ts';
import { checkout } from '../../src/local/checkout.ts';
import { startPostgres } from '../../src/local/postgres.ts';
import { serveFetch } from '../../src/overtime/testing/serve-fetch.ts';
import { localKeys } from '../../src/local/stack.ts';
import { startSupabase } from '../../src/local/supabase.ts';
import { extractRubric } from '../../src/tasks/extract-rubric/contract.ts';
import { generateSettings } from '../../src/tasks/generate-settings/contract.ts';
import { hostFunctions } from '../support/function-host.ts';
import { quantile, sleep } from './lib/stats.mjs';

const addedMs = 50;
const rounds = 10;
const jobSeconds = 30;

const folder = await mkdtemp(join(tmpdir(), 'overtime-hosted-'));
const postgres = await startPostgres();
const supabase = await startSupabase(
  {
    ...localKeys,
    databaseUrl: postgres.url,
    port: 0,
    migrationsFolder: join(checkout, 'supabase', 'migrations'),
    storageFolder: join(folder, 'storage'),
    studio: false,
  },
  join(folder, 'supabase.log'),
);

/** What the functions ask of Supabase: the name of the call, and the bytes of its answer. */
let calls = [];
const far = await serveFetch(0, async (request) => {
  const { pathname, search } = new URL(request.url);
  // A hosted project's tokens are verified without a call; those of this one are not.
  const counts = !pathname.startsWith('/auth/');
  if (counts) await sleep(addedMs);
  const body = request.body === null ? undefined : await request.arrayBuffer();
  const answer = await fetch(`${supabase.url}${pathname}${search}`, {
    method: request.method,
    headers: request.headers,
    body,
  });
  const bytes = await answer.arrayBuffer();
  if (counts) calls.push({ name: nameOf(request.method, pathname), bytes: bytes.byteLength });
  const headers = new Headers(answer.headers);
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name);
  return new Response([204, 304].includes(answer.status) ? null : bytes, { status: answer.status, headers });
});
const nameOf = (method, path) =>
  /\/rpc\/(\w+)$/.exec(path)?.[1] ?? `${method} ${path.split('/').slice(1, 4).join('/')}`;

const host = await hostFunctions();
const sampleFile = join(folder, 'samples.json');
const pace = (seconds) => writeFile(sampleFile, JSON.stringify({ paceSeconds: seconds, chaos: [] }));
Object.assign(process.env, {
  NETLIFY_DEV: 'true',
  URL: host.url,
  SUPABASE_URL: far.url,
  SUPABASE_PUBLISHABLE_KEY: localKeys.publishableKey,
  SUPABASE_SECRET_KEY: localKeys.secretKey,
  SAMPLE_FILE: sampleFile,
  LOG_LEVEL: 'silent',
});

try {
  const user = createClient(supabase.url, localKeys.publishableKey, { auth: { persistSession: false } });
  const { error } = await user.auth.signUp({ email: 'bench@example.com', password: 'a-long-password' });
  if (error) throw error;
  const file = (await readFile(join(checkout, 'src/local/samples/essay-rubric.pdf'))).toString('base64');
  const inputs = {
    'without a file': [generateSettings, { theme: 'a drowned city', count: 1 }],
    'with a file in the body': [extractRubric, { file, fileName: 'rubric.pdf', fileType: 'application/pdf' }],
  };
  /** The calls of the client to functions: how long each was held, and what it brought. */
  let answers = [];
  const client = createJobsClient({
    supabase: user,
    baseUrl: host.url,
    fetch: async (address, init) => {
      const begun = performance.now();
      const answer = await fetch(address, init);
      const record = { seconds: 0, bytes: 0 };
      answers.push(record);
      const body = answer.body?.pipeThrough(
        new TransformStream({
          transform(chunk, controller) {
            record.bytes += chunk.byteLength;
            record.seconds = (performance.now() - begun) / 1000;
            controller.enqueue(chunk);
          },
          flush: () => void (record.seconds = (performance.now() - begun) / 1000),
        }),
      );
      record.seconds = (performance.now() - begun) / 1000;
      return new Response(body ?? null, answer);
    },
  });

  const line = (what, values, target) =>
    console.log(
      `${what}: median ${Math.round(quantile(values, 0.5))} ms, ${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))} ms (aim: ${target})`,
    );

  // The first two load the code, and search the bucket.
  const sweeps = [];
  for (let round = 0; round < 7; round += 1) {
    calls = [];
    const begun = performance.now();
    await fetch(`${host.url}/.netlify/functions/sweep`, { method: 'POST' }).then((answer) => answer.text());
    sweeps.push(performance.now() - begun);
  }
  console.log(
    `A sweep with nothing due: median ${Math.round(quantile(sweeps.slice(2), 0.5))} ms, calls: ${calls.map(({ name }) => name).join(', ')}`,
  );

  console.log(`With ${addedMs} ms added to every call to Supabase, ${rounds} jobs each:`);
  for (const [what, [contract, input]] of Object.entries(inputs)) {
    const times = { accepted: [], news: [], end: [] };
    let trips;
    await pace(2);
    for (let round = 0; round <= rounds; round += 1) {
      // What the last answer still does.
      await sleep(500);
      calls = [];
      const begun = performance.now();
      const { jobId } = await client.submit(contract, input);
      const accepted = performance.now();
      const before = calls.map(({ name }) => name);
      let news;
      let last;
      for await (const job of client.watch(contract, jobId)) {
        if (job.status !== 'pending') news ??= performance.now();
        last = job;
      }
      if (last.status !== 'completed') throw new Error(JSON.stringify(last));
      // The first one loads the code of the functions.
      if (round === 0) continue;
      trips = before;
      times.accepted.push(accepted - begun);
      times.news.push(news - accepted);
      times.end.push(Date.now() - Date.parse(last.finishedAt));
    }
    line(`  ${what}: POST to 202`, times.accepted, '1 round trip of the database, and Storage');
    console.log(`    calls before the 202: ${trips.join(', ')}`);
    line(`  ${what}: 202 to the first news`, times.news, 'at most 350 ms');
    line(`  ${what}: end to seen`, times.end, 'at most 300 ms');
  }

  console.log(`\nOne job of ${jobSeconds} s, watched by one person, over Realtime:`);
  await pace(jobSeconds);
  [calls, answers] = [[], []];
  const { jobId } = await client.submit(...inputs['with a file in the body']);
  let last;
  for await (const job of client.watch(extractRubric, jobId)) last = job;
  const workerSeconds = (Date.parse(last.finishedAt) - Date.parse(last.startedAt)) / 1000;
  const [trigger, ...reads] = answers;
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const readSeconds = sum(reads.map(({ seconds }) => seconds));
  const out = sum(answers.map(({ bytes }) => bytes));
  console.log(`  trigger: ${trigger.seconds.toFixed(2)} function-seconds`);
  console.log(`  worker: ${workerSeconds.toFixed(1)} function-seconds`);
  console.log(`  watching: ${reads.length} calls, ${readSeconds.toFixed(1)} function-seconds`);
  console.log(`  bytes to the browser: ${out}`);
  const byName = Object.groupBy(calls, ({ name }) => name);
  const database = calls.filter(({ name }) => name.startsWith('overtime_'));
  console.log(`  calls to Supabase: ${calls.length}, ${sum(calls.map(({ bytes }) => bytes))} bytes answered`);
  for (const [name, of] of Object.entries(byName)) {
    console.log(`    ${name}: ${of.length}, ${sum(of.map(({ bytes }) => bytes))} bytes`);
  }

  // docs/costs.md names the prices and their date.
  const gbHour = 10;
  const per10kRequests = 2;
  const functionSeconds = trigger.seconds + workerSeconds + readSeconds;
  const requests = 2 + reads.length;
  const credits = (functionSeconds / 3600) * gbHour + (requests / 10_000) * per10kRequests;
  console.log(
    `\nCredits of a job, at 1 GB of memory: ${credits.toFixed(4)} (${functionSeconds.toFixed(1)} s, ${requests} requests)`,
  );
  for (const jobs of [1000, 100_000, 1_000_000]) {
    console.log(
      `  ${jobs} jobs a month: ${Math.round(credits * jobs)} credits, ${Math.round((database.length * jobs) / 1000)} thousand database calls, ${((sum(calls.map(({ bytes }) => bytes)) * jobs) / 1e9).toFixed(1)} GB out of Supabase`,
    );
  }
} finally {
  await host.close();
  await far.close();
  await supabase.stop();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
