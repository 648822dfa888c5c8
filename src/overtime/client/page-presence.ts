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
    if (typeof document === 'undefined') return () => {};
    document.addEventListener('visibilitychange', listener);
    window.addEventListener('online', listener);
    window.addEventListener('offline', listener);
    return () => {
      document.removeEventListener('visibilitychange', listener);
      window.removeEventListener('online', listener);
      window.removeEventListener('offline', listener);
    };
  },
};
