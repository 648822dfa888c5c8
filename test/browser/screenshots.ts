import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { signInFor } from './states/sign-in-for.ts';
import type { PageState } from './states/state.ts';
import { states } from './states/states.ts';
import { launchChromium } from '../support/chromium.ts';
import { cleanEnvironment } from '../support/environment.ts';
import { checkout } from '../../src/local/checkout.ts';
import { startStack, type Stack } from '../../src/local/stack.ts';
import { stopOnSignals } from '../../src/local/stop-on-signals.ts';

// `npm run screenshots`: every state of every page into `screenshots/`, in two widths and two colour schemes, for
// people to look at. `npm run screenshots -- grade score` takes those whose names contain one of the words.

const say = (line: string) => process.stdout.write(`${line}\n`);
const folder = join(checkout, 'screenshots');
const widths = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];
const schemes = ['light', 'dark'] as const;

type Session = Exclude<BrowserContextOptions['storageState'], string | undefined>;

/** What a browser keeps of the session of a state's user. */
async function sessionOf(stack: Stack, state: PageState): Promise<Session> {
  const { siteUrl, supabaseUrl } = stack;
  const session = await signInFor(state, stack);
  const name = `sb-${new URL(supabaseUrl).hostname.split('.')[0]}-auth-token`;
  return {
    cookies: [],
    origins: [{ origin: siteUrl, localStorage: [{ name, value: JSON.stringify(session) }] }],
  };
}

/** The pictures of one state, named `<state>-<width>-<scheme>.png`. Tells which of them are too wide. */
async function take(browser: Browser, stack: Stack, state: PageState) {
  const { siteUrl, sampleFile } = stack;
  await writeFile(sampleFile, JSON.stringify({ paceSeconds: state.paceSeconds ?? 0, chaos: [] }));
  const context = await browser.newContext({
    baseURL: siteUrl,
    reducedMotion: 'reduce',
    ...(widths[0] && { viewport: widths[0] }),
    ...(state.signedOut === true ? {} : { storageState: await sessionOf(stack, state) }),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const tooWide: number[] = [];
  try {
    await state.show(page);
    for (const size of widths) {
      await page.setViewportSize(size);
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        // What fades to the other scheme's colours is at neither until it is done.
        await page.waitForTimeout(200);
        const name = `${state.name.replaceAll(' ', '-')}-${size.width}-${colorScheme}.png`;
        await page.screenshot({ path: join(folder, name), fullPage: true });
      }
      const overflows = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      if (overflows) tooWide.push(size.width);
    }
  } finally {
    await context.close();
  }
  return tooWide;
}

const words = process.argv.slice(2);
const wanted = states.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const stops: (() => Promise<void>)[] = [];
const stopAll = async () => {
  while (stops.length > 0) await stops.pop()?.();
};
stopOnSignals(stopAll);

try {
  if (wanted.length === 0)
    throw new Error(`No state has one of these words in its name: ${words.join(', ')}.`);
  await mkdir(folder, { recursive: true });
  const stack = await startStack({
    name: 'screenshots',
    site: 'build',
    persist: false,
    env: cleanEnvironment(),
  });
  stops.push(() => stack.stop());
  const browser = await launchChromium();
  stops.push(() => browser.close());
  for (const state of wanted) {
    try {
      const tooWide = await take(browser, stack, state);
      say(`${state.name}${tooWide.map((width) => `, too wide at ${width} px`).join('')}`);
    } catch (error) {
      process.exitCode = 1;
      say(`${state.name}: not taken. ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  say(`The pictures are in screenshots/.`);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await stopAll();
}
