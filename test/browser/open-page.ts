import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page, WebSocketRoute } from 'playwright-core';
import { afterEach, beforeAll } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { stack } from '../support/file-stack.ts';

const screenshots = fileURLToPath(new URL('../../.local/screenshots/', import.meta.url));

export interface OpenPage {
  readonly page: Page;
  /** What the page complained about: console errors, refused policies, uncaught exceptions. */
  readonly complaints: string[];
  /** Keeps a picture of the whole page in `.local/screenshots`, for people to look at. */
  picture(name: string): Promise<void>;
  /** Takes the network away, with the open WebSockets, which the browser's own setting leaves alone, or gives it back. */
  setOffline(isOffline: boolean): Promise<void>;
}

let launched: Promise<Browser> | undefined;

/**
 * One Chromium for all files of a worker, which ends with it; each opened page is in a browser context of its own, closed
 * after its test.
 */
export function pages(): (path?: string, options?: BrowserContextOptions) => Promise<OpenPage> {
  let browser: Browser;

  beforeAll(async () => {
    launched ??= launchChromium();
    browser = await launched;
    mkdirSync(screenshots, { recursive: true });
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });

  return async (path = '/', options = {}) => {
    const context = await browser.newContext({ baseURL: stack.siteUrl, ...options });
    const page = await context.newPage();
    // Long enough for a machine that has more to do.
    page.setDefaultTimeout(30_000);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    let offline = false;
    const sockets = new Set<WebSocketRoute>();
    await page.routeWebSocket(/\/realtime\//, async (socket) => {
      if (offline) return socket.close({ code: 1001 });
      sockets.add(socket);
      socket.connectToServer();
    });
    await page.goto(path);
    return {
      page,
      complaints,
      setOffline: async (isOffline) => {
        offline = isOffline;
        await context.setOffline(isOffline);
        if (isOffline) await Promise.all([...sockets].map((socket) => socket.close({ code: 1001 })));
        sockets.clear();
      },
      picture: async (name) => {
        await page.screenshot({ path: `${screenshots}${name}.png`, fullPage: true });
      },
    };
  };
}

/** Signs in as a demo user, by default the first one, through the form. */
export async function signIn(page: Page, which = 0): Promise<void> {
  const user = stack.demoUsers[which];
  if (user === undefined) throw new Error(`The stack has no demo user ${which}.`);
  await page.getByLabel('Email').fill(user.email);
  await page.getByLabel('Password').fill(user.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** True when the page is wider than its window, so that a small screen would have to scroll sideways. */
export async function overflows(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
}
