import type { JobStatus } from '../../overtime/index.ts';

/** What a person reads for a status, in lists. */
export const statusWords: Readonly<Record<JobStatus, string>> = {
  pending: 'Waiting',
  processing: 'Working',
  completed: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** Such as `$0`, `$0.0021` or `$1.20`. */
export function formatCost(usd: number): string {
  if (usd === 0) return '$0';
  return `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`;
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A moment in ISO 8601, as this browser's user writes it. */
export function formatMoment(iso: string): string {
  return moment.format(new Date(iso));
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** The day of a moment in ISO 8601. */
export function formatDay(iso: string): string {
  return day.format(new Date(iso));
}

const pointsFormat = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** With at most two decimals. */
export function formatPoints(points: number): string {
  return pointsFormat.format(points);
}

/** Points with their noun: `1 point`, `2.5 points`. */
export function countedPoints(points: number): string {
  return `${formatPoints(points)} ${pointsNoun(points)}`;
}

/** The noun behind a number of points that is set apart from it. */
export const pointsNoun = (points: number): string => (points === 1 ? 'point' : 'points');

export { counted } from '../../overtime/index.ts';
