import { OvertimeError } from '../../src/overtime/errors.ts';

/** What a promise rejects with, when it is an error of ours; anything else fails the test. */
export async function rejection(promise: Promise<unknown>): Promise<OvertimeError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof OvertimeError) return error;
    throw error;
  }
  throw new Error('It was expected to reject, and it resolved.');
}
