const defaultSeconds = 1;
const shortestSeconds = 0.25;
const longestSeconds = 30;

/**
 * Milliseconds until the next poll.
 *
 * After an answer: what the server advised, else one second. After `failures` in a row: twice as
 * long with each, from one second up to thirty, never sooner than advised, and spread by a random
 * half so that the clients of a server that comes back do not all return in the same instant.
 */
export function pollDelayMs(options: {
  readonly failures: number;
  readonly retryAfterSeconds: number | undefined;
  /** From 0 up to, not including, 1. */
  readonly random: number;
}): number {
  const { failures, retryAfterSeconds, random } = options;
  if (failures === 0) return clampSeconds(retryAfterSeconds ?? defaultSeconds) * 1000;
  const backoff = clampSeconds(defaultSeconds * 2 ** Math.min(failures - 1, 10));
  const spread = backoff * (0.5 + random / 2);
  return Math.max(spread, clampSeconds(retryAfterSeconds ?? 0)) * 1000;
}

function clampSeconds(seconds: number): number {
  return Math.min(Math.max(seconds, shortestSeconds), longestSeconds);
}
