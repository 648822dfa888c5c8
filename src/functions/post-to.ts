import { request, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';

/** How long a receiver may take to answer, in milliseconds. */
const answerMs = 10_000;

/**
 * POSTs over TLS to one address of a URL's host, so that DNS cannot answer otherwise a moment after the
 * address was checked; the name is kept for the certificate. Redirects are not followed: their status is
 * the answer. Returns the status.
 *
 * @param tls whom to trust beside the usual authorities, for a test's own receiver.
 */
export function postTo(
  address: string,
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  tls: Pick<RequestOptions, 'ca'> = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      {
        ...tls,
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        // A connection of its own: one that is kept open was made to an address of an earlier check.
        agent: false,
        signal: AbortSignal.timeout(answerMs),
        lookup: (_host, { all }, callback) => {
          if (all) callback(null, [{ address, family: isIP(address) }]);
          else callback(null, address, isIP(address));
        },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}
