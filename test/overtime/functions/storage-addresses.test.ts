import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../../../src/overtime/contract.ts';
import { systemClock } from '../../../src/overtime/clock.ts';
import { createMaintenance } from '../../../src/overtime/engine/maintenance.ts';
import { acceptFile } from '../../../src/overtime/functions/accept-file.ts';
import { background } from '../../../src/overtime/functions/background.ts';
import { signDispatch } from '../../../src/overtime/functions/dispatch.ts';
import { log } from '../../../src/overtime/functions/log.ts';
import { purgeFiles } from '../../../src/overtime/functions/purge-files.ts';
import { secretClient, userClient } from '../../../src/overtime/functions/supabase-clients.ts';
import { defineTask, type TaskContext } from '../../../src/overtime/task.ts';
import { anyPath, ownPath, pathOwner } from '../../support/file-paths.ts';
import { isLong } from '../../support/volume.ts';

/**
 * What really leaves for the project's server, as fetch resolves it, is looked at here, by a rule of this file's
 * own: an address of one file, in the folder of the job's user.
 */
const project = 'https://project.example';
const keys = { url: project, publishableKey: 'sb_publishable_x', secretKey: 'sb_secret_x' };
const files = new RegExp(
  `^${project}/storage/v1/object/job-files/${pathOwner}/[\\w-]+/[\\w-]+(\\.[\\w-]+)*$`,
);
const content = Buffer.from('An essay.');
const file = {
  fileBytes: content.byteLength,
  fileSha256: createHash('sha256').update(content).digest('hex'),
};

/** The addresses that were called, but for the engine's functions; and the files that were to be removed. */
let addresses: string[] = [];
let removed: string[] = [];
let claimed: object | null = null;
let unneeded: readonly string[] = [];

vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => {
  log.level = 'silent';
  vi.stubEnv('SUPABASE_URL', keys.url);
  vi.stubEnv('SUPABASE_PUBLISHABLE_KEY', keys.publishableKey);
  vi.stubEnv('SUPABASE_SECRET_KEY', keys.secretKey);
  vi.stubGlobal('fetch', async (input: string | URL | Request, init?: RequestInit) => {
    const request = new Request(input, init);
    const rpc = /^https:\/\/project\.example\/rest\/v1\/rpc\/(\w+)$/.exec(request.url)?.[1];
    if (rpc === 'overtime_claim_job') {
      const job = claimed;
      claimed = null;
      return Response.json(job);
    }
    if (rpc === 'overtime_unneeded_files') return Response.json({ files: unneeded, done: true });
    if (rpc !== undefined) return Response.json(rpc === 'overtime_fail_job' ? 'failed' : null);
    if (request.method === 'DELETE') {
      removed.push(request.url, ...((await request.json()) as { prefixes: string[] }).prefixes);
      return Response.json([]);
    }
    addresses.push(request.url);
    return request.method === 'GET' ? new Response(content) : Response.json({ Id: 'x', Key: 'x' });
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const contract = defineContract({
  name: 'any-task',
  version: 1,
  input: z.object({ filePath: z.string().optional() }),
  result: z.object({}),
  partial: z.object({}),
  stages: {},
});

/** Runs the worker function for a job. Returns the addresses that it called beside the engine's functions. */
async function work(
  job: object,
  run: (ctx: TaskContext<typeof contract>) => Promise<unknown>,
): Promise<string[]> {
  addresses = [];
  const lease = { jobId: 'job-1', contractVersion: 1, attempt: 1, maxAttempts: 1, leaseId: 'l1' };
  claimed = { ...lease, userId: pathOwner, progress: 0, hasWebhook: false, stages: [], ...file, ...job };
  const signature = await signDispatch({ task: 'any-task', jobId: '', lane: 'production' }, {}, keys);
  const task = defineTask(contract, async (ctx) => {
    await run(ctx);
    return {};
  });
  await background(task)(
    new Request('https://site.example/', {
      method: 'POST',
      headers: { authorization: `Bearer ${signature}` },
    }),
    { requestId: 'r', deploy: { id: 'd', context: 'production' } },
  );
  return addresses;
}
const runs = { numRuns: isLong ? 300 : 60 };

test('whatever path a job names, the worker calls no address but of a file of its user', async () => {
  await fc.assert(
    fc.asyncProperty(anyPath, async (path) => {
      const called = await work({ input: { filePath: path } }, (ctx) => ctx.readFile(path));
      for (const address of called) expect(address).toMatch(files);
    }),
    runs,
  );
});

test('whatever path a task reads, the worker calls no address but of the file that its job names', async () => {
  const named = `${pathOwner}/in/essay.pdf`;
  await fc.assert(
    fc.asyncProperty(anyPath, async (path) => {
      fc.pre(path !== named);
      expect(await work({ input: { filePath: named } }, (ctx) => ctx.readFile(path))).toEqual([]);
    }),
    runs,
  );
});

test('a path as the app makes it is read at its own address', async () => {
  await fc.assert(
    fc.asyncProperty(ownPath, async (path) => {
      const called = await work({ input: { filePath: path } }, (ctx) => ctx.readFile(path));
      expect(called).toEqual([`${project}/storage/v1/object/job-files/${path}`]);
    }),
    runs,
  );
});

test("whatever a job calls a file, it is stored in the job's own folder", async () => {
  await fc.assert(
    fc.asyncProperty(anyPath, async (name) => {
      const called = await work({ input: {} }, (ctx) => ctx.saveFile(name, content, 'application/pdf'));
      expect(called).toHaveLength(1);
      expect(called[0]).toMatch(files);
      expect(called[0]).toContain(`/${pathOwner}/job-1/`);
    }),
    runs,
  );
});

test('whatever path a caller sends, the trigger calls no address but of a file of theirs', async () => {
  const policy = { kinds: ['text'], maxBytes: 1000, maxInlineBytes: 1000 } as const;
  const { storage } = userClient(keys, 'token');
  await fc.assert(
    fc.asyncProperty(anyPath, async (path) => {
      addresses = [];
      const input = { filePath: path, fileName: 'essay.txt' };
      await acceptFile(input, policy, pathOwner, storage).catch(() => undefined);
      for (const address of addresses) expect(address).toMatch(files);
    }),
    runs,
  );
});

test('whatever the bucket holds, the purge names no file but by a path of ours', async () => {
  const { storage } = secretClient(keys);
  const maintenance = createMaintenance(secretClient(keys), systemClock, 'production');
  await fc.assert(
    fc.asyncProperty(fc.array(anyPath, { minLength: 1, maxLength: 3 }), async (paths) => {
      removed = [];
      unneeded = paths;
      await purgeFiles(maintenance, storage).catch(() => undefined);
      const [address, ...names] = removed;
      if (address !== undefined) expect(address).toBe(`${project}/storage/v1/object/job-files`);
      for (const name of names) {
        expect(`${project}/storage/v1/object/job-files/${name}`).toMatch(files);
      }
    }),
    runs,
  );
});
