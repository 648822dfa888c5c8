import { z } from 'zod';
import { loreKinds } from '../../tasks/lore/lore-contract.ts';
import type { SiteSupabase } from '../supabase-client.ts';
import { addItems, type NewShelfItem } from './add-items.ts';
import { isLore, type ShelfItem } from './lore-shelf.ts';

const stored = z.object({
  theme: z.string(),
  items: z.array(
    z
      .object({
        // The job's id and the item's place.
        id: z.templateLiteral([z.string(), '-', z.number()]),
        kind: z.enum(loreKinds),
        item: z.custom<ShelfItem['item']>(),
        sample: z.boolean(),
        chosen: z.boolean(),
      })
      .refine(isLore),
  ),
});

/** The items of a shelf as it was kept in the browser; none where it cannot be read. */
export function storedItems(text: string): NewShelfItem[] {
  try {
    const { theme, items } = stored.parse(JSON.parse(text));
    return items.map(({ id, ...item }) => {
      const end = id.lastIndexOf('-');
      return { job_id: id.slice(0, end), item_index: Number(id.slice(end + 1)), theme, ...item };
    });
  } catch {
    return [];
  }
}

/** Takes over the shelf that a user had in this browser before there was a table for it, once. */
export async function takeOverShelf(supabase: SiteSupabase, userId: string): Promise<void> {
  const key = `overtime.lore.${userId}`;
  const text = readStorage(key);
  if (text === null) return;
  const items = storedItems(text);
  if (items.length === 0 || (await addItems(supabase, items))) window.localStorage.removeItem(key);
}

function readStorage(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    // A browser that refuses storage kept no shelf either.
    return null;
  }
}
