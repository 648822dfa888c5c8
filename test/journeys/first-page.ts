import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';
import { startNetlifyDev } from '../../src/local/netlify-dev.ts';
import { freePort } from '../../src/local/ports.ts';
import { launchChromium } from '../support/chromium.ts';
import { cleanEnvironment } from '../support/environment.ts';
import { freshUser, type FreshProject } from '../support/fresh-project.ts';

/** Fills in an app's `.env`, as a person does. */
export async function fillIn(app: string, project: FreshProject): Promise<void> {
  const path = join(app, '.env');
  const text = await readFile(path, 'utf8');
  const filled = text.replace(/^(\w+)=.*$/gm, (_, name: string) => `${name}=${project.env[name] ?? ''}`);
  await writeFile(path, filled);
}

/**
 * Writes the app's own component, which shows the new page to a user who is signed in.
 *
 * @param said what `add page` said, where to show it among it
 */
export async function showPage(app: string, said: string, project: FreshProject): Promise<void> {
  const shown = /Show <(\w+) supabase=\{…\} \/> .*where/.exec(said)?.[1];
  const settings = [project.env['SUPABASE_URL'], project.env['SUPABASE_PUBLISHABLE_KEY']];
  await writeFile(
    join(app, 'src/App.tsx'),
    `'use client';
import { createClient } from '@supabase/supabase-js';
import { useEffect, useState } from 'react';
import { ${shown} } from './${shown}';

const supabase = createClient(${settings.map((one) => JSON.stringify(one)).join(', ')});
export default function App() {
  const [isSignedIn, setSignedIn] = useState(false);
  useEffect(() => {
    void supabase.auth.signInWithPassword(${JSON.stringify(freshUser)}).then(() => setSignedIn(true));
  }, []);
  return isSignedIn ? <${shown} supabase={supabase} /> : <p>Signing in …</p>;
}
`,
  );
}

/**
 * Serves an app as `npx netlify dev` does, and has a job done on its page. The app's own server gets a free port: on its
 * usual one, another app's may answer.
 */
export async function runJobOnPage(app: string, project: FreshProject): Promise<void> {
  await project.newUser();
  const logs = join(checkout, '.local', 'logs');
  await mkdir(logs, { recursive: true });
  const ownPort = await freePort();
  const netlify = await startNetlifyDev({
    port: await freePort(),
    folder: app,
    flags: [`--command=npm run dev -- --port ${ownPort}`, `--target-port=${ownPort}`],
    env: { ...cleanEnvironment(), SAMPLE_PACE_SECONDS: '0' },
    logFile: join(logs, `test-${basename(app)}-netlify.log`),
  });
  onTestFinished(() => netlify.kill('SIGKILL'));
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ baseURL: netlify.url });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  // The first call of a server that compiles.
  await page.goto('/', { timeout: 90_000 });
  await page.getByLabel('Text').fill('The tide comes twice a day. The moon pulls it. Sailors wait for it.');
  await page.getByRole('button', { name: 'Start' }).click();
  const result = page.locator('pre');
  await result.waitFor({ timeout: 60_000 });
  expect(JSON.parse((await result.textContent()) ?? '')).toMatchObject({
    title: expect.stringMatching(/^The tide/),
  });
  expect(complaints).toEqual([]);
  const jobs = await project.sql`select task, status, lane from overtime.jobs`;
  expect([...jobs]).toEqual([{ task: 'extract-key-points', status: 'completed', lane: 'local' }]);
}
