/**
 * Longest wait that a synchronous function grants, in seconds: under the 30 s of netlify dev (60 s on
 * Netlify), with time left to answer.
 */
const longestWaitSeconds = 25;

/** The seconds of a request's `Prefer: wait=N` (RFC 7240), within the bounds. */
export function preferredWait(request: Request): number {
  const wait = /(?:^|[,;\s])wait=(\d+)/i.exec(request.headers.get('prefer') ?? '')?.[1];
  return boundedWait(wait);
}

/** The same for `?wait=N`. */
export function boundedWait(seconds: string | null | undefined): number {
  const value = Number(seconds ?? 0);
  return Number.isFinite(value) ? Math.min(longestWaitSeconds, Math.max(0, Math.floor(value))) : 0;
}
