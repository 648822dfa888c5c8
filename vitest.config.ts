import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests of functions that are as good as the SQL they call. */
const functionsOnPostgres = 'test/functions/{deliver-webhooks,start-schedules,purge-expired}.test.ts';

export default defineConfig({
  test: {
    // The default leaves one core to the runner, which is half of two.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/{sql,engine,journeys,browser,structure,bench}/**', functionsOnPostgres],
        },
      },
      {
        test: {
          name: 'sql',
          include: ['test/{sql,engine}/**/*.test.ts', functionsOnPostgres],
          globalSetup: 'test/support/plain-postgres.ts',
        },
      },
      {
        test: {
          // Run by `npm run check`: it builds the functions and compares databases.
          name: 'structure',
          include: ['test/structure/**/*.test.ts'],
          globalSetup: 'test/support/plain-postgres.ts',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['test/{journeys,browser}/**/*.test.ts'],
          globalSetup: 'test/support/global-setup.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // The functions run in the tests' process, and log what the tests bring about.
          env: { LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'fatal' },
        },
      },
    ],
  },
});
