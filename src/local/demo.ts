import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@supabase/supabase-js';
import { isTerminal, type JobSnapshot, type ResultOf } from '../overtime/index.ts';
import type { extractRubric } from '../tasks/extract-rubric/contract.ts';
import type { DemoUser } from './demo-users.ts';
import { loadEnvFile } from './env-file.ts';
import { progressLine } from './progress-line.ts';
import { rubricTable } from './rubric-table.ts';
import { startStack } from './stack.ts';
import type { Stack } from './stack.ts';
import { stopOnSignals } from './stop-on-signals.ts';

// `npm run demo`: a sample PDF through the three functions of extract-rubric, as any client would send it.

type Snapshot = JobSnapshot<ResultOf<typeof extractRubric>>;

const say = (line: string) => process.stdout.write(`${line}\n`);
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Longest wait for the job, in milliseconds. */
const patienceMs = 15 * 60_000;

async function demo(stack: Stack): Promise<void> {
  const user = signInAs(stack);
  const token = await signIn(stack, user);
  say(`Signed in as ${user.email}.`);

  const file = await readFile(new URL('samples/essay-rubric.pdf', import.meta.url));
  const began = performance.now();
  const accepted = await fetch(`${stack.siteUrl}/api/extract-rubric-trigger`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      file: file.toString('base64'),
      fileName: 'essay-rubric.pdf',
      fileType: 'application/pdf',
    }),
  });
  const { jobId, statusUrl } = await readJson<{ jobId: string; statusUrl: string }>(accepted);
  say(
    `Trigger: ${accepted.status} after ${seconds(began)}, job ${jobId}. The background function works on it.\n`,
  );

  const job = await follow(new URL(statusUrl, stack.siteUrl), token, began);
  if (job.status === 'failed') throw new Error(`The job failed: ${job.error} (${job.errorCode})`);
  if (job.status !== 'completed') throw new Error(`The job ended as ${job.status}.`);

  say(`\n${rubricTable(job.result.rubric, Math.min(process.stdout.columns || 100, 110))}\n`);
  const { attempts, tokenUsage, costUsd } = job.performance;
  say(
    `Completed after ${seconds(began)}: ${job.result.categoryCount} categories, ${job.result.totalPoints} points, ` +
      `${attempts === 1 ? '1 attempt' : `${attempts} attempts`}, ${tokenUsage} tokens` +
      `${costUsd ? `, $${costUsd.toFixed(4)}` : ''}.`,
  );
  if (job.sample) say('Made of samples. Set GEMINI_API_KEY, for one, to have a real model read the file.');
}

async function follow(url: URL, token: string, began: number): Promise<Snapshot> {
  const progress = progressLine(process.stdout);
  while (performance.now() - began < patienceMs) {
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const job = await readJson<Snapshot>(answer);
    progress.show(job);
    if (isTerminal(job.status)) {
      progress.end();
      return job;
    }
    await sleep(Number(answer.headers.get('retry-after') ?? 1) * 1000);
  }
  throw new Error(`The job was not done within ${patienceMs / 60_000} minutes.`);
}

function signInAs(stack: Stack): DemoUser {
  const [user] = stack.demoUsers;
  if (user) return user;
  const { DEMO_USER_EMAIL: email, DEMO_USER_PASSWORD: password } = process.env;
  if (!email || !password) {
    throw new Error(
      'Set DEMO_USER_EMAIL and DEMO_USER_PASSWORD: a user of the project that SUPABASE_URL names.',
    );
  }
  return { email, password };
}

async function signIn(stack: Stack, user: DemoUser): Promise<string> {
  const client = createClient(stack.supabaseUrl, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { data, error } = await client.auth.signInWithPassword(user);
  if (error) throw new Error(`${user.email} could not sign in: ${error.message}`, { cause: error });
  return data.session.access_token;
}

async function readJson<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (response.ok) return JSON.parse(text) as T;
  throw new Error(`${new URL(response.url).pathname} answered ${response.status}: ${text}`);
}

loadEnvFile();
// Slow enough to see the progress.
process.env['SAMPLE_PACE_SECONDS'] ??= '5';

say('Overtime, extract-rubric: a PDF through trigger, background and status.\n');
let stack: Stack | undefined;
stopOnSignals(async () => stack?.stop());
try {
  const began = performance.now();
  stack = await startStack({ name: 'demo', site: 'none', persist: false });
  say(
    `${stack.databaseUrl ? 'PostgreSQL, the Supabase API and netlify dev' : 'netlify dev'} started in ${seconds(began)}.`,
  );
  await demo(stack);
} catch (error) {
  process.exitCode = 1;
  say(`\n${error instanceof Error ? error.message : String(error)}`);
  say(
    'The logs of the functions and of the database are in .local/logs. After a change of versions: npm ci.',
  );
} finally {
  await stack?.stop();
}
