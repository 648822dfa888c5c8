import { ApiError } from '../client.ts';

/** Whatever was thrown, in the form that a page shows. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ApiError('internal_error', message, { cause: error });
}
