import type { Clock } from '../../clock.ts';

/** Fewest characters in one piece, and the most pieces in a second: real models are about as fine. */
const fewestCharacters = 4;
const mostPiecesPerSecond = 20;

/**
 * Streams a text evenly over so many seconds, in pieces of a few characters. Each piece has its own
 * due time, so that late timers do not add up. Throws the signal's reason when that aborts.
 */
export async function* paced(
  text: string,
  seconds: number,
  clock: Clock,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  const most = Math.ceil(text.length / fewestCharacters);
  const pieces = Math.max(1, seconds > 0 ? Math.min(most, Math.ceil(seconds * mostPiecesPerSecond)) : most);
  const start = clock.now();
  for (let piece = 0; piece < pieces; piece += 1) {
    const wait = start + ((piece + 1) * seconds * 1000) / pieces - clock.now();
    if (wait > 0) await clock.sleep(wait, signal);
    signal?.throwIfAborted();
    yield text.slice(
      Math.round((piece * text.length) / pieces),
      Math.round(((piece + 1) * text.length) / pieces),
    );
  }
}
