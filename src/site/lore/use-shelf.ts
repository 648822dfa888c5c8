import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiError } from '../../overtime/client.ts';
import { useJobsClient } from '../../overtime/react.ts';
import { useSupabase, useUserId } from '../supabase-context.ts';
import { useAction } from '../ui/use-action.ts';
import { useRows } from '../use-rows.ts';
import { addItems } from './add-items.ts';
import { generators } from './generators.ts';
import { isLore, type ShelfItem, type Written } from './lore-shelf.ts';
import { takeOverShelf } from './old-shelf.ts';

/** The lore to make worlds of, and what can be done with it. */
export interface Shelf {
  /** Null until it has been read. */
  readonly items: readonly ShelfItem[] | null;
  /** What was removed and can be put back. */
  readonly removed: readonly ShelfItem[];
  /** What was last written about; empty before that. */
  readonly theme: string;
  /** Why the shelf could not be read or changed, as a sentence. */
  readonly problem: string | null;
  /** Adds what a job had finished before it failed or was cancelled. */
  add(written: Written): Promise<void>;
  /** Changes items at once; the table follows. */
  change(items: readonly ShelfItem[], to: Partial<Pick<ShelfItem, 'chosen' | 'removed'>>): Promise<void>;
  refresh(): void;
}

const rowsKey = ['lore'];
/** More than the table keeps. */
const mostRead = 500;

/** The signed-in user's shelf: rows of `lore_items`, newest first, as they were edited. */
export function useShelf(): Shelf {
  const supabase = useSupabase();
  const userId = useUserId();
  const client = useJobsClient();
  const queries = useQueryClient();
  const action = useAction();
  const changing = useRef(0);
  const { rows, problem, refresh } = useRows<ShelfItem>(rowsKey, async (from, signal) => {
    await takeOverShelf(from, userId);
    return from
      .from('edited_lore')
      .select('id, job_id, item_index, kind, item, theme, sample, chosen, removed')
      .order('id', { ascending: false })
      .limit(mostRead)
      .abortSignal(signal);
  });
  const lore = rows?.filter(isLore) ?? null;

  return {
    items: lore?.filter(({ removed }) => !removed) ?? null,
    removed: lore?.filter(({ removed }) => removed) ?? [],
    theme: lore?.[0]?.theme ?? '',
    problem: problem ?? action.error?.message ?? null,
    refresh,
    add: ({ jobId, kind, items, sample }) =>
      action.run(async () => {
        const { theme } = await client.input(generators[kind], jobId);
        const added = items.map((item, index) => ({
          job_id: jobId,
          item_index: index,
          kind,
          item,
          theme,
          sample,
          chosen: true,
        }));
        if (!(await addItems(supabase, added))) throw notSaved();
        refresh();
      }),
    change: (items, to) =>
      action.run(async () => {
        const ids = items.map(({ id }) => id);
        const key = ['overtime', 'rows', ...rowsKey];
        changing.current += 1;
        // Not waited for: a checkbox would show its former state meanwhile.
        void queries.cancelQueries({ queryKey: key });
        queries.setQueryData<readonly ShelfItem[]>(key, (now) =>
          now?.map((row) => (ids.includes(row.id) ? { ...row, ...to } : row)),
        );
        const { error } = await supabase.from('lore_items').update(to).in('id', ids);
        changing.current -= 1;
        // What was read before the last change of several would take it back for a moment.
        if (changing.current === 0) refresh();
        if (error !== null) throw notSaved();
      }),
  };
}

const notSaved = () =>
  new ApiError('not_saved', 'The change could not be saved. Check your connection and try again.');
