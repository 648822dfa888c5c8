import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@supabase/supabase-js';
import { nanoid } from 'nanoid';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { signDispatch } from '../../src/overtime/functions/dispatch.ts';
import { checkout } from '../../src/local/checkout.ts';
import { functionNames, functionsFolder } from '../../src/local/netlify-folder.ts';
import { startStack, type Stack } from '../../src/local/stack.ts';
import { launchChromium } from '../support/chromium.ts';
import { cleanEnvironment } from '../support/environment.ts';
import { fileFacts } from '../support/file-facts.ts';
import { rubricOf, rubricPdf } from '../support/sample-files.ts';
import { changesOf } from './changes-of.ts';
import { base64, newVisitor, pdf, triggerUrl, type Accepted, type Visitor } from './visitor.ts';
import { defaultLimits } from '../support/default-limits.ts';

// What only Netlify's own server proves; everything else runs in the tests' processes (function-host.ts).

/** How long the model of the slow jobs takes: more than netlify dev gives a synchronous function, which is 30 s. */
const slowSeconds = 35;
/** A second background function of extract-rubric, without the suffix `-background`: Netlify runs it synchronously. */
const synchronousFunction = 'extract-rubric-now';

let stack: Stack;
let sql: postgres.Sql;
let visitor: Visitor;
let slowJob: Promise<SlowJob>;
let cutOffId: string;
let cutOff: Promise<CutOff>;
const stops: (() => Promise<unknown>)[] = [];

const setPace = (paceSeconds: number) =>
  writeFile(stack.sampleFile, JSON.stringify({ paceSeconds, chaos: [] }));
const secretClient = () => createClient(stack.supabaseUrl, stack.secretKey);

/** Waits until something is written of a job. */
const begun = (jobId: string) =>
  vi.waitFor(
    async () => expect(await sql`select from overtime.job_partials where job_id = ${jobId}`).toHaveLength(1),
    {
      timeout: 30_000,
    },
  );

async function submit(seed = 1, from = triggerUrl): Promise<Accepted> {
  const file = base64(await rubricPdf({ seed }));
  const { status, body } = await visitor.call<Accepted>('POST', from, {
    file,
    fileName: 'r.pdf',
    fileType: pdf,
  });
  expect(status).toBe(202);
  return body;
}

/** A job that is not dispatched. */
async function enqueueSilently(): Promise<string> {
  const id = nanoid();
  const bytes = await rubricPdf();
  const { error } = await secretClient().rpc('overtime_enqueue_job', {
    p_id: id,
    p_user_id: visitor.userId,
    p_task: 'extract-rubric',
    p_input: { filePath: await visitor.upload(bytes, 'r.pdf'), fileName: 'r.pdf', fileType: pdf },
    p_lane: 'local',
    ...defaultLimits,
    ...fileFacts(bytes),
  });
  expect(error).toBeNull();
  return id;
}

type SlowJob = Awaited<ReturnType<typeof runSlowJob>>;

/** Work that takes longer than a synchronous function may, as a job. */
async function runSlowJob() {
  const began = performance.now();
  const { jobId, statusUrl } = await submit();
  const acceptedMs = performance.now() - began;
  await begun(jobId);
  return { acceptedMs, jobId, statusUrl };
}

type CutOff = Awaited<ReturnType<typeof callSynchronously>>;

/** The same work, called and waited for. */
async function callSynchronously() {
  const call = { task: 'extract-rubric', jobId: '', lane: 'local' };
  const signature = await signDispatch(call, {}, { secretKey: stack.secretKey });
  const began = performance.now();
  const answer = await fetch(new URL(`/.netlify/functions/${synchronousFunction}`, stack.siteUrl), {
    method: 'POST',
    headers: { authorization: `Bearer ${signature}` },
  });
  const text = await answer.text();
  return { status: answer.status, text, seconds: (performance.now() - began) / 1000 };
}

