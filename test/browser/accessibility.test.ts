import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { states } from './states/states.ts';

// Every state of every page, with the answers in `recordings`, in both colour schemes.
// With `--update`, the states are brought about by real jobs, and what their pages are given is recorded.

const { siteFolder, supabaseHost } = inject('origin');
// Only the one that records has a stack.
const { serveStates } = await (inject('isUpdate')
  ? import('./recordings/record.ts')
  : import('./recordings/replay.ts'));
const backend = await serveStates(siteFolder, supabaseHost);
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});
afterAll(async () => {
  await Promise.all([backend.close(), browser.close()]);
});

/** What is wrong with the page as it stands, one line for each element. */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  const found = await page.evaluate(async (runOnly) => {
    const { axe: onPage } = window as unknown as { axe: typeof axe };
    const options = { resultTypes: ['violations' as const], ...(runOnly && { runOnly }) };
    return (await onPage.run(document, options)).violations;
  }, rules);
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/** Colours that fade to those of the other scheme are at neither. */
const animationsDone = (page: Page) =>
  page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  );

test.for(states)('axe finds nothing to mend: $name, light and dark', async (state) => {
  const session = await backend.begin(state);
  const localStorage = session === null ? [] : [{ name: 'sb-127-auth-token', value: session }];
  const context = await browser.newContext({
    baseURL: backend.url,
    reducedMotion: 'reduce',
    colorScheme: 'light',
    storageState: { cookies: [], origins: [{ origin: backend.url, localStorage }] },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await state.show(page);
  await backend.end();

  await page.evaluate(axe.source);
  await animationsDone(page);
  expect(await violations(page), 'light').toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await animationsDone(page);
  // The page is the same but for its colours, which two rules are about.
  expect(await violations(page, ['color-contrast', 'link-in-text-block']), 'dark').toEqual([]);
});
