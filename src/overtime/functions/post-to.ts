import { request, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';

/** Longest time for a receiver, in milliseconds, from the connection to the end of its answer. */
const defaultMilliseconds = 10_000;

/** How much of an answer is read, in bytes. Only its status is used. */
const longestBody = 64 * 1024;

/** More interim answers (1xx) than any server needs. */
const mostInterimAnswers = 10;

export interface PostOptions extends Pick<RequestOptions, 'ca'> {
  /** Default 10,000. */
  readonly milliseconds?: number;
}

/**
 * POSTs over TLS to one address of a URL's host, so that DNS cannot give another address after the check; the name is
 * used for the certificate. Redirects are not followed: their status is the answer, and so is that of an upgrade.
 * Returns the status.
 *
 * Always settles in time, whatever the receiver does, and then holds no connection.
 *
 * @param options certificate authorities to trust besides the usual ones, for a test's receiver, and the time.
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
      // Its own connection: a kept-alive one may go to an address of an earlier check.
      agent: false,
      lookup: (_host, { all }, callback) => {
        if (all) callback(null, [{ address, family: isIP(address) }]);
        else callback(null, address, isIP(address));
      },
    });
    // Its own timer: after a 101, Node neither aborts nor reports anything.
    const timer = setTimeout(
      () => end(new Error(`The receiver did not answer within ${milliseconds / 1000} s.`)),
      milliseconds,
    );

    /** Settles with what is known of the answer. The first call decides. */
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
