/** Whether somebody may be looking: a page in a hidden tab need not poll. */
export interface PagePresence {
  isHidden(): boolean;
  /** Calls `listener` when the page is shown again or the network is back. Returns what ends it. */
  onReturn(listener: () => void): () => void;
}

/**
 * The presence of this page; outside a browser always present.
 *
 * `navigator.onLine` is deliberately not asked: on a laptop without a network it is false while the
 * local stack answers. The `online` event only shortens a wait.
 */
export const documentPresence: PagePresence = {
  isHidden: () => typeof document !== 'undefined' && document.visibilityState === 'hidden',
  onReturn: (listener) => {
    if (typeof document === 'undefined') return () => {};
    const onVisibility = () => {
      if (document.visibilityState === 'visible') listener();
    };
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('online', listener);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('online', listener);
    };
  },
};
