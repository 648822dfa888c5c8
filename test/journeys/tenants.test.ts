import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { decodeJwt, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { localKeys } from '../../src/local/stack.ts';
import { stack } from '../support/file-stack.ts';
import { rubricPdf } from '../support/sample-files.ts';
import { base64, newVisitor, pdf, triggerUrl, type Accepted, type Visitor } from './visitor.ts';
import { withDatabase } from './with-database.ts';

const sql = withDatabase();

interface Member extends Visitor {
  /** Headers with a token that carries what the project's server wrote about the user. */
  readonly headers: { readonly authorization: string };
  readonly supabase: SupabaseClient;
}

/**
 * A new user with a token as a hosted project gives it, with the user's `app_metadata`: the local Auth
 * leaves that out of its tokens.
 */
async function newMember(appMetadata: object, userMetadata: object = {}): Promise<Member> {
  const visitor = await newVisitor();
  const token = await new SignJWT({
    ...decodeJwt(visitor.token),
    app_metadata: appMetadata,
    user_metadata: userMetadata,
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(localKeys.jwtSecret));
  const { supabaseUrl, publishableKey } = stack;
  return {
    ...visitor,
    headers: { authorization: `Bearer ${token}` },
    supabase: createClient(supabaseUrl, publishableKey, { accessToken: () => Promise.resolve(token) }),
  };
}

async function submit(member: Member): Promise<Accepted> {
  const input = { file: base64(await rubricPdf()), fileName: 'r.pdf', fileType: pdf };
  const { status, body } = await member.call<Accepted>('POST', triggerUrl, input, member.headers);
  expect(status).toBe(202);
  return body;
}

test("a tenant's admin reads its jobs, and ends none; its other members and other tenants see nothing", async () => {
  const tenantId = crypto.randomUUID();
  const author = await newMember({ tenant_id: tenantId });
  const admin = await newMember({ tenant_id: tenantId, tenant_role: 'admin' });
  const { jobId, statusUrl } = await submit(author);
  await author.watch(statusUrl);
  expect([...(await sql`select tenant_id from overtime.jobs where id = ${jobId}`)]).toEqual([
    { tenant_id: tenantId },
  ]);

  const read = (who: Member, path: string) => who.call('GET', path, undefined, who.headers);
  expect(await read(admin, statusUrl)).toMatchObject({ status: 200, body: { jobId, status: 'completed' } });
  expect((await read(admin, `/api/jobs?jobId=${jobId}&view=logs`)).status).toBe(200);
  const { data } = await admin.supabase.rpc('overtime_get_job', { p_job_id: jobId });
  expect((data as { stages: unknown[] }).stages).toHaveLength(3);
  // The list is of one's own.
  expect((await read(admin, '/api/jobs')).body).toMatchObject({ jobs: [] });
  for (const [method, path] of [
    ['DELETE', `/api/jobs?jobId=${jobId}`],
    ['POST', `/api/jobs?jobId=${jobId}&action=retry`],
  ] as const) {
    expect((await admin.call(method, path, undefined, admin.headers)).status).toBe(404);
  }

  for (const other of [
    await newMember({ tenant_id: tenantId }),
    await newMember({ tenant_id: crypto.randomUUID(), tenant_role: 'admin' }),
    await newMember({ tenant_role: 'admin' }),
    // What users write about themselves, they write in user_metadata.
    await newMember({}, { tenant_id: tenantId, tenant_role: 'admin' }),
  ]) {
    expect((await read(other, statusUrl)).status).toBe(404);
    expect((await other.supabase.rpc('overtime_get_job', { p_job_id: jobId })).data).toBeNull();
  }
});

test('a tenant that is no UUID is an error of the setup, and says so', async () => {
  const member = await newMember({ tenant_id: 'acme' });
  expect(await member.call('GET', '/api/jobs', undefined, member.headers)).toMatchObject({
    status: 500,
    body: { code: 'not_configured', detail: expect.stringContaining('tenant_id') },
  });
});
