/** Whether somebody may be looking: a page in a hidden tab need not watch. */
export interface PagePresence {
  isHidden(): boolean;
  /** Calls `listener` when the page is hidden or shown, and when the network goes or comes. Returns what ends it. */
  onChange(listener: () => void): () => void;
}

/**
 * The presence of this page; outside a browser always present.
 *
 * `navigator.onLine` is deliberately not asked: on a laptop without a network it is false while the
 * local stack answers. The events of the network only have the connection looked after at once.
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
