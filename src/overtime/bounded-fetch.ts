import { type Clock, systemClock } from './clock.ts';
import { untilAborted } from './deadline.ts';

/** The bounds of one call. */
export interface FetchBounds {
  /** From the request to the last byte of the answer, in milliseconds. */
  readonly milliseconds: number;
  /** The longest body that is read, in bytes after decompression. */
  readonly maxBytes: number;
}

/**
 * A `fetch` whose calls, bodies included, always settle in time and read at most so many bytes. Otherwise the
 * promise, or the reading of the body, rejects with an error that names the bound, but not the URL, which may
 * hold a key.
 *
 * The call's own signal is respected too. `fetch` itself is looked up at each call.
 */
export function boundedFetch(
  { milliseconds, maxBytes }: FetchBounds,
  clock: Clock = systemClock,
): typeof fetch {
  return async (input, init) => {
    const late = new AbortController();
    const ended = new AbortController();
    const done = () => ended.abort();
    clock.sleep(milliseconds, ended.signal).then(
      () => late.abort(new Error(`No complete answer came within ${milliseconds / 1000} s.`)),
      () => undefined,
    );
    const signal = init?.signal ? AbortSignal.any([init.signal, late.signal]) : late.signal;
    try {
      // Not every failure of a connection makes `fetch` settle.
      const response = await untilAborted(fetch(input, { ...init, signal }), signal);
      return bounded(response, maxBytes, signal, done);
    } catch (error) {
      done();
      throw error;
    }
  };
}

/** The same answer, with a body that fails when it is too long or too late. */
function bounded(response: Response, maxBytes: number, signal: AbortSignal, done: () => void): Response {
  const reader = response.body?.getReader();
  if (reader === undefined) {
    done();
    return response;
  }
  const tooLong = () => new Error(`The answer is larger than ${maxBytes} bytes.`);
  const end = (reason: unknown) => {
    done();
    reader.cancel(reason).catch(() => undefined);
  };
  if (Number(response.headers.get('content-length')) > maxBytes) {
    const error = tooLong();
    end(error);
    throw error;
  }
  let bytes = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done: atEnd, value } = await untilAborted(reader.read(), signal);
          bytes += value?.byteLength ?? 0;
          if (bytes > maxBytes) throw tooLong();
          if (atEnd) {
            done();
            controller.close();
          } else controller.enqueue(value);
        } catch (error) {
          end(error);
          throw error;
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
  const { status, statusText, headers } = response;
  const copy = new Response(body, { status, statusText, headers });
  // A constructed response lacks these.
  return Object.defineProperty(copy, 'url', { value: response.url });
}
