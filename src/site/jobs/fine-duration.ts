import { formatDuration } from '../../overtime/react.ts';

/** As other durations, with a decimal below ten seconds: in a list of short ones `0 s` tells nothing. */
export function fineDuration(ms: number): string {
  return ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(ms);
}
