/** Where the id of the job in view is kept, so that a refresh goes on watching it. */
export interface JobMemory {
  read(): string | null;
  /** Null forgets. */
  write(jobId: string | null): void;
  /** Calls `listener` after every change, its own writes included. Returns what ends it. */
  subscribe(listener: () => void): () => void;
}

/**
 * Keeps the job in the page's address (`?job=…`): it can be saved as a link, opened in two tabs, and
 * Back returns to where it was started.
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

/** Keeps the job in localStorage under `key`, for pages that keep their address to themselves. */
export function rememberInStorage(key: string): JobMemory {
  const listeners = new Set<() => void>();
  // A browser may refuse storage altogether; then the job is kept until the page goes.
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
