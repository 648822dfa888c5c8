import { useSyncExternalStore } from 'react';
import { mayLeave } from './unsaved-changes.ts';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  return () => window.removeEventListener('popstate', listener);
}

/** The path of the page's address, as it is now. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, () => window.location.pathname);
}

/** The query of the page's address, with its `?`, or empty. */
export function useSearch(): string {
  return useSyncExternalStore(subscribe, () => window.location.search);
}

/** Goes to an address of this site without loading the site again; Back returns. Asks where changes are not saved. */
export function goTo(address: string): void {
  if (!mayLeave()) return;
  window.history.pushState(null, '', address);
  // As Back and Forward do, so that whoever keeps something in the address hears of it.
  window.dispatchEvent(new PopStateEvent('popstate'));
  window.scrollTo(0, 0);
}
