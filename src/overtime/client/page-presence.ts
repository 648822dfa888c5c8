/** Whether somebody may be looking: a page in a hidden tab need not watch. */
export interface PagePresence {
  isHidden(): boolean;
  /**
   * Calls `listener` when the page is hidden or shown, or the network goes or returns. Returns a function that
   * stops it.
   */
  onChange(listener: () => void): () => void;
}

/**
 * The presence of this page; outside a browser always present.
 *
 * `navigator.onLine` is not used: on a laptop without a network it is false although the local stack answers. Network
 * events only cause an immediate read.
 */
export const documentPresence: PagePresence = {
  isHidden: () => typeof document !== 'undefined' && document.visibilityState === 'hidden',
  onChange: (listener) => {
    const listening = new AbortController();
    const { signal } = listening;
    if (typeof document !== 'undefined') {
      document.addEventListener('visibilitychange', listener, { signal });
      for (const event of ['online', 'offline']) window.addEventListener(event, listener, { signal });
    }
    return () => listening.abort();
  },
};
