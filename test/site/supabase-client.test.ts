import { createClient } from '@supabase/supabase-js';
import { afterEach, expect, test, vi } from 'vitest';
import { createSupabase } from '../../src/site/supabase-client.ts';

const url = 'https://abc.supabase.co';
const key = 'sb_publishable_for-everyone';
const session = {
  access_token: 'token-of-ada',
  refresh_token: 'refresh',
  token_type: 'bearer',
  expires_in: 3600,
  expires_at: 4_000_000_000,
  user: { id: 'ada' },
};

afterEach(() => vi.unstubAllGlobals());

/** Stands in for a browser whose storage holds these entries. Returns the requests that are made. */
function browserWith(entries: Readonly<Record<string, string>>): Request[] {
  const kept = new Map(Object.entries(entries));
  const requests: Request[] = [];
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
    removeItem: (name: string) => kept.delete(name),
  });
  // What tells supabase-js that it is in a browser.
  vi.stubGlobal('window', { addEventListener() {}, removeEventListener() {}, location: { href: `${url}/` } });
  vi.stubGlobal('document', { visibilityState: 'hidden' });
  vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) => {
    requests.push(new Request(input, init));
    return Promise.resolve(Response.json([]));
  });
  return requests;
}

/** What matters of a request: where it goes, and as whom. */
const outline = ({ method, url: address, headers }: Request) => ({
  method,
  address,
  apikey: headers.get('apikey'),
  authorization: headers.get('authorization'),
});

test.each([
  ['signed in', { 'sb-abc-auth-token': JSON.stringify(session) }, 'Bearer token-of-ada'],
  ['signed out', {}, `Bearer ${key}`],
])('rows and files are asked for as supabase-js asks for them: %s', async (_, entries, authorization) => {
  const requests = browserWith(entries);
  for (const client of [createSupabase(url, key), createClient(url, key)]) {
    await client.from('rubrics').select('id, title').limit(2);
    await client.storage.from('job-files').createSignedUrl('ada/job/book.pdf', 60);
  }
  const [rows, file, theirRows, theirFile] = requests.map(outline);
  expect([rows, file]).toEqual([theirRows, theirFile]);
  expect(rows).toMatchObject({ apikey: key, authorization });
});

test('Realtime joins a hosted project a moment later, at the address that supabase-js takes', async () => {
  browserWith({});
  const supabase = createSupabase(url, key);
  expect(supabase.realtime).toBeUndefined();
  await vi.waitFor(() => expect(supabase.channel).toBeDefined());
  expect(supabase.realtime?.endpointURL()).toBe(createClient(url, key).realtime.endpointURL());
  expect(supabase.channel?.('job:one', { config: { private: true } }).topic).toBe('realtime:job:one');
});

test('so it does on the local stack, without encryption', async () => {
  browserWith({});
  const supabase = createSupabase('http://localhost:54321', key);
  await vi.waitFor(() => expect(supabase.channel).toBeDefined());
  expect(supabase.realtime?.endpointURL()).toMatch(/^ws:\/\/localhost:54321\/realtime\/v1/);
});
