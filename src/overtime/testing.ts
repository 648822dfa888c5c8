/**
 * For tests of an app's own tasks.
 *
 * @module
 */
export { manualClock, type ManualClock } from './testing/manual-clock.ts';
