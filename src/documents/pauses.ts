import { setImmediate } from 'node:timers/promises';

/** The longest work between two pauses, in milliseconds. A heartbeat is due every few seconds. */
const mostWorkMs = 40;

/** Makes a function to be called between pieces of long work: now and then it lets timers and answers have their turn. */
export function pauses(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < mostWorkMs) return;
    await setImmediate();
    last = performance.now();
  };
}
