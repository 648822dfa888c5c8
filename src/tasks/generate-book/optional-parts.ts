import type { OvertimeError, TaskContext } from '../../overtime/index.ts';
import { cannotBeMade } from '../../overtime/models.ts';
import type { generateBook } from './contract.ts';

type Context = TaskContext<typeof generateBook>;

/**
 * Makes the parts of a stage that a book can do without: its words are paid for and whole. What cannot be made is null,
 * and the log says why; after an error that the others would meet too, they are not tried.
 */
export function optionalParts(ctx: Context) {
  let hopeless = false;
  let reason: string | undefined;
  return {
    /** Why a part is missing; undefined where none is. */
    get reason() {
      return reason;
    },
    async make<T>(name: string, work: () => Promise<T>): Promise<T | null> {
      if (hopeless) return null;
      try {
        return await work();
      } catch (error) {
        if (!cannotBeMade(ctx, error)) throw error;
        hopeless = isOfTheModel(error);
        reason ??= error.message;
        ctx.log('warn', `${name}: ${error.message}`);
        return null;
      }
    },
  };
}

/** A refusal is about one part, and what may pass does so for the next one. */
function isOfTheModel({ code, retryable }: OvertimeError): boolean {
  return !retryable && code !== 'model_refused';
}
