import { defineConfig } from 'vitest/config';

/** Tests of functions that are as good as the SQL they call. */
const functionsOnPostgres =
  'test/functions/{deliver-webhooks,start-schedules,purge-files,unstorable-input}.test.ts';

export default defineConfig({
  test: {
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
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // One stack on two cores: files that run side by side would wait for each other.
          fileParallelism: false,
        },
      },
    ],
  },
});
