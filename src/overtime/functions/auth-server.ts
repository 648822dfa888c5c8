import { z } from 'zod';
import { boundedFetch } from '../bounded-fetch.ts';
import { OvertimeError } from '../errors.ts';

/** How long an answer is reused, in milliseconds: an ended session is noticed that much later. */
const keepMs = 30_000;

/** How many answers are kept. */
const mostKept = 1000;

/** An answer is a user in some hundred bytes. */
const boundedCall = boundedFetch({ milliseconds: 5000, maxBytes: 1024 * 1024 });

const user = z.object({ id: z.string() });

interface Outcome {
  readonly until: number;
  readonly isVouched: Promise<boolean>;
}

/**
 * Asks the project's auth server about tokens that only it can check. It is asked about the same token once in half
 * a minute, whatever the answer was.
 */
export function createAuthServer(authUrl: string, publishableKey: string) {
  const outcomes = new Map<string, Outcome>();

  async function ask(token: string, userId: string): Promise<boolean> {
    const response = await boundedCall(`${authUrl}/user`, {
      headers: { apikey: publishableKey, authorization: `Bearer ${token}` },
      redirect: 'manual',
    });
    if (response.ok) return user.parse(await response.json()).id === userId;
    await response.body?.cancel();
    if ([400, 401, 403, 404].includes(response.status)) return false;
    throw new Error(`The auth server answered ${response.status}.`);
  }

  return {
    /** Throws `unavailable` when the server does not answer. */
    async vouchesFor(token: string, { sub }: { readonly sub: string }): Promise<boolean> {
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
      const key = Buffer.from(digest).toString('base64');
      const known = outcomes.get(key);
      if (known && Date.now() < known.until) return known.isVouched;
      const outcome = { until: Date.now() + keepMs, isVouched: ask(token, sub) };
      outcomes.delete(key);
      outcomes.set(key, outcome);
      const [oldest] = outcomes.keys();
      if (outcomes.size > mostKept && oldest !== undefined) outcomes.delete(oldest);
      try {
        return await outcome.isVouched;
      } catch (cause) {
        if (outcomes.get(key) === outcome) outcomes.delete(key);
        throw new OvertimeError(
          'unavailable',
          'The sign-in service does not answer. Try again in a moment.',
          {
            cause,
          },
        );
      }
    },
  };
}