beforeAll(async () => {
  const folder = join(checkout, '.local', `functions-${nanoid(6)}`);
  stops.push(() => rm(folder, { recursive: true, force: true }));
  await mkdir(folder, { recursive: true });
  // netlify dev bundles all that it is given, at each start; test/structure/build.test.ts bundles each function.
  const needed = /^(?:extract-rubric-|jobs$|openapi$|sweep$)/;
  for (const name of (await functionNames()).filter((each) => needed.test(each))) {
    await symlink(join(functionsFolder, `${name}.ts`), join(folder, `${name}.ts`));
  }
  await writeFile(
    join(folder, `${synchronousFunction}.ts`),
    [
      `import { background } from '${checkout}/src/overtime/netlify.ts';`,
      `import { extractRubricTask } from '${checkout}/src/tasks/extract-rubric/run.ts';`,
      'export default background(extractRubricTask);',
    ].join('\n'),
  );
  stack = await startStack({
    name: 'test-netlify-dev',
    site: 'build',
    persist: false,
    env: cleanEnvironment(),
    functionsFolder: folder,
  });
  stops.push(() => stack.stop());
  sql = postgres(stack.databaseUrl ?? '', { max: 2, onnotice: () => undefined });
  stops.push(() => sql.end());
  visitor = await newVisitor(stack);

  // They take their time while the tests before theirs do something else.
  await setPace(slowSeconds);
  slowJob = runSlowJob();
  await slowJob;
  cutOffId = await enqueueSilently();
  cutOff = callSynchronously();
  await begun(cutOffId);
  await setPace(0);
}, 150_000);

afterAll(async () => {
  while (stops.length > 0) await stops.pop()?.();
});

test('trigger, background and status answer by both of their addresses', async () => {
  const { jobId, statusUrl } = await submit(2, '/api/extract-rubric-trigger');
  const last = (await visitor.watch(statusUrl)).at(-1);
  expect(last).toMatchObject({ jobId, status: 'completed', attempt: 1 });
  expect((await visitor.call('GET', `/api/extract-rubric-status?jobId=${jobId}`)).body).toEqual(last);
  expect((await visitor.call('GET', `/.netlify/functions/jobs?jobId=${jobId}`)).body).toEqual(last);
});

test('a background URL runs nothing that is not signed for it, and answers before its code does', async () => {
  const jobId = await enqueueSilently();
  const url = `${stack.siteUrl}/.netlify/functions/extract-rubric-background`;
  for (const request of [
    { method: 'GET' },
    { method: 'POST' },
    { method: 'POST', headers: { authorization: `Bearer ${visitor.token}` } },
  ]) {
    expect((await fetch(url, request)).status).toBe(202);
  }
  // A dispatch that is signed comes last: it, and only it, runs the job.
  const { statusUrl } = await submit();
  await visitor.watch(statusUrl);
  const [row] = await sql`select attempt from overtime.jobs where id = ${jobId}`;
  expect(row).toEqual({ attempt: 1 });
});

test('the sweep is called as a scheduled function, and has a forgotten job run', async () => {
  const jobId = await enqueueSilently();
  await sql`update overtime.jobs set dispatched_at = now() - interval '21 seconds' where id = ${jobId}`;
  const swept = await fetch(new URL('/.netlify/functions/sweep', stack.siteUrl), { method: 'POST' });
  expect(swept.status).toBe(200);
  const status = async () => (await sql`select status from overtime.jobs where id = ${jobId}`)[0]?.['status'];
  await expect.poll(status, { timeout: 20_000 }).toBe('completed');
});

test('the changes of a job arrive one by one while the answer is open', async () => {
  await setPace(60);
  const { jobId, statusUrl } = await submit();
  let cancelled = false;
  const { type, heard } = await changesOf(new URL(statusUrl, stack.siteUrl), visitor.token, {
    async onChange({ job }) {
      if (cancelled || job.status !== 'processing') return;
      cancelled = true;
      await visitor.call('DELETE', `/api/jobs?jobId=${jobId}`);
    },
  });
  await setPace(0);
  expect(type).toBe('application/x-ndjson');
  expect(heard.at(-1)?.job).toMatchObject({ status: 'cancelled' });
});

test("the site's pages, files and headers are served as netlify.toml has them", async () => {
  const get = (path: string) => fetch(new URL(path, stack.siteUrl));
  const page = await get('/');
  const html = await page.text();
  expect(Object.fromEntries(page.headers)).toMatchObject({
    'content-type': expect.stringContaining('text/html'),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
    // Other names below a customer's domain may have no certificate.
    'strict-transport-security': 'max-age=63072000',
    'cross-origin-opener-policy': 'same-origin',
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
  });
  // The site does its own routing.
  expect(await (await get('/lore?job=x')).text()).toBe(html);
  const [, script = ''] = /<script[^>]+src="([^"]+)"/.exec(html) ?? [];
  const asset = await get(script);
  expect(Object.fromEntries(asset.headers)).toMatchObject({
    'content-type': expect.stringContaining('javascript'),
    'x-content-type-options': 'nosniff',
  });
  // A file of an earlier deploy: a page in its place would be kept by browsers as the script.
  const gone = await get('/assets/index-0fLastD.js');
  expect(gone.status).toBe(404);
  expect(gone.headers.get('cache-control') ?? '').not.toMatch(/immutable|max-age=[1-9]/);
  expect(await (await get('/api/openapi.json')).json()).toMatchObject({ openapi: expect.any(String) });
  expect((await get('/.netlify/functions/no-such-function')).status).toBe(404);
});

