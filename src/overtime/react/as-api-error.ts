import { ApiError } from '../client.ts';

/** Any thrown value as an `ApiError`, which a page can show. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ApiError('internal_error', message, { cause: error });
}
