import type { Exchange } from './handler.ts';

/** How many calls of one user are held at a time, on all instances: each is a function that runs. */
const heldCallsPerUser = 6;

/** How long a place is kept beyond the wait, in seconds: for the last read and the answer. */
const reserveSeconds = 4;

/**
 * Takes one of the caller's places for held calls. Returns what gives it back, or null when all are taken: the call is
 * then to be answered at once.
 */
export async function holdCall(
  { engine, caller }: Exchange,
  waitSeconds: number,
): Promise<(() => Promise<void>) | null> {
  const end = await engine.holdCall(caller.userId, waitSeconds + reserveSeconds, heldCallsPerUser);
  if (end === null) return null;
  // A place that could not be given back ends by itself.
  return () => engine.releaseCall(caller.userId, end).catch(() => undefined);
}
