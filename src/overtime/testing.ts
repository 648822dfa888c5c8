/**
 * For tests of one's own tasks.
 *
 * @module
 */
export { manualClock, type ManualClock } from './testing/manual-clock.ts';
