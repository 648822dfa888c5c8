/** Where the id of the current job is kept, so that a refresh continues watching it. */
export interface JobMemory {
  read(): string | null;
  /** Null clears it. */
  write(jobId: string | null): void;
  /** Calls `listener` after every change, its own writes included. Returns a function that stops it. */
  subscribe(listener: () => void): () => void;
}

/**
 * Keeps the job in the page's URL (`?job=…`): it can be bookmarked and opened in two tabs, and Back returns to where it
 * was started.
 */
export function rememberInUrl(parameter = 'job'): JobMemory {
  const listeners = new Set<() => void>();
  return {
    read: () => new URL(window.location.href).searchParams.get(parameter),
    write: (jobId) => {
      const url = new URL(window.location.href);
      if (jobId === null) url.searchParams.delete(parameter);
      else url.searchParams.set(parameter, jobId);
      if (url.href !== window.location.href) window.history.pushState(null, '', url);
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      window.addEventListener('popstate', listener);
      return () => {
        listeners.delete(listener);
        window.removeEventListener('popstate', listener);
      };
    },
  };
}

/** Keeps the job in localStorage under `key`, for pages that manage their URL themselves. */
export function rememberInStorage(key: string): JobMemory {
  const listeners = new Set<() => void>();
  // A browser may refuse storage; then the job is kept until the page is left.
  let held: string | null = null;
  return {
    read: () => {
      try {
        return window.localStorage.getItem(key);
      } catch {
        return held;
      }
    },
    write: (jobId) => {
      held = jobId;
      try {
        if (jobId === null) window.localStorage.removeItem(key);
        else window.localStorage.setItem(key, jobId);
      } catch {
        // Held above.
      }
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
