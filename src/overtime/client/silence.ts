import { ApiError } from './api-error.ts';

/** Ends a call whose other side has gone without a word. */
export interface Silence {
  /** Aborts with a `network_error`, or with the caller's own reason. */
  readonly signal: AbortSignal;
  /** Something was heard: it may be silent for another `seconds`. */
  heard(seconds: number): void;
  end(): void;
}

/**
 * Watches a call for silence: a connection that died while the machine slept, or with a network that was
 * left, may say nothing at all for minutes.
 */
export function watchSilence(seconds: number, caller: AbortSignal | undefined): Silence {
  const controller = new AbortController();
  const give = (allowed: number) =>
    setTimeout(() => {
      controller.abort(new ApiError('network_error', `The server has said nothing for ${allowed} seconds.`));
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
