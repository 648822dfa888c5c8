import { request, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';

/** How long a receiver may take in all, in milliseconds, from the connection to the end of its answer. */
const defaultMilliseconds = 10_000;

/** How much of an answer is read, in bytes. Its status is all that counts. */
const longestBody = 64 * 1024;

/** More interim answers (1xx) than any server has a use for. */
const mostInterimAnswers = 10;

export interface PostOptions extends Pick<RequestOptions, 'ca'> {
  /** Default 10,000. */
  readonly milliseconds?: number;
}

/**
 * POSTs over TLS to one address of a URL's host, so that DNS cannot answer otherwise a moment after the
 * address was checked; the name is kept for the certificate. Redirects are not followed: their status is
 * the answer, and so is that of an upgrade. Returns the status.
 *
 * Always settles within its time, whatever the receiver does, and then holds no connection.
 *
 * @param options whom to trust beside the usual authorities, for a test's own receiver, and the time.
 */
export function postTo(
  address: string,
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  { milliseconds = defaultMilliseconds, ...tls }: PostOptions = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    let status: number | undefined;
    const call = request(url, {
      ...tls,
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      // A connection of its own: one that is kept open was made to an address of an earlier check.
      agent: false,
      lookup: (_host, { all }, callback) => {
        if (all) callback(null, [{ address, family: isIP(address) }]);
        else callback(null, address, isIP(address));
      },
    });
    // A timer of our own: after an answer of 101, Node aborts nothing and reports nothing.
    const timer = setTimeout(
      () => end(new Error(`The receiver did not answer within ${milliseconds / 1000} s.`)),
      milliseconds,
    );

    /** What is known of the answer counts, however it ended. The first call decides. */
    function end(error: Error): void {
      clearTimeout(timer);
      call.destroy();
      if (status === undefined) reject(error);
      else resolve(status);
    }

    let interimAnswers = 0;
    call.on('information', () => {
      interimAnswers += 1;
      if (interimAnswers > mostInterimAnswers) end(new Error('The receiver sent too many interim answers.'));
    });
    call.on('upgrade', (response, socket) => {
      status = response.statusCode;
      socket.destroy();
      end(new Error('The receiver asked for an upgrade.'));
    });
    call.on('response', (response) => {
      status = response.statusCode;
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.byteLength;
        if (bytes > longestBody) response.destroy();
      });
      response.on('error', end);
    });
    call.on('error', end);
    call.on('close', () => end(new Error('The receiver closed the connection without an answer.')));
    call.end(body);
  });
}
