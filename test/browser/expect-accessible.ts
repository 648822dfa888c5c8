import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { sampleSettings } from '../journeys/sample-settings.ts';
import { pages, signIn } from './open-page.ts';
import type { PageState } from './states/state.ts';

/** What is wrong with the page as it stands, one line for each element. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe: onPage } = window as unknown as { axe: typeof axe };
    return (await onPage.run(document, { resultTypes: ['violations'] })).violations;
  });
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/** A test for each state of some pages, in both colour schemes. */
export function expectAccessible(states: readonly PageState[]): void {
  const open = pages();
  const setSamples = sampleSettings();
  /** What signing in left in the browser, so that it is done once. */
  let signedIn: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>;

  beforeAll(async () => {
    const { page } = await open();
    await signIn(page);
    signedIn = await page.context().storageState();
  });

  for (const { name, paceSeconds = 0, signedOut, show } of states) {
    test(`axe finds nothing to mend: ${name}, light and dark`, async () => {
      setSamples({ paceSeconds, chaos: [] });
      const { page } = await open('/', {
        reducedMotion: 'reduce',
        ...(signedOut === true ? {} : { storageState: signedIn }),
      });
      await show(page);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        // Colours that fade to those of the other scheme are at neither.
        await page.evaluate(() =>
          Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
        );
        expect(await violations(page), colorScheme).toEqual([]);
      }
    });
  }
}
