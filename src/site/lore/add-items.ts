import type { SiteSupabase } from '../supabase-client.ts';
import type { ShelfItem } from './lore-shelf.ts';

/** A row as a page adds it. */
export type NewShelfItem = Pick<
  ShelfItem,
  'job_id' | 'item_index' | 'kind' | 'item' | 'theme' | 'sample' | 'chosen'
>;

/** Adds items, the one to be shown first first; those that are there already, removed or not, stay as they are. */
export async function addItems(supabase: SiteSupabase, items: readonly NewShelfItem[]): Promise<boolean> {
  const { error } = await supabase
    .from('lore_items')
    .upsert(items.toReversed(), { onConflict: 'user_id,job_id,item_index', ignoreDuplicates: true });
  return error === null;
}
