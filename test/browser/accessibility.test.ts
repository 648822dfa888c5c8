import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
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
// One for all states, which saves a third of the time: the browser compiles the site's scripts once.
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
  page = await browser.newPage({ baseURL: backend.url });
  page.setDefaultTimeout(30_000);
  page.on('dialog', (dialog) => dialog.accept());
});
afterAll(async () => {
  await Promise.all([backend.close(), browser.close()]);
});

/** What is wrong with the page as it stands, one line for each element. */
async function violations(shown: Page, rules?: string[]): Promise<string[]> {
  const found = await shown.evaluate(async (runOnly) => {
    const { axe: onPage } = window as unknown as { axe: typeof axe };
    const options = { resultTypes: ['violations' as const], ...(runOnly && { runOnly }) };
    return (await onPage.run(document, options)).violations;
  }, rules);
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/** Colours that fade to those of the other scheme are at neither. */
const animationsDone = (shown: Page) =>
  shown.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  );

test.for(states)('axe finds nothing to mend: $name, light and dark', async (state) => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  // First: the page of the state before may still ask for something.
  await page.goto('/favicon.svg');
  const session = await backend.begin(state);
  await page.evaluate((token) => {
    localStorage.clear();
    sessionStorage.clear();
    if (token !== null) localStorage.setItem('sb-127-auth-token', token);
  }, session);
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
