/**
 * Longest wait for a change that a status function grants, in seconds. It is not told when its caller has left, and
 * waits in vain to the end; and Netlify's pages disagree on how long a streamed answer may take (10 s and 60 s).
 */
const longestStatusWait = 8;

/**
 * Longest wait for the end that a trigger grants, in seconds: under the 30 s of netlify dev (60 s on Netlify), with time
 * left to answer.
 */
const longestTriggerWait = 25;

/** The seconds of a request's `Prefer: wait=N` (RFC 7240), within the trigger's bound. */
export function preferredWait(request: Request): number {
  const wait = /(?:^|[,;\s])wait=(\d+)/i.exec(request.headers.get('prefer') ?? '')?.[1];
  return bounded(wait, longestTriggerWait);
}

/** The same for `?wait=N`, within the status function's. */
export function boundedWait(seconds: string | null): number {
  return bounded(seconds, longestStatusWait);
}

function bounded(seconds: string | null | undefined, longest: number): number {
  const value = Number(seconds ?? 0);
  return Number.isFinite(value) ? Math.min(longest, Math.max(0, Math.floor(value))) : 0;
}
