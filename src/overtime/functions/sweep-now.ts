import { createHash, timingSafeEqual } from 'node:crypto';
import type { Contract } from '../contract.ts';
import { OvertimeError } from '../errors.ts';
import { environmentOf, type Handler } from './handler.ts';
import { problem } from './problem.ts';
import { sweep } from './sweep.ts';

/**
 * The sweep for other callers, such as a schedule in the database: Netlify lets nobody call a scheduled function, and
 * runs it once a minute at most. Requires `Authorization: Bearer <SWEEP_SECRET>`; without that variable, every call is
 * answered 401.
 */
export function sweepNow(contracts: readonly Contract[]): Handler {
  const run = sweep(contracts);
  return (request, context) => {
    const secret = environmentOf(context)['SWEEP_SECRET'];
    if (!secret || !same(request.headers.get('authorization') ?? '', `Bearer ${secret}`)) {
      return Promise.resolve(
        problem(new OvertimeError('unauthorized', 'Only a caller who knows SWEEP_SECRET may start a sweep.')),
      );
    }
    return run(request, context);
  };
}

/** Compares digests of equal length, so that the time taken reveals nothing about the text. */
function same(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
