import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useSession } from '../use-session.ts';
import { useSupabase } from '../supabase-context.ts';
import { parseShelf, type Shelf } from './lore-shelf.ts';

export interface ShelfHandle {
  readonly shelf: Shelf;
  change(to: (shelf: Shelf) => Shelf): void;
}

/** The signed-in user's shelf, kept in this browser; null until it is known who that is. */
export function useShelf(): ShelfHandle | null {
  const userId = useSession(useSupabase())?.user.id;
  const store = useMemo(
    () => (userId === undefined ? null : storedText(`overtime.lore.${userId}`)),
    [userId],
  );
  const text = useSyncExternalStore(store?.subscribe ?? subscribeToNothing, store?.read ?? readNothing);
  const shelf = useMemo(() => parseShelf(text), [text]);
  const change = useCallback(
    (to: (shelf: Shelf) => Shelf) => {
      if (store === null) return;
      const before = parseShelf(store.read());
      const after = to(before);
      if (after !== before) store.write(JSON.stringify(after));
    },
    [store],
  );
  return store === null ? null : { shelf, change };
}

const subscribeToNothing = () => () => {};
const readNothing = () => null;

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