test('a page works under the headers of the site', async () => {
  const browser = await launchChromium();
  stops.push(() => browser.close());
  const page = await browser.newPage({ baseURL: stack.siteUrl });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const [user] = stack.demoUsers;
  await page.goto('/');
  await page.getByLabel('Email').fill(user?.email ?? '');
  await page.getByLabel('Password').fill(user?.password ?? '');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page
    .getByLabel('Document with the rubric')
    .setInputFiles(join(checkout, 'src/local/samples/essay-rubric.pdf'));
  await page.getByRole('button', { name: 'Extract the rubric' }).click();
  await page.getByRole('button', { name: 'Copy as Markdown' }).waitFor();
  expect(complaints).toEqual([]);
});

test('work of 35 s completes as a job, and is cut off at 30 s as a synchronous function', async () => {
  const { acceptedMs, jobId, statusUrl } = await slowJob;
  expect(acceptedMs).toBeLessThan(10_000);
  const { status, text, seconds } = await cutOff;
  expect(status).toBe(500);
  expect(text).toMatch(/TimeoutError|timed out/i);
  expect(seconds).toBeGreaterThan(29);
  expect(seconds).toBeLessThan(slowSeconds);
  await visitor.call('DELETE', `/api/jobs?jobId=${cutOffId}`);

  // netlify dev loads a function's code anew for each call, so the database is asked when the job has ended.
  const ended = () => sql`select from overtime.jobs where id = ${jobId} and finished_at is not null`;
  await vi.waitFor(async () => expect(await ended()).toHaveLength(1), { timeout: 60_000, interval: 500 });
  const last = (await visitor.watch(statusUrl)).at(-1);
  expect(last).toMatchObject({ status: 'completed', attempt: 1 });
  expect(last?.performance.llmTimeMs).toBeGreaterThan(slowSeconds * 1000 - 1000);
  expect(last?.performance.durationMs).toBeGreaterThan(30_000);
});

test('a job whose worker is killed during its stream is restarted by its watcher, and completed once', async () => {
  await setPace(20);
  const { jobId, statusUrl } = await submit(9);
  await begun(jobId);

  await stack.netlify.kill('SIGKILL');
  const [orphan] = await sql`select status, attempt, lease_id from overtime.jobs where id = ${jobId}`;
  expect(orphan).toMatchObject({ status: 'processing', attempt: 1, lease_id: expect.any(String) });
  await setPace(0);
  await stack.netlify.start();

  // The worker's lease ends, and only reads of the status restart the job.
  await sql`
    update overtime.jobs set lease_expires_at = now() - interval '1 second', rescue_at = now() - interval '1 second'
    where id = ${jobId}`;
  const last = (await visitor.watch(statusUrl)).at(-1);
  if (last?.status !== 'completed') throw new Error(JSON.stringify(last));
  expect(last).toMatchObject({ attempt: 2, performance: { attempts: 2 } });
  const { rubric } = last.result as unknown as { rubric: { categories: { name: string }[] } };
  expect(rubric.categories.map(({ name }) => name)).toEqual(
    rubricOf({ seed: 9 }).categories.map(({ name }) => name),
  );
  const jobs = await sql`select id, status from overtime.jobs where id = ${jobId}`;
  expect([...jobs]).toEqual([{ id: jobId, status: 'completed' }]);
  const attempts = await sql`select attempt, outcome from overtime.job_attempts where job_id = ${jobId}`;
  expect([...attempts]).toEqual([{ attempt: 1, outcome: 'rescued' }]);
  // The document had been read and saved before the kill; the second attempt did not read it again.
  const stages = await sql`
    select name, attempt from overtime.job_stages where job_id = ${jobId} and status = 'completed' order by name`;
  expect([...stages]).toEqual([
    { name: 'document_reading', attempt: 1 },
    { name: 'points_check', attempt: 2 },
    { name: 'rubric_extraction', attempt: 2 },
  ]);
}, 120_000);
