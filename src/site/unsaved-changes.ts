import { useEffect } from 'react';

/** The editors on the page with changes that are not saved, and the address of the page. */
const editors = new Map<symbol, string>();

/** Whether the page may be left: asks where something on it is not saved. */
export function mayLeave(): boolean {
  return editors.size === 0 || window.confirm('Your changes are not saved. Leave the page and lose them?');
}

/** While `isUnsaved`, whoever leaves the page by a link, by Back, or by closing it is asked first. */
export function useUnsavedChanges(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return;
    const editor = Symbol('editor');
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    editors.set(editor, window.location.href);
    window.addEventListener('beforeunload', ask);
    return () => {
      editors.delete(editor);
      window.removeEventListener('beforeunload', ask);
    };
  }, [isUnsaved]);
}

/** Asks at Back and Forward. Called before anything else listens: the window's listeners are called in their order. */
export function askAtBack(): void {
  window.addEventListener('popstate', (event) => {
    const [here] = editors.values();
    // The site's own links have asked already (use-path.ts). The browser has left: return.
    if (here === undefined || !event.isTrusted || window.location.href === here || mayLeave()) return;
    event.stopImmediatePropagation();
    window.history.pushState(null, '', here);
  });
}
