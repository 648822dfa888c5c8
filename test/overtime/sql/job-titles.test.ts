import { expect, test } from 'vitest';
import { ada, engineRig, grace } from './engine-rig.ts';

const engine = engineRig();

interface Page {
  readonly jobs: readonly { jobId: string; title: string | null }[];
  readonly nextBefore: string | null;
}

/** A page of a user's list, as PostgREST calls it. */
async function list(user: string, parameters: Record<string, unknown>): Promise<Page> {
  const all: Record<string, unknown> = { p_limit: 50, ...parameters };
  const names = Object.keys(all).map((name, index) => `${name} => $${index + 1}`);
  const rows = await engine.sql.begin(async (sql) => {
    const claims = JSON.stringify({ sub: user, role: 'authenticated' });
    await sql`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true)`;
    return sql.unsafe<{ page: Page }[]>(
      `select public.overtime_list_jobs(${names.join(', ')}) as page`,
      Object.values(all) as never[],
    );
  });
  return rows[0]?.page ?? { jobs: [], nextBefore: null };
}

test('jobs are found by a part of their title in any case, and only the own ones', async () => {
  await engine.enqueue('one', { p_title: 'Rubric: Essay 3' });
  await engine.enqueue('two', { p_title: 'Score: 100 % of it' });
  await engine.enqueue('without');
  await engine.enqueue('hers', { p_title: 'Rubric: Essay 3', p_user_id: grace });
  const found = async (q: string) => (await list(ada, { p_q: q })).jobs.map(({ jobId }) => jobId);
  expect(await found('ESSAY')).toEqual(['one']);
  // No pattern: the signs of LIKE stand for themselves.
  expect(await found('100 %')).toEqual(['two']);
  expect(await found('_')).toEqual([]);
  expect((await list(ada, {})).jobs.map(({ jobId, title }) => [jobId, title])).toEqual(
    expect.arrayContaining([
      ['one', 'Rubric: Essay 3'],
      ['without', null],
    ]),
  );
});

test('a retry and a cached result have titles too, and a title of more than 200 characters is refused', async () => {
  await engine.enqueue('first', { p_title: 'World: tides' });
  await engine.call('overtime_cancel_job', { p_job_id: 'first', p_user_id: ada });
  await engine.call('overtime_retry_job', { p_job_id: 'first', p_user_id: ada, p_new_id: 'again' });
  expect((await engine.row('again'))['title']).toBe('World: tides');

  const cached = { p_title: 'Score: Emma', p_input_hash: 'h', p_cache_hours: 1 };
  await engine.enqueue('scored', cached);
  await engine.enqueue('other', { p_title: 'x'.repeat(200) });
  await engine.sql`
    update overtime.jobs set status = 'completed', result = '{}', progress = 100, finished_at = overtime.clock(),
      expires_at = overtime.clock() where id = 'scored'`;
  expect(await engine.enqueue('reused', cached)).toMatchObject({ status: 'completed' });
  expect((await engine.row('reused'))['title']).toBe('Score: Emma');
  await expect(engine.enqueue('long', { p_title: 'x'.repeat(201) })).rejects.toThrow('a title is short');
});

test('a search looks at 2,000 jobs a call and goes on after them, so that no job is missed or found twice', async () => {
  await engine.sql`
    insert into overtime.jobs (
      id, user_id, task, title, contract_version, priority, max_attempts, retention_hours, input, run_at, created_at,
      updated_at
    )
    -- Three of each moment.
    select 'job-' || lpad(n::text, 4, '0'), ${ada}, 'demo-task', case when n % 1000 = 7 then 'wanted' end, 1, 5, 3, 1,
      '{}', at, at, at
    from generate_series(0, 5000) as n, lateral (select timestamptz '2026-11-22' + n / 3 * interval '1 second' as at) t`;
  const found: string[] = [];
  const pages: number[] = [];
  let before: string | null = '';
  while (before !== null) {
    const [at, id] = before.split('~');
    const page: Page = await list(ada, { p_q: 'wanted', p_before_at: at || null, p_before_id: id ?? null });
    found.push(...page.jobs.map(({ jobId }) => jobId));
    pages.push(page.jobs.length);
    before = page.nextBefore;
  }
  expect(found).toEqual(['job-4007', 'job-3007', 'job-2007', 'job-1007', 'job-0007']);
  expect(pages).toEqual([2, 2, 1]);
});
