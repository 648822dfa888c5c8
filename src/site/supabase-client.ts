import { AuthClient } from '@supabase/auth-js';
import { PostgrestClient } from '@supabase/postgrest-js';
import { StorageClient } from '@supabase/storage-js';
import type { SupabaseClient } from '@supabase/supabase-js';

type Realtime = Pick<SupabaseClient, 'channel' | 'removeChannel' | 'realtime'>;

/** What the site uses of supabase-js. */
export interface SiteSupabase
  extends Pick<SupabaseClient, 'auth' | 'from' | 'rpc' | 'storage'>, Partial<Realtime> {
  /** For uploads, which are sent without supabase-js; it keeps the key under the same name. */
  readonly supabaseKey: string;
}

/**
 * supabase-js from its parts, as its `createClient` puts them together, without what the site does not use and
 * with Realtime loaded after the page: they are a tenth of the first page's script. Until Realtime is there,
 * jobs are watched without it.
 */
export function createSupabase(url: string, key: string): SiteSupabase {
  const at = (path: string) => new URL(path, url.endsWith('/') ? url : `${url}/`);
  const auth = new AuthClient({
    url: at('auth/v1').href,
    // With a capital, as the library replaces it by the user's: two spellings would be sent as one header of both.
    headers: { apikey: key, Authorization: `Bearer ${key}` },
    // The name that supabase-js gives it, so that sessions outlive a change between the two.
    storageKey: `sb-${at('').hostname.split('.')[0]}-auth-token`,
  });
  const accessToken = async () => (await auth.getSession()).data.session?.access_token ?? key;

  const asUser: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    if (!headers.has('apikey')) headers.set('apikey', key);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${await accessToken()}`);
    return fetch(input, { ...init, headers });
  };

  const rest = new PostgrestClient(at('rest/v1').href, { fetch: asUser });
  const supabase: SiteSupabase = {
    supabaseKey: key,
    auth,
    from: rest.from.bind(rest) as SupabaseClient['from'],
    rpc: rest.rpc.bind(rest) as SupabaseClient['rpc'],
    storage: new StorageClient(at('storage/v1').href, { apikey: key }, asUser),
  };
  const socketUrl = at('realtime/v1').href.replace(/^http/, 'ws');
  loadRealtime(socketUrl, key, auth, accessToken).then(
    (realtime) => Object.assign(supabase, realtime),
    () => {},
  );
  return supabase;
}

async function loadRealtime(
  url: string,
  key: string,
  auth: SiteSupabase['auth'],
  accessToken: () => Promise<string>,
): Promise<Realtime> {
  const { RealtimeClient } = await import('@supabase/realtime-js');
  const realtime = new RealtimeClient(url, { params: { apikey: key }, accessToken });
  auth.onAuthStateChange((_event, session) => void realtime.setAuth(session?.access_token ?? null));
  return {
    realtime,
    channel: (name, options) => realtime.channel(name, options),
    removeChannel: (channel) => realtime.removeChannel(channel),
  };
}
