import type { Page } from 'playwright-core';

/** A state of a page, for everything that looks at all of them. */
export interface PageState {
  /** Names its pictures and its test, such as `rubric finished`. */
  readonly name: string;
  /** How long a sample takes, in seconds. Default 0. */
  readonly paceSeconds?: number;
  /** Whether nobody is signed in. Default: the first demo user is. */
  readonly signedOut?: true;
  /** Brings a page to the state, from whatever was shown before, and returns once it stands there. */
  readonly show: (page: Page) => Promise<void>;
}

/** Where the things stand that states have made so far, by their names. */
const addresses = new Map<string, string>();

/**
 * Shows what it takes a job to make: the first state that asks for it makes it, and it is opened by its address
 * for the others.
 */
export async function showMade(page: Page, name: string, make: () => Promise<void>): Promise<void> {
  const address = addresses.get(name);
  if (address !== undefined) {
    await page.goto(address);
    return;
  }
  await make();
  addresses.set(name, page.url());
}
