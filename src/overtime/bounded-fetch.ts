import { type Clock, systemClock } from './clock.ts';
import { untilAborted } from './deadline.ts';

/** What one call may take. */
export interface FetchBounds {
  /** From the request to the last byte of the answer, in milliseconds. */
  readonly milliseconds: number;
  /** The longest body that is read, in bytes as they come out of any compression. */
  readonly maxBytes: number;
}

/**
 * A `fetch` of which every call settles in time, its body included, and reads no more than it may. The
 * promise, or the reading of the body, rejects with an error that says which bound was met; neither names
 * the address, which may hold a key.
 *
 * The call's own signal counts too. `fetch` itself is looked up at each call.
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
      () => late.abort(new Error(`There was no whole answer within ${milliseconds / 1000} s.`)),
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

/** The same answer, whose body ends with an error where it is too long or too late. */
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
  // What a made response does not have of its own.
  return Object.defineProperty(copy, 'url', { value: response.url });
}
