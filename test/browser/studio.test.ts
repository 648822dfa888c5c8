import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { expect, inject, onTestFinished, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';
import { localKeys } from '../../src/local/stack.ts';
import { startSupabase } from '../../src/local/supabase.ts';
import { launchChromium } from '../support/chromium.ts';

/** The Supabase API of `npm run dev`, over a database of its own with one job. */
async function startWithStudio() {
  const { postgresUrl, templateDatabase } = inject('origin');
  const folder = await mkdtemp(join(tmpdir(), 'overtime-studio-'));
  const database = `studio_${randomBytes(6).toString('hex')}`;
  const databaseUrl = postgresUrl.replace(/[^/]+$/, database);
  const admin = postgres(postgresUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${database} template ${templateDatabase}`);
  const sql = postgres(databaseUrl, { max: 1 });
  await sql`
    select public.overtime_enqueue_job(
      p_id => 'job-of-the-studio', p_user_id => id, p_task => 'extract-rubric', p_input => '{}',
      p_contract_version => 1, p_priority => 5::smallint, p_max_attempts => 3, p_retention_hours => 1
    )
    from auth.users limit 1`;
  await sql.end();
  const supabase = await startSupabase(
    {
      ...localKeys,
      databaseUrl,
      port: 0,
      migrationsFolder: join(checkout, 'supabase', 'migrations'),
      storageFolder: join(folder, 'storage'),
      studio: true,
    },
    join(folder, 'supabase.log'),
  );
  onTestFinished(async () => {
    await supabase.stop();
    await admin.unsafe(`drop database ${database} with (force)`);
    await admin.end();
    await rm(folder, { recursive: true, force: true });
  });
  return supabase.url;
}

test("the studio shows the example tasks' tables, the engine's, and their rows", async () => {
  const [url, browser] = await Promise.all([startWithStudio(), launchChromium()]);
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('response', (answer) => {
    if (answer.status() >= 400) complaints.push(`${answer.status()} ${answer.url()}`);
  });
  await page.goto(url);
  await page.getByText('book_scores', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'public' }).click();
  await page
    .getByRole('option', { name: 'overtime' })
    .or(page.getByRole('menuitem', { name: 'overtime' }))
    .click();
  await page.getByText('jobs', { exact: true }).click();
  await page.getByText('job-of-the-studio').first().waitFor();
  expect(complaints).toEqual([]);
});

test('no file but those of the studio is served', async () => {
  const url = await startWithStudio();
  const answers = await Promise.all(
    ['..%2findex.js', '..%2f..%2fpackage.json', 'assets/none.js'].map((path) =>
      fetch(`${url}/static/${path}`),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
});
