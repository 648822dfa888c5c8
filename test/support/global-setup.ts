import type { TestProject } from 'vitest/node';
import { startStack } from '../../src/local/stack.ts';
import type { Stack } from '../../src/local/stack.ts';
import { cleanEnvironment } from './stack.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The local stack that all journeys of a run share. */
    stack: ProvidedStack;
  }
}

export interface ProvidedStack extends Pick<
  Stack,
  'siteUrl' | 'supabaseUrl' | 'publishableKey' | 'secretKey' | 'demoUsers' | 'demoFile'
> {
  readonly databaseUrl: string;
}

/** Global setup: one local stack with the built site, for every journey of this run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = await startStack({ name: 'test', site: 'build', persist: false, env: cleanEnvironment() });
  const { siteUrl, supabaseUrl, publishableKey, secretKey, databaseUrl, demoUsers, demoFile } = stack;
  project.provide('stack', {
    siteUrl,
    supabaseUrl,
    publishableKey,
    secretKey,
    databaseUrl: databaseUrl ?? '',
    demoUsers,
    demoFile,
  });
  return () => stack.stop();
}
