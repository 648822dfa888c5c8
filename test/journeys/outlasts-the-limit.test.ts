import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@supabase/supabase-js';
import { nanoid } from 'nanoid';
import { expect, inject, onTestFinished, test } from 'vitest';
import { signDispatch } from '../../src/functions/dispatch.ts';
import { checkout } from '../../src/local/checkout.ts';
import { startNetlify } from '../../src/local/netlify.ts';
import { freePort } from '../../src/local/ports.ts';
import { fileFacts } from '../support/file-facts.ts';
import { rubricPdf } from '../support/sample-files.ts';
import { cleanEnvironment } from '../support/stack.ts';
import { demoSettings } from './demo-settings.ts';
import { base64, newVisitor, pdf, triggerUrl, type Accepted } from './visitor.ts';

const setDemo = demoSettings();

/** How long the model takes: more than netlify dev gives a synchronous function, which is 30 s. */
const modelSeconds = 35;

/**
 * netlify dev with one more function: the very work of the background function, in a file without the
 * suffix `-background`, so that the platform runs it as a synchronous one.
 */
async function startSynchronousDoor() {
  const { supabaseUrl, publishableKey, secretKey, demoFile } = inject('stack');
  const folder = join(checkout, '.local', `synchronous-${nanoid(6)}`);
  const functionsFolder = join(folder, 'functions');
  await mkdir(functionsFolder, { recursive: true });
  await writeFile(
    join(functionsFolder, 'extract-rubric-now.ts'),
    [
      `import { background } from '${checkout}/src/functions/background.ts';`,
      `import { extractRubricTask } from '${checkout}/src/tasks/extract-rubric/run.ts';`,
      'export default background(extractRubricTask);',
    ].join('\n'),
  );
  const netlify = await startNetlify({
    port: await freePort(),
    folder: join(folder, 'netlify'),
    functionsFolder,
    logFile: join(checkout, '.local', 'logs', 'test-synchronous.log'),
    env: {
      ...cleanEnvironment(),
      SUPABASE_URL: supabaseUrl,
      SUPABASE_PUBLISHABLE_KEY: publishableKey,
      SUPABASE_SECRET_KEY: secretKey,
      DEMO_FILE: demoFile,
    },
  });
  onTestFinished(async () => {
    await netlify.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  return netlify;
}

test('work of 35 s completes as a job, and is cut off at 30 s as a synchronous function', async () => {
  setDemo({ paceSeconds: modelSeconds, chaos: [] });
  const visitor = await newVisitor();
  const rubric = await rubricPdf();
  const synchronous = await startSynchronousDoor();

  // As a job: accepted at once, completed after the limit.
  const submittedAt = Date.now();
  const { status, body } = await visitor.call<Accepted>('POST', triggerUrl, {
    file: base64(rubric),
    fileName: 'r.pdf',
    fileType: pdf,
  });
  expect(status).toBe(202);
  expect(Date.now() - submittedAt).toBeLessThan(10_000);
  const watching = visitor.watch(body.statusUrl);
  await expect
    .poll(async () => (await visitor.call('GET', body.statusUrl)).body['status'], { timeout: 10_000 })
    .toBe('processing');

  // The same work, called and waited for.
  const { supabaseUrl, secretKey } = inject('stack');
  const filePath = await visitor.upload(rubric, 'r.pdf');
  const secret = createClient(supabaseUrl, secretKey);
  const cutOffId = nanoid();
  const { error } = await secret.rpc('enqueue_job', {
    p_id: cutOffId,
    p_user_id: visitor.userId,
    p_task: 'extract-rubric',
    p_input: { filePath, fileName: 'r.pdf', fileType: pdf },
    ...fileFacts(rubric),
  });
  expect(error).toBeNull();
  const signature = await signDispatch(
    { task: 'extract-rubric', jobId: '', deployId: '' },
    {},
    { secretKey },
  );
  const calledAt = Date.now();
  const cutOff = await fetch(new URL('/.netlify/functions/extract-rubric-now', synchronous.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${signature}` },
  });
  const waitedSeconds = (Date.now() - calledAt) / 1000;
  expect(cutOff.status).toBe(500);
  expect(await cutOff.text()).toMatch(/TimeoutError|timed out/i);
  expect(waitedSeconds).toBeGreaterThan(29);
  expect(waitedSeconds).toBeLessThan(modelSeconds);

  // What was cut off would be rescued, and take a model call from another journey.
  await visitor.call('DELETE', `/api/jobs?jobId=${cutOffId}`);

  const last = (await watching).at(-1);
  expect(last).toMatchObject({ status: 'completed', attempt: 1 });
  expect(last?.performance.llmTimeMs).toBeGreaterThan(modelSeconds * 1000 - 1000);
  expect(last?.performance.durationMs).toBeGreaterThan(30_000);
}, 120_000);
