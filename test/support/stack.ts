import { startStack } from '../../src/local/stack.ts';
import type { Stack } from '../../src/local/stack.ts';

/** Variables that would lead a test to a real project or a paid model, or that belong to the test runner. */
const foreign =
  /^(SUPABASE_|HARDCOVER_|GOOGLE_BOOKS_|VITE|VITEST|TEST$|NODE_ENV$|DEMO_|NETLIFY|OVERTIME_|DISPATCH_SECRET$|.*(GEMINI|OPENAI|ANTHROPIC)_)/;

/** This process's environment without what could make a run differ from another machine's. */
export function cleanEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** A stack of a test's own, for what would disturb the others: killing netlify dev, for one. */
export async function startOwnStack(env: Readonly<Record<string, string>> = {}): Promise<Stack> {
  return startStack({
    name: 'test-own',
    site: 'none',
    persist: false,
    env: { ...cleanEnvironment(), ...env },
  });
}
