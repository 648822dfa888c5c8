import { ApiError } from './api-error.ts';

/** Ends a call when the other side is silent for too long. */
export interface Silence {
  /** Aborts with a `network_error`, or with the caller's own reason. */
  readonly signal: AbortSignal;
  /** Data arrived: another `seconds` of silence are allowed. */
  heard(seconds: number): void;
  end(): void;
}

/**
 * Watches a call for silence: a connection that died while the machine slept, or whose network is gone, may report
 * nothing for minutes.
 */
export function watchSilence(seconds: number, caller: AbortSignal | undefined): Silence {
  const controller = new AbortController();
  const give = (allowed: number) =>
    setTimeout(() => {
      controller.abort(
        new ApiError(
          'network_error',
          `The server has not answered for ${allowed} seconds. Try again in a moment.`,
        ),
      );
    }, allowed * 1000);
  let timer = give(seconds);
  return {
    signal: caller === undefined ? controller.signal : AbortSignal.any([caller, controller.signal]),
    heard(allowed) {
      clearTimeout(timer);
      timer = give(allowed);
    },
    end: () => clearTimeout(timer),
  };
}
