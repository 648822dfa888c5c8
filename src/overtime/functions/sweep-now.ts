import { createHash, timingSafeEqual } from 'node:crypto';
import type { Contract } from '../contract.ts';
import { OvertimeError } from '../errors.ts';
import type { Handler } from './handler.ts';
import { problem } from './problem.ts';
import { sweep } from './sweep.ts';

/**
 * The sweep for a caller of its own, such as a clock in the database: Netlify lets nobody call a scheduled
 * function, and calls it once a minute at most. Answers `Authorization: Bearer <SWEEP_SECRET>` alone, and
 * nobody (401) where that is not set.
 */
export function sweepNow(contracts: readonly Contract[]): Handler {
  const run = sweep(contracts);
  return (request, context) => {
    const secret = process.env['SWEEP_SECRET'];
    if (!secret || !same(request.headers.get('authorization') ?? '', `Bearer ${secret}`)) {
      return Promise.resolve(
        problem(new OvertimeError('unauthorized', 'Only a caller who knows SWEEP_SECRET may start a sweep.')),
      );
    }
    return run(request, context);
  };
}

/** Compares digests, which are of one length, so that the time taken tells nothing of the text. */
function same(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
