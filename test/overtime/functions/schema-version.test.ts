import { defaultLimits } from '../../support/default-limits.ts';
import { beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../../../src/overtime/contract.ts';
import { checkSchemaVersion, schemaVersion } from '../../../src/overtime/engine/schema-version.ts';
import { background } from '../../../src/overtime/functions/background.ts';
import { signDispatch } from '../../../src/overtime/functions/dispatch.ts';
import { log } from '../../../src/overtime/functions/log.ts';
import { sweep } from '../../../src/overtime/functions/sweep.ts';
import { trigger } from '../../../src/overtime/functions/trigger.ts';
import { defineTask } from '../../../src/overtime/task.ts';
import { manualClock } from '../../../src/overtime/testing/manual-clock.ts';
import { ada } from '../sql/engine-rig.ts';
import { apiRig } from './api-rig.ts';

const contract = defineContract({
  name: 'write-haiku',
  version: 1,
  input: z.object({ topic: z.string() }),
  result: z.object({ haiku: z.string() }),
  partial: z.object({}),
  stages: {},
});
log.level = 'silent';
const rig = apiRig();
const run = vi.fn(async () => ({ haiku: 'Rain.' }));

const submit = () => rig.answerTo(trigger(contract), 'POST', 'write-haiku-trigger', { topic: 'rain' });
const statuses = () =>
  rig.database.sql`select status from overtime.jobs`.then((rows) => rows.map((row) => row['status']));

/** What a function that is called by the platform or by a dispatch answers. */
async function work(handler: ReturnType<typeof sweep>): Promise<Response> {
  const [call, env] = [{ task: 'write-haiku', jobId: '', lane: 'production' }, process.env];
  const authorization = `Bearer ${await signDispatch(call, env, { secretKey: 'sb_secret_x' })}`;
  const url = 'https://site.example/.netlify/functions/write-haiku-background';
  return handler(new Request(url, { method: 'POST', headers: { authorization } }), {
    requestId: 'r1',
    deploy: { id: 'deploy-1', context: 'production' },
  });
}

/** Another schema than this package's, or the same again. */
async function setVersion(version: number | null, compatibleFrom = version): Promise<void> {
  const { sql } = rig.database;
  await sql`drop function if exists public.overtime_schema_version`;
  if (version === null) return;
  await sql.unsafe(`
    create function public.overtime_schema_version() returns jsonb language sql as
      'select jsonb_build_object(''version'', ${version}, ''compatibleFrom'', ${compatibleFrom})'`);
}
beforeEach(() => setVersion(schemaVersion));

test.for([
  {
    version: 2,
    says: /has version 2 .* serves functions from version 2; these are of version 1\. Deploy the version of the package/,
  },
  { version: 0, says: /has version 0 .* needs version 1\. .*npx overtime migrations.*npx supabase db push/ },
  {
    version: null,
    says: /has no schema .* needs version 1\. .*npx overtime migrations.*npx supabase db push/,
  },
])(
  'a database of version $version is told so with the remedy, and nothing is enqueued or claimed',
  async ({ version, says }) => {
    await rig.database.call('overtime_enqueue_job', {
      p_id: 'old',
      p_user_id: ada,
      p_task: 'write-haiku',
      p_input: { topic: 'snow' },
      ...defaultLimits,
    });
    await setVersion(version);
    const mismatch = { code: 'schema_mismatch', status: 500, detail: expect.stringMatching(says) };
    expect(await submit()).toMatchObject(mismatch);
    for (const handler of [background(defineTask(contract, run)), sweep([contract])]) {
      const response = await work(handler);
      expect(await response.json()).toMatchObject(mismatch);
    }
    expect(run).not.toHaveBeenCalled();
    expect(await statuses()).toEqual(['pending']);
    // What is due is looked up before.
    expect(rig.asked).toEqual(['overtime_due_work']);
  },
);

test('between the migration and the deploy, a newer schema serves the functions that it still fits', async () => {
  const fitting = { rpc: async () => ({ data: { version: 3, compatibleFrom: 1 }, error: null }) };
  await expect(checkSchemaVersion(fitting as never, 'https://newer.example')).resolves.toBeUndefined();
  const breaking = { rpc: async () => ({ data: { version: 3, compatibleFrom: 2 }, error: null }) };
  await expect(checkSchemaVersion(breaking as never, 'https://breaking.example')).rejects.toMatchObject({
    code: 'schema_mismatch',
    message: expect.stringContaining('Deploy'),
  });
});

test('a version that cannot be asked for keeps no request back, and is asked for again', async () => {
  // The call that follows says what is wrong with the key.
  await rig.database.sql`revoke execute on function public.overtime_schema_version from public`;
  for (const count of [1, 2]) {
    expect(await submit()).toMatchObject({ status: 202 });
    expect(rig.versionCalls()).toBe(count);
  }
});

test('a database that does not answer keeps a request back for three seconds', async () => {
  const clock = manualClock();
  const silent = { rpc: () => new Promise<never>(() => undefined) };
  let isOver = false;
  const check = checkSchemaVersion(silent, 'https://silent.example', clock).then(() => (isOver = true));
  await clock.advance(2999);
  expect(isOver).toBe(false);
  await clock.advance(1);
  expect(await check).toBe(true);
});

// The last one: a version that fits is remembered for as long as the process lives.
test('once the migrations are applied the same process serves, and asks no more', async () => {
  await setVersion(0);
  expect(await submit()).toMatchObject({ status: 500 });
  // Newer than the functions, which are deployed after it.
  await setVersion(schemaVersion + 1, schemaVersion);
  expect(await submit()).toMatchObject({ status: 202 });
  expect((await work(background(defineTask(contract, run)))).status).toBe(204);
  expect(run).toHaveBeenCalledOnce();
  expect(await statuses()).toEqual(['completed']);
  expect(await submit()).toMatchObject({ status: 202 });
  expect(rig.versionCalls()).toBe(2);
});
