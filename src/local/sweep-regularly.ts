/** As often as `schedule` in netlify/functions/sweep.ts has it. */
const everyMs = 60_000;

/**
 * Calls the sweep once a minute, which on Netlify its schedule does: `netlify dev` runs no schedules. A
 * call that fails is left to the next one; the function logs why. Returns what ends it.
 */
export function sweepRegularly(siteUrl: string): () => Promise<void> {
  const ended = new AbortController();
  const timer = setInterval(() => {
    void fetch(new URL('/.netlify/functions/sweep', siteUrl), { method: 'POST', signal: ended.signal })
      .then((response) => response.body?.cancel())
      .catch(() => {});
  }, everyMs);
  return () => {
    clearInterval(timer);
    ended.abort();
    return Promise.resolve();
  };
}
