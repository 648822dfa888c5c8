import type { SupabaseClient } from '@supabase/supabase-js';
import { createContext, use } from 'react';

/** The client on which the user is signed in. */
export const SupabaseContext = createContext<SupabaseClient | null>(null);

/** The signed-in user's client, for the tables that they may read. */
export function useSupabase(): SupabaseClient {
  const supabase = use(SupabaseContext);
  if (supabase === null) throw new Error('A page is shown within <SupabaseContext>.');
  return supabase;
}
