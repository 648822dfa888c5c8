import type { SiteSupabase } from './supabase-client.ts';
import { createContext, use } from 'react';

/** The client on which the user is signed in. */
export const SupabaseContext = createContext<SiteSupabase | null>(null);

/** The signed-in user's id. */
export const UserIdContext = createContext<string | null>(null);

export function useUserId(): string {
  const userId = use(UserIdContext);
  if (userId === null) throw new Error('A page is shown within <UserIdContext>.');
  return userId;
}

/** The signed-in user's client, for the tables that they may read. */
export function useSupabase(): SiteSupabase {
  const supabase = use(SupabaseContext);
  if (supabase === null) throw new Error('A page is shown within <SupabaseContext>.');
  return supabase;
}
