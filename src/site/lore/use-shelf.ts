import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useUserId } from '../supabase-context.ts';
import { parseShelf, type Shelf } from './lore-shelf.ts';

export interface ShelfHandle {
  readonly shelf: Shelf;
  change(to: (shelf: Shelf) => Shelf): void;
}

/** The signed-in user's shelf, kept in this browser. */
export function useShelf(): ShelfHandle {
  const userId = useUserId();
  const store = useMemo(() => storedText(`overtime.lore.${userId}`), [userId]);
  const text = useSyncExternalStore(store.subscribe, store.read);
  const shelf = useMemo(() => parseShelf(text), [text]);
  const change = useCallback(
    (to: (shelf: Shelf) => Shelf) => {
      const before = parseShelf(store.read());
      const after = to(before);
      if (after !== before) store.write(JSON.stringify(after));
    },
    [store],
  );
  return { shelf, change };
}

/** A text in localStorage that this tab and others change. */
function storedText(key: string) {
  const listeners = new Set<() => void>();
  // Where the browser refuses storage, or has no room, the text lasts as long as the page.
  let held: string | null = null;
  return {
    read: (): string | null => {
      try {
        return held ?? window.localStorage.getItem(key);
      } catch {
        return held;
      }
    },
    write: (text: string) => {
      try {
        window.localStorage.setItem(key, text);
        held = null;
      } catch {
        held = text;
      }
      for (const listener of listeners) listener();
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      window.addEventListener('storage', listener);
      return () => {
        listeners.delete(listener);
        window.removeEventListener('storage', listener);
      };
    },
  };
}
