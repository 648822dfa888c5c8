/**
 * For tests of an app's own tasks.
 *
 * @module
 */
export { hostTask, type HostOptions, type TaskHost } from './testing/host-task.ts';
export { manualClock, type ManualClock } from './testing/manual-clock.ts';
export { memoryProject, type MemoryProject } from './testing/memory-project.ts';
export { runTask, type RanTask, type RunOptions } from './testing/run-task.ts';
export { virtualClock } from './testing/virtual-clock.ts';
