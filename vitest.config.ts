import { join } from 'node:path';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests of functions that are as good as the SQL they call. */
const functionsOnPostgres =
  'test/overtime/functions/{deliver-webhooks,start-schedules,purge-files,unstorable-input,schema-version,submit-jobs}.test.ts';

/** Makes apps with the frameworks' own commands, and installs packages from the registry. */
const frameworks = 'test/journeys/frameworks.test.ts';

/** Files that take long begin first, or the last of them would be waited for with cores to spare. */
class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const order = ['journeys', 'sql', 'unit'];
    const rank = ({ moduleId, project }: TestSpecification) =>
      /netlify-dev|accessibility/.test(moduleId) ? -1 : order.indexOf(project.name);
    // oxlint-disable-next-line unicorn/no-array-sort -- The sequencer's, which is no array.
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

// The tests start some five hundred processes and threads, most of whose work is to compile the same modules.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '.local', 'compile-cache');

export default defineConfig({
  test: {
    // More than there are cores: tests wait for retries and browsers. The default leaves one core idle.
    maxWorkers: availableParallelism() + 3,
    sequence: { sequencer: LongFilesFirst },
    projects: [
      {
        test: {
          name: 'unit',
          // Files of one worker share their modules, which saves a third of the time.
          isolate: false,
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [
            'test/{sql,journeys,browser,structure,bench}/**',
            'test/overtime/{sql,engine}/**',
            functionsOnPostgres,
          ],
          // What waits for nothing but a core may wait for that.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'sql',
          isolate: false,
          include: ['test/{sql,overtime/sql,overtime/engine}/**/*.test.ts', functionsOnPostgres],
          globalSetup: 'test/support/plain-postgres.ts',
          testTimeout: 30_000,
        },
      },
      {
        test: {
          // Run by `npm run test:long`: what the others run at a small volume.
          name: 'long',
          include: [
            'test/overtime/sql/{state-machine,storm,lock-path,lock-key,task-limit,turns,user-limit}.test.ts',
            'test/overtime/engine/database-restarts.test.ts',
            'test/documents/write-epub.test.ts',
            'test/documents/{long-work,write-pdf,hostile-documents}.test.ts',
            'test/overtime/functions/storage-addresses.test.ts',
            frameworks,
          ],
          globalSetup: ['test/support/plain-postgres.ts', 'test/support/global-setup.ts'],
          env: { TEST_VOLUME: 'long' },
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
          // Files of one worker share the functions and the browser, and have a stack of their own.
          isolate: false,
          setupFiles: 'test/support/start-file-stack.ts',
          include: ['test/{journeys,browser}/**/*.test.ts'],
          exclude: [frameworks],
          globalSetup: 'test/support/global-setup.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // What a page shows soon takes longer while three others are shown.
          expect: { poll: { timeout: 10_000, interval: 100 } },
          // A browser beside three other workers on two cores misses a click now and then. The report names what was repeated.
          retry: 1,
          // The functions run in the tests' process, and log what the tests bring about.
          env: { LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'fatal' },
        },
      },
    ],
  },
});
