import type { SiteSupabase } from './supabase-client.ts';
import { createContext, use } from 'react';

/** The client on which the user is signed in. */
export const SupabaseContext = createContext<SiteSupabase | null>(null);

/** The signed-in user's client, for the tables that they may read. */
export function useSupabase(): SiteSupabase {
  const supabase = use(SupabaseContext);
  if (supabase === null) throw new Error('A page is shown within <SupabaseContext>.');
  return supabase;
}
