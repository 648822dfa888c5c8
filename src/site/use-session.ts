import type { Session } from '@supabase/supabase-js';
import { useEffect, useState } from 'react';
import type { SiteSupabase } from './supabase-client.ts';

/** The session; null when nobody is signed in, undefined while that is not known yet. */
export function useSession(supabase: Pick<SiteSupabase, 'auth'>): Session | null | undefined {
  const [session, setSession] = useState<Session | null | undefined>(undefined);

  useEffect(() => {
    // Its first event, INITIAL_SESSION, tells what was stored.
    const { data } = supabase.auth.onAuthStateChange((_event, current) => setSession(current));
    return () => data.subscription.unsubscribe();
  }, [supabase]);

  return session;
}
