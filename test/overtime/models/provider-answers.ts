import { HttpResponse } from 'msw/http';

const stream = { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' };

/** A streamed answer; `finish` says how the body ends: cleanly, by a cut connection, or not at all. */
export function streamed(events: readonly string[], finish: 'close' | 'cut' | 'hang' = 'close'): Response {
  const encoder = new TextEncoder();
  let next = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const event = events[next];
      next += 1;
      if (event !== undefined) controller.enqueue(encoder.encode(event));
      else if (finish === 'close') controller.close();
      else if (finish === 'cut') controller.error(new Error('cut'));
      else await new Promise(() => undefined);
    },
  });
  // Without its second header a cut connection arrives as a clean end.
  return new HttpResponse(body, { headers: stream });
}

/** An answer with an error status. */
export function refused(
  status: number,
  error: Readonly<Record<string, unknown>> = {},
  headers: Record<string, string> = {},
): Response {
  const text = JSON.stringify({ error: { message: 'failed', ...error } });
  return new HttpResponse(text, { status, headers: { 'content-type': 'application/json', ...headers } });
}
